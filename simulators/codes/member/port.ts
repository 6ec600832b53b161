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
  /** Takes the money of a payment from a user of the wallet, within the user's limits, for a payee of another scheme. */
  take(debit: MemberDebit): Promise<DebitWord>;
  /** How such a debit stands. */
  taken(number: string): DebitWord;
  /** Gives a part of a debit back to the user; false where that must be asked for again later. */
  giveBack(number: string, refundNo: string, amountFen: Fen): boolean;
  /** Undoes a debit as a whole, whatever became of it. */
  untake(number: string): void;
  /** Moves money between two accounts in the wallet's own books; a person is `payer:…`, another scheme's payer `payer:xscan/…`. */
  move(posting: {
    readonly kind: string;
    readonly from: string;
    readonly to: string;
    readonly amountFen: Fen;
    readonly ref: string;
  }): void;
}

/** Money that a wallet takes from its user for another scheme. */
export interface MemberDebit {
  readonly payer: string;
  readonly scheme: string;
  /** The payee, as the other scheme has registered it. */
  readonly merchantName: string;
  readonly amountFen: Fen;
  /** The number of it, unique in the wallet. */
  readonly ref: string;
  /** What was scanned: the code of an order, a printed one, or the user's own. */
  readonly way: 'qr' | 'printed' | 'payerCode';
}

/** How a debit stands: the money is there, will never be, or nobody can say yet. */
export type DebitWord =
  | { readonly state: 'there'; readonly number: string }
  | { readonly state: 'unknown'; readonly number: string }
  | { readonly state: 'refused'; readonly number: string; readonly why: string };
