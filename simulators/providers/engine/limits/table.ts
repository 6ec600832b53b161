import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { beijingDay, type Millis } from '../../../kernel/time';

const schema = z
  .array(
    z.strictObject({
      name: z.string(),
      /** The first day on which it holds, in Beijing. */
      from: z.iso.date(),
      fen: z.int().positive(),
      source: z.string(),
      mark: z.string(),
    }),
  )
  .min(1);

/** One dated limit: its name, since when, how much in whole fen, and where that is written. */
export type DatedLimit = z.infer<typeof schema>[number];

/** Every limit of payments with its days; see the file for sources. */
export const limitTable: readonly DatedLimit[] = readTable(join(__dirname, 'limits.yaml'));

function readTable(file: string): readonly DatedLimit[] {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not a valid table of limits:\n${issues.join('\n')}`);
}

/** What a limit is at an instant, in whole fen; undefined where none of that name holds yet. */
export type LimitAt = (name: string, at: Millis) => number | undefined;

/** The limit of that name that began last. */
export const limitAt: LimitAt = (name, at) => {
  const today = beijingDay(at);
  const held = limitTable.filter((entry) => entry.name === name && entry.from <= today);
  return held.toSorted((a, b) => (a.from < b.from ? -1 : 1)).at(-1)?.fen;
};
