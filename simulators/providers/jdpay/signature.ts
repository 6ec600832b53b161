import { constants, createHash, type KeyObject, privateEncrypt, publicDecrypt } from 'node:crypto';
import type { Account } from './register';

const PADDING = constants.RSA_PKCS1_PADDING;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const digestOf = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Signs as JD Pay does: the 64 hexadecimal digits of a SHA-256 digest, enciphered with the private key under PKCS#1
 * type 1, without the name of the digest that RSASSA puts before it (sheet 2.2). @returns Base64.
 */
export const signText = (text: string, key: KeyObject): string =>
  privateEncrypt({ key, padding: PADDING }, Buffer.from(digestOf(text), 'latin1')).toString('base64');

/** True when a signature was made over exactly this text; false, never an exception, for what is no signature at all. */
export function fitsText(text: string, signature: string, key: KeyObject): boolean {
  const base64 = signature.replaceAll(/\s/g, '');
  if (!BASE64.test(base64)) return false;
  try {
    const told = publicDecrypt({ key, padding: PADDING }, Buffer.from(base64, 'base64'));
    return told.toString('latin1') === digestOf(text);
  } catch {
    return false;
  }
}

/**
 * What a form signs: its members by name, those without a value left out or kept, as clients differ; never the
 * signature itself (sheet 2.3).
 */
export function formText(members: Readonly<Record<string, string>>, empties: 'left-out' | 'kept' = 'left-out'): string {
  return Object.entries(members)
    .filter(([name, value]) => name !== 'sign' && (empties === 'kept' || value !== ''))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** What an app hands to the wallet is signed with the merchant's third secret (sheet 2.5). */
export function appSignature({ merchant, md5Key }: Pick<Account, 'merchant' | 'md5Key'>, orderId: string): string {
  return createHash('md5').update(`merchant=${merchant}&orderId=${orderId}&key=${md5Key}`).digest('hex');
}
