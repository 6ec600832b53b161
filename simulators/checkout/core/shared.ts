import type { Millis } from '../../kernel/time';
import type { Effect, OrderEvent, Reduction, RefusalCode, Schedules } from './events';
import { type Attempt, attemptMachine, type Order } from './order';

/** One kind of event. */
export type EventOf<T extends OrderEvent['type']> = Extract<OrderEvent, { type: T }>;

/** An order with what must be done because of it: half of a decision. */
export interface Step {
  readonly order: Order;
  readonly effects: readonly Effect[];
}

/** The event is taken: the order as it is now, and what must be done outside. */
export const accept = (order: Order, effects: readonly Effect[] = []): Reduction => ({ ok: true, order, effects });

/** The event is refused; nothing changes. */
export const refuse = (refusal: RefusalCode): Reduction => ({ ok: false, refusal });

/** A close or a refund that has no answer is repeated after these gaps, in milliseconds; the last one stays. */
const RETRY_GAPS_MS = [5_000, 30_000, 60_000, 300_000, 1_800_000];

/** How long to wait before the next try, in milliseconds, after so many tries. */
export const retryGapMs = (tries: number): number => RETRY_GAPS_MS[Math.min(tries, RETRY_GAPS_MS.length - 1)] ?? 0;

/** The order with one attempt replaced by its new state. */
export function replaceAttempt(order: Order, attempt: Attempt): Order {
  const attempts = order.attempts.map((candidate) => (candidate.attemptNo === attempt.attemptNo ? attempt : candidate));
  return { ...order, attempts };
}

/** The attempt in another state; a move that the table does not have throws. */
export function moved(attempt: Attempt, status: Attempt['status'], more: Partial<Attempt> = {}): Attempt {
  return { ...attempt, ...more, status: attemptMachine.move(attempt.status, status, attempt.attemptNo) };
}

/** The order without attempts that wait for their turn: they will never start. */
export function dropQueued(order: Order): Order {
  const attempts = order.attempts.map((attempt) => (attempt.status === 'queued' ? moved(attempt, 'dropped') : attempt));
  return { ...order, attempts };
}

/** The next question about an attempt, if the provider's schedule still has one. */
export function nextLook(attempt: Attempt, at: Millis, schedules: Schedules): Effect[] {
  const { attemptNo, looks: look, createdAt, route } = attempt;
  const after = schedules.queryAfterMs(route.provider)[look];
  return after === undefined ? [] : [{ type: 'query', attemptNo, look, at: Math.max(at, createdAt + after) }];
}
