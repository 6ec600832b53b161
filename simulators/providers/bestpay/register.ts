import type { KeyObject } from 'node:crypto';

/** How a merchant proves itself to the newer platform (sheet A2.2). */
export interface Institution {
  readonly code: string;
  readonly publicKey: KeyObject;
}

/** A merchant number and what goes with it. */
export interface Merchant {
  readonly merchantId: string;
  /** Who owns it, in neutral words for the history: `platform`, `merchant:tea-house`. */
  readonly owner: string;
  readonly name: string;
  /** The data key, with which requests, answers and notices are checked. */
  readonly key: string;
  /** The trade key, which refunds need besides. */
  readonly password: string;
  /** The merchant under which it signed up; its file for reconciliation lists this one, too. */
  readonly parent?: string;
  readonly institution?: Institution;
}

/** The merchants of BestPay. */
export class Register {
  readonly #merchants = new Map<string, Merchant>();
  readonly #institutions = new Map<string, Merchant>();

  add(merchant: Merchant): void {
    this.#merchants.set(merchant.merchantId, merchant);
    if (merchant.institution) this.#institutions.set(merchant.institution.code, merchant);
  }

  merchant(merchantId: string | undefined): Merchant | undefined {
    return merchantId === undefined ? undefined : this.#merchants.get(merchantId);
  }

  /** The merchant behind an institution code of the newer platform. */
  institution(code: string | undefined): Merchant | undefined {
    return code === undefined ? undefined : this.#institutions.get(code);
  }

  /** Some merchant other than one, where there is any. */
  other(merchantId: string): string | undefined {
    return [...this.#merchants.keys()].find((candidate) => candidate !== merchantId);
  }

  /** A merchant and everybody who signed up under it. */
  family(merchantId: string): string[] {
    const children = [...this.#merchants.values()].filter(({ parent }) => parent === merchantId);
    return [merchantId, ...children.map((child) => child.merchantId)];
  }

  name(merchantId: string): string {
    return this.#merchants.get(merchantId)?.name ?? merchantId;
  }

  /** The owner of an account in neutral words. */
  owner(merchantId: string): string {
    return this.#merchants.get(merchantId)?.owner ?? `unknown:${merchantId}`;
  }
}
