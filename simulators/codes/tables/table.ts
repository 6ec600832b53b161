import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** How sure a row is: V read in source, D secondary, M memory, U unknown, house our own profile. */
export const rowMark = z.enum(['V', 'D', 'M', 'U', 'house']);

/** Reads a table of this folder; a mistake names the file, the path in it and what was expected. */
export function readTable<T>(name: string, schema: z.ZodType<T>): T {
  const file = join(__dirname, name);
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not valid:\n${issues.join('\n')}`);
}
