import { beijingDay, compactDateTime, DAY_MS, type Millis, SECOND_MS } from '../../../kernel/time';

/**
 * The number of the request beside the number of the order. Refunds want an even count of characters (sheet A1.2), so
 * an odd one gets a letter, in which no number of a payment ends.
 */
export const requestNumber = (attemptNo: string): string => (attemptNo.length % 2 === 0 ? attemptNo : `${attemptNo}X`);

/** The number under which an unpaid order is made void. */
export const voidNumber = (attemptNo: string): string => `${requestNumber(attemptNo)}V`;

/** No number may be longer here. */
const LONGEST = 30;

/** Begins a number whose leading digits were shortened; no number of a payment or a refund begins so. */
const SHORTENED = 'Z';

/**
 * The number of a refund as this provider takes it: as it is, or, where that is too long, with its leading digits in
 * base 36. It can be read back, because notices and files have this one only.
 * @returns undefined for a number that is too long all the same, or has characters that the provider does not take.
 */
export function outgoingRefundNo(refundNo: string): string | undefined {
  if (!/^[0-9A-Za-z]+$/.test(refundNo) || refundNo.startsWith(SHORTENED)) return undefined;
  if (refundNo.length <= LONGEST) return refundNo;
  const [, digits = '', rest = ''] = /^(\d+)([A-Z][0-9A-Za-z]*)$/.exec(refundNo) ?? [];
  // The one in front keeps zeros that a number would lose.
  const shorter = `${SHORTENED}${BigInt(`1${digits}`).toString(36)}${rest}`;
  return digits !== '' && shorter.length <= LONGEST ? shorter : undefined;
}

/** The number of a refund as the platform gave it. */
export function incomingRefundNo(text: string): string {
  const [, short = '', rest = ''] = /^Z([0-9a-z]+)([A-Z][0-9A-Za-z]*)$/.exec(text) ?? [];
  if (short === '') return text;
  const value = [...short].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
  return `${String(value).slice(1)}${rest}`;
}

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
