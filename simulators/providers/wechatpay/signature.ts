import type { KeyObject } from 'node:crypto';
import { signRsa, verifyRsa } from '../../kernel/keys';
import { signingNow } from '../../kernel/time';
import type { Incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import type { Proof } from '../engine/trade';
import { type Authorization, type Blanks, readAuthorization, SCHEME } from './authorization';
import type { Account, Register } from './register';

/** Answers and requests whose timestamp is further off are refused (sheet 2.1, 2.3). */
export const WINDOW_SECONDS = 300;

/** A checked request: the account is known whenever its number was. */
export interface CheckedRequest {
  readonly state: SignatureState;
  readonly authorization?: Authorization;
  readonly account?: Account;
}

/** Checks a request's signature, once for each message. */
export type RequestCheck = (message: Incoming) => CheckedRequest;

/** The five lines that a request signs, over the raw target and the raw body. */
export function requestMessage(
  message: Pick<Incoming, 'method' | 'target' | 'body'>,
  timestamp: string,
  nonce: string,
): Uint8Array {
  const head = Buffer.from(`${message.method}\n${message.target}\n${timestamp}\n${nonce}\n`);
  return Buffer.concat([head, message.body, Buffer.from('\n')]);
}

/** What the profile leaves open about the Authorization header. */
export interface HeaderRules {
  readonly blanks: Blanks;
  readonly lowerCaseSerial: string;
}

function check(message: Incoming, register: Register, rules: HeaderRules): CheckedRequest {
  const authorization = readAuthorization(message.headers.get('authorization'), rules.blanks);
  if (!authorization) return { state: 'missing' };
  const { mchid, serial, nonce, timestamp, signature } = authorization;
  const account = register.account(mchid);
  if (Math.abs(signingNow() / 1000 - Number(timestamp)) > WINDOW_SECONDS)
    return { state: 'stale', authorization, account };
  const key = account?.apiKeys.get(rules.lowerCaseSerial === 'accepted' ? serial.toUpperCase() : serial);
  if (!account || !key) return { state: 'unknown-key', authorization, account };
  const signed = requestMessage(message, timestamp, nonce);
  return { state: verifyRsa(signed, signature, key) ? 'valid' : 'invalid', authorization, account };
}

/** Checks in the gateway's order: header, window, key by serial, then the signature itself (sheet 2.1). */
export function requestCheck(register: Register, rules: HeaderRules): RequestCheck {
  const checked = new WeakMap<Incoming, CheckedRequest>();
  return (message) => {
    const known = checked.get(message);
    if (known) return known;
    const result = check(message, register, rules);
    checked.set(message, result);
    return result;
  };
}

/** What a request leaves behind as a proof of who asked; undefined when it carries no signature. */
export function proofOf(message: Incoming, { authorization }: CheckedRequest): Proof | undefined {
  if (!authorization) return undefined;
  const { mchid, serial, timestamp, nonce, signature } = authorization;
  const signed = Buffer.from(requestMessage(message, timestamp, nonce)).toString('base64');
  return { signed, signature, key: `${mchid} ${serial}` };
}

/** True when a kept signature fits what was signed, under the key that it names. */
export function verifiesProof(register: Register, { signed, signature, key: named }: Proof): boolean {
  const [mchid = '', serial = ''] = named.split(' ');
  const keys = register.account(mchid)?.apiKeys;
  const key = keys?.get(serial) ?? keys?.get(serial.toUpperCase());
  return key !== undefined && verifyRsa(Buffer.from(signed, 'base64'), signature, key);
}

/** A key with which WeChat Pay signs, under the name that goes into `Wechatpay-Serial`. */
export interface Signer {
  readonly serial: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The three lines that an answer or a notice signs; an empty body leaves its line empty. */
export function answerMessage(timestamp: string, nonce: string, body: Uint8Array | string): Uint8Array {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), Buffer.from(body), Buffer.from('\n')]);
}

/** The headers of a signed answer or notice. All five, because one client insists on the type (sheet 8.2). */
export function signedHeaders(signer: Signer, body: string, nonce: string, timestamp: string): Record<string, string> {
  return {
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Serial': signer.serial,
    'Wechatpay-Signature': signRsa(answerMessage(timestamp, nonce, body), signer.privateKey),
    'Wechatpay-Signature-Type': SCHEME,
  };
}

/** What the harness says about the signature of an answer or a notice. */
export function checkAnswer(
  headers: Headers,
  body: Uint8Array,
  signers: readonly Signer[],
): { state: SignatureState; serial?: string } {
  const [timestamp, nonce] = [headers.get('wechatpay-timestamp'), headers.get('wechatpay-nonce')];
  const [serial, signature] = [headers.get('wechatpay-serial'), headers.get('wechatpay-signature')];
  if (!timestamp || !nonce || !serial || !signature) return { state: 'missing' };
  const signer = signers.find((candidate) => candidate.serial === serial);
  if (!signer) return { state: 'unknown-key', serial };
  if (!(Math.abs(signingNow() / 1000 - Number(timestamp)) <= WINDOW_SECONDS)) return { state: 'stale', serial };
  const valid = verifyRsa(answerMessage(timestamp, nonce, body), signature, signer.publicKey);
  return { state: valid ? 'valid' : 'invalid', serial };
}
