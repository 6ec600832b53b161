import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError } from '../configuration';
import { findJava } from './java';

/** How an Allure page was made. */
export type AllureGenerator = 'allure-commandline' | 'allure';

/** What to draw, and for whom. */
export interface AllureRequest {
  /** The folder with the results that a run left for Allure. */
  readonly resultsDir: string;
  /** The one file to write. */
  readonly file: string;
  readonly title: string;
  readonly language: 'en' | 'zh';
  readonly environment?: NodeJS.ProcessEnv;
}

const SETTINGS = 'allurerc.json';

/**
 * The arguments of each generator, which draw alike; the first needs Java, the second does not and takes the name of a
 * report from a file only.
 * @param folder Where it may write.
 * @param out The folder of the page.
 */
function commandLine(
  generator: AllureGenerator,
  { resultsDir, title, language }: AllureRequest,
  folder: string,
  out: string,
): string[] {
  if (generator === 'allure-commandline') {
    const options = ['--single-file', '--lang', language, '--name', title, '--output', out];
    return [require.resolve('allure-commandline/bin/allure'), 'generate', resultsDir, ...options];
  }
  const options = { reportName: title, reportLanguage: language, singleFile: true };
  const settings = { name: title, output: out, plugins: { allure2: { options } } };
  writeFileSync(join(folder, SETTINGS), JSON.stringify(settings));
  return [join(dirname(require.resolve('allure')), '..', 'cli.js'), 'generate', '--config', SETTINGS, resultsDir];
}

/** Elements that would fetch something from outside when the page opens. */
const FROM_OUTSIDE =
  /<script\b[^>]*\bsrc="(?:https?:)?\/\/[^"]*"[^>]*><\/script>|<link\b[^>]*\bhref="(?:https?:)?\/\/[^"]*"[^>]*>/g;

/** The page without anything that it would fetch from outside. */
export const closedPage = (html: string): string => html.replaceAll(FROM_OUTSIDE, '');

/**
 * Draws the results of a run as one Allure page that opens from disk and asks nobody for anything.
 * @throws ConfigurationError when the run left nothing for Allure.
 */
export async function drawAllure(request: AllureRequest): Promise<AllureGenerator> {
  const { resultsDir, file, environment = process.env } = request;
  const results = existsSync(resultsDir) ? readdirSync(resultsDir).filter((name) => name.endsWith('-result.json')) : [];
  if (results.length === 0)
    throw new ConfigurationError(
      `found no Allure results in ${resultsDir}, expected those of a run that ran something`,
    );
  const generator = (await findJava(environment)) ? 'allure-commandline' : 'allure';
  const folder = mkdtempSync(join(tmpdir(), 'hutong-allure-'));
  try {
    const out = join(folder, 'page');
    // Only this very word keeps the counting script of the generators out of their pages.
    const env = { ...environment, ALLURE_NO_ANALYTICS: 'true' };
    await promisify(execFile)(process.execPath, commandLine(generator, request, folder, out), { cwd: folder, env });
    writeFileSync(file, closedPage(readFileSync(join(out, 'index.html'), 'utf8')));
    return generator;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
