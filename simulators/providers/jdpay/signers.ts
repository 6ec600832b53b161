import type { KeyMint, RsaBits, RsaKeyPair } from '../../kernel/keys';
import { type Profile, setting } from '../profile';

/** Under which name the mint keeps a merchant's key. */
export const keyRole = (owner: string): string => `jdpay/merchant/${owner}`;

/** How long the keys of this protocol are. */
export const keyBits = (profile: Profile): RsaBits => (setting(profile, 'keyBits') === '2048' ? 2048 : 1024);

/**
 * The one key with which JD Pay signs for everybody. It is printed in JD's document and nothing in the protocol names or
 * publishes another, so after a change whoever verifies needs the new one from outside (setting `keyRotation`).
 */
export class Signers {
  readonly #pairs: RsaKeyPair[] = [];
  #active = 0;

  private constructor(
    readonly keys: KeyMint,
    readonly bits: RsaBits,
  ) {}

  static async create(keys: KeyMint, profile: Profile): Promise<Signers> {
    const signers = new Signers(keys, keyBits(profile));
    await signers.mint();
    return signers;
  }

  /** Mints one more key; it signs only after {@link activateNewest}. */
  async mint(): Promise<void> {
    this.#pairs.push(await this.keys.rsa(`jdpay/signer-${this.#pairs.length + 1}`, this.bits));
  }

  activateNewest(): void {
    this.#active = this.#pairs.length - 1;
  }

  active(): RsaKeyPair {
    const pair = this.#pairs[this.#active];
    if (!pair) throw new Error('JD Pay has no key');
    return pair;
  }

  /** Every key with which JD Pay has signed or will sign. */
  all(): readonly RsaKeyPair[] {
    return this.#pairs;
  }
}
