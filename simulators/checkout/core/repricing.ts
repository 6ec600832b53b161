import type { Reduction } from './events';
import { liveAttempts, type Order } from './order';
import { accept, type EventOf, refuse } from './shared';

/** The merchant changes the price of an order that nobody is paying; what it was placed with stays known (rule LIFE-003). */
export function reprice(order: Order, { amountFen, at }: EventOf<'reprice'>): Reduction {
  if (order.status !== 'open' || at >= order.expiresAt) return refuse('order-not-open');
  const queued = order.attempts.some(({ status }) => status === 'queued');
  if (queued || liveAttempts(order).length > 0) return refuse('payment-under-way');
  return accept({ ...order, amountFen, placedFen: order.placedFen ?? order.amountFen });
}
