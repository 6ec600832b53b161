import { findGaps } from '../../reports/register/coverage';
import { buildResults, type ScenarioResult } from '../../reports/verdicts/results';
import { type Defect, defectNamed } from '../../simulators/defects';
import type { WorldParts } from '../../simulators/world/world';
import { evidenceSabotage } from './evidence';
import type { HarnessParts } from './harness';
import { securitySabotage } from './security';

/** A deliberately broken twin of the harness itself: the same declaration, with parts of the harness in place of the market's. */
export interface Sabotage extends Omit<Defect, 'parts'> {
  readonly harness: Partial<HarnessParts>;
}

/** A twin that breaks nothing; no check may catch it. */
export const HARMLESS: Defect = {
  id: 'breaks-nothing',
  check: 'CHO-001/shown-equals-eligible',
  reason: 'usable-method-missing',
  level: 'logic',
  what: { en: 'Breaks nothing, so no check may catch it', zh: '没有任何问题，因此不应被发现' },
  parts: {},
};

/** Reads silence as consent: a scenario fails only when a check of it says no. */
const silenceIsConsent: typeof buildResults = (register, selected, runs, run) => {
  const results = buildResults(register, selected, runs, run);
  const forgive = <T extends { verdict: string }>(entry: T): T => ({ ...entry, verdict: 'pass' });
  const saidNo = ({ checks }: ScenarioResult) => checks.some(({ verdict }) => verdict === 'fail');
  const scenarios = results.scenarios.map((scenario) => (saidNo(scenario) ? scenario : forgive(scenario)));
  const verdict = scenarios.some(saidNo) ? results.verdict : 'pass';
  return { ...results, scenarios, verdict, rules: results.rules.map(forgive) };
};

/** Broken twins of the harness. */
export const sabotage: readonly Sabotage[] = [
  {
    id: 'loses-a-scenario',
    check: 'EVD-001/nothing-orphaned',
    reason: 'register-and-features-differ',
    level: 'logic',
    what: { en: 'Has lost the only scenarios of a rule', zh: '丢失了一条规则的全部场景' },
    harness: { house: (house) => ({ ...house, rules: house.rules.slice(1) }) },
  },
  {
    id: 'overlooks-changed-words',
    check: 'EVD-001/gaps-are-found',
    reason: 'gap-not-found',
    level: 'logic',
    subtle: true,
    what: { en: 'Compares statements by their ids alone', zh: '比较规则时只看编号，不看文字' },
    harness: { findGaps: (house) => findGaps(house).filter(({ code }) => code !== 'statement-differs') },
  },
  {
    id: 'keeps-a-check-that-cannot-fail',
    check: 'EVD-002/every-check-has-a-defect',
    reason: 'check-without-defect',
    level: 'logic',
    what: { en: 'Keeps a check that no broken twin fails', zh: '保留了一项没有任何缺陷样本能使其失败的检查' },
    harness: {
      house: (house) => {
        const [first] = house.defects;
        return { ...house, defects: house.defects.filter(({ check }) => check !== first?.check) };
      },
    },
  },
  {
    id: 'calls-a-sound-part-broken',
    check: 'EVD-002/defects-are-caught',
    reason: 'defect-survived',
    level: 'logic',
    what: { en: 'Has a twin in its catalogue that breaks nothing', zh: '缺陷样本目录中混入了毫无缺陷的样本' },
    harness: { lot: [HARMLESS.id] },
  },
  {
    id: 'reads-silence-as-consent',
    check: 'EVD-002/silence-is-a-failure',
    reason: 'silence-passed',
    level: 'logic',
    what: { en: 'Counts a scenario as passed unless a check says no', zh: '只要没有检查明确失败就算通过' },
    harness: { buildResults: silenceIsConsent },
  },
  ...evidenceSabotage,
  ...securitySabotage,
];

/** The replaced parts of the market in a run with a twin: nothing for a twin of the harness, or without any. */
export function partsOf(id: string | undefined): WorldParts | undefined {
  if (id === undefined || sabotage.some((twin) => twin.id === id)) return undefined;
  return id === HARMLESS.id ? HARMLESS.parts : defectNamed(id).parts;
}
