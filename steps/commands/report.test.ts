import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../../reports/register/catalogue';
import { readFeatures } from '../../reports/register/features';
import { readRegister } from '../../reports/register/register';
import { buildResults } from '../../reports/verdicts/results';
import type { LaunchedBrowser } from '../drivers/browser/launch';
import { launchBrowser } from '../drivers/browser/launch';
import { FEATURES } from '../paths';
import { closedPage } from './allure';
import { findJava } from './java';
import { report } from './report';

const TITLE = 'A provider that opens today is offered today';
let browser: LaunchedBrowser['browser'];
let folder = '';

before(async () => {
  browser = (await launchBrowser()).browser;
});
after(() => browser.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hutong-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The folder of a run in which one scenario passed. */
function runFolder(): string {
  const register = readRegister(FEATURES);
  const results = buildResults(register, ['CHO-001'], [], { seed: '1', wire: 'memory' });
  const rulebook = catalogue(register, readFeatures(FEATURES).rules, results);
  writeFileSync(join(folder, 'results.json'), JSON.stringify(results));
  writeFileSync(join(folder, 'rulebook.json'), JSON.stringify(rulebook));
  mkdirSync(join(folder, 'allure-results'));
  const result = { uuid: 'u1', name: TITLE, fullName: 'f#1', status: 'passed', stage: 'finished', start: 1, stop: 2 };
  writeFileSync(join(folder, 'allure-results', 'u1-result.json'), JSON.stringify({ ...result, labels: [], steps: [] }));
  return folder;
}

/** Opens a page from disk; gives back whom else it asked for something. */
async function openFromDisk(file: string, text: string): Promise<string[]> {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) asked.push(request.url());
  });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'networkidle' });
  await page.getByText(text).first().waitFor();
  await page.close();
  return asked;
}

test('the summary is drawn anew from the documents of the run, in either language', async () => {
  const dir = runFolder();
  assert.equal(await report(dir, { lang: 'zh' }), 0);
  assert.match(readFileSync(join(dir, 'index.html'), 'utf8'), /<html lang="zh-CN">/);
  assert.match(readFileSync(join(dir, 'index.en.html'), 'utf8'), /<html lang="en">/);
  assert.equal(await report(dir, { lang: 'en' }), 0);
  assert.deepEqual(await openFromDisk(join(dir, 'index.html'), 'CHO-001'), []);
});

for (const [name, environment, generator] of [
  ['with Java, where the machine has it', process.env, undefined],
  ['without Java', { PATH: '/nonexistent' }, 'allure'],
] as const) {
  test(`one Allure page opens from disk and asks nobody for anything: ${name}`, async () => {
    const dir = runFolder();
    const expected = generator ?? ((await findJava()) ? 'allure-commandline' : 'allure');
    const said: string[] = [];
    const log = console.log;
    console.log = (line: string) => said.push(line);
    try {
      assert.equal(await report(dir, { allure: true, lang: 'en' }, environment), 0);
    } finally {
      console.log = log;
    }
    const file = join(dir, 'allure.html');
    assert.deepEqual(said, [`report: ${file} (made by ${expected})`]);
    assert.deepEqual(await openFromDisk(file, 'Hutong: results of a run'), []);
  });
}

test('whatever a page would fetch from outside is taken out of it', () => {
  const page =
    '<head><script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script><script>let x;</script></head>';
  assert.equal(closedPage(page), '<head><script>let x;</script></head>');
  assert.equal(closedPage('<link rel="stylesheet" href="//cdn.example/a.css"><p>'), '<p>');
});

test('a folder that no run left is refused with what was expected, and nothing is written', async () => {
  const refused = (dir: string, words: RegExp, allure = false) =>
    assert.rejects(report(dir, { lang: 'en', allure }), { name: 'ConfigurationError', message: words });
  await refused(join(folder, 'nowhere'), /there is no folder .*nowhere; expected the folder of a run/);
  await refused(folder, /has no results\.json/);
  writeFileSync(join(folder, 'results.json'), '{');
  await refused(folder, /results\.json cannot be read/);
  writeFileSync(join(folder, 'results.json'), '{"rules": []}');
  await refused(folder, /has no list "scenarios", "blame"/);
  const dir = runFolder();
  rmSync(join(dir, 'allure-results'), { recursive: true });
  await refused(dir, /found no Allure results/, true);
  assert.equal(existsSync(join(folder, 'index.html')), false);
});
