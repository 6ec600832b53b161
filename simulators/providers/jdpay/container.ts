import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Triple DES with three keys, each block for itself (sheet 2.1). */
const ALGORITHM = 'des-ede3';
const LENGTH_BYTES = 4;
const BLOCK_BYTES = 8;

/** No container holds more than this (sheet 2.1). */
export const MOST_PLAIN_BYTES = 16_384;

/**
 * Seals a text: its length in four bytes, itself in UTF-8, zeros up to a whole block, then triple DES (sheet 2.1).
 * @param key 24 bytes.
 * @returns Small hexadecimal digits.
 */
export function seal(key: Uint8Array, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const whole = Math.ceil((LENGTH_BYTES + bytes.length) / BLOCK_BYTES) * BLOCK_BYTES;
  const plain = Buffer.alloc(whole);
  plain.writeUInt32BE(bytes.length, 0);
  bytes.copy(plain, LENGTH_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('hex');
}

const BLOCKS = /^(?:[0-9a-f]{16})+$/i;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Opens a container of hexadecimal digits; undefined when it is none, is cut, or holds no UTF-8. */
export function open(key: Uint8Array, hex: string): string | undefined {
  if (!BLOCKS.test(hex)) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, null).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]);
  const length = plain.readUInt32BE(0);
  if (length > MOST_PLAIN_BYTES || LENGTH_BYTES + length > plain.length) return undefined;
  try {
    return utf8.decode(plain.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  } catch {
    return undefined;
  }
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** What stands in `encrypt`: base64 of the hexadecimal text of a container, not of its bytes (sheet 2.4). */
export const sealDocument = (key: Uint8Array, text: string): string =>
  Buffer.from(seal(key, text), 'latin1').toString('base64');

/** Opens what stands in `encrypt`; some encoders break base64 into lines. */
export function openDocument(key: Uint8Array, encrypt: string): string | undefined {
  const base64 = encrypt.replaceAll(/\s/g, '');
  return BASE64.test(base64) ? open(key, Buffer.from(base64, 'base64').toString('latin1')) : undefined;
}
