import type { KeyObject } from 'node:crypto';
import type { KeyMint, RsaKeyPair } from '../../kernel/keys';
import { Authority, type IssuedCertificate } from './certificates';
import type { App } from './register';

/** A key with which Alipay signs. */
export interface Signer {
  /** The number that `alipay_cert_sn` names; a key without certificate has none. */
  readonly sn?: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** An Alipay certificate with its key. */
export interface AlipayCertificate extends Signer {
  readonly sn: string;
  readonly issued: IssuedCertificate;
}

/** The keys with which Alipay signs: certificates, which rotate, and one public key for applications in key mode. */
export class Signers {
  readonly #certificates: AlipayCertificate[] = [];
  #active = 0;
  #keyMode: RsaKeyPair | undefined;

  private constructor(
    readonly keys: KeyMint,
    readonly authority: Authority,
  ) {}

  static async create(keys: KeyMint): Promise<Signers> {
    const [authority] = await Promise.all([Authority.of(keys), keys.rsa('alipay/certificate-1')]);
    const signers = new Signers(keys, authority);
    await signers.publishCertificate();
    return signers;
  }

  /** Publishes one more certificate; it signs only after {@link activateNewest}. */
  async publishCertificate(): Promise<AlipayCertificate> {
    const role = `alipay/certificate-${this.#certificates.length + 1}`;
    const pair = await this.keys.rsa(role);
    const issued = await this.authority.issue('alipay', role, 'Alipay (simulated)', pair);
    const certificate = { sn: issued.sn, issued, ...pair };
    this.#certificates.push(certificate);
    return certificate;
  }

  /** From now on the newest certificate signs. */
  activateNewest(): void {
    this.#active = this.#certificates.length - 1;
  }

  /** The certificate that signs now. */
  active(): AlipayCertificate {
    const certificate = this.#certificates[this.#active];
    if (!certificate) throw new Error('Alipay has no certificate');
    return certificate;
  }

  /** A published certificate by its number, for `alipay.open.app.alipaycert.download`. */
  certificate(sn: string): AlipayCertificate | undefined {
    return this.#certificates.find((candidate) => candidate.sn === sn);
  }

  /** The key of applications in key mode; minted when the first of them signs up. */
  async openKeyMode(): Promise<RsaKeyPair> {
    this.#keyMode ??= await this.keys.rsa('alipay/public-key');
    return this.#keyMode;
  }

  /** Every signer that a client may meet. */
  all(): readonly Signer[] {
    return [...this.#certificates, ...(this.#keyMode ? [this.#keyMode] : [])];
  }

  /** The key for an application's answers and notices; `certificate` is what its request named. */
  signerFor(app: App, certificate?: string): Signer {
    const byKey = app.keys.mode === 'key' || (app.keys.mode === 'either' && certificate === undefined);
    return byKey && this.#keyMode ? this.#keyMode : this.active();
  }
}
