import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalDigest, type HistoryEvent } from '../../simulators/kernel/history';
import { evidenceStem } from '../formats/html/evidence';

/** The file of a run's folder that names every other with its digest. */
export const SEAL = 'digests.json';

/** What verdicts rest on and what they are; pages are drawn from it again at any time, so they are not sealed. */
const SEALED_FILES = ['results.json', 'rulebook.json', 'junit.xml', 'messages.ndjson'];
const SEALED_FOLDER = 'evidence';

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

function sealedFiles(dir: string): string[] {
  const folder = join(dir, SEALED_FOLDER);
  const inside = existsSync(folder) ? readdirSync(folder).map((name) => `${SEALED_FOLDER}/${name}`) : [];
  return [...SEALED_FILES.filter((name) => existsSync(join(dir, name))), ...inside].sort();
}

/**
 * Writes down the digest of every file on which a run's verdicts rest. Nobody signs it: it shows what was changed by
 * mistake or in haste, and not who did it.
 */
export function sealFolder(dir: string): void {
  const digests = Object.fromEntries(sealedFiles(dir).map((name) => [name, sha256(join(dir, name))]));
  writeFileSync(join(dir, SEAL), `${JSON.stringify({ algorithm: 'sha256', files: digests }, null, 2)}\n`);
}

/** One thing about a run's folder that is not as the run left it. */
export interface Objection {
  readonly code: 'no-seal' | 'changed' | 'missing' | 'added' | 'history-differs';
  readonly file: string;
}

function readJson(file: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

function readHistory(file: string): HistoryEvent[] | undefined {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line): HistoryEvent => JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Histories that do not give the canonical digest under which the verdicts were found. */
function unfittingHistories(dir: string): Objection[] {
  const { scenarios } = readJson(join(dir, 'results.json'));
  if (!Array.isArray(scenarios)) return [{ code: 'history-differs', file: 'results.json' }];
  return scenarios.flatMap(({ key, canonicalDigest: expected }): Objection[] => {
    const file = `${SEALED_FOLDER}/${evidenceStem(String(key))}.ndjson`;
    const events = readHistory(join(dir, file));
    return events && canonicalDigest(events) === expected ? [] : [{ code: 'history-differs', file }];
  });
}

/**
 * What is not as it was when the run's folder was sealed: files that were changed, taken away or added, and histories that
 * no longer give the digest that the results have for them. An empty list is the only good answer (rule EVD-003).
 */
export function objectionsTo(dir: string): Objection[] {
  const sealed = readJson(join(dir, SEAL))['files'] as Readonly<Record<string, unknown>> | undefined;
  if (sealed === undefined) return [{ code: 'no-seal', file: SEAL }];
  const present = new Set(sealedFiles(dir));
  const known = Object.entries(sealed).flatMap(([file, digest]): Objection[] => {
    if (!present.has(file)) return [{ code: 'missing', file }];
    return sha256(join(dir, file)) === digest ? [] : [{ code: 'changed', file }];
  });
  const added = [...present].filter((file) => !Object.hasOwn(sealed, file));
  return [...known, ...added.map((file): Objection => ({ code: 'added', file })), ...unfittingHistories(dir)];
}
