import { fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import type { Reduction, Schedules } from './events';
import {
  type Order,
  type RefundEntry,
  type RefundReason,
  type RefundStatus,
  refundedFen,
  refundMachine,
} from './order';
import { isOf, refundable } from './parts';
import { passedLimit } from './refund-limits';
import { accept, type EventOf, refuse, retryGapMs } from './shared';

type NewRefund = Pick<RefundEntry, 'refundNo' | 'attemptNo' | 'partNo' | 'amountFen' | 'reason' | 'createdAt'>;

/** The order with some refunds more, which the provider is then asked for. */
function ask(order: Order, ...wanted: readonly NewRefund[]): Reduction {
  const entries = wanted.map((entry): RefundEntry => ({ ...entry, status: 'asked', looks: 0 }));
  return accept(
    { ...order, refunds: [...order.refunds, ...entries] },
    entries.map(({ refundNo, createdAt: at }) => ({ type: 'refund', refundNo, look: 0, at })),
  );
}

/** Gives a whole payment back that the order does not need, part by part, without being asked (rule LIFE-002). */
export function giveBack(order: Order, attemptNo: string, reason: RefundReason, createdAt: Millis): Reduction {
  const count = order.refunds.filter((refund) => refund.attemptNo === attemptNo).length;
  const wanted = refundable(order, attemptNo).map((part, index) => ({
    refundNo: `${attemptNo}R${count + index + 1}`,
    attemptNo,
    ...(part.partNo === undefined ? {} : { partNo: part.partNo }),
    amountFen: part.amountFen,
    reason,
    createdAt,
  }));
  return ask(order, ...wanted);
}

/**
 * A merchant's refund: the same number is the same refund, refunds never pass what was paid (rule REF-002), and what the
 * provider takes no more is not asked of it (rule REF-005).
 */
export function askRefund(order: Order, event: EventOf<'ask-refund'>, schedules: Schedules): Reduction {
  const { refundNo, amountFen, partNo, at } = event;
  const known = order.refunds.find((refund) => refund.refundNo === refundNo);
  if (known) return known.amountFen === amountFen && isOf(known, partNo) ? accept(order) : refuse('refund-changed');
  const { keptAttempt } = order;
  if (keptAttempt === undefined) return refuse('order-not-paid');
  const part = refundable(order, keptAttempt).find((candidate) => candidate.partNo === partNo);
  if (!part) return refuse('unknown-part');
  if (refundedFen(order, keptAttempt, partNo) + amountFen > part.amountFen) return refuse('refund-exceeds');
  const kept = order.attempts.find(({ attemptNo }) => attemptNo === keptAttempt);
  const limits = kept && schedules.refundLimits?.(kept.route.provider);
  const passed = limits && passedLimit(order, kept, limits, at, partNo);
  if (passed) return refuse(passed);
  return ask(order, {
    refundNo,
    attemptNo: keptAttempt,
    ...(partNo === undefined ? {} : { partNo }),
    amountFen: fen(amountFen),
    reason: 'asked-by-merchant',
    createdAt: at,
  });
}

function replaceRefund(order: Order, refund: RefundEntry): Order {
  const refunds = order.refunds.map((candidate) => (candidate.refundNo === refund.refundNo ? refund : candidate));
  return { ...order, refunds };
}

function moved(refund: RefundEntry, status: RefundStatus, more: Partial<RefundEntry>): RefundEntry {
  return { ...refund, ...more, status: refundMachine.move(refund.status, status, refund.refundNo) };
}

/** What the provider says of a refund; an accepted one is asked about until it has ended. */
export function refundState(order: Order, refund: RefundEntry, event: EventOf<'refund-state'>): Reduction {
  if (refundMachine.isFinal(refund.status)) return accept(order);
  const looks = refund.looks + 1;
  const changed = replaceRefund(order, moved(refund, event.state, { looks, refusal: event.code }));
  if (event.state !== 'accepted') return accept(changed);
  const at = event.at + retryGapMs(refund.looks);
  return accept(changed, [{ type: 'query-refund', refundNo: refund.refundNo, look: looks, at }]);
}

/** The result of a refund is unknown: ask again with the same number (rule REF-003). */
export function refundUnanswered(order: Order, refund: RefundEntry, at: Millis): Reduction {
  if (refundMachine.isFinal(refund.status)) return accept(order);
  const looks = refund.looks + 1;
  const due = at + retryGapMs(refund.looks);
  const { refundNo } = refund;
  if (refund.status === 'accepted' || refund.status === 'abnormal') {
    const again = { type: 'query-refund', refundNo, look: looks, at: due } as const;
    return accept(replaceRefund(order, { ...refund, looks }), [again]);
  }
  const unknown = moved(refund, 'unknown', { looks });
  return accept(replaceRefund(order, unknown), [{ type: 'refund', refundNo, look: looks, at: due }]);
}
