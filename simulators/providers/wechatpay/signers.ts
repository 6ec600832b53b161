import { randomBytes } from 'node:crypto';
import { type Certificate, certificateOf, fiveYears } from '../../kernel/certificates';
import type { KeyMint, RsaKeyPair } from '../../kernel/keys';
import { signingNow } from '../../kernel/time';
import type { Trade } from '../engine/trade';
import type { Account } from './register';
import type { Signer } from './signature';

/** A platform certificate with its key. */
export interface PlatformCertificate extends Signer {
  readonly certificate: Certificate;
}

/** Which of two published certificates answers while they overlap. */
export type DuringRotation = 'active-certificate' | 'named-certificate';

async function mint(mint: KeyMint, index: number): Promise<PlatformCertificate> {
  const role = `wechatpay/platform-certificate-${index}`;
  const [pair, authority] = await Promise.all([mint.rsa(role), mint.rsa('wechatpay/certificate-authority')]);
  const certificate = await certificateOf(mint, role, () => ({
    subject: 'C=CN, O=Tenpay.com (simulated), OU=Tenpay.com CA Center, CN=Tenpay.com sign',
    issuer: 'C=CN, O=Tenpay.com (simulated), OU=Tenpay.com CA Center, CN=Tenpay.com Root CA',
    serial: `5A${randomBytes(19).toString('hex').toUpperCase()}`,
    subjectKey: pair,
    issuerKey: authority,
    ...fiveYears(signingNow()),
  }));
  return { certificate, serial: certificate.serial, ...pair };
}

/** The keys with which WeChat Pay signs: platform certificates, which rotate, and one public key. */
export class Signers {
  readonly #certificates: PlatformCertificate[] = [];
  #active = 0;

  private constructor(
    readonly keys: KeyMint,
    /** The signer that stands behind a `PUB_KEY_ID_…`. */
    readonly publicKey: Signer,
  ) {}

  static async create(keys: KeyMint): Promise<Signers> {
    const pair = await keys.rsa('wechatpay/public-key');
    const signers = new Signers(keys, { serial: publicKeyId(pair), ...pair });
    await signers.publishCertificate();
    return signers;
  }

  /** Published certificates: the active one, and one more while an overlap lasts, coming before it or after it. */
  certificates(): readonly PlatformCertificate[] {
    const newest = this.#certificates.length - 1;
    return this.#certificates.slice(this.#active < newest ? this.#active : Math.max(0, newest - 1));
  }

  /** The certificate that signs now. */
  active(): PlatformCertificate {
    const certificate = this.#certificates[this.#active];
    if (!certificate) throw new Error('WeChat Pay has no platform certificate');
    return certificate;
  }

  /** Every signer that a client may have met. */
  all(): readonly Signer[] {
    return [...this.#certificates, this.publicKey];
  }

  /** The keys that a client may use today. */
  published(): readonly Signer[] {
    return [this.publicKey, ...this.certificates()];
  }

  /** True for the name of a key that a client may use today. */
  isPublished(serial: string): boolean {
    return this.published().some((each) => each.serial === serial);
  }

  /** Publishes one more certificate; it signs only after {@link activateNewest}. Ends an earlier overlap. */
  async publishCertificate(): Promise<PlatformCertificate> {
    const certificate = await mint(this.keys, this.#certificates.length + 1);
    this.#certificates.push(certificate);
    return certificate;
  }

  /** From now on the newest certificate signs; the one before it stays published. */
  activateNewest(): void {
    this.#active = this.#certificates.length - 1;
  }

  /**
   * The key of an answer follows the request's Wechatpay-Serial (sheet 1.8): the public key when it is named, otherwise
   * a platform certificate. A merchant that never had certificates gets the public key without asking.
   */
  forAnswer(account: Account, requested: string | null, during: DuringRotation): Signer {
    if (requested === this.publicKey.serial || (account.publicKeyOnly && requested === null)) return this.publicKey;
    const named = this.certificates().find(({ serial }) => serial === requested);
    return during === 'named-certificate' && named ? named : this.active();
  }

  /** Notices follow what the merchant has switched to, not what a request named; but see `as-ordered`. */
  forNotice(account: Account, trade: Trade): Signer {
    const { noticesSignedWith: kind } = account;
    const asked = kind === 'as-ordered' && trade.extra?.['answered_with'] === this.publicKey.serial;
    return account.publicKeyOnly || kind === 'public-key' || asked ? this.publicKey : this.active();
  }
}

function publicKeyId(pair: RsaKeyPair): string {
  const digits = BigInt(
    `0x${pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-24, -8).toString('hex')}`,
  );
  return `PUB_KEY_ID_${digits.toString().padStart(31, '0').slice(0, 31)}`;
}
