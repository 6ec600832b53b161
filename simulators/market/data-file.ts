import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';

/**
 * Reads a data file of this folder.
 * @param what What the file is, for the error, for example `a valid market`.
 * @throws Error that names the file, each path in it, and what was expected there.
 */
export function readData<T>(name: string, what: string, schema: z.ZodType<T>): T {
  const file = join(__dirname, name);
  const result = schema.safeParse(parse(readFileSync(file, 'utf8'), { merge: true }));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not ${what}:\n${issues.join('\n')}`);
}
