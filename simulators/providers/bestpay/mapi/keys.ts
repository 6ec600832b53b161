import { type KeyMint, type RsaKeyPair, signRsa } from '../../../kernel/keys';
import { type Profile, setting } from '../../profile';
import { type Json, signedText } from './signature';

/** The key with which the newer platform signs answers and notices. Merchants get the public half by hand. */
export class PlatformKeys {
  readonly #pairs: RsaKeyPair[] = [];
  #active = 0;

  constructor(
    readonly keys: KeyMint,
    readonly profile: Profile,
  ) {}

  /** The key that signs now; minted when first needed. */
  async active(): Promise<RsaKeyPair> {
    if (this.#pairs.length === 0) await this.publish();
    return this.signing();
  }

  /** The same, once there is one. @throws Error before */
  signing(): RsaKeyPair {
    const pair = this.#pairs[this.#active];
    if (!pair) throw new Error('the newer platform of BestPay has no key yet');
    return pair;
  }

  /** One more key; it signs only after {@link activateNewest}. */
  async publish(): Promise<void> {
    this.#pairs.push(await this.keys.rsa(`bestpay/mapi-${this.#pairs.length + 1}`));
  }

  activateNewest(): void {
    this.#active = Math.max(0, this.#pairs.length - 1);
  }

  /** Signs a message; with which hash is a setting, because sources differ. */
  async sign(values: Readonly<Record<string, Json>>): Promise<string> {
    const hash = setting(this.profile, 'mapiAnswerHash') === 'sha1' ? 'sha1' : 'sha256';
    return signRsa(signedText(values), (await this.active()).privateKey, hash);
  }
}
