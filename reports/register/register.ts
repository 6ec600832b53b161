import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { type RegisteredRule, type RegisteredSource, sourcesSchema, themeSchema } from './schema';

/** The rulebook's register: every rule with its statement, sources, checks and scenarios. */
export interface Register {
  readonly revision: string;
  readonly rules: readonly RegisteredRule[];
  readonly sources: Readonly<Record<string, RegisteredSource>>;
}

/** A register file that cannot be used; the message names file, place, what was found and what was expected. */
export class RegisterError extends Error {
  override name = 'RegisterError';
}

function read<T>(file: string, schema: z.ZodType<T>): T {
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new RegisterError(`${basename(file)} is not YAML: ${error instanceof Error ? error.message : error}`);
  }
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `  ${path.join('.') || '(top)'}: ${message}`);
  throw new RegisterError(`${basename(file)} is not a valid register file:\n${issues.join('\n')}`);
}

/** The revision that is being written. */
export const CURRENT_REVISION = '2026-11';

/** Reads the register of a features folder. */
export function readRegister(featuresDir: string): Register {
  const folder = join(featuresDir, 'register');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'sources.yaml');
  const rules = files.sort().flatMap((name) => {
    const { theme, rules: entries } = read(join(folder, name), themeSchema);
    return entries.map((entry) => ({ ...entry, theme }));
  });
  return { revision: CURRENT_REVISION, rules, sources: read(join(folder, 'sources.yaml'), sourcesSchema) };
}

/** The full id of a check. */
export const checkId = (rule: RegisteredRule, check: string) => `${rule.id}/${check}`;
