import { createHash } from 'node:crypto';
import { checkId, type Register } from '../register/register';
import type { RegisteredRule } from '../register/schema';
import { type JudgedBy, type NotApplicable, whyNotJudged } from './applicability';
import type { ScenarioRun } from './collect';
import type { CheckEmission } from './emission';
import { type InteropRow, untried } from './interop';
import { expectedOf, ruleResult, unjudged } from './rule-result';
import { type Verdict, worse } from './verdict';

export { type Verdict, worse } from './verdict';

/** Whose trouble it is. */
export type Blame = 'configuration' | 'harness' | 'network' | 'system under test';

/** A failure, placed. */
export interface BlameEntry {
  readonly scenario: string;
  readonly rule: string;
  readonly check?: string;
  readonly place: Blame;
  readonly reason: string;
  readonly detail: string;
  readonly emission?: CheckEmission;
  /** True for what fails a SHOULD: it is told, and the verdict of the run does not turn on it. */
  readonly warning?: true;
}

export interface ScenarioResult {
  readonly id: string;
  readonly key: string;
  readonly rule: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly checks: readonly CheckEmission[];
  /** Checks that the register expects of it and that it did not emit. */
  readonly silent: readonly string[];
  /** Why it did not apply, where it did not. */
  readonly notApplicable?: NotApplicable;
  readonly canonicalDigest: string | undefined;
  readonly durationMs: number;
}

export interface RuleResult {
  readonly id: string;
  readonly theme: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly statement: { readonly en: string; readonly zh: string };
  readonly verdict: Verdict;
  readonly checks: ReadonlyArray<{ readonly check: string; readonly verdict: Verdict; readonly scenarios: number }>;
  readonly scenarios: number;
  /** Why it was not judged, where it was not. */
  readonly notApplicable?: NotApplicable;
}

/** The document of a run: what `results.json` holds. */
export interface Results {
  readonly verdict: Verdict;
  readonly revision: string;
  readonly run: Readonly<Record<string, unknown>>;
  readonly rules: readonly RuleResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly blame: readonly BlameEntry[];
  /** Folded over the scenarios' canonical digests; equal on every wire for equal behaviour. */
  readonly canonicalDigest: string;
  /** Providers and their entrances; absent in a document that was made before there was such a table. */
  readonly interop?: readonly InteropRow[];
  readonly counts: { readonly passed: number; readonly failed: number; readonly notApplicable: number };
}

function silentChecks(rule: RegisteredRule | undefined, run: ScenarioRun): string[] {
  if (doesNotApply(run)) return [];
  const expected = expectedOf(rule, run);
  const emitted = new Set(run.checks.map(({ check }) => check));
  return expected.map((check) => (rule ? checkId(rule, check) : check)).filter((check) => !emitted.has(check));
}

/** True where a scenario said that it does not apply, and did nothing else. */
const doesNotApply = ({ notApplicable, checks, troubles }: ScenarioRun) =>
  notApplicable !== undefined && checks.length + troubles.length === 0;

/** What thrown things say about whose trouble it is. */
function placeOf(type: string): Blame {
  if (type === 'CheckFailed' || type === 'Prerequisite') return 'system under test';
  if (type === 'ConfigurationError') return 'configuration';
  return 'harness';
}

function scenarioVerdict(run: ScenarioRun, silent: readonly string[]): Verdict {
  if (doesNotApply(run)) return 'not-applicable';
  const places = run.troubles.map(({ type }) => placeOf(type));
  if (places.includes('harness') || places.includes('configuration')) return 'error';
  if (places.length > 0) return 'fail';
  if (run.checks.some(({ verdict }) => verdict !== 'pass') || silent.length > 0) return 'fail';
  return run.checks.length === 0 ? 'fail' : 'pass';
}

/** A rule that binds the harness alone judges the harness: what fails there is its own trouble. */
const onTrial = (rule: RegisteredRule | undefined): Blame =>
  rule?.binds.every((bound) => bound === 'harness') ? 'harness' : 'system under test';

function blameOf(run: ScenarioRun, silent: readonly string[], rule: RegisteredRule | undefined): BlameEntry[] {
  if (doesNotApply(run)) return [];
  const lenient = rule?.level === 'SHOULD' && scenarioVerdict(run, silent) === 'fail';
  const base = { scenario: run.key, rule: run.rule, ...(lenient ? { warning: true as const } : {}) };
  const failed = run.checks.filter(({ verdict }) => verdict !== 'pass');
  const entries: BlameEntry[] = failed.map((emission) => ({
    ...base,
    check: emission.check,
    place: onTrial(rule),
    reason: emission.reason ?? 'nothing-to-judge',
    detail: emission.reason ?? 'the scenario gave the check nothing to judge',
    emission,
  }));
  for (const { type, message, step } of run.troubles) {
    if (type === 'CheckFailed') continue;
    const reason = type === 'Prerequisite' ? 'prerequisite-missing' : type;
    entries.push({ ...base, place: placeOf(type), reason, detail: `${step}: ${message.split('\n')[0]}` });
  }
  if (entries.length === 0 && run.checks.length === 0 && silent.length === 0) {
    entries.push({ ...base, place: 'harness', reason: 'zero-checks', detail: 'the scenario emitted no check at all' });
  }
  if (run.troubles.length > 0) return entries;
  for (const check of silent) {
    entries.push({
      ...base,
      check,
      place: 'harness',
      reason: 'check-not-emitted',
      detail: `${check} was expected and stayed silent`,
    });
  }
  return entries;
}

