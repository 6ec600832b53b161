import { createHash, type KeyObject } from 'node:crypto';
import { signRsa, verifyRsa } from '../../kernel/keys';
import { type Charset, encodeText } from '../charset';
import { type Fields, type Form, rawText } from './wire';

/** The versions of the protocol that are spoken, with the hash of each (sheet 5). */
export const VERSIONS = { '5.1.0': 'sha256', '5.0.0': 'sha1' } as const;
export type Version = keyof typeof VERSIONS;

/** How a message is signed: with a certificate's key, or with a shared secret and SHA-256 or SM3 (sheet 3). */
export const SIGN_METHODS = ['01', '11', '12'] as const;
export type SignMethod = (typeof SIGN_METHODS)[number];

/** The hash of each method with a secret. */
const SECRET_HASHES: Readonly<Record<Exclude<SignMethod, '01'>, string>> = { '11': 'sha256', '12': 'sm3' };

export const versionOf = (name: string | undefined): Version | undefined =>
  name === '5.1.0' || name === '5.0.0' ? name : undefined;

export const signMethodOf = (name: string | undefined): SignMethod | undefined =>
  SIGN_METHODS.find((method) => method === name);

const hex = (hash: string, content: Uint8Array | string) => createHash(hash).update(content).digest('hex');

/** The signed text of a message: every field but the signature, in the charset of the message (sheet 5). */
export function signedBytes(fields: Fields, charset: Charset): Uint8Array {
  const { signature: _, ...covered } = fields;
  return encodeText(rawText(covered), charset);
}

/** The same of a form, over its bytes as they arrived. */
export function formSigned({ bytes }: Pick<Form, 'bytes'>): Uint8Array {
  const covered = [...bytes].filter(([name, value]) => name !== 'signature' && value.length > 0);
  covered.sort(([a], [b]) => (a < b ? -1 : 1));
  const pieces = covered.flatMap(([name, value], i) => [Buffer.from(`${i === 0 ? '' : '&'}${name}=`, 'latin1'), value]);
  return Buffer.concat(pieces);
}

/** The 64 (or, in 5.0.0, 40) hexadecimal digits over which the key signs: the text is hashed twice. */
export const digestOf = (signed: Uint8Array, version: Version): string => hex(VERSIONS[version], signed);

/** Signs with the key of a certificate, method 01. */
export const signWithKey = (signed: Uint8Array, version: Version, key: KeyObject): string =>
  signRsa(digestOf(signed, version), key, VERSIONS[version]);

export const verifiesWithKey = (signed: Uint8Array, signature: string, version: Version, key: KeyObject): boolean =>
  verifyRsa(digestOf(signed, version), signature, key, VERSIONS[version]);

/** The signature with a shared secret, methods 11 and 12: hexadecimal, over the text, `&` and the hashed secret. */
export function signWithSecret(signed: Uint8Array, method: Exclude<SignMethod, '01'>, secret: string): string {
  const hash = SECRET_HASHES[method];
  return hex(hash, Buffer.concat([signed, Buffer.from(`&${hex(hash, secret)}`)]));
}
