import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  sign as rsaSign,
  verify as rsaVerify,
} from 'node:crypto';
import { promisify } from 'node:util';

/** An RSA-2048 key pair, parsed once; passing PEM text to every signature would halve the gateway's speed. */
export interface RsaKeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const generate = promisify(generateKeyPair);

/** PEM forms of a pair, as files and SDK settings want them. */
export const pem = {
  privatePkcs1: (pair: RsaKeyPair) => pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  privatePkcs8: (pair: RsaKeyPair) => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicSpki: (pair: Pick<RsaKeyPair, 'publicKey'>) =>
    pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};

/** Reads a pair back from its private PEM, for a sandbox that keeps its keys. */
export function rsaPairFromPem(privatePem: string): RsaKeyPair {
  const privateKey = createPrivateKey(privatePem);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** Signs with RSASSA-PKCS1-v1_5; standard base64. */
export function signRsa(data: Uint8Array | string, key: KeyObject, hash: 'sha256' | 'sha1' = 'sha256'): string {
  return rsaSign(hash, Buffer.from(data), key).toString('base64');
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Verifies RSASSA-PKCS1-v1_5; false, never an exception, for text that is not base64 or not a signature. */
export function verifyRsa(
  data: Uint8Array | string,
  signature: string,
  key: KeyObject,
  hash: 'sha256' | 'sha1' = 'sha256',
): boolean {
  if (!BASE64.test(signature)) return false;
  return rsaVerify(hash, Buffer.from(data), key, Buffer.from(signature, 'base64'));
}

/**
 * Mints keys at run time and hands out the same key for the same role, so that one process pays for each key once.
 * Roles are names such as `wechatpay/platform-certificate-1`; nothing is written anywhere.
 */
export class KeyMint {
  readonly #pairs = new Map<string, Promise<RsaKeyPair>>();
  readonly #secrets = new Map<string, string>();

  rsa(role: string): Promise<RsaKeyPair> {
    let pair = this.#pairs.get(role);
    if (!pair) {
      pair = generate('rsa', { modulusLength: 2048 });
      this.#pairs.set(role, pair);
    }
    return pair;
  }

  /** A secret of letters and digits, for example the 32 characters of an APIv3 key. */
  secret(role: string, length: number): string {
    let text = this.#secrets.get(role);
    if (text === undefined) {
      text = randomBytes(length).toString('hex').slice(0, length);
      this.#secrets.set(role, text);
    }
    return text;
  }
}

/** The one mint of the process. */
export const processMint = new KeyMint();

/**
 * Turns personal values into keyed tokens: equal values give equal tokens under one key, and nobody reads them back.
 * A simulated market uses a key made from its seed, so that its history repeats; a real subject gets a random key.
 */
export class Tokens {
  readonly #key: Uint8Array;

  constructor(seed?: string) {
    this.#key = seed === undefined ? randomBytes(32) : Buffer.from(`tokens/${seed}`);
  }

  token(value: string): string {
    return `token:${createHmac('sha256', this.#key).update(value).digest('hex').slice(0, 16)}`;
  }
}
