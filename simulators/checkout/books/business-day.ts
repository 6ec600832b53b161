import { beijingDay, DAY_MS, HOUR_MS, MINUTE_MS, type Millis } from '../../kernel/time';

/** When a party's business day ends, in milliseconds after Beijing midnight of that day: 24 h is midnight, 23 h is 23:00. */
export type CutOff = Millis;

/** The end of a business day at Beijing midnight. */
export const MIDNIGHT: CutOff = DAY_MS;

/** `2026-11-24`: a business day has the name of the Beijing calendar day on which it ends. */
export type BusinessDay = string;

/** Reads `23:00`, or `24:00` for midnight. @throws Error when it is not a time of day after midnight. */
export function cutOffOf(text: string): CutOff {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  const cutOff = match ? Number(match[1]) * HOUR_MS + Number(match[2]) * MINUTE_MS : 0;
  if (cutOff > 0 && cutOff <= DAY_MS) return cutOff;
  throw new Error(`found cut-off "${text}", expected a time of day from 00:01 to 24:00`);
}

/** The one business day of an instant: what happens at the cut-off itself belongs to the next day (rule REC-005). */
export const businessDay = (at: Millis, cutOff: CutOff): BusinessDay => beijingDay(at + DAY_MS - cutOff);

/** The first instant that is no longer in the day. @throws Error when the text names no day. */
export function endOfDay(day: BusinessDay, cutOff: CutOff): Millis {
  return midnightBefore(day) + cutOff;
}

/** The first instant of the day. */
export const startOfDay = (day: BusinessDay, cutOff: CutOff): Millis => endOfDay(day, cutOff) - DAY_MS;

/** The day after, or before when `by` is negative. */
export const shiftedDay = (day: BusinessDay, by: number): BusinessDay => beijingDay(midnightBefore(day) + by * DAY_MS);

/** The days from one to another, both included; none when the first is later. */
export function daysFrom(first: BusinessDay, last: BusinessDay): BusinessDay[] {
  const days: BusinessDay[] = [];
  for (let day = first; day <= last; day = shiftedDay(day, 1)) days.push(day);
  return days;
}

/** True for the name of a day that exists. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && beijingDay(Date.parse(`${text}T00:00:00+08:00`)) === text;
}

function midnightBefore(day: BusinessDay): Millis {
  if (!isDay(day)) throw new Error(`found "${day}", expected a day such as 2026-11-24`);
  return Date.parse(`${day}T00:00:00+08:00`);
}
