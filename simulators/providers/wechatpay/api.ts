import type { Context } from 'hono';
import { randomHex } from '../../kernel/keys';
import { signingNow } from '../../kernel/time';
import { answer, type Incoming, incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import { gateErrors, WechatError } from './errors';
import type { Nonces } from './nonces';
import { type Probes, probed } from './probes';
import type { Account, Register } from './register';
import { type CheckedRequest, type RequestCheck, requestMessage, signedHeaders } from './signature';
import type { DuringRotation, Signers } from './signers';

/** What every endpoint of the gateway needs. */
export interface Gate {
  readonly register: Register;
  readonly signers: Signers;
  readonly check: RequestCheck;
  readonly nonces: Nonces;
  /** Which answers carry a signature that a client must refuse. */
  readonly probes: Probes;
  /** What is believed after the check; see the contract's parts. */
  readonly believe: (found: SignatureState) => SignatureState;
  /** The chosen answer to an open question of the profile. */
  readonly choose: (setting: string) => string;
}

/** A request that passed the gate. */
export interface Admitted {
  readonly account: Account;
  readonly message: Incoming;
  /** The parsed body; an empty object when there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

const nonce = () => randomHex(16);

/** Request-ID as real answers carry it; the digits after the last dash are the internal code, 0 for success. */
function requestId(internal = '0'): string {
  return `08${randomHex(20).toUpperCase()}-${internal}`;
}

/** A signed success: JSON with 200, or an empty 204 signed over the empty body (sheet 2.3). */
export function success(gate: Gate, admitted: Admitted, body: Readonly<Record<string, unknown>> | undefined): Response {
  const { account, message } = admitted;
  const text = body === undefined ? '' : JSON.stringify(body);
  const during = gate.choose('answersDuringRotation') as DuringRotation;
  const signer = gate.signers.forAnswer(account, message.headers.get('wechatpay-serial'), during);
  const signed = signedHeaders(signer, text, nonce(), String(Math.floor(signingNow() / 1000)));
  const shown = gate.probes.next() ? probed(signed) : signed;
  const headers = { ...shown, 'Request-ID': requestId(), 'Content-Type': JSON_TYPE };
  return answer(body === undefined ? 204 : 200, headers, text);
}

/** A file: as it is, with a Request-ID and without a signature (sheet 1.7). */
export function unsigned(type: string, bytes: Uint8Array): Response {
  return answer(200, { 'Request-ID': requestId(), 'Content-Type': type }, bytes);
}

/** Endpoints of payments; some refusals differ there from the rest of the gateway (sheet 5.2). */
const isTrading = (path: string) => path.startsWith('/v3/pay/');

/** The unsigned error envelope (sheet 5.1). A 401 of a trading endpoint has no Request-ID. */
export function failure(error: WechatError, path: string): Response {
  const { status, code, message, detail, internal } = error;
  const body = JSON.stringify({ code, ...(detail ? { detail } : {}), message });
  const anonymous = status === 401 && isTrading(path);
  return answer(
    status,
    { ...(anonymous ? {} : { 'Request-ID': requestId(internal) }), 'Content-Type': JSON_TYPE },
    body,
  );
}

/** What the gateway tells about a signature that does not fit: the text it signed, cut after eight bytes of body. */
function signInformation(message: Incoming, checked: CheckedRequest): Record<string, unknown> {
  const { timestamp = '', nonce: used = '' } = checked.authorization ?? {};
  const { length } = requestMessage(message, timestamp, used);
  const shown = requestMessage({ ...message, body: message.body.subarray(0, 8) }, timestamp, used);
  return {
    method: message.method,
    sign_message_length: length,
    truncated_sign_message: Buffer.from(shown).toString('utf8'),
    url: message.target,
  };
}

/** Paths that insist on the client's headers before anything else (sheet 5.2). */
const STRICT_HEADERS = /^\/v3\/(certificates|refund)\b/;

function believed(gate: Gate, message: Incoming): Account {
  const checked = gate.check(message);
  const trading = isTrading(message.target);
  switch (gate.believe(checked.state)) {
    case 'missing':
      throw gateErrors.malformedAuthorization(trading);
    case 'stale':
      throw gateErrors.staleTimestamp();
    case 'unknown-key':
      throw checked.account ? gateErrors.unknownSerial() : gateErrors.unknownCaller();
    case 'invalid':
      throw gateErrors.wrongSignature(trading, signInformation(message, checked));
  }
  if (!checked.account || !checked.authorization) throw gateErrors.unknownCaller();
  return checked.account;
}

const mediaType = (value: string | null) => (value ?? '').split(';')[0]?.trim().toLowerCase();

function checkHeaders(gate: Gate, message: Incoming): void {
  const { headers, body } = message;
  const refused = (setting: string) => gate.choose(setting) === 'refused';
  const serial = headers.get('wechatpay-serial');
  if (serial !== null && refused('unknownWechatpaySerial') && !gate.signers.isPublished(serial)) {
    throw gateErrors.unknownPlatformSerial();
  }
  if (body.length > 0 && refused('otherContentType') && mediaType(headers.get('content-type')) !== 'application/json') {
    throw gateErrors.otherContentType();
  }
  const accepted = (headers.get('accept') ?? '*/*').split(',').map(mediaType);
  if (refused('otherAccept') && !accepted.some((type) => type === '*/*' || type === 'application/json')) {
    throw gateErrors.otherAccept();
  }
}

function checkNonce(gate: Gate, message: Incoming): void {
  const { authorization } = gate.check(message);
  if (authorization === undefined || gate.choose('repeatedNonce') !== 'refused') return;
  if (!gate.nonces.use(authorization.mchid, authorization.nonce)) throw gateErrors.repeatedNonce();
}

/**
 * Lets a request in: size, client headers, signature, other headers, then JSON. The order is the gateway's own.
 * @throws WechatError with the answer that the real gateway gives.
 */
export async function admit(gate: Gate, context: Context): Promise<Admitted> {
  const message = await incoming(context.req.raw);
  const { headers, target } = message;
  if (message.tooLarge) throw gateErrors.bodyTooLarge();
  if (STRICT_HEADERS.test(target) && !(headers.get('user-agent') && headers.get('accept'))) {
    throw gateErrors.missingClientHeaders();
  }
  const account = believed(gate, message);
  checkNonce(gate, message);
  checkHeaders(gate, message);
  return { account, message, body: parseBody(message) };
}

/** Deeper bodies than any endpoint has a use for are refused before anything walks through them. */
const DEEPEST = 100;

const SQUARE = '['.charCodeAt(0);
const CURLY = '{'.charCodeAt(0);

/** True when there are more opening brackets than {@link DEEPEST}, wherever they stand; few bodies have so many. */
function mayBeTooDeep(bytes: Uint8Array): boolean {
  let opening = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (byte === SQUARE || byte === CURLY) opening += 1;
  }
  return opening > DEEPEST;
}

/** True when brackets outside of texts are nested deeper than {@link DEEPEST}. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseBody(message: Incoming): Record<string, unknown> {
  if (message.body.length === 0) return {};
  try {
    const text = utf8.decode(message.body);
    const parsed: unknown = mayBeTooDeep(message.body) && tooDeep(text) ? undefined : JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Falls through to the same answer as for a body that is JSON but not an object.
  }
  throw gateErrors.notJson();
}
