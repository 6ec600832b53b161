import type { KeyObject } from 'node:crypto';
import { signRsa, verifyRsa } from '../../kernel/keys';
import { signingNow } from '../../kernel/time';
import type { Incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import type { Account, Register } from './register';

export const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
/** Answers and requests whose timestamp is further off are refused (sheet 2.1, 2.3). */
export const WINDOW_SECONDS = 300;

/** The parts of an Authorization header. */
export interface Authorization {
  readonly mchid: string;
  readonly serial: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** Reads the header; pairs come in any order. Undefined when scheme or pairs are not as they must be. */
export function readAuthorization(header: string | null): Authorization | undefined {
  if (!header?.startsWith(`${SCHEME} `)) return undefined;
  const pairs = new Map<string, string>();
  for (const [, name, value] of header.slice(SCHEME.length).matchAll(/([a-z_]+)="([^"]*)"/g)) {
    if (name !== undefined && value !== undefined) pairs.set(name, value);
  }
  const [mchid, serial, nonce] = [pairs.get('mchid'), pairs.get('serial_no'), pairs.get('nonce_str')];
  const [timestamp, signature] = [pairs.get('timestamp'), pairs.get('signature')];
  if (!mchid || !serial || !nonce || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return undefined;
  return { mchid, serial, nonce, timestamp, signature };
}

/** A checked request: the account is known whenever its key was. */
export interface CheckedRequest {
  readonly state: SignatureState;
  readonly authorization?: Authorization;
  readonly account?: Account;
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

/** The five lines that a request signs, over the raw target and the raw body. */
export function requestMessage(message: Incoming, timestamp: string, nonce: string): Uint8Array {
  const head = Buffer.from(`${message.method}\n${message.target}\n${timestamp}\n${nonce}\n`);
  return Buffer.concat([head, message.body, Buffer.from('\n')]);
}

/** Checks a request's signature: header, window, key by serial, then the signature itself (sheet 2.1). */
export function checkRequest(message: Incoming, register: Register): CheckedRequest {
  const authorization = readAuthorization(message.headers.get('authorization'));
  if (!authorization) return { state: 'missing' };
  const { mchid, serial, nonce, timestamp, signature } = authorization;
  if (Math.abs(signingNow() / 1000 - Number(timestamp)) > WINDOW_SECONDS) return { state: 'stale', authorization };
  const account = register.account(mchid);
  const key = account?.apiKeys.get(serial);
  if (!account || !key) return { state: 'unknown-key', authorization };
  const signed = requestMessage(message, timestamp, nonce);
  const state = verifyRsa(signed, signature, key) ? 'valid' : 'invalid';
  return { state, authorization, account };
}

/** A key with which WeChat Pay signs, under the name that goes into `Wechatpay-Serial`. */
export interface Signer {
  readonly serial: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The three lines that an answer or a notice signs. */
export function answerMessage(timestamp: string, nonce: string, body: Uint8Array | string): string {
  return `${timestamp}\n${nonce}\n${typeof body === 'string' ? body : text(body)}\n`;
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
  if (Math.abs(signingNow() / 1000 - Number(timestamp)) > WINDOW_SECONDS) return { state: 'stale', serial };
  const valid = verifyRsa(answerMessage(timestamp, nonce, body), signature, signer.publicKey);
  return { state: valid ? 'valid' : 'invalid', serial };
}
