import type { Millis } from '../../kernel/time';
import type { Effect, Reduction } from './events';
import { type Attempt, liveAttempts, type Order, orderMachine } from './order';
import { accept, dropQueued, moved, replaceAttempt, retryGapMs, type Step } from './shared';

/** Asks the providers of these attempts to close them; one that is being closed already is not asked again. */
export function closing(order: Order, attempts: readonly Attempt[], at: Millis): Step {
  let changed = order;
  const effects: Effect[] = [];
  for (const attempt of attempts) {
    changed = replaceAttempt(changed, moved(attempt, 'closing'));
    if (attempt.status !== 'closing') {
      effects.push({ type: 'close', attemptNo: attempt.attemptNo, attempt: attempt.closes, at });
    }
  }
  return { order: changed, effects };
}

/**
 * Starts the attempt that waited for the others, if there is one and the order may still be paid. It waits for every
 * other attempt to be closed, but for none whose provider has once not answered (rule LIFE-006).
 */
export function startQueued(order: Order, at: Millis): Step {
  const queued = order.attempts.find(({ status }) => status === 'queued');
  const waits = liveAttempts(order).some(({ closes }) => closes === 0);
  if (!queued || waits || order.status !== 'open' || at >= order.expiresAt) return { order, effects: [] };
  return {
    order: replaceAttempt(order, moved({ ...queued, createdAt: at }, 'starting')),
    effects: [{ type: 'start', attemptNo: queued.attemptNo, at }],
  };
}

/** The end of an order that nobody paid in time. */
const closed = (order: Order): Order => ({
  ...dropQueued(order),
  status: orderMachine.move('open', 'closed', order.orderNo),
});

/** An attempt that cannot be paid any more makes way: for a queued one, or for the end of an expired order. */
export function outOfTheWay(order: Order, attempt: Attempt, at: Millis): Reduction {
  const changed = attempt.status === 'closed' ? order : replaceAttempt(order, moved(attempt, 'closed'));
  const over = changed.status === 'open' && at >= changed.expiresAt && liveAttempts(changed).length === 0;
  if (over) return accept(closed(changed));
  const started = startQueued(changed, at);
  return accept(started.order, started.effects);
}

/** The provider did not say whether it closed: it is asked again, and a queued attempt need not wait for that. */
export function closeUnanswered(order: Order, attempt: Attempt, at: Millis): Reduction {
  if (attempt.status !== 'closing') return accept(order);
  const again = { ...attempt, closes: attempt.closes + 1 };
  const changed = replaceAttempt(order, again);
  const { attemptNo, closes } = again;
  const close: Effect = { type: 'close', attemptNo, attempt: closes, at: at + retryGapMs(attempt.closes) };
  const next = startQueued(changed, at);
  return accept(next.order, [close, ...next.effects]);
}

/** The time to pay is over: what is still open at a provider is closed there first. */
export function expire(order: Order, at: Millis): Reduction {
  if (order.status !== 'open') return accept(order);
  const live = liveAttempts(order);
  if (live.length === 0) return accept(closed(order));
  const { order: changed, effects } = closing(order, live, at);
  return accept(changed, effects);
}
