import type { KnownCertificate } from './certificates';

/** An account that receives money, by its merchant number. */
export interface Merchant {
  /** 15 letters and digits (sheet 3). */
  readonly merId: string;
  /** Neutral name for the history: `merchant:tea-house`. */
  readonly owner: string;
  readonly name: string;
  /** For signMethod 11 and 12. */
  readonly secret: string;
}

/** A certificate that somebody registered for signing, and for which merchant numbers it may sign. */
export interface Registered extends KnownCertificate {
  readonly certId: string;
  /** Neutral name of whoever holds the key. */
  readonly owner: string;
  readonly merIds: ReadonlySet<string>;
}

/** The merchants of the house and the certificates that speak for them. */
export class Register {
  readonly #merchants = new Map<string, Merchant>();
  readonly #certificates = new Map<string, Registered>();

  addMerchant(merchant: Merchant): void {
    this.#merchants.set(merchant.merId, merchant);
  }

  addCertificate(certificate: Registered): void {
    this.#certificates.set(certificate.certId, certificate);
  }

  merchant(merId: string | undefined): Merchant | undefined {
    return merId === undefined ? undefined : this.#merchants.get(merId);
  }

  certificate(certId: string | undefined): Registered | undefined {
    return certId === undefined ? undefined : this.#certificates.get(certId);
  }

  /** The owner of an account in neutral words; the number itself when nobody registered it. */
  owner(merId: string): string {
    return this.#merchants.get(merId)?.owner ?? `unknown:${merId}`;
  }
}
