import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** The classes of personal wallets, from the best identified to the anonymous. */
export const WALLET_CLASSES = ['I', 'II', 'III', 'IV'] as const;
export type WalletClass = (typeof WALLET_CLASSES)[number];

const fen = z.int().positive().optional();
const row = z.strictObject({
  class: z.enum(WALLET_CLASSES),
  /** The first and the last Beijing day on which it holds. */
  from: z.iso.date(),
  to: z.iso.date().optional(),
  singleFen: fen,
  dayFen: fen,
  yearFen: fen,
  balanceFen: fen,
  source: z.string(),
  mark: z.enum(['X', 'V', 'D', 'M', '?']),
});

/** What a wallet of a class may pay at once, in a day, in a year, and hold, in fen, with its dates and its source. */
export type LimitRow = z.infer<typeof row>;

/** Reads dated limits; a mistake names the file, the path in it and what was expected. */
export function readLimits(file = join(__dirname, 'limits.yaml')): readonly LimitRow[] {
  const result = z.array(row).safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not valid:\n${issues.join('\n')}`);
}

/** The dated limits of this folder. */
export const LIMITS: readonly LimitRow[] = readLimits();

/**
 * The limits of a class on a Beijing day such as `2026-11-24`.
 * @throws Error for a day that no row has.
 */
export function limitsOn(walletClass: WalletClass, day: string, rows = LIMITS): LimitRow {
  const found = rows.find((each) => each.class === walletClass && each.from <= day && day <= (each.to ?? day));
  if (!found) throw new Error(`no limits of wallet class ${walletClass} are known on ${day}`);
  return found;
}
