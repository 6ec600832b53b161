import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { beijingDay, type Millis } from '../kernel/time';
import { once } from './data-file';

const day = z.iso.date();
const period = z.strictObject({ from: day, to: day.optional() });
const membership = period.extend({ mappedFen: z.int().nonnegative().optional() });
const bilingual = z.strictObject({ en: z.string(), zh: z.string() });
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 23:00');

const schema = z.strictObject({
  from: day,
  source: z.string(),
  domestic: z.string(),
  institutions: z.array(
    z.strictObject({
      id: z.string(),
      name: bilingual,
      named: period.extend({ mark: z.string(), source: z.string() }),
      /** When its sessions end each day, Beijing time, the earliest first. */
      cutOffs: z.strictObject({ value: z.array(timeOfDay).min(1), mark: z.string(), source: z.string() }),
    }),
  ),
  banks: z.array(
    z.strictObject({
      id: z.string(),
      name: bilingual,
      licence: period,
      bins: z.array(z.string().regex(/^\d{6,8}$/)),
      /** Its number as a member of card networks, by which payers of some wallets choose it. */
      code: z
        .string()
        .regex(/^\d{8}$/)
        .optional(),
      settles: z.literal('merchants').optional(),
      networks: z.record(z.string(), membership),
    }),
  ),
  wallets: z.array(z.strictObject({ id: z.string(), licence: period, networks: z.record(z.string(), membership) })),
  /** Providers whose payments have no clearing leg, each with the reason. */
  withoutClearing: z.record(z.string(), z.string()),
  /** What each person of a world has in each wallet when it begins; part of what is mapped for the wallet. */
  openingBalanceFen: z.int().nonnegative(),
  categories: z.record(z.string(), z.string().regex(/^\d{4}$/)),
  otherCategory: z.string().regex(/^\d{4}$/),
  nodes: z.array(
    z.strictObject({ party: z.string(), does: z.enum(['processes', 'settles', 'stores']), region: z.string() }),
  ),
});

/** Who clears, who is connected to whom since when, and where everybody's machines stand. */
export type ClearingMarket = z.infer<typeof schema>;

/** A span of days, both included. */
export type Period = z.infer<typeof period>;

/** A bank or a payment institution, with its licence and the networks that it is connected to. */
export interface Member {
  readonly id: string;
  readonly role: 'bank' | 'wallet';
  readonly licence: Period;
  readonly networks: Readonly<Record<string, Period & { readonly mappedFen?: number }>>;
}

/** Reads the clearing side of the market; a mistake names the file, the path in it and what was expected. */
export function readClearingMarket(file = join(__dirname, 'clearing.yaml')): ClearingMarket {
  return once(file, readFresh);
}

function readFresh(file: string): ClearingMarket {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not a valid clearing market:\n${issues.join('\n')}`);
}

/** Banks and wallets alike: whoever may be on either side of a transfer. */
export const membersOf = ({ banks, wallets }: ClearingMarket): Member[] => [
  ...banks.map(({ id, licence, networks }): Member => ({ id, role: 'bank', licence, networks })),
  ...wallets.map(({ id, licence, networks }): Member => ({ id, role: 'wallet', licence, networks })),
];

/** True on each day of a period, by the Beijing calendar. */
export function isInForce({ from, to }: Period, at: Millis): boolean {
  const today = beijingDay(at);
  return from <= today && (to === undefined || today <= to);
}
