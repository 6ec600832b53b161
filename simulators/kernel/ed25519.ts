import { type KeyObject, sign, verify } from 'node:crypto';

const SIGNATURE_BYTES = 64;

const bytesOf = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);

/** Signs with Ed25519; standard base64. */
export const signEd25519 = (data: Uint8Array | string, key: KeyObject): string =>
  sign(null, bytesOf(data), key).toString('base64');

/** Verifies Ed25519; false, never an exception, for text that is no signature. */
export function verifyEd25519(data: Uint8Array | string, signature: string, key: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64');
  return bytes.length === SIGNATURE_BYTES && verify(null, bytesOf(data), key, bytes);
}
