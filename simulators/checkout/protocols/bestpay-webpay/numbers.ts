import { beijingDay, compactDateTime, DAY_MS, type Millis, SECOND_MS } from '../../../kernel/time';

/**
 * The number of the request beside the number of the order. Refunds want an even count of characters (sheet A1.2), so
 * an odd one gets a letter, in which no number of a payment ends.
 */
export const requestNumber = (attemptNo: string): string => (attemptNo.length % 2 === 0 ? attemptNo : `${attemptNo}X`);

/** The number under which an unpaid order is made void. */
export const voidNumber = (attemptNo: string): string => `${requestNumber(attemptNo)}V`;

const LONGEST = 30;

/** True for the number of a refund that this provider can take. */
export const canBeRefundNumber = (refundNo: string): boolean =>
  refundNo.length <= LONGEST && /^[0-9A-Za-z]+$/.test(refundNo);

/** `20261124` in Beijing. */
export const dayText = (at: Millis): string => compactDateTime(at).slice(0, 8);

/**
 * When a payment was made. The provider names the day only, which its files count by; the time of day is taken from the
 * clock while that day lasts, and is its last second afterwards.
 * @param day `yyyyMMdd`
 */
export function timeOn(day: string, now: Millis): Millis {
  const from = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}T00:00:00+08:00`);
  if (Number.isNaN(from) || dayText(from) !== day) throw new Error(`found day "${day}", expected yyyyMMdd`);
  return Math.min(Math.max(now, from), from + DAY_MS - SECOND_MS);
}

/** The days near which a question looks, each once: what lies up to a day beside one of them is found (BP-DOC 6.4). */
export function daysToAsk(first: Millis | undefined, now: Millis): string[] {
  if (first === undefined || Math.abs(now - first) < DAY_MS) return [dayText(first ?? now)];
  return beijingDay(first) === beijingDay(now) ? [dayText(first)] : [dayText(first), dayText(now)];
}
