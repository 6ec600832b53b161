import type { Millis } from '../../kernel/time';
import { closing, outOfTheWay } from './closing';
import type { Reduction, Schedules } from './events';
import { type Attempt, isLive, liveAttempts, type Order, orderMachine } from './order';
import { giveBack } from './refunds';
import { accept, dropQueued, type EventOf, moved, nextLook, replaceAttempt } from './shared';

/** The first success of an open order is kept; any other is given back in full, unasked (rule LIFE-002). */
export function success(order: Order, attempt: Attempt, event: EventOf<'success'>): Reduction {
  if (attempt.status === 'paid') return accept(order);
  const { tradeNo, partTradeNos, paidAt, at } = event;
  const { attemptNo } = attempt;
  const paid = replaceAttempt(
    order,
    moved(attempt, 'paid', { tradeNo, paidAt, ...(partTradeNos ? { partTradeNos } : {}) }),
  );
  if (order.status === 'closed') return giveBack(paid, attemptNo, 'order-was-closed', at);
  if (order.status === 'paid') return giveBack(paid, attemptNo, 'second-success', at);
  const status = orderMachine.move(order.status, 'paid', order.orderNo);
  const kept: Order = { ...dropQueued(paid), status, keptAttempt: attemptNo };
  const others = closing(kept, liveAttempts(kept), at);
  return accept(others.order, [{ type: 'deliver', attemptNo, at }, ...others.effects]);
}

/**
 * The provider says: not paid. Open, or not yet known there because the payer has not shown up, is not failed. What an
 * answer says of an attempt that has ended meanwhile is old.
 */
export function notPaid(order: Order, attempt: Attempt, event: EventOf<'not-paid'>, schedules: Schedules): Reduction {
  if (!isLive(attempt)) return accept(order);
  const looked = { ...attempt, looks: attempt.looks + 1, silent: false };
  const changed = replaceAttempt(order, looked);
  if (event.state === 'closed') return outOfTheWay(changed, looked, event.at);
  return accept(changed, nextLook(looked, event.at, schedules));
}

/** The provider did not answer: nothing is known, and it is asked again (rule LIFE-004). */
export function queryUnanswered(order: Order, attempt: Attempt, at: Millis, schedules: Schedules): Reduction {
  if (!isLive(attempt)) return accept(order);
  const looked = { ...attempt, looks: attempt.looks + 1, silent: true };
  return accept(replaceAttempt(order, looked), nextLook(looked, at, schedules));
}

/** The payer came back from the provider, which proves nothing: the provider is asked (rule LIFE-005). */
export function payerReturned(order: Order, at: Millis): Reduction {
  const waiting = order.attempts.filter(({ status }) => status === 'waiting');
  return accept(
    order,
    waiting.map(({ attemptNo, looks }) => ({ type: 'query', attemptNo, look: looks, at })),
  );
}
