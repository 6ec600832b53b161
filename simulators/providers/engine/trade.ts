import { machine } from '../../kernel/machine';
import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import type { LimitedPayment } from './limits/counters';

/**
 * The life of a trade at a provider, in neutral words. `prepared`: the gateway knows the request, but no trade exists
 * until the payer shows up. `open`: it waits for the payer. `paid`: the money has moved; refunds do not change it.
 * `failed`: the one try of a payer's code came to nothing. `reversed`: undone as a whole, whether it was paid or not.
 */
export type TradeStatus = 'prepared' | 'open' | 'paid' | 'failed' | 'closed' | 'reversed';

export const tradeMachine = machine<TradeStatus>('trade', {
  prepared: ['open', 'closed', 'reversed'],
  open: ['paid', 'failed', 'closed', 'reversed'],
  paid: ['reversed'],
  failed: ['closed', 'reversed'],
  closed: [],
  reversed: [],
});

/** Why a payer's code did not pay. */
export type ChargeFailure = 'declined' | 'insufficient-balance' | 'not-confirmed-in-time' | 'over-limit';

/**
 * The life of a refund. `abnormal`: the money could not go back to the original account and waits for the merchant, who
 * may name another account; it is then under way again.
 */
export type RefundStatus = 'processing' | 'success' | 'closed' | 'abnormal';

export const refundMachine = machine<RefundStatus>('refund', {
  processing: ['success', 'closed', 'abnormal'],
  abnormal: ['processing', 'success'],
  success: [],
  closed: [],
});

/** What proves who asked for an order: what was signed, the signature over it, and the name of the key that made it. */
export interface Proof {
  /** The signed bytes, in base64. */
  readonly signed: string;
  readonly signature: string;
  readonly key: string;
}

/** The one order with which several orders are paid at once: the account that asked for it, and its number there. */
export interface Combination {
  readonly account: string;
  readonly outTradeNo: string;
}

/** How a refund that was accepted may end, other than well. */
export const REFUND_ENDS = ['abnormal', 'closed'] as const;
export type RefundEnd = (typeof REFUND_ENDS)[number];

/** Where the money of a refund goes if not back to the account that paid. */
export interface OtherAccount {
  /** What kind of account, in neutral words: `user-bank-card`, `merchant-bank-card`. */
  readonly kind: string;
  /** How the provider shows it; never its whole number. */
  readonly shown: string;
}

/** What the merchant asked for: the content that a repeated request must repeat (rule LIFE-003). */
export interface OrderContent {
  /** The merchant's number for this trade. */
  readonly outTradeNo: string;
  /** The account that receives the money, as the provider's register names it. */
  readonly payee: string;
  /** The caller's application and account, part of what must not change. */
  readonly caller: string;
  readonly product: string;
  readonly amountFen: Fen;
  readonly description: string;
  readonly attach?: string;
  readonly notifyUrl?: string;
  readonly returnUrl?: string;
  /** The payer whom the merchant already knows, where the product names one. */
  readonly payer?: string;
  /** Present where it is paid together with others, all of them or none. */
  readonly combined?: Combination;
  /** Product-specific fields that the wire needs again; not compared. */
  readonly extra?: Readonly<Record<string, string>>;
  /** The signature of the request, kept with the order (rule SEC-004); not compared. */
  readonly proof?: Proof;
}

/** A refund of a trade. */
export interface Refund {
  /** The provider's number. */
  readonly refundNo: string;
  /** The merchant's number, unique within the trade's payee. */
  readonly outRefundNo: string;
  readonly amountFen: Fen;
  readonly reason?: string;
  readonly notifyUrl?: string;
  readonly status: RefundStatus;
  readonly createdAt: Millis;
  readonly doneAt?: Millis;
  /** How it will end, where the payer's side stands in its way. */
  readonly endsAs?: RefundEnd;
  /** Set by the merchant for an abnormal refund. */
  readonly sentTo?: OtherAccount;
  /** What the wire needs again of the request; not compared. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A trade in a provider's books. */
export interface Trade extends OrderContent {
  /** The provider's number. */
  readonly tradeNo: string;
  readonly status: TradeStatus;
  readonly createdAt: Millis;
  /** Payment is refused after this instant. */
  readonly payBy: Millis;
  /** What the merchant hands to the payer (a code, a page, a prepay id), and until when it works. */
  readonly credential: string;
  readonly credentialUntil: Millis;
  /** When somebody first looked at it in a wallet or at a cashier. */
  readonly openedAt?: Millis;
  /** The one payer who has opened it, where nobody else may pay it then. */
  readonly openedBy?: string;
  /** Who paid. */
  readonly paidBy?: string;
  readonly paidAt?: Millis;
  /** The institution that holds the account from which it was paid, where the wallet lets its payer choose. */
  readonly paidFrom?: string;
  /** With what kind of factor the payer confirmed. */
  readonly confirmedBy?: string;
  /** As what the payment was counted towards its payer's limits. */
  readonly counted?: LimitedPayment;
  readonly closedAt?: Millis;
  /** Whose code was read, while that payer is asked to confirm and afterwards. */
  readonly chargedTo?: string;
  readonly failedBecause?: ChargeFailure;
  readonly reversedAt?: Millis;
  readonly refunds: readonly Refund[];
  /** How the next refund will end, where the payer's side stands in its way. */
  readonly nextRefundEnds?: RefundEnd;
}

/** The sum of refunds that hold money back from the merchant: everything not closed. */
export function refundedFen(trade: Trade): number {
  return trade.refunds.reduce((sum, refund) => (refund.status === 'closed' ? sum : sum + refund.amountFen), 0);
}

/** True when the whole amount has been given back. */
export function fullyRefunded(trade: Trade): boolean {
  return trade.status === 'paid' && refundedFen(trade) === trade.amountFen;
}
