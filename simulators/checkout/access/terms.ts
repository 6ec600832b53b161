import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { DAY_MS } from '../../kernel/time';

const days = z
  .string()
  .regex(/^\d+d$/, 'expected days, for example 15d')
  .transform((text) => Number(text.slice(0, -1)) * DAY_MS);

/** Conditions that an applicant answers with yes or no. */
export const PRACTICES = [
  'signed-messages',
  'result-queries',
  'refunds-to-the-origin',
  'daily-bills',
  'real-merchant-name',
  'lawful-clearing',
  'contingency-plan',
  'open-fees',
] as const;
export type Practice = (typeof PRACTICES)[number];

/** Every condition of access. */
export const CONDITIONS = ['lawful-authority', 'published-interface', ...PRACTICES] as const;
export type ConditionId = (typeof CONDITIONS)[number];

const schema = z.strictObject({
  version: z.string(),
  source: z.string(),
  answerWithin: days,
  reviewAfter: days,
  feePerMillion: z.int().nonnegative(),
  conditions: z
    .array(
      z.strictObject({
        id: z.enum(CONDITIONS),
        says: z.strictObject({ en: z.string(), zh: z.string() }),
        source: z.string(),
      }),
    )
    .refine((all) => CONDITIONS.every((id) => all.some((each) => each.id === id)), `expected each of ${CONDITIONS}`),
});

/** The published set of conditions; durations in milliseconds. */
export type AccessTerms = z.infer<typeof schema>;

/** Reads the terms of this folder; a mistake names the file, the path in it and what was expected. */
export function readAccessTerms(): AccessTerms {
  const file = join(__dirname, 'terms.yaml');
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not valid:\n${issues.join('\n')}`);
}
