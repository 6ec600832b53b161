import type { Millis } from '../../kernel/time';
import type { Effect } from './events';
import { isLive, type Order } from './order';

/**
 * What a checkout that has just started asks: the result of every attempt that a payer could have paid meanwhile, whose
 * notice may have come while nobody was there to hear it. A question that is due anyway is not asked twice, so that a
 * checkout that keeps falling over does not pile them up. What else was under way waits in the outbox.
 * @param due Effects of this order that are due now.
 */
export function questionsAfterRestart(order: Order, due: readonly Effect[], at: Millis): Effect[] {
  const asked = new Set(due.flatMap((effect) => (effect.type === 'query' ? [effect.attemptNo] : [])));
  return order.attempts
    .filter((attempt) => isLive(attempt) && attempt.status !== 'starting' && !asked.has(attempt.attemptNo))
    .map(({ attemptNo, looks: look }) => ({ type: 'query', attemptNo, look, at }));
}