/** A run of some scenarios only: a shard, or what failed before. It answers for the checks that they are expected to make. */
const isPart = (run: Readonly<Record<string, unknown>>) => run['shard'] !== undefined || run['part'] !== undefined;

/** What is told of a run in which nothing of what was asked for could be judged. */
const NOTHING_JUDGED: BlameEntry = {
  scenario: 'hutong run',
  rule: '',
  place: 'configuration',
  reason: 'nothing-judged',
  detail: 'none of the selected rules could be judged on this day; choose another day, platform or rule',
};

/**
 * Folds what scenarios did into verdicts. Rules that were selected and never ran are errors, unless they cannot be judged
 * on the day of the run; a run in which nothing at all is judged is an error, too.
 * @param judgedBy Day and platform of the run; without it every rule is judged.
 */
export function buildResults(
  register: Register,
  selected: readonly string[],
  runs: readonly ScenarioRun[],
  run: Readonly<Record<string, unknown>>,
  interop: readonly InteropRow[] = [],
  judgedBy?: JudgedBy,
): Results {
  const byId = new Map(register.rules.map((rule) => [rule.id, rule]));
  const blame: BlameEntry[] = [];
  const scenarios = runs.map((entry): ScenarioResult => {
    const known = byId.get(entry.rule);
    const silent = silentChecks(known, entry);
    blame.push(...blameOf(entry, silent, known));
    const { id, key, rule, title, checks, evidence, durationMs, notApplicable } = entry;
    const verdict = scenarioVerdict(entry, silent);
    const why = verdict === 'not-applicable' && notApplicable ? { notApplicable } : {};
    const canonicalDigest = evidence?.canonicalDigest;
    return { id, key, rule, title, verdict, checks, silent, ...why, canonicalDigest, durationMs };
  });
  const part = isPart(run);
  const rules = register.rules
    .filter(({ id }) => selected.includes(id))
    .map((rule) => {
      const why = judgedBy && whyNotJudged(rule, judgedBy);
      // What ran is judged, whatever the day says.
      return why && !scenarios.some((scenario) => scenario.rule === rule.id)
        ? unjudged(rule, why)
        : ruleResult(rule, scenarios, part);
    });
  // A run of the whole rulebook leaves no entrance untried; one whose day excuses something may.
  const excused = [...rules, ...scenarios].some((each) => each.notApplicable !== undefined);
  const whole = !part && !excused && selected.length === register.rules.length;
  const left = whole ? untried(interop) : [];
  for (const cell of left) {
    blame.push({ scenario: '', rule: '', place: 'harness', reason: 'entrance-not-tried', detail: cell });
  }
  // A SHOULD that fails is a warning; one that could not be decided is trouble as any other.
  const judged = rules.filter(({ verdict: own }) => own !== 'not-applicable');
  const scored = judged.filter(({ level, verdict: own }) => level === 'MUST' || own === 'error');
  const loose = scenarios.filter(({ rule }) => !byId.has(rule)).map(({ verdict }) => verdict);
  const verdict =
    judged.length === 0 || left.length > 0
      ? 'error'
      : [...scored.map((rule) => rule.verdict), ...loose].reduce(worse, 'pass');
  if (rules.length > 0 && judged.length === 0) blame.push(NOTHING_JUDGED);
  const passed = scenarios.filter((scenario) => scenario.verdict === 'pass').length;
  const notApplicable = scenarios.filter((scenario) => scenario.verdict === 'not-applicable').length;
  return {
    verdict,
    revision: register.revision,
    run,
    rules,
    scenarios,
    blame,
    canonicalDigest: foldDigest(scenarios),
    interop,
    counts: { passed, failed: scenarios.length - passed - notApplicable, notApplicable },
  };
}

function foldDigest(scenarios: readonly ScenarioResult[]): string {
  const hash = createHash('sha256');
  const lines = scenarios.map(({ key, verdict, canonicalDigest }) => `${key} ${verdict} ${canonicalDigest}\n`);
  for (const line of lines.sort()) hash.update(line);
  return hash.digest('hex');
}

/** The exit code of a verdict: 0 holds, 1 a rule fails, 3 could not be decided. */
export function exitCode(verdict: Verdict): 0 | 1 | 3 {
  if (verdict === 'pass') return 0;
  return verdict === 'fail' ? 1 : 3;
}
