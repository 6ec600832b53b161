import { checkId } from '../register/register';
import type { RegisteredRule } from '../register/schema';
import type { NotApplicable } from './applicability';
import type { RuleResult, ScenarioResult } from './results';
import { type Verdict, worse } from './verdict';

/** The checks that the register expects of a scenario. */
export const expectedOf = (rule: RegisteredRule | undefined, scenario: { readonly id: string }): readonly string[] =>
  rule?.scenarios[scenario.id.split('.')[1] ?? '']?.checks ?? [];

/**
 * The verdict of a rule, from its scenarios.
 * @param part Whether the run was to try some scenarios only.
 */
export function ruleResult(rule: RegisteredRule, scenarios: readonly ScenarioResult[], part: boolean): RuleResult {
  const all = scenarios.filter((scenario) => scenario.rule === rule.id);
  const own = all.filter(({ verdict }) => verdict !== 'not-applicable');
  const checks = rule.checks.map(({ id }) => {
    const check = checkId(rule, id);
    const emissions = own.flatMap((scenario) => scenario.checks.filter((emission) => emission.check === check));
    const verdicts = emissions.map(({ verdict }): Verdict => (verdict === 'pass' ? 'pass' : 'fail'));
    const expected = Object.values(rule.scenarios).some((scenario) => scenario.checks.includes(id));
    const awaited = own.some((scenario) => expectedOf(rule, scenario).includes(id));
    const excused = all.some((each) => each.notApplicable !== undefined && expectedOf(rule, each).includes(id));
    const elsewhere = (part || excused) && expected && !awaited;
    // A check of a selected rule that nobody emitted is a failure, never a pass by silence.
    const silent = elsewhere ? 'not-applicable' : 'fail';
    const verdict: Verdict = verdicts.length === 0 ? silent : verdicts.reduce(worse, 'pass');
    return { check, verdict, scenarios: emissions.length };
  });
  const { id, theme, level, statement } = rule;
  const base = { id, theme, level, statement, checks, scenarios: own.length };
  const excuse = all.find(({ notApplicable }) => notApplicable)?.notApplicable;
  if (own.length === 0)
    return excuse ? { ...base, verdict: 'not-applicable', notApplicable: excuse } : { ...base, verdict: 'error' };
  const answered = checks.filter((check) => check.verdict !== 'not-applicable');
  return { ...base, verdict: [...own, ...answered].map((each) => each.verdict).reduce(worse, 'pass') };
}

/** A rule that cannot be judged: nothing of it ran, and the reason says why. */
export function unjudged(rule: RegisteredRule, notApplicable: NotApplicable): RuleResult {
  const { id, theme, level, statement } = rule;
  const verdict = 'not-applicable';
  const checks = rule.checks.map((check) => ({ check: checkId(rule, check.id), verdict, scenarios: 0 }) as const);
  return { id, theme, level, statement, verdict, checks, scenarios: 0, notApplicable };
}
