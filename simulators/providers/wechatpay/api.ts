import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { signingNow } from '../../kernel/time';
import { answer, type Incoming, incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import { errors, WechatError } from './errors';
import type { Account, Register } from './register';
import { type CheckedRequest, checkRequest, requestMessage, signedHeaders } from './signature';
import type { Signers } from './signers';

/** What every endpoint of the gateway needs. */
export interface Gate {
  readonly register: Register;
  readonly signers: Signers;
  /** What is believed after the check; see the contract's parts. */
  readonly believe: (found: SignatureState) => SignatureState;
}

/** A request that passed the gate. */
export interface Admitted {
  readonly account: Account;
  readonly message: Incoming;
  /** The parsed body; an empty object when there is none. */
  readonly body: Record<string, unknown>;
}

const nonce = () => randomBytes(16).toString('hex');

/** Request-ID as real answers carry it; the digits after the last dash are the internal code, 0 for success. */
function requestId(internal = '0'): string {
  return `08${randomBytes(20).toString('hex').toUpperCase()}-${internal}`;
}

/** A signed success: JSON with 200, or an empty 204 signed over the empty body (sheet 2.3). */
export function success(
  gate: Gate,
  message: Incoming,
  body: Record<string, unknown> | undefined,
  status = 200,
): Response {
  const text = body === undefined ? '' : JSON.stringify(body);
  const signer = gate.signers.forAnswer(message.headers.get('wechatpay-serial'));
  const headers = signedHeaders(signer, text, nonce(), String(Math.floor(signingNow() / 1000)));
  return answer(
    body === undefined ? 204 : status,
    { ...headers, 'Request-ID': requestId(), 'Content-Type': 'application/json; charset=utf-8' },
    text,
  );
}

/** The unsigned error envelope (sheet 5.1). */
export function failure(error: WechatError): Response {
  const { code, message, detail } = error;
  const body = JSON.stringify({ code, message, ...(detail ? { detail } : {}) });
  const headers = { 'Request-ID': requestId(error.internal), 'Content-Type': 'application/json; charset=utf-8' };
  return answer(error.status, headers, body);
}

/** What the gateway tells about a signature that does not fit: its own message, cut after eight characters of body. */
function signInformation(message: Incoming, checked: CheckedRequest): Record<string, unknown> {
  const { timestamp = '', nonce: used = '' } = checked.authorization ?? {};
  const signed = requestMessage(message, timestamp, used);
  const shown = signed.length - 1 - message.body.length + Math.min(8, message.body.length);
  return {
    method: message.method,
    url: message.target,
    sign_message_length: signed.length,
    truncated_sign_message: Buffer.from(signed.subarray(0, shown)).toString('utf8'),
  };
}

/** Paths that insist on the client's headers before anything else (sheet 5.2). */
const STRICT_HEADERS = /^\/v3\/(certificates|refund)/;

/**
 * Lets a request in: size, headers, signature, then JSON. The order is the gateway's own.
 * @throws WechatError with the answer that the real gateway gives.
 */
export async function admit(gate: Gate, context: Context): Promise<Admitted> {
  const message = await incoming(context.req.raw);
  const { headers, target } = message;
  if (message.tooLarge) throw errors.bodyTooLarge();
  if (STRICT_HEADERS.test(target) && !(headers.get('user-agent') && headers.get('accept'))) {
    throw errors.missingClientHeaders();
  }
  const checked = checkRequest(message, gate.register);
  switch (gate.believe(checked.state)) {
    case 'missing':
      throw errors.malformedAuthorization(target);
    case 'stale':
      throw errors.staleTimestamp();
    case 'unknown-key':
      throw errors.unknownSerial();
    case 'invalid':
      throw errors.wrongSignature(signInformation(message, checked));
  }
  const account = checked.account ?? gate.register.account(checked.authorization?.mchid ?? '');
  if (!account) throw errors.unknownSerial();
  return { account, message, body: parseBody(message) };
}

function parseBody(message: Incoming): Record<string, unknown> {
  if (message.body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message.body));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Falls through to the same answer as for a body that is JSON but not an object.
  }
  throw errors.notJson();
}
