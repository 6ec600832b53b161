import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ScenarioRun, StepTrouble } from '../../reports/verdicts/collect';
import type { CheckEmission } from '../../reports/verdicts/emission';
import { verdictOn } from './defects';

const twin = {
  id: 'a-twin',
  check: 'DEMO-001/first',
  reason: 'the-reason',
  collateral: ['DEMO-001/second'],
  level: 'logic' as const,
  what: { en: 'a twin', zh: '样本' },
};

const said = (check: string, reason?: string): CheckEmission => ({
  check: `DEMO-001/${check}`,
  verdict: reason === undefined ? 'pass' : 'fail',
  observed: 1,
  reasons: reason === undefined ? [] : [reason],
  ...(reason === undefined ? {} : { reason }),
});

function ran(checks: readonly CheckEmission[], ...troubles: StepTrouble[]): ScenarioRun {
  const identity = { id: 'DEMO-001.1', key: 'DEMO-001.1', rule: 'DEMO-001', example: 0 };
  return { ...identity, title: 'demo', file: 'demo.feature', checks, troubles, evidence: undefined, durationMs: 1 };
}

describe('what counts as caught', () => {
  it('the declared check with the declared reason', () => {
    const { caught, by, reason } = verdictOn(twin, [ran([said('first', 'the-reason')])]);
    assert.deepEqual({ caught, by, reason }, { caught: true, by: ['DEMO-001.1'], reason: 'the-reason' });
  });

  it('declared collateral beside it', () => {
    assert.ok(verdictOn(twin, [ran([said('first', 'the-reason')]), ran([said('second', 'whatever')])]).caught);
  });

  it('not a twin that no check fails', () => {
    const { caught, reason } = verdictOn(twin, [ran([said('first')])]);
    assert.equal(caught, false);
    assert.match(reason, /^survived: DEMO-001\/first passed in 1 scenarios/);
  });

  it('not another reason', () => {
    const { caught, reason } = verdictOn(twin, [ran([said('first', 'by-accident')])]);
    assert.equal(caught, false);
    assert.match(reason, /by-accident instead of the-reason/);
  });

  it('not undeclared collateral', () => {
    const { caught, reason } = verdictOn(twin, [ran([said('first', 'the-reason'), said('third', 'surprise')])]);
    assert.equal(caught, false);
    assert.match(reason, /undeclared: DEMO-001\/third/);
  });

  it('not a scenario that broke', () => {
    const trouble = { step: 'a step', status: 'FAILED' as StepTrouble['status'], type: 'TypeError', message: 'oops' };
    const { caught, reason } = verdictOn(twin, [ran([said('first', 'the-reason')], trouble)]);
    assert.equal(caught, false);
    assert.match(reason, /a scenario broke: DEMO-001.1: oops/);
  });
});
