import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/time';
import { readTable, rowMark } from '../tables/table';

const UNITS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** A duration as people write it: `5s`, `2m`, `1h`, `30d`; in milliseconds once it is read. */
export const duration = z
  .string()
  .regex(/^\d+[smhd]$/, 'expected a duration such as 5s, 2m, 1h or 30d')
  .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? Number.NaN));

const schema = z.strictObject({
  profile: z.string(),
  from: z.iso.date(),
  source: z.string(),
  mark: rowMark,
  numbers: z.strictObject({
    askAgain: z.array(duration).min(1),
    repeat: z.array(duration).min(1),
    confirmWithin: duration,
  }),
  fees: z.strictObject({ payerPerMillion: z.int().nonnegative(), networkPerMillion: z.int().nonnegative() }),
});

/** The dated numbers of the cross-scan profile. */
export type ScanProfile = z.infer<typeof schema>;

export const scanProfile: ScanProfile = readTable('../xscan/profile.yaml', schema);

/** The header by which every answer says that its wire is a profile of ours. */
export const PROFILE_HEADER = 'X-Sim-Profile';
