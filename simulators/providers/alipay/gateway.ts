import type { Context, Hono } from 'hono';
import { type Incoming, incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import { setting } from '../profile';
import { decodeText } from './charset';
import { checkCommon } from './common-parameters';
import { answerKey, readContent } from './content-encryption';
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

const PATH = '/gateway.do';

/** True when a request line names the gateway, and not something that a URL library would turn into it. */
export const namesGateway = ({ target }: Incoming): boolean => target.split('?')[0] === PATH;

const knows = (methods: Methods, method: string) =>
  Object.hasOwn(methods.calls, method) || Object.hasOwn(methods.pages, method);

const parametersRead = new WeakMap<Incoming, Parameters>();

/** The parameters of a message, whichever place wins when they disagree; read once for all who ask. */
export function parametersOf({ profile }: SignatureDesk, message: Incoming): Parameters {
  const rule = setting(profile, 'conflictingParameters') as ConflictRule;
  const parameters = parametersRead.get(message) ?? readParameters(message, rule);
  parametersRead.set(message, parameters);
  return parameters;
}

/** Who calls what: the application is looked up before the signature and before anything else of it (requirement A5). */
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

/** Lets a request in. @throws AlipayError with the gateway's answer. */
function admit(gate: Gate, message: Incoming, parameters: Parameters, methods: Methods): Admitted {
  if (message.tooLarge) throw errors.tooLarge();
  const { app, method } = identify(gate, parameters, methods);
  checkCommon(gate, parameters, app);
  checkSignature(gate, parameters);
  return { app, method, parameters, content: readContent(parameters, app, gate.profile) };
}

/** How the answer to a request is signed: nobody signs for an application that nobody knows (sheet 1.6). */
export function sealFor(gate: Gate, parameters: Parameters): Seal {
  const app = gate.register.app(parameters.text('app_id'));
  const withCertificate = parameters.text('app_cert_sn') !== undefined;
  return {
    signer: app && (withCertificate ? gate.signers.active() : gate.signers.signerFor(app)),
    signType: app?.legacy === true && signTypeOf(parameters) === 'RSA' ? 'RSA' : 'RSA2',
    withCertificate,
    charset: parameters.charset ?? 'utf-8',
  };
}

/** What a caller gets who is refused: a page where a browser asked, else the envelope of the method or the old general one. */
function refusal(gate: Gate, parameters: Parameters, methods: Methods, error: AlipayError, key?: string): Response {
  const method = parameters.text('method');
  if (method !== undefined && Object.hasOwn(methods.pages, method)) return errorPage(error);
  const general = method !== undefined && !knows(methods, method) && setting(gate.profile, 'unknownMethodRoot');
  const root = general === 'error_response' ? undefined : method;
  // A failure is usually plain, even where the request was encrypted (sheet 1.8).
  const encryptWith = setting(gate.profile, 'encryptedFailures') === 'encrypted' ? key : undefined;
  return envelope(root, error.body(), { ...sealFor(gate, parameters), encryptWith });
}

function perform(gate: Gate, message: Incoming, methods: Methods, report: (error: unknown) => void): Response {
  const parameters = parametersOf(gate, message);
  let encryptWith: string | undefined;
  try {
    const admitted = admit(gate, message, parameters, methods);
    const show = methods.pages[admitted.method];
    if (show) return show(admitted);
    encryptWith = answerKey(parameters, admitted.app);
    const body = methods.calls[admitted.method]?.(admitted) ?? {};
    const seal = { ...sealFor(gate, parameters), encryptWith };
    return envelope(admitted.method, { code: '10000', msg: 'Success', ...body }, seal);
  } catch (error) {
    if (error instanceof AlipayError) return refusal(gate, parameters, methods, error, encryptWith);
    report(error);
    return refusal(gate, parameters, methods, errors.unavailable(), encryptWith);
  }
}

/** The one address of the gateway, for every layout in which clients send (sheet 1.2). */
export function mountGateway(app: Hono, gate: Gate, methods: Methods, report: (error: unknown) => void): void {
  app.on(['GET', 'POST'], PATH, async (context: Context) => {
    const message = await incoming(context.req.raw);
    return namesGateway(message) ? perform(gate, message, methods, report) : context.notFound();
  });
}
