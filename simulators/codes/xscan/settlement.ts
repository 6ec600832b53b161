import type { Fen } from '../../kernel/money';

/** What a clearing institution says of one movement between two members; `unknown` while nobody can say. */
export type Settled =
  | { readonly state: 'done'; readonly institution: string }
  | { readonly state: 'refused'; readonly why: string }
  | { readonly state: 'unknown' };

/** What a movement is for: the payee's order, and his real name, which clearing institutions must hear. */
export interface SettledSale {
  readonly switchTxnId: string;
  readonly orderRef: string;
  readonly merchantName: string;
}

/** The money leg of a payment across schemes: between members, money moves at a clearing institution and nowhere else. */
export interface Settlement {
  /**
   * Moves money from one member to another; the same reference again moves nothing and tells how the first stands.
   * @param amountFen Whole fen.
   */
  settle(from: string, to: string, amountFen: Fen, ref: string, sale: SettledSale): Promise<Settled>;
}
