import { createHash, timingSafeEqual } from 'node:crypto';
import { type Charset, encodeText } from '../charset';
import type { SignatureState } from '../contract';
import type { Proof } from '../engine/trade';
import { keyInForce, type Merchant, type Register } from './register';

export type Values = Readonly<Record<string, string>>;

/** The two algorithms that a message may name (sheet C2). */
const HASHES: ReadonlyMap<string | undefined, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
]);

/** Members that no signature covers, in whatever letters (sheet C2). */
const UNSIGNED = ['hmac', 'signmsg', 'cert'];

/** The text that a message signs, but for the key: what is not empty, by name, with bars between (requirement WO-01). */
export const signedText = (values: Values): string =>
  Object.entries(values)
    .filter(([name, text]) => text !== '' && !UNSIGNED.includes(name.toLowerCase()))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}=${text}`)
    .join('|');

/** The `signMsg` of a text under a key; an algorithm that is none gives nothing. */
export function signMsgOf(text: string, key: string, signType: string | undefined, charset: Charset): string {
  const hash = HASHES.get(signType);
  if (hash === undefined) return '';
  return createHash(hash)
    .update(encodeText(`${text}|key=${key}`, charset))
    .digest('hex');
}

/** True when values carry the signature of whoever shares the key; small letters only, as it is written. */
export function isSealed(values: Values, key: string, charset: Charset): boolean {
  const expected = Buffer.from(signMsgOf(signedText(values), key, values['signType'], charset));
  const given = Buffer.from(values['signMsg'] ?? '');
  return expected.length > 0 && given.length === expected.length && timingSafeEqual(given, expected);
}

/** A checked request; the merchant is known whenever its number was. */
export interface CheckedRequest {
  readonly state: SignatureState;
  readonly merchant?: Merchant;
}

/** Checks who signed a request: the merchant that it names. */
export function checkRequest(values: Values, charset: Charset, register: Register): CheckedRequest {
  const merchant = register.merchant(values['merNo']);
  if (!merchant) return { state: 'unknown-key' };
  if (!values['signMsg']) return { state: 'missing', merchant };
  return { state: isSealed(values, keyInForce(merchant), charset) ? 'valid' : 'invalid', merchant };
}

/** What a request leaves behind as a proof of who asked. */
export function proofOf(values: Values, { merNo, keys }: Merchant, charset: Charset): Proof | undefined {
  const { signMsg, signType = '' } = values;
  if (!signMsg) return undefined;
  const signed = Buffer.from(signedText(values)).toString('base64');
  return { signed, signature: signMsg, key: [merNo, keys.length - 1, signType, charset].join(' ') };
}

/** True when a kept signature fits what was signed, under the key that it names. */
export function verifiesProof(register: Register, { signed, signature, key: named }: Proof): boolean {
  const [merNo, index, signType, charset] = named.split(' ');
  const key = register.merchant(merNo)?.keys[Number(index)];
  const text = Buffer.from(signed, 'base64').toString('utf8');
  return key !== undefined && signMsgOf(text, key, signType, charset === 'gbk' ? 'gbk' : 'utf-8') === signature;
}
