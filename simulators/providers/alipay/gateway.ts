import type { Hono } from 'hono';
import { readBeijingDateTime } from '../../kernel/time';
import { type Incoming, incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import { setting } from '../profile';
import { charsetNamed, decodeText } from './charset';
import { type Body, envelope, errorPage, type Seal } from './envelope';
import { AlipayError, errors } from './errors';
import type { Content } from './fields';
import { type ConflictRule, type Parameters, readParameters } from './parameters';
import type { App } from './register';
import { checkRequest, requestBytes, type SignatureDesk, signTypeOf } from './signature';

/** What the one endpoint of the gateway needs. */
export interface Gate extends SignatureDesk {
  /** What is believed after the check; see the contract's parts. */
  readonly believe: (found: SignatureState) => SignatureState;
}

/** A request that passed the gate. */
export interface Admitted {
  readonly app: App;
  readonly method: string;
  readonly parameters: Parameters;
  /** The parsed `biz_content`; empty when none was sent. */
  readonly content: Content;
}

/** The methods of the gateway: calls of servers are answered with an envelope, pages of browsers with a response. */
export interface Methods {
  readonly calls: Readonly<Record<string, (admitted: Admitted) => Body>>;
  readonly pages: Readonly<Record<string, (admitted: Admitted) => Response>>;
}

const knows = (methods: Methods, method: string) =>
  Object.hasOwn(methods.calls, method) || Object.hasOwn(methods.pages, method);

export const conflictRule = (desk: SignatureDesk) => setting(desk.profile, 'conflictingParameters') as ConflictRule;

/** Who calls what: the application is looked up before anything else is checked (requirement A5). */
function identify(gate: Gate, parameters: Parameters, methods: Methods): { app: App; method: string } {
  const method = parameters.text('method');
  if (method === undefined) throw errors.missingMethod();
  const appId = parameters.text('app_id');
  if (appId === undefined) throw errors.missingAppId();
  const app = gate.register.app(appId);
  if (!app) throw errors.invalidAppId();
  if (!knows(methods, method)) throw errors.invalidMethod();
  return { app, method };
}

/** Everything about the common parameters but the signature itself (sheet 1.3). */
function checkCommon(gate: Gate, parameters: Parameters, app: App): void {
  if (parameters.text('sign') === undefined && gate.believe('missing') !== 'valid') throw errors.missingSignature();
  if (parameters.text('sign_type') === undefined) throw errors.missingSignType();
  if (parameters.text('timestamp') === undefined) throw errors.missingTimestamp();
  if (parameters.text('version') === undefined) throw errors.missingVersion();
  const signType = signTypeOf(parameters);
  if (signType === undefined || (signType === 'RSA' && !app.legacy)) throw errors.invalidSignType();
  const refused = parameters.charset === 'gbk' && setting(gate.profile, 'gbkRequests') === 'refused';
  if (parameters.charset === undefined || refused) throw errors.invalidCharset();
  if (setting(gate.profile, 'charsetInQuery') === 'strict' && !parameters.inQuery('charset')) {
    throw errors.charsetOnlyInBody();
  }
  if ((parameters.text('format') ?? 'json').toLowerCase() !== 'json') throw errors.invalidFormat();
  if (parameters.text('version') !== '1.0') throw errors.invalidVersion();
  if (readBeijingDateTime(parameters.text('timestamp') ?? '') === undefined) throw errors.invalidTimestamp();
  // Neither encrypted content nor calls in another merchant's name are simulated yet.
  if (parameters.text('encrypt_type') !== undefined) throw errors.invalidEncryptType();
  if (parameters.text('app_auth_token') !== undefined) throw errors.appAuthToken();
}

function checkSignature(gate: Gate, parameters: Parameters): void {
  const checked = checkRequest(parameters, gate);
  switch (gate.believe(checked.state)) {
    case 'missing':
      throw errors.missingSignature();
    case 'stale':
      throw errors.invalidTimestamp();
    case 'unknown-key':
      throw errors.certificate(checked.fault ?? 'isv.app-cert-not-exist');
    case 'invalid':
      throw errors.invalidSignature(decodeText(requestBytes(parameters, 'left-out'), parameters.charset ?? 'utf-8'));
  }
}

function readContent(parameters: Parameters): Content {
  const text = parameters.text('biz_content');
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Content;
  } catch {
    // Falls through to the same answer as for JSON that is not an object.
  }
  throw errors.illegalJson();
}

/** Lets a request in; the order of the checks is the gateway's own. @throws AlipayError with its answer. */
function admit(gate: Gate, message: Incoming, parameters: Parameters, methods: Methods): Admitted {
  if (message.tooLarge) throw errors.tooLarge();
  const { app, method } = identify(gate, parameters, methods);
  checkCommon(gate, parameters, app);
  checkSignature(gate, parameters);
  return { app, method, parameters, content: readContent(parameters) };
}

/** How the answer to a request is signed: nobody signs for an application that nobody knows (sheet 1.6). */
function sealFor(gate: Gate, parameters: Parameters): Seal {
  const app = gate.register.app(parameters.text('app_id'));
  const withCertificate = parameters.text('app_cert_sn') !== undefined;
  return {
    signer: app && (withCertificate ? gate.signers.active() : gate.signers.signerFor(app)),
    signType: app?.legacy === true && signTypeOf(parameters) === 'RSA' ? 'RSA' : 'RSA2',
    withCertificate,
    charset: charsetNamed(parameters.text('charset')) ?? 'utf-8',
  };
}

function perform(gate: Gate, message: Incoming, methods: Methods, report: (error: unknown) => void): Response {
  const parameters = readParameters(message, conflictRule(gate));
  const named = parameters.text('method');
  const page = named !== undefined && Object.hasOwn(methods.pages, named);
  const fail = (error: AlipayError) =>
    page ? errorPage(error) : envelope(named, error.body(), sealFor(gate, parameters));
  try {
    const admitted = admit(gate, message, parameters, methods);
    const show = methods.pages[admitted.method];
    if (show) return show(admitted);
    const body = methods.calls[admitted.method]?.(admitted) ?? {};
    return envelope(admitted.method, { code: '10000', msg: 'Success', ...body }, sealFor(gate, parameters));
  } catch (error) {
    if (error instanceof AlipayError) return fail(error);
    report(error);
    return fail(errors.unavailable());
  }
}

/** The one address of the gateway, for every layout in which clients send (sheet 1.2). */
export function mountGateway(app: Hono, gate: Gate, methods: Methods, report: (error: unknown) => void): void {
  app.on(['GET', 'POST'], '/gateway.do', async (context) =>
    perform(gate, await incoming(context.req.raw), methods, report),
  );
}
