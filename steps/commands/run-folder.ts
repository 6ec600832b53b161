import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { summaryHtml } from '../../reports/formats/html';
import { junitXml } from '../../reports/formats/junit';
import type { Language } from '../../reports/formats/text';
import { type Catalogue, catalogue } from '../../reports/register/catalogue';
import { readFeatures } from '../../reports/register/features';
import type { Register } from '../../reports/register/register';
import type { Results } from '../../reports/verdicts/results';
import { ConfigurationError } from '../configuration';
import { FEATURES } from '../paths';

const writeJson = (file: string, value: unknown) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/** What pages are made from: the verdicts, and the rulebook as it was when they were found. */
export interface RunDocuments {
  readonly results: Results;
  readonly rulebook: Catalogue;
}

/** Writes the page in the chosen language, and the same page in the other one beside it. */
export function writePages(dir: string, { results, rulebook }: RunDocuments, language: Language): void {
  const other = language === 'en' ? 'zh' : 'en';
  const evidence = existsSync(join(dir, 'evidence')) ? readdirSync(join(dir, 'evidence')) : [];
  const page = { results, rules: rulebook.rules, evidence };
  const here = summaryHtml({ ...page, language, otherLanguage: `index.${other}.html` });
  const there = summaryHtml({ ...page, language: other, otherLanguage: 'index.html' });
  writeFileSync(join(dir, 'index.html'), here);
  writeFileSync(join(dir, `index.${other}.html`), there);
}

/** Writes what a run leaves behind. */
export function writeFolder(dir: string, results: Results, register: Register, language: Language): void {
  const rulebook = catalogue(register, readFeatures(FEATURES).rules, results);
  writeJson(join(dir, 'results.json'), results);
  writeJson(join(dir, 'rulebook.json'), rulebook);
  writeFileSync(join(dir, 'junit.xml'), junitXml(results, language));
  writePages(dir, { results, rulebook }, language);
}

const LISTS = ['rules', 'scenarios', 'blame'] as const;

function isResults(value: unknown): value is Results {
  if (typeof value !== 'object' || value === null || !('verdict' in value) || !('run' in value)) return false;
  return LISTS.every((name) => Array.isArray((value as Record<string, unknown>)[name]));
}

/**
 * Reads the document of a run from its folder.
 * @throws ConfigurationError when there is no such folder, or it is not one that a run left.
 */
export function readRun(dir: string): Results {
  const folder = resolve(dir);
  const file = join(folder, 'results.json');
  const hint = 'expected the folder of a run, as "npx hutong run" prints it at its end';
  if (!existsSync(folder)) throw new ConfigurationError(`there is no folder ${folder}; ${hint}`);
  if (!existsSync(file)) throw new ConfigurationError(`${folder} has no results.json; ${hint}`);
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be read: ${error instanceof Error ? error.message : error}; ${hint}`);
  }
  if (!isResults(document)) throw new ConfigurationError(`${file} is not the document of a run; ${hint}`);
  return document;
}
