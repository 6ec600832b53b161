import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { junitXml } from '../formats/junit';
import { summaryText } from '../formats/text';
import { readRegister } from '../register/register';
import type { ScenarioRun, StepTrouble } from './collect';
import type { CheckEmission } from './emission';
import { buildResults, exitCode } from './results';

const register = readRegister(join(__dirname, '..', '..', 'features'));
const SHOULD = 'CHO-009';
const MUST = 'CHO-003';

const emitted = (check: string, verdict: CheckEmission['verdict'], reason = 'runs-off-the-page'): CheckEmission => ({
  check,
  verdict,
  observed: 1,
  reasons: verdict === 'pass' ? [] : [reason],
  ...(verdict === 'pass' ? {} : { reason, about: { order: 'O1', provider: 'alipay' } }),
});

/** A run in which every check of a rule says the same. */
function ran(rule: string, verdict: CheckEmission['verdict'], troubles: readonly StepTrouble[] = []): ScenarioRun[] {
  const entry = register.rules.find(({ id }) => id === rule);
  return Object.entries(entry?.scenarios ?? {}).map(([number, { checks }]) => {
    const id = `${rule}.${number}`;
    const said = checks.map((check) => emitted(`${rule}/${check}`, verdict));
    const identity = { id, key: id, rule, example: 0, title: id, file: 'x.feature' };
    return { ...identity, checks: said, troubles, evidence: undefined, durationMs: 1 };
  });
}

const judged = (runs: readonly ScenarioRun[]) =>
  buildResults(register, [MUST, SHOULD], runs, { seed: '1', wire: 'memory' });
const broken = { step: 'a step', status: 'FAILED', type: 'HarnessTrouble', message: 'no market' } as StepTrouble;

describe('a SHOULD', () => {
  it('has verdict fail when it fails, and the run holds', () => {
    const results = judged([...ran(MUST, 'pass'), ...ran(SHOULD, 'fail')]);
    const verdicts = results.rules.map(({ id, verdict }) => `${id} ${verdict}`);
    assert.deepEqual(verdicts, [`${MUST} pass`, `${SHOULD} fail`]);
    assert.deepEqual([results.verdict, exitCode(results.verdict)], ['pass', 0]);
    assert.ok(results.blame.length > 0 && results.blame.every(({ warning }) => warning));
  });

  it('is printed as a warning, in both languages, and is no failure in JUnit', () => {
    const results = judged([...ran(MUST, 'pass'), ...ran(SHOULD, 'fail')]);
    const english = summaryText(results, 'en');
    assert.match(english, /CHO-009 {2}warning/);
    assert.match(english, /^warning: CHO-009\/named-in-its-language failed/m);
    assert.match(summaryText(results, 'zh'), /^警告：CHO-009/m);
    const xml = junitXml(results, 'en');
    assert.doesNotMatch(xml, /<failure/);
    assert.match(xml, /<system-out>warning: CHO-009/);
  });

  it('leaves the failure of a MUST what it is', () => {
    const results = judged([...ran(MUST, 'fail'), ...ran(SHOULD, 'fail')]);
    assert.equal(exitCode(results.verdict), 1);
    assert.match(summaryText(results, 'en'), /CHO-003 {2}FAIL/);
    assert.match(junitXml(results, 'en'), /<failure/);
  });

  it('that could not be decided is trouble, not a warning', () => {
    const results = judged([...ran(MUST, 'pass'), ...ran(SHOULD, 'pass', [broken])]);
    assert.equal(exitCode(results.verdict), 3);
    assert.ok(results.blame.every(({ warning }) => !warning));
  });
});
