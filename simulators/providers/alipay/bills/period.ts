import { beijingDay, DAY_MS, type Millis, readBeijingDateTime } from '../../../kernel/time';

/** A day or a month in Beijing, as `bill_date` names it (sheet 2.13). */
export interface BillPeriod {
  /** `yyyy-MM-dd` or `yyyy-MM`. */
  readonly date: string;
  readonly isMonth: boolean;
  readonly from: Millis;
  /** The first instant after it. */
  readonly to: Millis;
}

const midnight = (day: string) => readBeijingDateTime(`${day} 00:00:00`);

/** The first day of the month after a day of any month: 31 days after its first, back to a first. */
const nextMonth = (first: Millis): string => `${beijingDay(first + 31 * DAY_MS).slice(0, 7)}-01`;

/** Reads a `bill_date`; undefined when it is no day and no month. */
export function readPeriod(date: string): BillPeriod | undefined {
  const isMonth = /^\d{4}-\d{2}$/.test(date);
  const from = midnight(isMonth ? `${date}-01` : date);
  if (from === undefined) return undefined;
  const to = isMonth ? (midnight(nextMonth(from)) ?? from) : from + DAY_MS;
  return { date, isMonth, from, to };
}

/** The same day so many years before an instant, `yyyy-MM-dd`, for comparison as text. */
export function yearsBefore(at: Millis, years: number): string {
  const day = beijingDay(at);
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
}
