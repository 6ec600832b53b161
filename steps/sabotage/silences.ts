import type { Register } from '../../reports/register/register';
import type { ScenarioRun, StepTrouble } from '../../reports/verdicts/collect';
import type { CheckEmission } from '../../reports/verdicts/emission';

const RULE = 'DEMO-001';
const text = { en: 'A demonstration', zh: '演示' };

/** A rulebook of one rule with one scenario and two checks. */
export const oneRule: Register = {
  revision: 'demonstration',
  sources: {},
  rules: [
    {
      id: RULE,
      theme: 'evidence',
      level: 'MUST',
      binds: ['platform'],
      statement: text,
      reading: text,
      basis: 'house',
      basisReason: text,
      sources: [],
      observedBy: ['wire'],
      reach: 'house',
      inForce: { from: null },
      since: 'demonstration',
      capability: 'harness',
      checks: [
        { id: 'first', says: text, defects: ['broken'] },
        { id: 'second', says: text, defects: ['broken'] },
      ],
      scenarios: { '1': { zh: text.zh, checks: ['first', 'second'] } },
    },
  ],
};

const said = (check: string, verdict: CheckEmission['verdict'] = 'pass'): CheckEmission => ({
  check: `${RULE}/${check}`,
  verdict,
  observed: verdict === 'inconclusive' ? 0 : 1,
  reasons: [],
});

function ran(checks: readonly CheckEmission[], trouble?: Pick<StepTrouble, 'type' | 'status'>): ScenarioRun {
  const troubles = trouble ? [{ step: 'a step', message: `${trouble.type} in a step`, ...trouble }] : [];
  const identity = { id: `${RULE}.1`, key: `${RULE}.1`, rule: RULE, example: 0 };
  return { ...identity, title: text.en, file: 'demo.feature', checks, troubles, evidence: undefined, durationMs: 1 };
}

const BOTH = [said('first'), said('second')];
const FAILED = 'FAILED' as StepTrouble['status'];
const UNDEFINED = 'UNDEFINED' as StepTrouble['status'];

/** A run of the one rule in which all is well; without it the silences below would show nothing. */
export const sound: readonly ScenarioRun[] = [ran(BOTH)];

/** Runs of the one rule in which something was not said, by the words of the feature. */
export const silences: Readonly<Record<string, readonly ScenarioRun[]>> = {
  'no scenario runs': [],
  'a scenario says nothing': [ran([])],
  'one of two checks stays silent': [ran([said('first')])],
  'a check has nothing to judge': [ran([said('first'), said('second', 'inconclusive')])],
  'a prerequisite is missing': [ran(BOTH, { type: 'Prerequisite', status: FAILED })],
  'the harness itself breaks': [ran(BOTH, { type: 'HarnessTrouble', status: FAILED })],
  'a step is not defined': [ran(BOTH, { type: 'UNDEFINED', status: UNDEFINED })],
};
