import type { Reduction } from './events';
import { type Order, refundMachine } from './order';
import { accept, type EventOf, refuse } from './shared';

/**
 * A bill has a payment that the platform does not call paid. A bill is no proof of its own: the provider is asked, and
 * its answer pays the order, or gives back what the order does not need. What was never started has nothing to ask.
 */
export function foundInBill(order: Order, { attemptNo, at }: EventOf<'found-in-bill'>): Reduction {
  const attempt = order.attempts.find((candidate) => candidate.attemptNo === attemptNo);
  if (!attempt) return refuse('unknown-attempt');
  const { status, looks: look } = attempt;
  if (status === 'paid' || status === 'queued' || status === 'dropped') return accept(order);
  return accept(order, [{ type: 'query', attemptNo, look, at, doubted: true }]);
}

/** A bill contradicts a refund: the provider is asked, unless the platform has its final word already. */
export function refundDoubted(order: Order, { refundNo, at }: EventOf<'refund-doubted'>): Reduction {
  const refund = order.refunds.find((candidate) => candidate.refundNo === refundNo);
  if (!refund) return refuse('unknown-refund');
  if (refundMachine.isFinal(refund.status)) return accept(order);
  return accept(order, [{ type: 'query-refund', refundNo, look: refund.looks, at }]);
}

/** The goods must not go; the first reason stays. */
export const stopDelivery = (order: Order, { why }: EventOf<'stop-delivery'>): Reduction =>
  accept(order.deliveryStopped === undefined ? { ...order, deliveryStopped: why } : order);
