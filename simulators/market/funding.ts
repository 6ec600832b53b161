import type { Fen } from '../kernel/money';

/** One trade of a payment, as the payer's account institution must hear of it: whom it pays, and how much. */
export interface FundsPart {
  readonly tradeNo: string;
  /** The merchant's own number. */
  readonly orderNo: string;
  /** The account that receives the money, as the wallet's register names it. */
  readonly payee: string;
  /** Its owner in neutral words: `merchant:tea-house`. */
  readonly owner: string;
  readonly amountFen: Fen;
}

/** Money that a wallet wants for a payment. Several trades are paid with one debit: all of them or none. */
export interface FundsWish {
  /** Names this debit for good; asking again under it never takes more. */
  readonly ref: string;
  readonly payer: string;
  /** From what the payer pays: what the wallet holds for him, or an account at a bank. */
  readonly source: 'balance' | 'card';
  /** The institution that holds that account, where the payer chose one; the card that the wallet knows otherwise. */
  readonly from?: string;
  /** How the payer confirmed, for the payment that follows. */
  readonly confirmedBy?: string;
  readonly parts: readonly FundsPart[];
}

/** How a debit stands: the money is there, will never be, or nobody can say yet. */
export type FundsState = 'there' | 'refused' | 'unknown';

/** Money that goes back to the account that it was taken from. */
export interface MoneyBack {
  /** Names this return for good. */
  readonly ref: string;
  /** The trade that it is about; of a combined debit, one of several. */
  readonly tradeNo: string;
  readonly amountFen: Fen;
  /** `refund` gives back what a merchant got; `unsold` what never became a payment (rule REF-006). */
  readonly why: 'refund' | 'unsold';
  /** Where the merchant named another account for it: whose that is, and whose money it was, in neutral words. */
  readonly elsewhere?: { readonly to: 'payer' | 'merchant'; readonly account: string };
}

/**
 * Where the money of payments comes from, beyond the wallet's own books. It remembers what it was asked for, whatever
 * happens to the wallet.
 */
export interface Funding {
  /** Gets the money of a payment. The same wish again finds how the first stands. */
  take(wish: FundsWish): Promise<FundsState>;
  /** Names whoever is to hear how a debit ended whose outcome was not known; the last one named hears. */
  onKnown(hear: (wish: FundsWish, state: Exclude<FundsState, 'unknown'>) => void): void;
  /** The payment that the debit was for has come about. */
  used(ref: string): void;
  /** How many debits there were for a trade, whatever became of them. */
  attempts(tradeNo: string): number;
  /** The debit that paid a trade; undefined where the wallet's own balance did. */
  paidWith(tradeNo: string): string | undefined;
  /** A debit for a trade of which nobody can say yet how it ends. */
  openFor(tradeNo: string): boolean;
  /** Sends money of a debit back to where it came from; repeated until it is there. */
  giveBack(ref: string, back: MoneyBack): void;
  /** Sends what a holder has taken out of the balance to the own bank account; `account` says where it is meanwhile. */
  withdraw(payer: string, account: string, amountFen: Fen): void;
  /** Takes up again, after the wallet has crashed, whatever was under way. */
  recover(): void;
}
