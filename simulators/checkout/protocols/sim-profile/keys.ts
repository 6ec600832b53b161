import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

const published = z.object({
  keys: z.array(
    z.object({
      key: z.string(),
      publicKey: z.string(),
      endorsedBy: z.string().optional(),
      endorsement: z.string().optional(),
    }),
  ),
});

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Verifies RSA2; text that is no signature does not fit. */
export const fits = (text: Uint8Array, signature: string, key: KeyObject): boolean =>
  BASE64.test(signature) && verify('sha256', text, key, Buffer.from(signature, 'base64'));

const nameOf = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

/** The keys that are believed, by name. A new one is believed because one that is believed already endorses it. */
export class TrustedKeys {
  readonly #keys: ReadonlyMap<string, KeyObject>;

  constructor(keys: ReadonlyMap<string, KeyObject>) {
    this.#keys = keys;
  }

  static of(pems: Readonly<Record<string, string>>): TrustedKeys {
    return new TrustedKeys(new Map(Object.entries(pems).map(([name, pem]) => [name, createPublicKey(pem)])));
  }

  named(name: string): KeyObject | undefined {
    return this.#keys.get(name);
  }

  /** These keys, and every published one to which an unbroken chain of endorsements leads. */
  extended(answer: unknown): TrustedKeys {
    const keys = new Map(this.#keys);
    for (const { key, publicKey, endorsedBy = '', endorsement = '' } of published.parse(answer).keys) {
      const endorser = keys.get(endorsedBy);
      if (keys.has(key) || !endorser) continue;
      const candidate = createPublicKey(publicKey);
      const endorsed = fits(Buffer.from(`${key}\n${publicKey.trimEnd()}\n`), endorsement, endorser);
      if (endorsed && nameOf(candidate) === key) keys.set(key, candidate);
    }
    return new TrustedKeys(keys);
  }
}
