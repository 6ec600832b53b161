import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { dayStories } from '../../reports/evidence/books';
import { paymentStories } from '../../reports/evidence/payments';
import { sealFolder } from '../../reports/evidence/seal';
import { summaryHtml } from '../../reports/formats/html';
import { booksPage } from '../../reports/formats/html/books';
import { TRACES } from '../../reports/formats/html/evidence';
import { paymentPage } from '../../reports/formats/html/payments';
import { junitXml } from '../../reports/formats/junit';
import type { Language } from '../../reports/formats/text';
import { type Catalogue, catalogue } from '../../reports/register/catalogue';
import { readFeatures } from '../../reports/register/features';
import type { Register } from '../../reports/register/register';
import type { Results } from '../../reports/verdicts/results';
import type { HistoryEvent } from '../../simulators/kernel/history';
import { ConfigurationError } from '../configuration';
import { FEATURES, ROOT } from '../paths';

/** Runs live under `reports/out/` in this repository, under `hutong-out/` elsewhere. */
export function outRoot(): string {
  const inside = !relative(ROOT, process.cwd()).startsWith('..');
  return inside ? join(ROOT, 'reports', 'out') : resolve('hutong-out');
}

const writeJson = (file: string, value: unknown) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/** What pages are made from: the verdicts, and the rulebook as it was when they were found. */
export interface RunDocuments {
  readonly results: Results;
  readonly rulebook: Catalogue;
}

/** Writes the page in the chosen language, and the same page in the other one beside it. */
export function writePages(dir: string, { results, rulebook }: RunDocuments, language: Language): void {
  const other = language === 'en' ? 'zh' : 'en';
  const filesIn = (folder: string) => (existsSync(join(dir, folder)) ? readdirSync(join(dir, folder)) : []);
  const page = { results, rules: rulebook.rules, evidence: filesIn('evidence'), traces: filesIn(TRACES) };
  const here = summaryHtml({ ...page, language, otherLanguage: `index.${other}.html` });
  const there = summaryHtml({ ...page, language: other, otherLanguage: 'index.html' });
  writeFileSync(join(dir, 'index.html'), here);
  writeFileSync(join(dir, `index.${other}.html`), there);
  // Where the languages have changed places, the old page of this one would stay behind.
  rmSync(join(dir, `index.${language}.html`), { force: true });
}

/** Writes what a run leaves behind. */
export function writeFolder(dir: string, results: Results, register: Register, language: Language): void {
  const rulebook = catalogue(register, readFeatures(FEATURES).rules, results);
  writeJson(join(dir, 'results.json'), results);
  writeJson(join(dir, 'rulebook.json'), rulebook);
  writeFileSync(join(dir, 'junit.xml'), junitXml(results, language));
  writeStories(dir);
  writePages(dir, { results, rulebook }, language);
  sealFolder(dir);
}

/** Draws the payments of every scenario, and its books where somebody read them, beside its history in both languages. */
function writeStories(dir: string): void {
  const folder = join(dir, 'evidence');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ndjson'))) {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean);
    const events = lines.map((line): HistoryEvent => JSON.parse(line));
    const stem = name.slice(0, -'.ndjson'.length);
    const [payments, days] = [paymentStories(events), dayStories(events)];
    for (const language of ['en', 'zh'] as const) {
      const page = (what: string) => join(folder, `${stem}-${what}.${language}.html`);
      if (payments.length > 0) writeFileSync(page('payments'), paymentPage(payments, language, stem));
      if (days.length > 0) writeFileSync(page('books'), booksPage(days, language, stem));
    }
  }
}

const HINT = 'expected the folder of a run, as "npx hutong run" prints it at its end';

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be read: ${error instanceof Error ? error.message : error}; ${HINT}`);
  }
}

/** A document of the folder; it must have these lists. */
function readDocument<T>(dir: string, name: string, lists: readonly string[]): T {
  const folder = resolve(dir);
  const file = join(folder, name);
  if (!existsSync(folder)) throw new ConfigurationError(`there is no folder ${folder}; ${HINT}`);
  if (!existsSync(file)) throw new ConfigurationError(`${folder} has no ${name}; ${HINT}`);
  const document = readJson(file);
  const missing = lists.filter((list) => !Array.isArray(Object(document)[list]));
  if (missing.length > 0)
    throw new ConfigurationError(`${file} has no list "${missing.join('", "')}", so no run has written it; ${HINT}`);
  return document as T;
}

/**
 * Reads the verdicts of a run from its folder.
 * @throws ConfigurationError when there is no such folder, or it is not one that a run left.
 */
export function readRun(dir: string): Results {
  return readDocument<Results>(dir, 'results.json', ['rules', 'scenarios', 'blame']);
}

/**
 * Reads the verdicts of a run with the rulebook that they were found by.
 * @throws ConfigurationError when there is no such folder, or it is not one that a run left.
 */
export function readDocuments(dir: string): RunDocuments {
  return { results: readRun(dir), rulebook: readDocument<Catalogue>(dir, 'rulebook.json', ['rules']) };
}
