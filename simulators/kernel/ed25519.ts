import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

const SIGNATURE_BYTES = 64;

/** How many of its own signatures the process remembers. */
const REMEMBERED = 64;

/** The signatures made last, with what they are over and by which key: whoever observes need not do the sum again. */
const made = new Map<string, { readonly data: Uint8Array; readonly key: KeyObject }>();

/** The public half of each private key that signed here. */
const halves = new WeakMap<KeyObject, KeyObject>();

const bytesOf = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);

function publicHalf(key: KeyObject): KeyObject {
  let half = halves.get(key);
  if (!half) {
    half = createPublicKey(key);
    halves.set(key, half);
  }
  return half;
}

/** Signs with Ed25519; standard base64. */
export function signEd25519(data: Uint8Array | string, key: KeyObject): string {
  const bytes = bytesOf(data);
  const signature = sign(null, bytes, key).toString('base64');
  made.set(signature, { data: bytes, key: publicHalf(key) });
  const [oldest] = made.size > REMEMBERED ? made.keys() : [];
  if (oldest !== undefined) made.delete(oldest);
  return signature;
}

/** Verifies Ed25519; false, never an exception, for text that is no signature. */
export function verifyEd25519(data: Uint8Array | string, signature: string, key: KeyObject): boolean {
  const bytes = bytesOf(data);
  const own = made.get(signature);
  if (own?.key.equals(key) && Buffer.compare(own.data, bytes) === 0) return true;
  const given = Buffer.from(signature, 'base64');
  return given.length === SIGNATURE_BYTES && verify(null, bytes, key, given);
}
