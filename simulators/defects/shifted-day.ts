import { DAY_MS } from '../kernel/time';

/** The calendar day so many days after another one, or before it. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
