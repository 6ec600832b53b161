import type { Millis } from '../../kernel/time';
import type { Attempt, Order } from './order';

/** How long, how often and how soon a provider takes refunds of one payment; from its profile. */
export interface RefundLimits {
  /** How long after the payment, in milliseconds. */
  readonly windowMs: number;
  /** How many; any number where it is not given. */
  readonly most?: number;
  /** From one to the next, in milliseconds. */
  readonly gapMs?: number;
}

export type LimitRefusal = 'refund-window-over' | 'too-many-refunds' | 'refund-too-soon';

/** The refunds of a payment that its provider counts: all that it has not refused. */
const counted = (order: Order, attemptNo: string, partNo?: string) =>
  order.refunds.filter(
    (refund) => refund.attemptNo === attemptNo && refund.partNo === partNo && refund.status !== 'failed',
  );

/** The first instant at which a further refund of a payment is taken. */
export function nextRefundAt(order: Order, attemptNo: string, { gapMs = 0 }: RefundLimits, partNo?: string): Millis {
  const last = counted(order, attemptNo, partNo).at(-1);
  return last ? last.createdAt + gapMs : 0;
}

/** Which limit a further refund would pass now; undefined when none (rule REF-005). Each part of a combined order counts by itself. */
export function passedLimit(
  order: Order,
  attempt: Attempt,
  limits: RefundLimits,
  at: Millis,
  partNo?: string,
): LimitRefusal | undefined {
  const { attemptNo, paidAt = at } = attempt;
  if (at > paidAt + limits.windowMs) return 'refund-window-over';
  if (counted(order, attemptNo, partNo).length >= (limits.most ?? Number.POSITIVE_INFINITY)) return 'too-many-refunds';
  return at < nextRefundAt(order, attemptNo, limits, partNo) ? 'refund-too-soon' : undefined;
}
