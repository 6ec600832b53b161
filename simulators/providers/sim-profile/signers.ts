import { createHash, type KeyObject } from 'node:crypto';
import { type KeyMint, pem, signRsa } from '../../kernel/keys';

/** A key with which a provider signs, endorsed by the one before it. */
export interface Signer {
  readonly key: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The name of the key before, and its signature over this one's; the first key has none. */
  readonly endorsedBy?: string;
  readonly endorsement?: string;
}

/** The name of a key: the beginning of the SHA-256 of its SubjectPublicKeyInfo. */
export const keyName = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

/** What an endorsement signs: the new key's name and its PEM, each line with a line feed at its end. */
export const endorsedText = (key: string, publicPem: string): string => `${key}\n${publicPem.trimEnd()}\n`;

/** The keys of one provider: published first, used later; whoever knows one can find out every later one. */
export class Signers {
  readonly #signers: Signer[] = [];
  #active = 0;

  private constructor(
    readonly provider: string,
    readonly keys: KeyMint,
  ) {}

  static async create(provider: string, keys: KeyMint): Promise<Signers> {
    const signers = new Signers(provider, keys);
    await signers.publish();
    return signers;
  }

  /** Publishes one more key; it signs only after {@link activateNewest}. */
  async publish(): Promise<void> {
    const pair = await this.keys.rsa(`${this.provider}/signing-key-${this.#signers.length + 1}`);
    const before = this.#signers.at(-1);
    const key = keyName(pair.publicKey);
    const endorsed = before && {
      endorsedBy: before.key,
      endorsement: signRsa(endorsedText(key, pem.publicSpki(pair)), before.privateKey),
    };
    this.#signers.push({ key, ...pair, ...endorsed });
  }

  activateNewest(): void {
    this.#active = this.#signers.length - 1;
  }

  /** The key that signs now. */
  active(): Signer {
    const signer = this.#signers[this.#active];
    if (!signer) throw new Error(`${this.provider} has no signing key`);
    return signer;
  }

  /** Every key that a client may meet, the oldest first. */
  all(): readonly Signer[] {
    return this.#signers;
  }

  publicKey(key: string): KeyObject | undefined {
    return this.#signers.find((signer) => signer.key === key)?.publicKey;
  }
}
