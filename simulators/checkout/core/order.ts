import { machine } from '../../kernel/machine';
import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import { isOf, type OrderPart } from './parts';
import type { RouteRecord } from './routing';

/** The life of one attempt to pay an order with one provider. */
export type AttemptStatus =
  /** Waits until an earlier attempt is out of the way. */
  | 'queued'
  /** The provider is being asked. */
  | 'starting'
  /** The provider was asked and did not answer. */
  | 'unknown'
  /** The payer has what is needed to pay. */
  | 'waiting'
  /** The provider is being asked to close it. */
  | 'closing'
  | 'paid'
  | 'closed'
  /** The provider refused to start it. */
  | 'failed'
  /** Never started, because the order was paid before its turn. */
  | 'dropped';

/**
 * A success may arrive for an attempt that was given up: the money is then given back, so `closed` and `failed` still
 * lead to `paid`. `paid` is final (rule LIFE-007).
 */
export const attemptMachine = machine<AttemptStatus>('attempt', {
  queued: ['starting', 'dropped'],
  starting: ['waiting', 'unknown', 'failed', 'closing', 'closed', 'paid'],
  unknown: ['waiting', 'unknown', 'failed', 'closing', 'closed', 'paid'],
  waiting: ['closing', 'closed', 'paid'],
  closing: ['closing', 'closed', 'paid'],
  closed: ['paid'],
  failed: ['paid'],
  paid: [],
  dropped: [],
});

/** The life of a refund. `abnormal`: accepted, but the money could not reach the original account. */
export type RefundStatus = 'asked' | 'unknown' | 'accepted' | 'done' | 'failed' | 'abnormal';

export const refundMachine = machine<RefundStatus>('refund', {
  asked: ['unknown', 'accepted', 'done', 'failed', 'abnormal'],
  unknown: ['unknown', 'accepted', 'done', 'failed', 'abnormal'],
  accepted: ['accepted', 'done', 'failed', 'abnormal'],
  abnormal: ['accepted', 'abnormal', 'done', 'failed'],
  done: [],
  failed: [],
});

/** Stands where a merchant would, in an order that several merchants share. */
export const MARKETPLACE = 'marketplace';

export type OrderStatus = 'open' | 'paid' | 'closed';

export const orderMachine = machine<OrderStatus>('order', { open: ['paid', 'closed'], paid: [], closed: [] });

/** What the payer is handed to pay with. */
export type HandOff =
  | { readonly type: 'qr'; readonly content: string; readonly until: Millis }
  | { readonly type: 'redirect'; readonly url: string; readonly until: Millis }
  | FormHandOff;

/** An address that takes the payer with a form, which the payer's browser posts there: the fields in their order. */
export interface FormHandOff {
  readonly type: 'form';
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly until: Millis;
}

export interface Attempt {
  /** The number given to the provider. */
  readonly attemptNo: string;
  readonly status: AttemptStatus;
  readonly createdAt: Millis;
  /** How the provider was chosen: inputs and outcome of the declared routing function (rule ROUTE-003). */
  readonly route: RouteRecord;
  /** The payer's network address, which some products want. */
  readonly payerIp: string;
  readonly handOff?: HandOff;
  /** The provider's number, known once paid. */
  readonly tradeNo?: string;
  /** The provider's number of each part of a combined payment. */
  readonly partTradeNos?: Readonly<Record<string, string>>;
  readonly paidAt?: Millis;
  /** How often the provider has been asked for the result. */
  readonly looks: number;
  /** True while the last question about it has no answer. */
  readonly silent?: boolean;
  /** How often it has been asked to close. */
  readonly closes: number;
  /** Why the provider refused. */
  readonly refusal?: string;
}

export type RefundReason = 'asked-by-merchant' | 'second-success' | 'order-was-closed';

export interface RefundEntry {
  /** The number given to the provider; a retry repeats it (rule REF-003). */
  readonly refundNo: string;
  readonly attemptNo: string;
  /** The part of a combined order that it gives back. */
  readonly partNo?: string;
  readonly amountFen: Fen;
  readonly reason: RefundReason;
  readonly status: RefundStatus;
  readonly createdAt: Millis;
  readonly looks: number;
  readonly refusal?: string;
}

/** One line of what a payer buys. It is between merchant, platform and payer; no provider needs it (rule PRIV-002). */
export interface OrderItem {
  readonly name: string;
  readonly quantity: number;
}

/** An order of one merchant, or of several that share it: the unit of consistency of the checkout. */
export interface Order {
  readonly orderNo: string;
  /** Unguessable; names the order in addresses that payers see. */
  readonly token: string;
  /** The selling merchant; {@link MARKETPLACE} where several share the order, each with a part of its own. */
  readonly merchantId: string;
  readonly merchantOrderNo: string;
  readonly amountFen: Fen;
  /** Each merchant's share; together they are the whole amount. */
  readonly parts?: readonly OrderPart[];
  /** The amount with which it was placed, when the merchant has changed the price since. */
  readonly placedFen?: Fen;
  /** What providers and payers are told that it is for. */
  readonly description: string;
  readonly items?: readonly OrderItem[];
  readonly payerId?: string;
  readonly createdAt: Millis;
  readonly expiresAt: Millis;
  readonly status: OrderStatus;
  /** The one success that counts. */
  readonly keptAttempt?: string;
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly RefundEntry[];
  /** Why the goods must not go although the order was called paid. */
  readonly deliveryStopped?: string;
}

/** True while a payer could still pay the attempt, as far as the checkout knows. */
export function isLive({ status }: Attempt): boolean {
  return status === 'starting' || status === 'unknown' || status === 'waiting' || status === 'closing';
}

/** Attempts that a payer could still pay, as far as the checkout knows. */
export const liveAttempts = (order: Order): Attempt[] => order.attempts.filter(isLive);

/** What refunds of an attempt hold or have given back, in fen: everything that has not failed. */
export function refundedFen(order: Order, attemptNo: string, partNo?: string): number {
  return order.refunds
    .filter((refund) => refund.attemptNo === attemptNo && refund.status !== 'failed')
    .filter((refund) => partNo === undefined || isOf(refund, partNo))
    .reduce((sum, refund) => sum + refund.amountFen, 0);
}

/** What the payer is told (rules LIFE-004, NOTI-007). */
export type PayerView = 'choose' | 'pay' | 'confirming' | 'paid' | 'closed' | 'refunding' | 'refunded';

export function payerView(order: Order): PayerView {
  if (order.status === 'paid') return paidView(order);
  if (order.status === 'closed') return 'closed';
  const last = order.attempts.at(-1);
  if (!last || last.status === 'closed' || last.status === 'failed') return 'choose';
  return last.status === 'waiting' && !last.silent ? 'pay' : 'confirming';
}

function paidView(order: Order): PayerView {
  const refunds = order.refunds.filter(
    (refund) => refund.attemptNo === order.keptAttempt && refund.status !== 'failed',
  );
  if (refunds.length === 0) return 'paid';
  return refunds.every((refund) => refund.status === 'done') ? 'refunded' : 'refunding';
}
