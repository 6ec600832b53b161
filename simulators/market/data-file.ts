import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';

/** What has been read; the files do not change while a process lives, and worlds are opened by the thousand. */
const known = new Map<string, unknown>();

/** Reads a file once for each process; what it gives is shared, so nobody changes it. */
export function once<T>(file: string, read: (file: string) => T): T {
  if (!known.has(file)) known.set(file, read(file));
  return known.get(file) as T;
}

/**
 * Reads a data file of this folder.
 * @param what What the file is, for the error, for example `a valid market`.
 * @throws Error that names the file, each path in it, and what was expected there.
 */
export function readData<T>(name: string, what: string, schema: z.ZodType<T>): T {
  return once(join(__dirname, name), (file) => readFresh(file, what, schema));
}

function readFresh<T>(file: string, what: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8'), { merge: true }));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not ${what}:\n${issues.join('\n')}`);
}
