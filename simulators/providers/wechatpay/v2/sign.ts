import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Members } from './xml';

export const SIGN_TYPES = ['MD5', 'HMAC-SHA256'] as const;
export type SignType = (typeof SIGN_TYPES)[number];

const KEY_BYTES = 32;

/** The text that is signed: what is not empty and not `sign`, sorted bytewise, without the key (sheet 1.3). */
export function signedText(members: Members): string {
  const named = Object.entries(members).filter(([name, value]) => name !== 'sign' && value !== '');
  return named
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/**
 * The signature of a v2 message, in capitals.
 * @param key The merchant's v2 key.
 * @throws RangeError when the key has not 32 bytes.
 */
export function signV2(members: Members, key: string, type: SignType): string {
  const { length } = Buffer.from(key);
  if (length !== KEY_BYTES) throw new RangeError(`found a v2 key of ${length} bytes, expected ${KEY_BYTES}`);
  const text = `${signedText(members)}&key=${key}`;
  const hash = type === 'MD5' ? createHash('md5') : createHmac('sha256', key);
  return hash.update(text).digest('hex').toUpperCase();
}

/** True when the message carries its own signature; small letters count where the gateway takes them. */
export function isSignedV2(members: Members, key: string, type: SignType, smallLetters: boolean): boolean {
  const sign = members['sign'] ?? '';
  const given = Buffer.from(smallLetters ? sign.toUpperCase() : sign);
  const expected = Buffer.from(signV2(members, key, type));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
