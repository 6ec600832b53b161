import { beijingDay, DAY_MS, type Millis, readBeijingDateTime } from '../../../kernel/time';
import type { ClosedDays } from '../../closed-days';
import { billErrors } from '../errors';

/** A business day: from its first instant to the first of the next. */
export interface BusinessDay {
  readonly start: Millis;
  readonly end: Millis;
}

/** When bills are there. */
export interface BillCalendar {
  readonly now: Millis;
  /** Time of day of the next day from which a bill can be had, in milliseconds. */
  readonly availableFromMs: number;
  readonly closed: ClosedDays;
}

/** So many months back bills can be had (sheet 1.7). */
const MONTHS_KEPT = 3;

/** The same day so many months ago, or the last one of a month that is shorter. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/**
 * The day that a bill is asked for, once its bill is there.
 * @throws WechatError for a day that is none, is not over, is too long ago, or whose bill is still being made.
 */
export function billDay(text: string, { now, availableFromMs, closed }: BillCalendar): BusinessDay {
  const start = readBeijingDateTime(`${text} 00:00:00`);
  if (start === undefined) throw billErrors.noSuchDay(text);
  const today = beijingDay(now);
  const end = start + DAY_MS;
  if (text < monthsBefore(today, MONTHS_KEPT)) throw billErrors.tooLongAgo(text);
  if (closed.has(text)) return { start, end };
  if (text >= today) throw billErrors.notOver(text);
  if (now < end + availableFromMs) throw billErrors.inTheMaking();
  return { start, end };
}

/** True within the day. */
export const isOn = ({ start, end }: BusinessDay, at: Millis): boolean => start <= at && at < end;
