import type { Posting } from '../../kernel/ledger';
import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import type { ChargeFailure, OrderContent, OtherAccount, RefundEnd, Trade } from './trade';

/** What may be asked of a trade. Numbers and instants come from outside, so the engine is a pure function. */
export type Command =
  | {
      readonly type: 'order';
      readonly content: OrderContent;
      readonly tradeNo: string;
      readonly credential: string;
      readonly credentialUntil: Millis;
      readonly payBy: Millis;
      readonly at: Millis;
    }
  /** Somebody looks at the payment; `payer` where it is known who. */
  | { readonly type: 'open'; readonly payer?: string; readonly at: Millis }
  | {
      readonly type: 'pay';
      readonly payer: string;
      readonly confirmedBy?: string;
      /** To what the payer's confirmation is bound; see `sealOf`. */
      readonly seal?: string;
      /** The institution that holds the account, where the wallet lets its payer choose. */
      readonly from?: string;
      readonly at: Millis;
    }
  /** The merchant has read a payer's code. Where the wallet `asks`, the money moves once the payer confirms with `pay`. */
  | { readonly type: 'charge'; readonly payer: string; readonly asks: boolean; readonly at: Millis }
  /** What was begun with a payer's code comes to nothing. */
  | { readonly type: 'fail'; readonly why: ChargeFailure; readonly at: Millis }
  /** The whole payment is undone: what is unpaid can no longer be paid, what is left of the money goes back. */
  | { readonly type: 'reverse'; readonly at: Millis }
  | { readonly type: 'close'; readonly at: Millis }
  | { readonly type: 'expire'; readonly at: Millis }
  | {
      readonly type: 'refund';
      readonly outRefundNo: string;
      readonly refundNo: string;
      readonly amountFen: Fen;
      readonly reason?: string;
      readonly notifyUrl?: string;
      readonly extra?: Readonly<Record<string, string>>;
      readonly at: Millis;
    }
  | {
      readonly type: 'finish-refund';
      readonly outRefundNo: string;
      readonly as: 'success' | 'closed' | 'abnormal';
      readonly at: Millis;
    }
  /** Something on the payer's side, such as a closed account, will stand in the way of the next refund. */
  | { readonly type: 'expect-refund'; readonly endsAs: RefundEnd; readonly at: Millis }
  /** The merchant names another account for a refund that could not reach the payer's. */
  | {
      readonly type: 'redirect-refund';
      readonly outRefundNo: string;
      readonly to: OtherAccount;
      readonly at: Millis;
    };

/** Why the engine refuses, in neutral words; each wire has its own code for each. */
export type RefusalCode =
  | 'no-such-trade'
  | 'content-changed'
  | 'already-paid'
  | 'already-closed'
  | 'payment-failed'
  | 'expired'
  | 'over-limit'
  | 'confirmation-void'
  | 'wrong-payer'
  | 'limit-single'
  | 'limit-day'
  | 'limit-year'
  | 'limit-balance'
  | 'account-frozen'
  | 'account-closed'
  /** The account that was to pay does not give the money. */
  | 'funds-refused'
  /** Nobody can say yet whether the money was taken; it will be found out. */
  | 'outcome-unknown'
  | 'not-paid'
  | 'refund-changed'
  | 'refund-exceeds'
  | 'refund-ended'
  | 'refund-window-over'
  | 'too-many-refunds'
  | 'refund-too-soon'
  | 'refund-not-abnormal';

/** What follows from a command; the shell performs it. */
export type Effect =
  | { readonly type: 'post'; readonly posting: Posting }
  | { readonly type: 'notify'; readonly about: 'payment' | 'refund' | 'close'; readonly outRefundNo?: string }
  | {
      readonly type: 'finish-refund-at';
      readonly outRefundNo: string;
      readonly as: 'success' | RefundEnd;
      readonly at: Millis;
    }
  | { readonly type: 'expire-at'; readonly at: Millis };

export type Outcome =
  | { readonly ok: true; readonly trade: Trade; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly refusal: RefusalCode; readonly trade?: Trade };

/** The dated rules of a provider that the engine needs; see its profile for sources. */
export interface EngineRules {
  /** True when a trade exists only once the payer has shown up. */
  readonly preparedFirst: (product: string) => boolean;
  /** True when an unpaid trade closes by itself at its deadline. */
  readonly closesWhenExpired: boolean;
  /** True where an unpaid trade of the product fails at its deadline, as a payer's code that nobody confirms. */
  readonly failsWhenExpired?: (product: string) => boolean;
  /** How long after an accepted refund the money is back, in milliseconds; 0 means within the answer. */
  readonly refundTakesMs: number;
  /** How long after payment a refund may be asked for. */
  readonly refundWindowMs: number;
  /** How many refunds one trade may have; without it, any number. */
  readonly mostRefunds?: number;
  /** How long after one refund of a trade the next may be asked for, in milliseconds; without it, at once. */
  readonly refundGapMs?: number;
}

/** The payment engine of every provider: `(trade, command) → trade + effects`, or a refusal that changes nothing. */
export type Engine = (trade: Trade | undefined, command: Command, rules: EngineRules) => Outcome;

/** The command is refused, and nothing changes. */
export const refuse = (refusal: RefusalCode, trade?: Trade): Outcome => ({ ok: false, refusal, trade });
/** The command is taken: the trade as it is now, and what follows. */
export const accept = (trade: Trade, ...effects: Effect[]): Outcome => ({ ok: true, trade, effects });
