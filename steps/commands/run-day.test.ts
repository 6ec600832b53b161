import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readRegister } from '../../reports/register/register';
import type { NotApplicable } from '../../reports/verdicts/applicability';
import type { ScenarioRun } from '../../reports/verdicts/collect';
import { buildResults, exitCode, type Results } from '../../reports/verdicts/results';
import { FEATURES, ROOT } from '../paths';
import { judgedBy, marketIn, whyNotTried } from '../run-market';

const register = readRegister(FEATURES);
const folders: string[] = [];

/** Runs rules on a day in a process of its own. */
function runOn(...argv: string[]): { status: number | null; output: string; results: Results } {
  const dir = mkdtempSync(join(tmpdir(), 'hutong-run-day-'));
  folders.push(dir);
  const command = [join(ROOT, 'hutong.js'), 'run', ...argv, '--out', dir];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  const results = JSON.parse(readFileSync(join(dir, 'results.json'), 'utf8')) as Results;
  return { status, output: stdout + stderr, results };
}

const scenario = (id: string, more: Partial<ScenarioRun>): ScenarioRun => ({
  id,
  key: id,
  rule: id.split('.')[0] ?? '',
  example: 0,
  title: id,
  file: '',
  checks: [],
  troubles: [],
  evidence: undefined,
  durationMs: 1,
  ...more,
});

const ABSENT: NotApplicable = { code: 'provider-not-there', about: { provider: 'X', platform: 'p', day: 'd' } };
const passed = (check: string) => ({ check, verdict: 'pass' as const, observed: 1, reasons: [] });

describe('a run on a day', () => {
  after(() => {
    for (const dir of folders) rmSync(dir, { recursive: true, force: true });
  });

  it('judges by what is in force that day and lists the rest with its day', () => {
    const { status, output, results } = runOn('--rule', 'ACC-006,ACC-005', '--as-of', '2024-04-30');
    assert.equal(status, 2, output);
    assert.deepEqual(
      results.rules.map(({ id, verdict }) => [id, verdict]),
      [
        ['ACC-005', 'not-applicable'],
        ['ACC-006', 'not-applicable'],
      ],
    );
    assert.match(output, /not in force on 2024-04-30; in force from 2024-05-01: ACC-005, ACC-006/);
    assert.match(output, /nothing that was asked for could be judged/);
    assert.equal(results.verdict, 'error');
  });

  it('has the market of that day, and says whom its scenarios miss', () => {
    const options = ['--rule', 'REF-003', '--as-of', '2024-09-26', '--platform', 'taobao-like'];
    const { status, output, results } = runOn(...options);
    assert.equal(status, 0, output);
    assert.equal(results.verdict, 'pass');
    assert.match(output, /WeChat Pay is not open to all on taobao-like on 2024-09-26: live in part \(MF-2024-09-12\)/);
    assert.match(output, /The market as of 2024-09-26/);
    const own = results.scenarios.filter(({ verdict }) => verdict === 'not-applicable');
    assert.ok(own.length > 0 && own.every(({ notApplicable }) => notApplicable !== undefined));
    assert.equal(results.counts.notApplicable, own.length);
    assert.equal(results.run['asOf'], '2024-09-26');
  });
});

describe('what does not apply', () => {
  const rule = 'CHO-004';
  const registered = register.rules.find(({ id }) => id === rule);
  const checks = registered?.checks.map(({ id }) => `${rule}/${id}`) ?? [];
  const all = Object.entries(registered?.scenarios ?? {});

  it('is never a pass: a rule of which nothing was tried is not applicable, and alone an error', () => {
    const runs = all.map(([number]) => scenario(`${rule}.${number}`, { notApplicable: ABSENT }));
    const results = buildResults(register, [rule], runs, {});
    assert.equal(results.rules[0]?.verdict, 'not-applicable');
    assert.equal(results.verdict, 'error');
    assert.equal(exitCode(results.verdict), 3);
    assert.equal(results.blame[0]?.reason, 'nothing-judged');
  });

  it('excuses only the checks that nobody else was to make', () => {
    const runs = all.map(([number, { checks: expected }], i) => {
      if (i === 0) return scenario(`${rule}.${number}`, { notApplicable: ABSENT });
      return scenario(`${rule}.${number}`, { checks: expected.map((id) => passed(`${rule}/${id}`)) });
    });
    const results = buildResults(register, [rule], runs, {});
    assert.equal(results.verdict, 'pass');
    const silent = runs.map((run) => ({ ...run, checks: [] }));
    const broken = buildResults(register, [rule], silent, {});
    assert.equal(broken.verdict, 'fail');
    assert.deepEqual(
      broken.rules[0]?.checks.map(({ check }) => check),
      checks,
    );
  });

  it('is not believed of a scenario that did something all the same', () => {
    const [number = ''] = all[0] ?? [];
    const failed = { check: checks[0] ?? '', verdict: 'fail' as const, observed: 1, reasons: ['x'], reason: 'x' };
    const runs = [scenario(`${rule}.${number}`, { notApplicable: ABSENT, checks: [failed] })];
    assert.equal(buildResults(register, [rule], runs, {}).verdict, 'fail');
  });

  it('is nothing in the usual market', () => {
    assert.equal(whyNotTried(['a merchant who accepts Alipay'], [], {}), undefined);
    assert.equal(whyNotTried(['a merchant who accepts Alipay'], ['@from-2099-01-01'], {}), undefined);
  });

  it('is whoever is not there, inside another, or alone', () => {
    const taobao = { platform: 'taobao-like', asOf: '2021-07-31' } as const;
    const why = (text: string, tags: string[] = []) => whyNotTried([text], tags, taobao)?.code;
    assert.equal(why('a merchant who accepts Alipay'), undefined);
    assert.equal(why('a merchant who accepts Alipay and WeChat Pay'), 'provider-not-there');
    assert.equal(why('every provider', ['@several-providers']), 'too-few-providers');
    assert.equal(why('every provider', ['@from-2022-01-01']), 'not-in-force-yet');
    const later = { platform: 'taobao-like', asOf: '2024-09-27' } as const;
    assert.equal(whyNotTried(['a payer chooses e-CNY'], [], later)?.code, 'provider-inside-another');
    assert.equal(whyNotTried(['a payer chooses JD Pay'], [], later)?.code, 'provider-not-there');
  });

  it('is a duty of those who declare open access on a platform that does not', () => {
    const open = register.rules.find(({ id }) => id === 'ACC-001');
    assert.equal(open?.capability, 'open-access');
    const judging = (platform: 'taobao-like' | 'open-platform') =>
      buildResults(register, ['ACC-001'], [], {}, [], judgedBy({ platform })).rules[0];
    assert.equal(judging('taobao-like')?.notApplicable?.code, 'capability-missing');
    assert.equal(judging('open-platform')?.verdict, 'error');
  });
});

describe('the market of a run', () => {
  const on = (asOf: string) => marketIn({ platform: 'taobao-like', asOf }).providers.map(({ id }) => id);

  it('has whoever is open in the own cashier that day, on the day before and on the day', () => {
    assert.deepEqual(on('2022-12-31'), ['alipay']);
    assert.deepEqual(on('2023-01-01').sort(), ['alipay', 'bestpay', 'hebao']);
    assert.deepEqual(on('2024-09-11').sort(), ['alipay', 'bestpay', 'hebao']);
    assert.deepEqual(on('2024-09-27').sort(), ['alipay', 'bestpay', 'hebao', 'wechatpay']);
  });
});
