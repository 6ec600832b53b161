import { z } from 'zod';
import { readData } from './data-file';

/** How sure a dated fact of the market is (the words of the data files). */
export const MARKS = ['V-text', 'V-page', 'D', 'M', 'house'] as const;
export type Mark = (typeof MARKS)[number];
export const mark = z.enum(MARKS);

export const bilingual = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

const fact = z.strictObject({
  /** A day, a month, or null where the source gives neither. */
  day: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/, 'expected a day such as 2024-09-27 or a month such as 2024-10')
    .nullable(),
  mark,
  says: bilingual,
});

/** What is known of the market on one day. */
export type MarketFact = z.infer<typeof fact>;

/** Facts of the market by their id, for example `MF-2024-09-27`. */
export const marketFacts: Readonly<Record<string, MarketFact>> = readData(
  'facts.yaml',
  'a valid list of market facts',
  z.record(z.string().regex(/^MF-/, 'expected an id such as MF-2024-09-27'), fact),
);
