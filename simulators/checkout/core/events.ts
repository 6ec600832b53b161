import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import type { HandOff, Order } from './order';
import type { LimitRefusal, RefundLimits } from './refund-limits';
import type { RouteRecord } from './routing';

/** What can happen to an order. Every event carries its business time. */
export type OrderEvent = { readonly at: Millis } & (
  | { readonly type: 'choose'; readonly route: RouteRecord; readonly payerIp: string }
  | { readonly type: 'started'; readonly attemptNo: string; readonly handOff: HandOff }
  | { readonly type: 'start-refused'; readonly attemptNo: string; readonly code: string }
  | { readonly type: 'start-unanswered'; readonly attemptNo: string }
  | {
      readonly type: 'success';
      readonly attemptNo: string;
      readonly tradeNo: string;
      readonly partTradeNos?: Readonly<Record<string, string>>;
      readonly paidAt: Millis;
    }
  | { readonly type: 'not-paid'; readonly attemptNo: string; readonly state: 'open' | 'absent' | 'closed' }
  | { readonly type: 'query-unanswered'; readonly attemptNo: string }
  | { readonly type: 'close-done'; readonly attemptNo: string }
  | { readonly type: 'close-unanswered'; readonly attemptNo: string }
  /** The payer came back from the provider, which proves nothing: the provider is asked (rule LIFE-005). */
  | { readonly type: 'payer-returned' }
  | { readonly type: 'expire' }
  /** The merchant changes the price before anybody pays. */
  | { readonly type: 'reprice'; readonly amountFen: Fen }
  | { readonly type: 'ask-refund'; readonly refundNo: string; readonly amountFen: Fen; readonly partNo?: string }
  | {
      readonly type: 'refund-state';
      readonly refundNo: string;
      readonly state: 'accepted' | 'done' | 'failed' | 'abnormal';
      readonly code?: string;
    }
  | { readonly type: 'refund-unanswered'; readonly refundNo: string }
  /** The provider's bill has the payment, and the platform does not know that it was paid (rule REC-003). */
  | { readonly type: 'found-in-bill'; readonly attemptNo: string }
  /** The provider's bill and the platform do not agree about a refund. */
  | { readonly type: 'refund-doubted'; readonly refundNo: string }
  /** The provider does not know a payment for which the goods would go (rule REC-003). */
  | { readonly type: 'stop-delivery'; readonly why: string }
);

/** What must be done outside; each is performed at least once and is safe to repeat. */
export type Effect =
  | { readonly type: 'start'; readonly attemptNo: string; readonly at: Millis }
  /** `doubted`: asked although the attempt has ended, because a bill contradicts its end. */
  | {
      readonly type: 'query';
      readonly attemptNo: string;
      readonly look: number;
      readonly at: Millis;
      readonly doubted?: true;
    }
  | { readonly type: 'close'; readonly attemptNo: string; readonly attempt: number; readonly at: Millis }
  | { readonly type: 'refund'; readonly refundNo: string; readonly look: number; readonly at: Millis }
  | { readonly type: 'query-refund'; readonly refundNo: string; readonly look: number; readonly at: Millis }
  | { readonly type: 'expire'; readonly at: Millis }
  /** The goods may go: written in the same transaction as the state. */
  | { readonly type: 'deliver'; readonly attemptNo: string; readonly at: Millis };

export type RefusalCode =
  | 'order-not-open'
  | 'order-not-paid'
  | 'payment-under-way'
  | 'refund-exceeds'
  | 'refund-changed'
  | 'unknown-part'
  | LimitRefusal
  | 'unknown-attempt'
  | 'unknown-refund';

export type Reduction =
  | { readonly ok: true; readonly order: Order; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly refusal: RefusalCode };

/** When to ask a provider for a result that has not come, in milliseconds after the attempt; from its profile. */
export interface Schedules {
  readonly queryAfterMs: (provider: string) => readonly number[];
  /** Until when, how often and how soon it takes refunds; without them the provider alone says. */
  readonly refundLimits?: (provider: string) => RefundLimits | undefined;
}

/** The checkout's decisions as one pure function: `(order, event) → order + effects`, or a refusal that changes nothing. */
export type OrderReducer = (order: Order, event: OrderEvent, schedules: Schedules) => Reduction;
