import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { buildResults, exitCode, type Results } from '../../reports/verdicts/results';
import { oneRule, sound } from '../sabotage/silences';
import { runSuite } from './suite';

const dir = mkdtempSync(join(tmpdir(), 'hutong-suite-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** Runs one scenario of a rule of its own with the house's real steps. */
async function results(name: string, ...steps: string[]): Promise<Results> {
  const file = join(dir, `${name}.feature`);
  const lines = steps.map((step) => `      ${step}\n`).join('');
  const text = `Feature: demonstration\n  @DEMO-001 @must\n  Rule: DEMO-001 A demonstration\n    @DEMO-001.1\n    Scenario: demonstration\n${lines}`;
  writeFileSync(file, text);
  const collector = await runSuite({ parameters: { seed: '1', wire: 'memory' }, paths: [file] });
  return buildResults(oneRule, ['DEMO-001'], collector.scenarios(), {});
}

const blamed = ({ blame }: Results) => blame.map(({ place, reason }) => `${place}: ${reason}`);

describe('a real run that says too little', () => {
  it('fails on a step that nobody defined, as trouble of the harness', async () => {
    const run = await results('undefined', 'Given a merchant who accepts Alipay', 'When nobody knows what');
    assert.equal(exitCode(run.verdict), 3);
    assert.deepEqual(blamed(run), ['harness: UNDEFINED']);
  });

  it('fails when no check is emitted', async () => {
    const run = await results('silent', 'Given a merchant who accepts Alipay');
    assert.equal(exitCode(run.verdict), 1);
    assert.deepEqual(blamed(run), ['harness: check-not-emitted', 'harness: check-not-emitted']);
  });

  it('is an error when the harness is used wrongly', async () => {
    const run = await results('trouble', 'When the payer opens the cashier');
    assert.equal(exitCode(run.verdict), 3);
    assert.deepEqual(blamed(run), ['harness: HarnessTrouble']);
  });

  it('answers in part only for the checks that its scenarios are expected to make', () => {
    const [rule] = oneRule.rules;
    assert.ok(rule);
    const scenarios = { '1': { zh: '甲', checks: ['first'] }, '2': { zh: '乙', checks: ['second'] } };
    const register = { ...oneRule, rules: [{ ...rule, scenarios }] };
    const runs = sound.map((run) => ({ ...run, checks: run.checks.filter(({ check }) => check.endsWith('/first')) }));
    const verdict = (facts: Record<string, unknown>) => buildResults(register, ['DEMO-001'], runs, facts).verdict;
    assert.deepEqual(
      [verdict({ shard: '1/2' }), verdict({ part: 'what failed before' }), verdict({})],
      ['pass', 'pass', 'fail'],
    );
    const nobodys = { ...oneRule, rules: [{ ...rule, scenarios: { '1': { zh: '甲', checks: ['first'] } } }] };
    assert.equal(buildResults(nobodys, ['DEMO-001'], runs, { shard: '1/2' }).verdict, 'fail');
    const silent = sound.map((run) => ({ ...run, checks: [] }));
    assert.equal(buildResults(register, ['DEMO-001'], silent, { shard: '1/2' }).verdict, 'fail');
  });

  it('is an error when nothing is selected', async () => {
    const collector = await runSuite({ parameters: { seed: '1', wire: 'memory' }, tags: '@NOBODY-999' });
    const run = buildResults(oneRule, ['DEMO-001'], collector.scenarios(), {});
    assert.equal(exitCode(run.verdict), 3);
  });
});

describe('workers', () => {
  const digests = async (parallel?: number) => {
    const collector = await runSuite({ parameters: { seed: '1', wire: 'memory' }, tags: '@REF-003', parallel });
    return collector.scenarios().map(({ key, evidence }) => `${key} ${evidence?.canonicalDigest}`);
  };

  it('see the same as one process, scenario by scenario', async () => {
    const alone = await digests();
    assert.ok(alone.length > 1);
    assert.deepEqual((await digests(2)).sort(), alone.sort());
  });
});
