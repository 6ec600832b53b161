import type { Context, Hono } from 'hono';
import { type Incoming, incoming } from '../../network/message';
import { decodeText, formPairs } from '../charset';
import type { SignatureState } from '../contract';
import type { Proof, Trade } from '../engine/trade';
import { setting } from '../profile';
import { checkCommon } from './common-parameters';
import { answerKey, readContent } from './content-encryption';
import { type Body, envelope, errorPage, type Seal } from './envelope';
import { AlipayError, errors } from './errors';
import type { Content } from './fields';
import { type ConflictRule, Parameters, readParameters } from './parameters';
import type { App } from './register';
import { checkRequest, proofOf, requestBytes, type SignatureDesk, signTypeOf } from './signature';

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
  /** What the request leaves behind as a proof of who asked. */
  readonly proof?: Proof;
}

/**
 * The methods of the gateway: calls of servers are answered with an envelope, pages of browsers with a response. What an
 * app hands to the wallet as signed text is nothing that anybody could call.
 */
export interface Methods {
  readonly calls: Readonly<Record<string, (admitted: Admitted) => Body>>;
  readonly pages: Readonly<Record<string, (admitted: Admitted) => Response>>;
  readonly handOffs: Readonly<Record<string, (admitted: Admitted) => Trade>>;
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

/** True for the methods that may be used in one way. */
type Known = (method: string) => boolean;

/** Who calls what: the application is looked up before the signature and before anything else of it (requirement A5). */
function identify(gate: Gate, parameters: Parameters, known: Known): { app: App; method: string } {
  const method = parameters.text('method');
  if (method === undefined) throw errors.missingMethod();
  const appId = parameters.text('app_id');
  if (appId === undefined) throw errors.missingAppId();
  const app = gate.register.app(appId);
  if (!app) throw errors.invalidAppId();
  if (!known(method)) throw errors.invalidMethod();
  return { app, method };
}

function checkSignature(gate: Gate, parameters: Parameters): Proof | undefined {
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
  return proofOf(parameters, checked);
}

/** Lets a request in. @throws AlipayError with the gateway's answer. */
function admit(gate: Gate, parameters: Parameters, known: Known): Admitted {
  const { app, method } = identify(gate, parameters, known);
  checkCommon(gate, parameters, app);
  const proof = checkSignature(gate, parameters);
  return { app, method, parameters, content: readContent(parameters, app, gate.profile), proof };
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
    if (message.tooLarge) throw errors.tooLarge();
    const admitted = admit(gate, parameters, (method) => knows(methods, method));
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

/** An order that an app handed over: who ordered what, the trade, and how its result is signed. */
export interface HandedOver {
  readonly admitted: Admitted;
  readonly trade: Trade;
  readonly seal: Seal;
}

/**
 * Takes the signed text of an app's order, checked as if it had been sent to the gateway (sheet 2.4).
 * @throws AlipayError with what the gateway would have answered.
 */
export function takeOver(gate: Gate, { handOffs }: Methods, text: string): HandedOver {
  const rule = setting(gate.profile, 'conflictingParameters') as ConflictRule;
  const parameters = new Parameters(formPairs(Buffer.from(text)), [], [], rule);
  const admitted = admit(gate, parameters, (method) => Object.hasOwn(handOffs, method));
  const trade = handOffs[admitted.method]?.(admitted);
  if (!trade) throw errors.invalidMethod();
  return { admitted, trade, seal: sealFor(gate, parameters) };
}

/** The one address of the gateway, for every layout in which clients send (sheet 1.2). */
export function mountGateway(app: Hono, gate: Gate, methods: Methods, report: (error: unknown) => void): void {
  app.on(['GET', 'POST'], PATH, async (context: Context) => {
    const message = await incoming(context.req.raw);
    return namesGateway(message) ? perform(gate, message, methods, report) : context.notFound();
  });
}
