import type { Fen } from '../../kernel/money';

/** What a payer's code gives to its wallet: the payer and how he behaves, or why it is refused. */
export type ReadPayerCode =
  | { readonly ok: true; readonly payer: string; readonly behaviour: string }
  | { readonly ok: false; readonly why: string };

/** An order at a member, whoever pays it. */
export interface MemberOrder {
  /** The member's own number of it. */
  readonly number: string;
  readonly payee: string;
  readonly amountFen: Fen;
  readonly description: string;
  /** True while somebody can pay it. */
  readonly live: boolean;
}

/** What a member of the switch does in its own books; a provider stands behind it and is never named here. */
export interface MemberPort {
  readonly member: string;
  readonly name: { readonly en: string; readonly zh: string };
  /** The users of the wallet. */
  readonly people: readonly string[];
  /** The names under which the acquirer has registered a payee, in each language; the one to show first. */
  namesOf(payee: string): readonly string[];
  /** The order that the content of a code stands for. */
  orderOf(code: string): MemberOrder | undefined;
  orderNumbered(number: string): MemberOrder | undefined;
  /** Places an order in a payee's name, for a code that holds none; `ref` becomes the merchant's number of it. */
  place(order: { readonly payee: string; readonly amountFen: Fen; readonly ref: string }): MemberOrder | undefined;
  /** Somebody pays an order: a user of the wallet, or a payer of another scheme under the switch's number. */
  pay(number: string, payer: string): Promise<string | undefined>;
  /** Undoes a paid order as a whole. */
  undo(number: string): void;
  /** Calls back when money of an order goes back to somebody who is no user of the wallet. */
  onReturned(listener: (payer: string, refundNo: string, amountFen: Fen) => void): void;
  /** Reads a payer's code for one order, and thereby uses it up. */
  readCode(code: string, order: string): ReadPayerCode;
  /**
   * Moves money in the wallet's books: `from` and `to` are users (`payer:…`) or other schemes (`scheme:…`).
   * @param kind What it is in the history: `scan-payment`, `scan-return`, `scan-refund`, `receipt`.
   */
  move(posting: {
    readonly kind: string;
    readonly from: string;
    readonly to: string;
    readonly amountFen: Fen;
    readonly ref: string;
    readonly refund?: string;
  }): void;
}
