import type { Facts } from '../../simulators/kernel/history';
import { records, words } from './page';

const DAY_MS = 86_400_000;
const BEIJING_MS = 28_800_000;

/** What a scenario has declared of periods of notice and of the calendar. */
export interface Notice {
  readonly periods: readonly Facts[];
  readonly holidays: readonly string[];
  readonly worked: readonly string[];
}

export const noNotice: Notice = { periods: [], holidays: [], worked: [] };

/** Reads the declaration of a scenario. */
export const declaredNotice = (facts: Facts): Notice => ({
  periods: records(facts['periods']),
  holidays: words(facts['holidays']),
  worked: words(facts['worked']),
});

/** The number of a day in Beijing, counted from 1970-01-01. */
const dayOf = (at: number) => Math.floor((at + BEIJING_MS) / DAY_MS);

function works(day: number, { holidays, worked }: Notice): boolean {
  const date = new Date(day * DAY_MS);
  const text = date.toISOString().slice(0, 10);
  if (worked.includes(text)) return true;
  return date.getUTCDay() % 6 !== 0 && !holidays.includes(text);
}

/**
 * The earliest instant for a change that is announced at another. It is written apart from the platform's own counting
 * and shares nothing with it, so that a mistake in one does not hide in the other.
 */
export function earliestEffect(notice: Notice, change: string, announcedAt: number): number {
  const today = new Date(dayOf(announcedAt) * DAY_MS).toISOString().slice(0, 10);
  const rule = notice.periods.findLast((each) => each['change'] === change && String(each['from']) <= today);
  const period = Number(rule?.['period'] ?? 0);
  if (rule?.['unit'] !== 'working-day') return announcedAt + period * DAY_MS;
  let left = period;
  let day = dayOf(announcedAt) + 1;
  while (left > 0) {
    left -= works(day, notice) ? 1 : 0;
    day += 1;
  }
  return day * DAY_MS - BEIJING_MS;
}
