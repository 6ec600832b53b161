import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { problems } from './problems';
import { type RegisteredRule, type RegisteredSource, sourcesSchema, THEMES, themeSchema } from './schema';

/** The rulebook's register: every rule with its statement, sources, checks and scenarios. */
export interface Register {
  readonly revision: string;
  /** In the order of the themes, and within one as its file has them. */
  readonly rules: readonly RegisteredRule[];
  readonly sources: Readonly<Record<string, RegisteredSource>>;
}

/** A register file that cannot be used; the message names file, place, what was found and what was expected. */
export class RegisterError extends Error {
  override name = 'RegisterError';
}

function read<T>(file: string, schema: z.ZodType<T>): T {
  const name = basename(file);
  if (!existsSync(file)) throw new RegisterError(`found no file ${file}, expected one of the register's files`);
  const text = readFileSync(file, 'utf8');
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RegisterError(`${name} is not YAML: ${reason}\nText with ": " or "#" in it stands in quotation marks.`);
  }
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const sentences = problems(name, text, document, result.error.issues);
  throw new RegisterError(
    `${name} is not a valid register file:\n${sentences.map((sentence) => `  ${sentence}`).join('\n')}`,
  );
}

function readTheme(file: string): RegisteredRule[] {
  const { theme, rules } = read(file, themeSchema);
  const expected = basename(file, '.yaml');
  if (theme !== expected) {
    throw new RegisterError(`${basename(file)} theme: found "${theme}", expected "${expected}", the name of the file`);
  }
  return rules.map((rule) => ({ ...rule, theme }));
}

/** The revision that is being written. */
export const CURRENT_REVISION = '2026-11';

const rank = (theme: string) => THEMES.indexOf(theme as (typeof THEMES)[number]);

/** Reads the register of a features folder; every mistake in it is a `RegisterError`. */
export function readRegister(featuresDir: string): Register {
  const folder = join(featuresDir, 'register');
  if (!existsSync(folder)) throw new RegisterError(`found no folder ${folder}, expected the register's files in it`);
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'sources.yaml');
  if (files.length === 0) throw new RegisterError(`found no rules in ${folder}, expected files such as choice.yaml`);
  const themes = files.sort().map((name) => readTheme(join(folder, name)));
  const rules = themes.sort(([a], [b]) => rank(a?.theme ?? '') - rank(b?.theme ?? '')).flat();
  return { revision: CURRENT_REVISION, rules, sources: read(join(folder, 'sources.yaml'), sourcesSchema) };
}

/** The full id of a check. */
export const checkId = (rule: RegisteredRule, check: string) => `${rule.id}/${check}`;
