import { z } from 'zod';
import { beijingDay, DAY_MS, type Millis } from '../kernel/time';
import { readData } from './data-file';

/** What is announced before its day. */
export const CHANGES = ['platform-rule', 'provider-agreement', 'fee', 'planned-stop'] as const;
export type Change = (typeof CHANGES)[number];

const day = z.iso.date();
const period = z.strictObject({
  change: z.enum(CHANGES),
  period: z.int().positive(),
  unit: z.enum(['day', 'working-day']),
  from: day,
  source: z.string(),
  mark: z.string(),
});
const calendar = z.strictObject({
  known: z.strictObject({ from: day, to: day }),
  parts: z.array(
    z.strictObject({
      source: z.string(),
      mark: z.string(),
      holidays: z.array(z.strictObject({ from: day, to: day })),
      worked: z.array(day),
    }),
  ),
});

export type NoticePeriod = z.infer<typeof period>;
export type WorkingDays = z.infer<typeof calendar>;

/** The periods of notice with the days since which they hold. */
export const noticePeriods: readonly NoticePeriod[] = readData('notice-periods.yaml', 'valid', z.array(period).min(1));
/** The calendar of working days, as far as it is published. */
export const workingDays: WorkingDays = readData('working-days.yaml', 'valid', calendar);

const midnight = (date: string): Millis => Date.parse(`${date}T00:00:00+08:00`);

/** True when people work on that day in Beijing; undefined where no calendar says so yet. */
export function isWorkingDay(date: string, { known, parts }: WorkingDays = workingDays): boolean | undefined {
  if (date < known.from || date > known.to) return undefined;
  if (parts.some(({ worked }) => worked.includes(date))) return true;
  if (parts.some(({ holidays }) => holidays.some(({ from, to }) => from <= date && date <= to))) return false;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5;
}

/** The earliest instant at which an announced change may take effect; undefined where the calendar ends before it. */
export type NoticeEnd = (change: Change, announcedAt: Millis) => Millis | undefined;

/** Counts from the dated data: days from the instant, whole working days from the day after. */
export const noticeEnd: NoticeEnd = (change, announcedAt) => {
  const today = beijingDay(announcedAt);
  const inForce = noticePeriods.filter((each) => each.change === change && each.from <= today);
  const rule = inForce.toSorted((a, b) => (a.from < b.from ? -1 : 1)).at(-1);
  if (!rule) return announcedAt;
  if (rule.unit === 'day') return announcedAt + rule.period * DAY_MS;
  let date = midnight(today);
  for (let counted = 0; counted < rule.period; ) {
    date += DAY_MS;
    const works = isWorkingDay(beijingDay(date));
    if (works === undefined) return undefined;
    if (works) counted += 1;
  }
  return date + DAY_MS;
};
