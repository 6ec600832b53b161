import type { Hono } from 'hono';
import { signingNow } from '../../../kernel/time';
import { type Incoming, incoming } from '../../../network/message';
import { setting } from '../../profile';
import { checkAddresses } from '../common-parameters';
import { answerKey, checkEncryptType, readContent } from '../content-encryption';
import { AlipayError, errors } from '../errors';
import { type Admitted, type Gate, type Methods, sealFor } from '../gateway';
import type { App } from '../register';
import { failure, success } from './answer';
import type { Authorization } from './authorization';
import { namesV3, type V3Call, v3Call, withNotifyUrl } from './call';
import { checkV3, timestampOf, V3_WINDOW_MS } from './check';
import { Nonces } from './nonces';

/** What can be asked for in the address, and what can be asked for in no other way (sheet 7.1). */
const BY_QUERY = new Set(['alipay.trade.query', 'alipay.open.app.alipaycert.download']);
const BY_QUERY_ONLY = new Set(['alipay.data.dataservice.bill.downloadurl.query']);

/** The gate of the HTTP style: the same applications and methods behind another wire. */
interface V3Gate extends Gate {
  readonly calls: Methods['calls'];
  readonly nonces: Nonces;
}

/** Who calls: the application first, then what every request must say. */
function identify(gate: Gate, { headers }: Incoming, { authorization, parameters }: V3Call): [App, Authorization] {
  if (headers.get('authorization') === null) throw errors.missingTimestamp();
  if (!authorization) throw errors.invalidSignType();
  if (parameters.text('app_id') === undefined) throw errors.missingAppId();
  const app = gate.register.app(parameters.text('app_id'));
  if (!app) throw errors.invalidAppId();
  if (!authorization.members.get('timestamp')) throw errors.missingTimestamp();
  if (timestampOf(authorization) === undefined) throw errors.invalidTimestamp();
  if (!authorization.members.get('nonce')) throw errors.missingNonce();
  return [app, authorization];
}

function checkMethod({ calls }: V3Gate, { verb, method }: V3Call): void {
  const [byQuery, only] = [BY_QUERY.has(method), BY_QUERY_ONLY.has(method)];
  const fits = verb === 'GET' ? byQuery || only : verb === 'POST' && !only;
  if (!fits || !Object.hasOwn(calls, method)) throw errors.invalidMethod();
}

function checkSignature(gate: V3Gate, call: V3Call, app: App, { members }: Authorization): void {
  const checked = checkV3(call, gate);
  switch (gate.believe(checked.state)) {
    case 'missing':
      throw errors.missingSignature();
    case 'stale':
      throw errors.invalidTimestamp();
    case 'unknown-key':
      throw errors.certificate(checked.fault ?? 'isv.app-cert-not-exist');
    case 'invalid':
      throw errors.invalidSignature(Buffer.from(call.signed).toString('utf8'));
  }
  const rule = setting(gate.profile, 'v3RepeatedNonce');
  if (rule === 'accepted' || gate.nonces.use(app.appId, members.get('nonce') ?? '', signingNow())) return;
  throw errors.repeatedNonce(`isv.${rule}`);
}

/** Lets a request in. @throws AlipayError with the answer. */
function admit(gate: V3Gate, message: Incoming, call: V3Call): Admitted {
  if (message.tooLarge) throw errors.tooLarge();
  const [app, authorization] = identify(gate, message, call);
  checkMethod(gate, call);
  checkSignature(gate, call, app, authorization);
  // Nobody has given a token to anybody here, so nobody calls in another merchant's name.
  if (call.parameters.text('app_auth_token') !== undefined) throw errors.appAuthToken();
  checkEncryptType(call.parameters, app, gate.profile);
  const content = readContent(call.parameters, app, gate.profile);
  const parameters = withNotifyUrl(call, content);
  checkAddresses(parameters);
  return { app, method: call.method, parameters, content };
}

function perform(gate: V3Gate, message: Incoming, report: (error: unknown) => void): Response {
  const call = v3Call(message);
  try {
    const admitted = admit(gate, message, call);
    const body = gate.calls[admitted.method]?.(admitted) ?? {};
    const encryptWith = answerKey(call.parameters, admitted.app);
    return success(body, { ...sealFor(gate, call.parameters), encryptWith });
  } catch (error) {
    if (error instanceof AlipayError) return failure(error, gate.profile);
    report(error);
    return failure(errors.unavailable(), gate.profile);
  }
}

/** The addresses of the HTTP style: a path for each method of the gateway that servers call (sheet 7). */
export function mountV3(app: Hono, gate: Gate, calls: Methods['calls'], report: (error: unknown) => void): void {
  const v3: V3Gate = { ...gate, calls, nonces: new Nonces(V3_WINDOW_MS) };
  app.all('/v3/*', async (context) => {
    const message = await incoming(context.req.raw);
    return namesV3(message) ? perform(v3, message, report) : context.notFound();
  });
}
