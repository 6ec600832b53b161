import type { History } from '../../kernel/history';
import { Ledger } from '../../kernel/ledger';
import type { Fen } from '../../kernel/money';

/** What a clearing institution says of one movement between two members. */
export type Settled =
  | { readonly ok: true; readonly institution: string }
  | { readonly ok: false; readonly why: string };

/** The money leg of a payment across schemes: between members, money moves at a clearing institution and nowhere else. */
export interface Settlement {
  /**
   * Moves money from one member to another; the same reference again moves nothing and gets the same answer.
   * @param amountFen Whole fen.
   */
  settle(from: string, to: string, amountFen: Fen, ref: string): Promise<Settled>;
}

/** The id under which the book below stands in the history. */
export const SETTLEMENT_BOOK = 'xscan-settlement';

/** A settlement book for markets without clearing institutions: net positions of the members, which sum to zero. */
export class SettlementBook implements Settlement {
  readonly ledger = new Ledger();
  readonly #known = new Map<string, string>();

  constructor(
    readonly history: History,
    readonly institution: string = SETTLEMENT_BOOK,
  ) {}

  async settle(from: string, to: string, amountFen: Fen, ref: string): Promise<Settled> {
    const content = `${from} ${to} ${amountFen}`;
    const known = this.#known.get(ref);
    if (known !== undefined) {
      return known === content ? { ok: true, institution: this.institution } : { ok: false, why: 'reference-reused' };
    }
    this.#known.set(ref, content);
    this.ledger.post({ from: `member:${from}`, to: `member:${to}`, amountFen, reason: 'settlement', ref });
    const facts = { from, to, amountFen, ref };
    this.history.append({ type: 'ledger', by: this.institution, kind: 'scan-settlement', facts });
    return { ok: true, institution: this.institution };
  }

  /** What a member has to get (above zero) or to pay, in fen. */
  position(member: string): bigint {
    return this.ledger.balance(`member:${member}`);
  }
}
