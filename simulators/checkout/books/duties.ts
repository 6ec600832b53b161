import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { beijingDay, type Millis } from '../../kernel/time';
import type { BusinessDay } from './business-day';

const dated = { from: z.iso.date(), to: z.iso.date().optional(), source: z.string(), mark: z.string() };

/** What an incident is measured in. */
export const MEASURES = [
  'interruptionSeconds',
  'interruptedTransactions',
  'leakedRecords',
  'leakedCustomers',
  'duplicateSettlements',
] as const;
export type Measure = (typeof MEASURES)[number];

/** What is kept: what was bought and paid, what the platform did about it, and which calls were made. */
export const KEPT = ['transaction', 'operation', 'log'] as const;
export type Kept = (typeof KEPT)[number];

const period = z
  .strictObject({
    of: z.enum(KEPT),
    years: z.int().positive().optional(),
    months: z.int().positive().optional(),
    ...dated,
  })
  .refine(({ years, months }) => (years === undefined) !== (months === undefined), 'expected years or months');

const schema = z.strictObject({
  incidents: z.array(z.strictObject({ of: z.enum(MEASURES), moreThan: z.int().nonnegative(), ...dated })),
  retention: z.array(period),
});

/** The dated numbers of duties that the books keep. */
export type Duties = z.infer<typeof schema>;
export type Threshold = Duties['incidents'][number];

/** Reads the duties of this folder; a mistake names the file, the path in it and what was expected. */
export function readDuties(): Duties {
  const file = join(__dirname, 'duties.yaml');
  const text = readFileSync(file, 'utf8');
  const result = schema.safeParse(parse(text, { schema: 'core' }));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not valid:\n${issues.join('\n')}`);
}

const inForce = ({ from, to }: { from: string; to?: string | undefined }, day: BusinessDay) =>
  from <= day && (to === undefined || day <= to);

/** The thresholds in force on a day that a measurement passes (rule RES-004): what is at a threshold does not pass it. */
export function passed(
  duties: Duties,
  measured: Readonly<Partial<Record<Measure, number>>>,
  day: BusinessDay,
): Threshold[] {
  return duties.incidents.filter((each) => inForce(each, day) && (measured[each.of] ?? 0) > each.moreThan);
}

/** Moves a Beijing day by calendar months; a day that the month lacks becomes its last one. */
function monthsLater(day: BusinessDay, months: number): BusinessDay {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/**
 * The last day on which something must still be there; on the day after it, deletion is due.
 * @param endedAt When it ended: the last thing that happened to it.
 */
export function keptThrough(duties: Duties, kept: Kept, endedAt: Millis): BusinessDay {
  const ended = beijingDay(endedAt);
  const ends = duties.retention
    .filter((each) => each.of === kept && inForce(each, ended))
    .map(({ years = 0, months = 0 }) => monthsLater(ended, 12 * years + months));
  return ends.sort().at(-1) ?? ended;
}
