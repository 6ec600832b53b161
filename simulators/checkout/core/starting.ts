import type { Millis } from '../../kernel/time';
import { closing, startQueued } from './closing';
import type { Effect, Reduction, Schedules } from './events';
import { type Attempt, liveAttempts, type Order } from './order';
import type { RouteRecord } from './routing';
import { accept, dropQueued, type EventOf, moved, nextLook, refuse, replaceAttempt, retryGapMs } from './shared';

/**
 * The payer's own act. Earlier attempts are closed first; the new one starts when they are closed, or when their
 * provider cannot be reached, since an unreachable provider blocks nobody's choice (rule LIFE-006).
 */
export function choose(order: Order, event: EventOf<'choose'>): Reduction {
  const { route, payerIp, at } = event;
  if (order.status !== 'open' || at >= order.expiresAt) return refuse('order-not-open');
  const live = liveAttempts(order);
  if (live.some((attempt) => serves(attempt, route, at))) return accept(order);
  const attemptNo = `${order.orderNo}A${order.attempts.length + 1}`;
  const attempt: Attempt = { attemptNo, status: 'queued', createdAt: at, route, payerIp, looks: 0, closes: 0 };
  const dropped = dropQueued(order);
  const closed = closing({ ...dropped, attempts: [...dropped.attempts, attempt] }, live, at);
  if (live.length > 0) return accept(closed.order, closed.effects);
  const started = startQueued(closed.order, at);
  return accept(started.order, started.effects);
}

/** Choosing the same way to pay again needs no second attempt while the first is being started or can be used. */
function serves({ status, route, handOff }: Attempt, { provider, product }: RouteRecord, at: Millis): boolean {
  if (route.provider !== provider || route.product !== product) return false;
  return status === 'starting' || (status === 'waiting' && at < (handOff?.until ?? 0));
}

const isStarting = ({ status }: Attempt) => status === 'starting' || status === 'unknown';

/** The provider took the attempt; the payer can pay. */
export function started(order: Order, attempt: Attempt, event: EventOf<'started'>, schedules: Schedules): Reduction {
  if (!isStarting(attempt)) return accept(order);
  const waiting = moved(attempt, 'waiting', { handOff: event.handOff });
  return accept(replaceAttempt(order, waiting), nextLook(waiting, event.at, schedules));
}

/** No answer is neither success nor failure: the same request is repeated under the same number (rule LIFE-004). */
export function startUnanswered(order: Order, attempt: Attempt, at: Millis): Reduction {
  if (!isStarting(attempt)) return accept(order);
  const unknown = moved(attempt, 'unknown', { looks: attempt.looks + 1 });
  const again: Effect = { type: 'start', attemptNo: attempt.attemptNo, at: at + retryGapMs(attempt.looks) };
  return accept(replaceAttempt(order, unknown), [again]);
}

/** The provider refused for good; the payer may choose again. */
export function startRefused(order: Order, attempt: Attempt, event: EventOf<'start-refused'>): Reduction {
  if (!isStarting(attempt)) return accept(order);
  return accept(replaceAttempt(order, moved(attempt, 'failed', { refusal: event.code })));
}
