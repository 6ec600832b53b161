import type { Fen, FenTotal } from './money';

/** One movement of money inside one institution's books: what leaves `from` arrives at `to`. */
export interface Posting {
  readonly from: string;
  readonly to: string;
  readonly amountFen: Fen;
  /** Why the money moved, for example `payment` or `refund`. */
  readonly reason: string;
  /** The trade or refund it belongs to. */
  readonly ref: string;
}

/** Double-entry books with exact totals. Accounts may go below zero only where they stand for the world outside. */
export class Ledger {
  readonly #balances = new Map<string, FenTotal>();
  readonly #postings: Posting[] = [];
  readonly #watchers: Array<(posting: Posting) => void> = [];

  /** @param keep How many postings to keep, for books that run for days; balances stay exact. */
  constructor(readonly keep = Number.POSITIVE_INFINITY) {}

  /** Books a movement; both sides change by the same amount, so all balances together stay at zero. */
  post(posting: Posting): void {
    this.#postings.push(posting);
    if (this.#postings.length > 2 * this.keep) this.#postings.splice(0, this.#postings.length - this.keep);
    this.#balances.set(posting.from, this.balance(posting.from) - BigInt(posting.amountFen));
    this.#balances.set(posting.to, this.balance(posting.to) + BigInt(posting.amountFen));
    for (const watcher of this.#watchers) watcher(posting);
  }

  /** Calls back for every movement from now on; books that are taken up again after a crash repeat their movements. */
  watch(watcher: (posting: Posting) => void): void {
    this.#watchers.push(watcher);
  }

  /** Forgets every movement, as a process does that loses its mind. */
  clear(): void {
    this.#balances.clear();
    this.#postings.length = 0;
  }

  /** What an account holds, in fen; 0 for an account never booked. */
  balance(account: string): FenTotal {
    return this.#balances.get(account) ?? 0n;
  }

  /** Every account that was ever booked, with its balance. */
  balances(): ReadonlyMap<string, FenTotal> {
    return this.#balances;
  }

  postings(): readonly Posting[] {
    return this.#postings;
  }
}
