import { createCipheriv, randomBytes } from 'node:crypto';
import { type Certificate, fiveYears, mintCertificate } from '../../kernel/certificates';
import type { KeyMint, RsaKeyPair } from '../../kernel/keys';
import { signingNow } from '../../kernel/time';
import type { Account } from './register';
import type { Signer } from './signature';

/** A platform certificate with its key. */
export interface PlatformCertificate extends Signer {
  readonly certificate: Certificate;
}

/** Data encrypted as WeChat Pay does it: AES-256-GCM, the tag behind the ciphertext, base64 (sheet 3). */
export interface Encrypted {
  readonly algorithm: 'AEAD_AES_256_GCM';
  readonly nonce: string;
  readonly associated_data: string;
  readonly ciphertext: string;
}

/** Encrypts under an APIv3 key of 32 characters. */
export function encrypt(plaintext: string, apiV3Key: string, associatedData: string): Encrypted {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const bytes = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    nonce,
    associated_data: associatedData,
    ciphertext: bytes.toString('base64'),
  };
}

async function mint(mint: KeyMint, index: number): Promise<PlatformCertificate> {
  const [pair, authority] = await Promise.all([
    mint.rsa(`wechatpay/platform-certificate-${index}`),
    mint.rsa('wechatpay/certificate-authority'),
  ]);
  const certificate = await mintCertificate({
    subject: 'C=CN, O=Tenpay.com (simulated), OU=Tenpay.com CA Center, CN=Tenpay.com sign',
    issuer: 'C=CN, O=Tenpay.com (simulated), OU=Tenpay.com CA Center, CN=Tenpay.com Root CA',
    serial: `5A${randomBytes(19).toString('hex').toUpperCase()}`,
    subjectKey: pair,
    issuerKey: authority,
    ...fiveYears(signingNow()),
  });
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

  /** Published certificates: one, or two while a new one overlaps the old. */
  certificates(): readonly PlatformCertificate[] {
    return this.#certificates;
  }

  /** The certificate that signs now. */
  active(): PlatformCertificate {
    const certificate = this.#certificates[this.#active];
    if (!certificate) throw new Error('WeChat Pay has no platform certificate');
    return certificate;
  }

  /** Every signer that a client may meet. */
  all(): readonly Signer[] {
    return [...this.#certificates, this.publicKey];
  }

  /** Publishes one more certificate; it signs only after {@link activateNewest}. */
  async publishCertificate(): Promise<PlatformCertificate> {
    const certificate = await mint(this.keys, this.#certificates.length + 1);
    this.#certificates.push(certificate);
    return certificate;
  }

  /** From now on the newest certificate signs. */
  activateNewest(): void {
    this.#active = this.#certificates.length - 1;
  }

  /** The key for an answer follows the request's Wechatpay-Serial (sheet 1.8). */
  forAnswer(requestedSerial: string | null): Signer {
    return requestedSerial === this.publicKey.serial ? this.publicKey : this.active();
  }

  forNotice(account: Account): Signer {
    return account.noticesSignedWith === 'public-key' ? this.publicKey : this.active();
  }
}

function publicKeyId(pair: RsaKeyPair): string {
  const digits = BigInt(
    `0x${pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-24, -8).toString('hex')}`,
  );
  return `PUB_KEY_ID_${digits.toString().padStart(31, '0').slice(0, 31)}`;
}
