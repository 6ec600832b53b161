import { type Fen, fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import {
  type Attempt,
  attemptMachine,
  type HandOff,
  liveAttempts,
  type Order,
  orderMachine,
  type RefundEntry,
  type RefundReason,
  type RefundStatus,
  refundedFen,
  refundMachine,
} from './order';
import type { RouteRecord } from './routing';

/** What can happen to an order. Every event carries its business time. */
export type OrderEvent = { readonly at: Millis } & (
  | { readonly type: 'choose'; readonly route: RouteRecord; readonly payerIp: string }
  | { readonly type: 'started'; readonly attemptNo: string; readonly handOff: HandOff }
  | { readonly type: 'start-refused'; readonly attemptNo: string; readonly code: string }
  | { readonly type: 'start-unanswered'; readonly attemptNo: string }
  | { readonly type: 'success'; readonly attemptNo: string; readonly tradeNo: string; readonly paidAt: Millis }
  | { readonly type: 'not-paid'; readonly attemptNo: string; readonly state: 'open' | 'absent' | 'closed' }
  | { readonly type: 'query-unanswered'; readonly attemptNo: string }
  | { readonly type: 'close-done'; readonly attemptNo: string }
  | { readonly type: 'close-unanswered'; readonly attemptNo: string }
  /** The payer came back from the provider, which proves nothing: the provider is asked (rule LIFE-005). */
  | { readonly type: 'payer-returned' }
  | { readonly type: 'expire' }
  | { readonly type: 'ask-refund'; readonly refundNo: string; readonly amountFen: Fen }
  | {
      readonly type: 'refund-state';
      readonly refundNo: string;
      readonly state: 'accepted' | 'done' | 'failed' | 'abnormal';
      readonly code?: string;
    }
  | { readonly type: 'refund-unanswered'; readonly refundNo: string }
);

/** What must be done outside; each is performed at least once and is safe to repeat. */
export type Effect =
  | { readonly type: 'start'; readonly attemptNo: string; readonly at: Millis }
  | { readonly type: 'query'; readonly attemptNo: string; readonly look: number; readonly at: Millis }
  | { readonly type: 'close'; readonly attemptNo: string; readonly attempt: number; readonly at: Millis }
  | { readonly type: 'refund'; readonly refundNo: string; readonly look: number; readonly at: Millis }
  | { readonly type: 'query-refund'; readonly refundNo: string; readonly look: number; readonly at: Millis }
  | { readonly type: 'expire'; readonly at: Millis }
  /** The goods may go: written in the same transaction as the state. */
  | { readonly type: 'deliver'; readonly attemptNo: string; readonly at: Millis };

export type RefusalCode =
  | 'order-not-open'
  | 'order-not-paid'
  | 'refund-exceeds'
  | 'refund-changed'
  | 'unknown-attempt'
  | 'unknown-refund';

export type Reduction =
  | { readonly ok: true; readonly order: Order; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly refusal: RefusalCode };

/** When to ask a provider for a result that has not come, in milliseconds after the attempt; from its profile. */
export interface Schedules {
  readonly queryAfterMs: (provider: string) => readonly number[];
}

/** The checkout's decisions as one pure function: `(order, event) → order + effects`, or a refusal that changes nothing. */
export type OrderReducer = (order: Order, event: OrderEvent, schedules: Schedules) => Reduction;

/** Asked again after these gaps when a close or a refund has no answer. */
const RETRY_GAPS_MS = [5_000, 30_000, 60_000, 300_000, 1_800_000];

const gap = (gaps: readonly number[], index: number) => gaps[Math.min(index, gaps.length - 1)] ?? 0;

const accept = (order: Order, effects: readonly Effect[] = []): Reduction => ({ ok: true, order, effects });
const refuse = (refusal: RefusalCode): Reduction => ({ ok: false, refusal });

function replaceAttempt(order: Order, attempt: Attempt): Order {
  const attempts = order.attempts.map((candidate) => (candidate.attemptNo === attempt.attemptNo ? attempt : candidate));
  return { ...order, attempts };
}

function moved(attempt: Attempt, status: Attempt['status'], more: Partial<Attempt> = {}): Attempt {
  return { ...attempt, ...more, status: attemptMachine.move(attempt.status, status, attempt.attemptNo) };
}

/** The next look at an attempt, if the provider's schedule has one. */
function nextLook(attempt: Attempt, at: Millis, schedules: Schedules): Effect[] {
  const after = schedules.queryAfterMs(attempt.route.provider)[attempt.looks];
  if (after === undefined) return [];
  return [
    { type: 'query', attemptNo: attempt.attemptNo, look: attempt.looks, at: Math.max(at, attempt.createdAt + after) },
  ];
}

function closing(order: Order, attempts: readonly Attempt[], at: Millis): { order: Order; effects: Effect[] } {
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

/** Starts attempts that waited for the others to be out of the way. */
function startQueued(order: Order, at: Millis): { order: Order; effects: Effect[] } {
  const queued = order.attempts.find(({ status }) => status === 'queued');
  if (!queued) return { order, effects: [] };
  return {
    order: replaceAttempt(order, moved({ ...queued, createdAt: at }, 'starting')),
    effects: [{ type: 'start', attemptNo: queued.attemptNo, at }],
  };
}

/**
 * The payer's own act. Earlier attempts are closed first; the new one starts when they are closed, or when their
 * provider cannot be reached, since an unreachable provider blocks nobody's choice (rule LIFE-006).
 */
function choose(order: Order, event: OrderEvent & { type: 'choose' }): Reduction {
  if (order.status !== 'open') return refuse('order-not-open');
  const { route, payerIp, at } = event;
  const live = liveAttempts(order);
  const same = live.find(
    (attempt) =>
      attempt.status === 'waiting' && attempt.route.provider === route.provider && at < (attempt.handOff?.until ?? 0),
  );
  if (same) return accept(order);
  const attemptNo = `${order.orderNo}A${order.attempts.length + 1}`;
  const dropped = order.attempts.map((attempt) => (attempt.status === 'queued' ? moved(attempt, 'dropped') : attempt));
  const attempt: Attempt = { attemptNo, status: 'queued', createdAt: at, route, payerIp, looks: 0, closes: 0 };
  const closed = closing({ ...order, attempts: [...dropped, attempt] }, live, at);
  if (live.length > 0) return accept(closed.order, closed.effects);
  const started = startQueued(closed.order, at);
  return accept(started.order, started.effects);
}

function refundEntry(order: Order, attemptNo: string, amountFen: Fen, reason: RefundReason, at: Millis): RefundEntry {
  const count = order.refunds.filter((refund) => refund.attemptNo === attemptNo).length;
  return {
    refundNo: `${attemptNo}R${count + 1}`,
    attemptNo,
    amountFen,
    reason,
    status: 'asked',
    createdAt: at,
    looks: 0,
  };
}

function giveBack(order: Order, attemptNo: string, reason: RefundReason, at: Millis): Reduction {
  const entry = refundEntry(order, attemptNo, order.amountFen, reason, at);
  const changed = { ...order, refunds: [...order.refunds, entry] };
  return accept(changed, [{ type: 'refund', refundNo: entry.refundNo, look: 0, at }]);
}

/** The first success of an open order is kept; any other is given back in full, unasked (rule LIFE-002). */
function success(order: Order, attempt: Attempt, event: OrderEvent & { type: 'success' }): Reduction {
  if (attempt.status === 'paid') return accept(order);
  const { tradeNo, paidAt, at } = event;
  const paid = replaceAttempt(order, moved(attempt, 'paid', { tradeNo, paidAt }));
  if (order.status === 'closed') return giveBack(paid, attempt.attemptNo, 'order-was-closed', at);
  if (order.status === 'paid') return giveBack(paid, attempt.attemptNo, 'second-success', at);
  const attempts = paid.attempts.map((other) => (other.status === 'queued' ? moved(other, 'dropped') : other));
  const status = orderMachine.move(order.status, 'paid', order.orderNo);
  const kept: Order = { ...paid, attempts, status, keptAttempt: attempt.attemptNo };
  const others = closing(kept, liveAttempts(kept), at);
  return accept(others.order, [{ type: 'deliver', attemptNo: attempt.attemptNo, at }, ...others.effects]);
}

/** An attempt that cannot be paid any more makes way: for a queued one, or for the end of an expired order. */
function outOfTheWay(order: Order, attempt: Attempt, at: Millis): Reduction {
  const closed = attempt.status === 'closed' ? order : replaceAttempt(order, moved(attempt, 'closed'));
  if (closed.status === 'open' && at >= closed.expiresAt && liveAttempts(closed).length === 0) {
    const attempts = closed.attempts.map((other) => (other.status === 'queued' ? moved(other, 'dropped') : other));
    return accept({ ...closed, attempts, status: orderMachine.move('open', 'closed', order.orderNo) });
  }
  const started = closed.status === 'open' ? startQueued(closed, at) : { order: closed, effects: [] };
  return accept(started.order, started.effects);
}

function notPaid(
  order: Order,
  attempt: Attempt,
  event: OrderEvent & { type: 'not-paid' },
  schedules: Schedules,
): Reduction {
  const looked = { ...attempt, looks: attempt.looks + 1, silent: false };
  const changed = replaceAttempt(order, looked);
  if (event.state === 'closed' && attempt.status !== 'paid') return outOfTheWay(changed, looked, event.at);
  // Still open, or not yet known there because the payer has not shown up: open is not failed.
  return accept(changed, nextLook(looked, event.at, schedules));
}

function started(
  order: Order,
  attempt: Attempt,
  event: OrderEvent & { type: 'started' },
  schedules: Schedules,
): Reduction {
  if (attempt.status !== 'starting' && attempt.status !== 'unknown') return accept(order);
  const waiting = moved(attempt, 'waiting', { handOff: event.handOff });
  return accept(replaceAttempt(order, waiting), nextLook(waiting, event.at, schedules));
}

/** No answer is neither success nor failure: the same request is repeated under the same number (rule LIFE-004). */
function startUnanswered(order: Order, attempt: Attempt, at: Millis): Reduction {
  if (attempt.status !== 'starting' && attempt.status !== 'unknown') return accept(order);
  const unknown = moved(attempt, 'unknown', { looks: attempt.looks + 1 });
  const again: Effect = { type: 'start', attemptNo: attempt.attemptNo, at: at + gap(RETRY_GAPS_MS, attempt.looks) };
  return accept(replaceAttempt(order, unknown), [again]);
}

function startRefused(order: Order, attempt: Attempt, event: OrderEvent & { type: 'start-refused' }): Reduction {
  if (attempt.status !== 'starting' && attempt.status !== 'unknown') return accept(order);
  const failed = replaceAttempt(order, moved(attempt, 'failed', { refusal: event.code }));
  return accept(failed);
}

function closeUnanswered(order: Order, attempt: Attempt, at: Millis): Reduction {
  if (attempt.status !== 'closing') return accept(order);
  const again = { ...attempt, closes: attempt.closes + 1 };
  const changed = replaceAttempt(order, again);
  const close: Effect = {
    type: 'close',
    attemptNo: attempt.attemptNo,
    attempt: again.closes,
    at: at + gap(RETRY_GAPS_MS, attempt.closes),
  };
  const next = changed.status === 'open' ? startQueued(changed, at) : { order: changed, effects: [] };
  return accept(next.order, [close, ...next.effects]);
}

function expire(order: Order, at: Millis): Reduction {
  if (order.status !== 'open') return accept(order);
  const live = liveAttempts(order);
  const { order: changed, effects } = closing(order, live, at);
  if (live.length > 0) return accept(changed, effects);
  const attempts = order.attempts.map((other) => (other.status === 'queued' ? moved(other, 'dropped') : other));
  return accept({ ...order, attempts, status: orderMachine.move('open', 'closed', order.orderNo) });
}

function payerReturned(order: Order, at: Millis): Reduction {
  const waiting = order.attempts.filter(({ status }) => status === 'waiting');
  return accept(
    order,
    waiting.map(({ attemptNo, looks }) => ({ type: 'query', attemptNo, look: looks, at })),
  );
}

/** A merchant's refund: the same number is the same refund, and refunds never pass what was paid (rule REF-002). */
function askRefund(order: Order, event: OrderEvent & { type: 'ask-refund' }): Reduction {
  const { refundNo, amountFen, at } = event;
  const known = order.refunds.find((refund) => refund.refundNo === refundNo);
  if (known) return known.amountFen === amountFen ? accept(order) : refuse('refund-changed');
  const { keptAttempt } = order;
  if (keptAttempt === undefined) return refuse('order-not-paid');
  if (refundedFen(order, keptAttempt) + amountFen > order.amountFen) return refuse('refund-exceeds');
  const entry: RefundEntry = {
    refundNo,
    attemptNo: keptAttempt,
    amountFen: fen(amountFen),
    reason: 'asked-by-merchant',
    status: 'asked',
    createdAt: at,
    looks: 0,
  };
  return accept({ ...order, refunds: [...order.refunds, entry] }, [{ type: 'refund', refundNo, look: 0, at }]);
}

function replaceRefund(order: Order, refund: RefundEntry): Order {
  const refunds = order.refunds.map((candidate) => (candidate.refundNo === refund.refundNo ? refund : candidate));
  return { ...order, refunds };
}

function movedRefund(refund: RefundEntry, status: RefundStatus, more: Partial<RefundEntry> = {}): RefundEntry {
  return { ...refund, ...more, status: refundMachine.move(refund.status, status, refund.refundNo) };
}

function refundState(order: Order, refund: RefundEntry, event: OrderEvent & { type: 'refund-state' }): Reduction {
  if (refundMachine.isFinal(refund.status)) return accept(order);
  const looks = refund.looks + 1;
  const changed = replaceRefund(order, movedRefund(refund, event.state, { looks, refusal: event.code }));
  if (event.state !== 'accepted') return accept(changed);
  const at = event.at + gap(RETRY_GAPS_MS, refund.looks);
  return accept(changed, [{ type: 'query-refund', refundNo: refund.refundNo, look: looks, at }]);
}

/** The result of a refund is unknown: ask again with the same number (rule REF-003). */
function refundUnanswered(order: Order, refund: RefundEntry, at: Millis): Reduction {
  if (refundMachine.isFinal(refund.status)) return accept(order);
  const looks = refund.looks + 1;
  const due = at + gap(RETRY_GAPS_MS, refund.looks);
  const { refundNo } = refund;
  if (refund.status === 'accepted' || refund.status === 'abnormal') {
    return accept(replaceRefund(order, { ...refund, looks }), [
      { type: 'query-refund', refundNo, look: looks, at: due },
    ]);
  }
  const unknown = movedRefund(refund, 'unknown', { looks });
  return accept(replaceRefund(order, unknown), [{ type: 'refund', refundNo, look: looks, at: due }]);
}

function attemptEvent(order: Order, attempt: Attempt, event: OrderEvent, schedules: Schedules): Reduction {
  switch (event.type) {
    case 'started':
      return started(order, attempt, event, schedules);
    case 'start-refused':
      return startRefused(order, attempt, event);
    case 'start-unanswered':
      return startUnanswered(order, attempt, event.at);
    case 'success':
      return success(order, attempt, event);
    case 'not-paid':
      return notPaid(order, attempt, event, schedules);
    case 'query-unanswered': {
      const looked = { ...attempt, looks: attempt.looks + 1, silent: true };
      return accept(replaceAttempt(order, looked), nextLook(looked, event.at, schedules));
    }
    case 'close-done':
      return attempt.status === 'closing' ? outOfTheWay(order, attempt, event.at) : accept(order);
    case 'close-unanswered':
      return closeUnanswered(order, attempt, event.at);
    default:
      return refuse('unknown-attempt');
  }
}

/** The reducer that works. */
export const reduceOrder: OrderReducer = (order, event, schedules) => {
  switch (event.type) {
    case 'choose':
      return choose(order, event);
    case 'payer-returned':
      return payerReturned(order, event.at);
    case 'expire':
      return expire(order, event.at);
    case 'ask-refund':
      return askRefund(order, event);
    case 'refund-state':
    case 'refund-unanswered': {
      const refund = order.refunds.find((candidate) => candidate.refundNo === event.refundNo);
      if (!refund) return refuse('unknown-refund');
      return event.type === 'refund-state'
        ? refundState(order, refund, event)
        : refundUnanswered(order, refund, event.at);
    }
    default: {
      const attempt = order.attempts.find((candidate) => candidate.attemptNo === event.attemptNo);
      return attempt ? attemptEvent(order, attempt, event, schedules) : refuse('unknown-attempt');
    }
  }
};
