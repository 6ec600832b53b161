import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'AEAD_AES_256_GCM';
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/** Data encrypted as WeChat Pay does it: AES-256-GCM, the tag behind the ciphertext, base64 (sheet 3). */
export interface Encrypted {
  readonly algorithm: typeof ALGORITHM;
  readonly nonce: string;
  readonly associated_data: string;
  readonly ciphertext: string;
}

/**
 * The bytes of an APIv3 key.
 * @throws RangeError when it is not 32 bytes long; a key of 16 would silently mean another cipher.
 */
function keyBytes(apiV3Key: string): Buffer {
  const bytes = Buffer.from(apiV3Key);
  if (bytes.length === KEY_BYTES) return bytes;
  throw new RangeError(`found an APIv3 key of ${bytes.length} bytes, expected ${KEY_BYTES}`);
}

/** Encrypts under an APIv3 key of 32 characters. */
export function encrypt(plaintext: string, apiV3Key: string, associatedData: string): Encrypted {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', keyBytes(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const bytes = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { algorithm: ALGORITHM, nonce, associated_data: associatedData, ciphertext: bytes.toString('base64') };
}

/** Decrypts and checks tag and associated data; undefined when either does not fit, or the key is another's. */
export function decrypt(
  sealed: { readonly nonce: string; readonly associated_data?: string; readonly ciphertext: string },
  apiV3Key: string,
): Buffer | undefined {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  if (bytes.length < TAG_BYTES) return undefined;
  const key = keyBytes(apiV3Key);
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce), { authTagLength: TAG_BYTES });
    cipher.setAuthTag(bytes.subarray(-TAG_BYTES)).setAAD(Buffer.from(sealed.associated_data ?? ''));
    return Buffer.concat([cipher.update(bytes.subarray(0, -TAG_BYTES)), cipher.final()]);
  } catch {
    return undefined;
  }
}
