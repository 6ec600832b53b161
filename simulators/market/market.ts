import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { HOUR_MS, MINUTE_MS } from '../kernel/time';

const bilingual = z.strictObject({ en: z.string(), zh: z.string() });

const orderLife = z
  .string()
  .regex(/^\d+[mh]$/, 'expected minutes or hours, for example 30m')
  .transform((text) => Number(text.slice(0, -1)) * (text.endsWith('h') ? HOUR_MS : MINUTE_MS));

const schema = z.strictObject({
  platform: z.string(),
  name: bilingual,
  origin: z.url(),
  orderLife,
  merchants: z.array(z.strictObject({ id: z.string(), name: bilingual })).min(1),
  /** Test users; every wallet knows them. */
  payers: z.array(z.string()).min(1),
  providers: z.array(
    z.strictObject({
      id: z.string(),
      products: z.strictObject({ desktop: z.string().optional(), phone: z.string().optional() }),
      /** Products that pay several merchants in one go; a provider without them cannot. */
      combined: z.strictObject({ desktop: z.string().optional(), phone: z.string().optional() }).optional(),
      minFen: z.int().positive(),
      maxFen: z.int().positive(),
      state: z.enum(['agreed', 'announced', 'live in part', 'live', 'withdrawn']),
      from: z.string(),
      source: z.string(),
    }),
  ),
});

/** A platform with its merchants, its payers and its dated relations to providers. */
export type Market = z.infer<typeof schema>;

/** Reads a market of this folder; a mistake names the file, the path in it and what was expected. */
export function readMarket(name: string): Market {
  const file = join(__dirname, `${name}.yaml`);
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not a valid market:\n${issues.join('\n')}`);
}
