import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../kernel/time';
import { once } from '../market/data-file';

const UNITS: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

const duration = z
  .string()
  .regex(/^\d+[smhd]$/, 'expected a duration such as 30s, 2m, 4h or 1d')
  .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0));

const marked = { source: z.string(), mark: z.enum(['X', 'V', 'D', 'M', '?']) };
const presumed = z.enum(['presumed-success', 'presumed-failure']);

const schema = z.strictObject({
  profile: z.string(),
  channel: z.string(),
  terminal: z.string(),
  presumes: z.strictObject({ value: z.strictObject({ pull: presumed, push: presumed, return: presumed }), ...marked }),
  askGaps: z.strictObject({ value: z.array(duration).min(1), ...marked }),
  memberAskGaps: z.strictObject({ value: z.array(duration).min(1), ...marked }),
  finalWithin: z.strictObject({ value: duration, ...marked }),
  accountBalanceFen: z.int().nonnegative(),
});

/** The numbers and open questions of the wire, each with its source. */
export type ClearingProfile = z.infer<typeof schema>;

/** Reads the profile; a mistake names the file, the path in it and what was expected. */
export function readClearingProfile(file = join(__dirname, 'profile.yaml')): ClearingProfile {
  return once(file, readFresh);
}

function readFresh(file: string): ClearingProfile {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not a valid clearing profile:\n${issues.join('\n')}`);
}

/** The gap after so many attempts; the last one repeats. */
export const gapAfter = (gaps: readonly number[], attempts: number): number =>
  gaps[Math.min(attempts, gaps.length - 1)] ?? 0;
