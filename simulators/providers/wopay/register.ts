/** A merchant of WoPay, with the keys that it shares with it: the one in force is the last. */
export interface Merchant {
  /** Fifteen digits, as in the public examples. */
  readonly merNo: string;
  /** Who owns it, in neutral words for the history. */
  readonly owner: string;
  readonly name: string;
  /** Who holds its keys and speaks in its name: itself, or the platform that collects for it. */
  readonly heldBy: string;
  readonly keys: readonly string[];
  /** The key that will be in force once it is activated. */
  readonly nextKey?: string;
}

/** The key that a merchant signs with now, and WoPay to it. */
export const keyInForce = ({ keys }: Merchant): string => keys.at(-1) ?? '';

/** The merchants of WoPay. */
export class Register {
  readonly #merchants = new Map<string, Merchant>();

  add(merchant: Merchant): void {
    this.#merchants.set(merchant.merNo, merchant);
  }

  merchant(merNo: string | undefined): Merchant | undefined {
    return merNo === undefined ? undefined : this.#merchants.get(merNo);
  }

  all(): Merchant[] {
    return [...this.#merchants.values()];
  }

  /** The owner of an account in neutral words; the number itself when nobody registered it. */
  owner(merNo: string): string {
    return this.#merchants.get(merNo)?.owner ?? `unknown:${merNo}`;
  }

  nameOf(merNo: string): string {
    return this.#merchants.get(merNo)?.name ?? merNo;
  }
}
