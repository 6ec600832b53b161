/** A merchant of HeBao, with the keys that it shares with it: the one in force is the last. */
export interface Merchant {
  /** Fifteen digits, as in the public examples. */
  readonly merchantId: string;
  /** Who owns it, in neutral words for the history. */
  readonly owner: string;
  readonly name: string;
  /** Who holds its keys and speaks in its name: itself, or the platform that collects for it. */
  readonly heldBy: string;
  readonly signKeys: readonly string[];
  /** The key that will be in force once it is activated. */
  readonly nextKey?: string;
}

/** The key that a merchant signs with now, and HeBao to it. */
export const keyInForce = ({ signKeys }: Merchant): string => signKeys.at(-1) ?? '';

/** The merchants of HeBao. */
export class Register {
  readonly #merchants = new Map<string, Merchant>();

  add(merchant: Merchant): void {
    this.#merchants.set(merchant.merchantId, merchant);
  }

  merchant(merchantId: string | undefined): Merchant | undefined {
    return merchantId === undefined ? undefined : this.#merchants.get(merchantId);
  }

  all(): Merchant[] {
    return [...this.#merchants.values()];
  }

  /** The owner of an account in neutral words; the number itself when nobody registered it. */
  owner(merchantId: string): string {
    return this.#merchants.get(merchantId)?.owner ?? `unknown:${merchantId}`;
  }

  nameOf(merchantId: string): string {
    return this.#merchants.get(merchantId)?.name ?? merchantId;
  }
}
