import type { Millis } from '../../kernel/time';
import type { Attempt, Order, RefundEntry } from '../core/order';
import { isOf, sharesOf } from '../core/parts';

/**
 * One row of a provider's bill, in neutral words. Amounts are fen above zero for payments and refunds alike; the fee is
 * what the provider keeps, below zero where it gives one back.
 */
export interface BillRow {
  readonly kind: 'payment' | 'refund';
  /** The number that the platform gave to the payment. */
  readonly paymentNo: string;
  /** The number that the platform gave to the refund. */
  readonly refundNo?: string;
  /** The provider's own numbers. */
  readonly tradeNo: string;
  readonly tradeRefundNo?: string;
  readonly amountFen: number;
  /** Absent where the bill does not say. */
  readonly feeFen?: number;
  /** Absent where the bill does not say. */
  readonly payee?: string;
  /** When it happened, to the second. */
  readonly at: Millis;
  readonly state: 'done' | 'processing' | 'failed';
}

/** What the platform says of one payment or refund at a provider. */
export interface PlatformEntry {
  readonly kind: 'payment' | 'refund';
  readonly orderNo: string;
  readonly paymentNo: string;
  readonly refundNo?: string;
  readonly amountFen: number;
  readonly payee: string;
  /** When it was paid, or when the refund was asked for. */
  readonly at: Millis;
  /** `open`: not known to be paid, or not yet accepted by the provider; a bill need not have it. */
  readonly state: 'done' | 'open' | 'failed';
  /** For a payment, the merchant's delivery record: the goods may go for a kept payment, and for no other. */
  readonly deliveries?: { readonly expected: number; readonly found: number };
}

/** What joins the two sides: the platform's own number, and what it is the number of. */
export const keyOf = ({ kind, paymentNo, refundNo }: Pick<BillRow, 'kind' | 'paymentNo' | 'refundNo'>): string =>
  kind === 'payment' ? `payment ${paymentNo}` : `refund ${refundNo ?? ''}`;

const STATES: Readonly<Record<RefundEntry['status'], PlatformEntry['state']>> = {
  asked: 'open',
  unknown: 'open',
  accepted: 'done',
  abnormal: 'done',
  done: 'done',
  failed: 'failed',
};

/**
 * Everything that the platform says of an order at one provider.
 * @param deliveries How often the goods were released, by payment.
 */
export function entriesOf(order: Order, provider: string, deliveries: (paymentNo: string) => number): PlatformEntry[] {
  const attempts = order.attempts.filter(({ route }) => route.provider === provider);
  return attempts.flatMap((attempt) => entriesOfAttempt(order, attempt, deliveries(attempt.attemptNo)));
}

/** A combined payment is one payment for each merchant, as its provider has it. */
function entriesOfAttempt(order: Order, attempt: Attempt, found: number): PlatformEntry[] {
  const { attemptNo, status, paidAt, createdAt } = attempt;
  const expected = order.keptAttempt === attemptNo ? 1 : 0;
  return sharesOf(attempt).flatMap(({ partNo, number, payee, amountFen }) => {
    const shared = { orderNo: order.orderNo, paymentNo: number, payee };
    const payment: PlatformEntry = {
      ...shared,
      kind: 'payment',
      amountFen,
      at: paidAt ?? createdAt,
      state: status === 'paid' ? 'done' : 'open',
      deliveries: { expected, found },
    };
    const refunds = order.refunds.filter((refund) => refund.attemptNo === attemptNo && isOf(refund, partNo));
    return [
      payment,
      ...refunds.map((refund): PlatformEntry => {
        const { refundNo, amountFen: refundFen, createdAt: at } = refund;
        return { ...shared, kind: 'refund', refundNo, amountFen: refundFen, at, state: STATES[refund.status] };
      }),
    ];
  });
}
