import { join, resolve } from 'node:path';
import { drawAllure } from './allure';
import type { ExitCode } from './command-line';
import { readDocuments, writePages } from './run-folder';

/** The options of `hutong report`. */
export interface ReportOptions {
  /** Makes the Allure page instead of the summary. */
  readonly allure?: boolean;
  readonly lang: 'en' | 'zh';
}

const TITLES = { en: 'Hutong: results of a run', zh: '互通：运行结果' };
const SAID = { en: { report: 'report', by: 'made by' }, zh: { report: '报告', by: '生成器' } };

/**
 * `hutong report`: draws the summary of a run folder anew, or one Allure page beside it; both open from disk.
 * @throws ConfigurationError when the folder is none that a run left.
 */
export async function report(
  dir: string,
  { allure, lang }: ReportOptions,
  environment = process.env,
): Promise<ExitCode> {
  const documents = readDocuments(dir);
  const folder = resolve(dir);
  const words = SAID[lang];
  if (!allure) {
    writePages(folder, documents, lang);
    console.log(`${words.report}: ${join(folder, 'index.html')}`);
    return 0;
  }
  const file = join(folder, 'allure.html');
  const resultsDir = join(folder, 'allure-results');
  const generator = await drawAllure({ resultsDir, file, title: TITLES[lang], language: lang, environment });
  console.log(`${words.report}: ${file} (${words.by} ${generator})`);
  return 0;
}
