import { createHash } from 'node:crypto';
import { checkId, type Register } from '../register/register';
import type { RegisteredRule } from '../register/schema';
import type { ScenarioRun } from './collect';
import type { CheckEmission } from './emission';
import { type InteropRow, untried } from './interop';

/** The words of ISO/IEC 9646. */
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'not-applicable' | 'error';

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
  readonly counts: { readonly passed: number; readonly failed: number };
}

const WORST: readonly Verdict[] = ['pass', 'not-applicable', 'inconclusive', 'fail', 'error'];

/** The worse of two verdicts. */
export const worse = (a: Verdict, b: Verdict): Verdict => (WORST.indexOf(a) >= WORST.indexOf(b) ? a : b);

/** The checks that the register expects of a scenario. */
const expectedOf = (rule: RegisteredRule | undefined, scenario: { readonly id: string }): readonly string[] =>
  rule?.scenarios[scenario.id.split('.')[1] ?? '']?.checks ?? [];

function silentChecks(rule: RegisteredRule | undefined, run: ScenarioRun): string[] {
  const expected = expectedOf(rule, run);
  const emitted = new Set(run.checks.map(({ check }) => check));
  return expected.map((check) => (rule ? checkId(rule, check) : check)).filter((check) => !emitted.has(check));
}

/** What thrown things say about whose trouble it is. */
function placeOf(type: string): Blame {
  if (type === 'CheckFailed' || type === 'Prerequisite') return 'system under test';
  if (type === 'ConfigurationError') return 'configuration';
  return 'harness';
}

function scenarioVerdict(run: ScenarioRun, silent: readonly string[]): Verdict {
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

function ruleResult(rule: RegisteredRule, scenarios: readonly ScenarioResult[], part: boolean): RuleResult {
  const own = scenarios.filter((scenario) => scenario.rule === rule.id);
  const checks = rule.checks.map(({ id }) => {
    const check = checkId(rule, id);
    const emissions = own.flatMap((scenario) => scenario.checks.filter((emission) => emission.check === check));
    const verdicts = emissions.map(({ verdict }): Verdict => (verdict === 'pass' ? 'pass' : 'fail'));
    const expected = Object.values(rule.scenarios).some((scenario) => scenario.checks.includes(id));
    const elsewhere = part && expected && !own.some((scenario) => expectedOf(rule, scenario).includes(id));
    // A check of a selected rule that nobody emitted is a failure, never a pass by silence.
    const silent = elsewhere ? 'not-applicable' : 'fail';
    const verdict: Verdict = verdicts.length === 0 ? silent : verdicts.reduce(worse, 'pass');
    return { check, verdict, scenarios: emissions.length };
  });
  const answered = checks.filter((check) => check.verdict !== 'not-applicable');
  const verdict = [...own, ...answered].map((each) => each.verdict).reduce(worse, 'pass');
  const { id, theme, level, statement } = rule;
  return { id, theme, level, statement, verdict: own.length === 0 ? 'error' : verdict, checks, scenarios: own.length };
}

/** Folds what scenarios did into verdicts. Rules that were selected and never ran are errors. */
export function buildResults(
  register: Register,
  selected: readonly string[],
  runs: readonly ScenarioRun[],
  run: Readonly<Record<string, unknown>>,
  interop: readonly InteropRow[] = [],
): Results {
  const byId = new Map(register.rules.map((rule) => [rule.id, rule]));
  const blame: BlameEntry[] = [];
  const scenarios = runs.map((entry): ScenarioResult => {
    const known = byId.get(entry.rule);
    const silent = silentChecks(known, entry);
    blame.push(...blameOf(entry, silent, known));
    const { id, key, rule, title, checks, evidence, durationMs } = entry;
    const verdict = scenarioVerdict(entry, silent);
    return { id, key, rule, title, verdict, checks, silent, canonicalDigest: evidence?.canonicalDigest, durationMs };
  });
  const part = isPart(run);
  // A run of the whole rulebook leaves no entrance untried.
  const whole = !part && selected.length === register.rules.length;
  const left = whole ? untried(interop) : [];
  for (const cell of left) {
    blame.push({ scenario: '', rule: '', place: 'harness', reason: 'entrance-not-tried', detail: cell });
  }
  const rules = register.rules
    .filter(({ id }) => selected.includes(id))
    .map((rule) => ruleResult(rule, scenarios, part));
  // A SHOULD that fails is a warning; one that could not be decided is trouble as any other.
  const scored = rules.filter(({ level, verdict: own }) => level === 'MUST' || own === 'error');
  const loose = scenarios.filter(({ rule }) => !byId.has(rule)).map(({ verdict }) => verdict);
  const verdict =
    rules.length === 0 || left.length > 0
      ? 'error'
      : [...scored.map((rule) => rule.verdict), ...loose].reduce(worse, 'pass');
  const passed = scenarios.filter((scenario) => scenario.verdict === 'pass').length;
  return {
    verdict,
    revision: register.revision,
    run,
    rules,
    scenarios,
    blame,
    canonicalDigest: foldDigest(scenarios),
    interop,
    counts: { passed, failed: scenarios.length - passed },
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
  if (verdict === 'pass' || verdict === 'not-applicable') return 0;
  return verdict === 'fail' ? 1 : 3;
}
