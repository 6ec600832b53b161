import { checkId, readRegister } from '../../reports/register/register';
import type { RegisteredRule } from '../../reports/register/schema';
import type { ScenarioRun } from '../../reports/verdicts/collect';
import { type Defect, defects as market } from '../../simulators/defects';
import { FEATURES } from '../paths';
import { HARMLESS, sabotage } from '../sabotage';
import { ConfigurationError, type ExitCode } from './command-line';
import { closeDown, preflight } from './preflight';
import { runSuite } from './suite';
import { processors, shareOut } from './twin-workers';

/** The options of `hutong defects`. */
export interface DefectOptions {
  /** Only the twins of these rules. */
  readonly rule?: readonly string[];
  /** Only these twins; then no check is called idle. */
  readonly defect?: readonly string[];
  readonly seed: string;
  readonly json?: boolean;
}

/** What became of one defect. */
export interface DefectResult {
  readonly defect: string;
  readonly rule: string;
  readonly check: string;
  readonly caught: boolean;
  /** The scenarios whose checks failed because of it. */
  readonly by: readonly string[];
  /** The reason code with which it was caught, or why it does not count as caught. */
  readonly reason: string;
}

/** A check that fails on the unbroken market. */
export interface FalseAlarm {
  readonly scenario: string;
  readonly check: string;
  readonly reason: string;
}

/** The document of `hutong defects --json`. */
export interface DefectReport {
  readonly defects: readonly DefectResult[];
  readonly falseAlarms: readonly FalseAlarm[];
  /** Checks of MUST rules that no defect was caught by: nothing shows that they can fail. */
  readonly idleChecks: readonly string[];
}

/** A broken twin of the market or of the harness. */
type Twin = Omit<Defect, 'parts'>;

const catalogue: readonly Twin[] = [...market, ...sabotage];

/** So many twins are worth threads for the unbroken market. */
const WORTH_THREADS = 8;

const ruleOf = (check: string) => check.split('/')[0] ?? '';

/** Judges what a run with a defect showed: exactly the declared check, with exactly the declared reason. */
export function verdictOn(defect: Twin, runs: readonly ScenarioRun[]): Omit<DefectResult, 'defect' | 'rule' | 'check'> {
  const failed = runs.flatMap((run) =>
    run.checks.filter(({ verdict }) => verdict !== 'pass').map((emission) => ({ run, emission })),
  );
  const own = failed.filter(({ emission }) => emission.check === defect.check);
  const by = own.map(({ run }) => run.key);
  const other = runs.flatMap((run) =>
    run.troubles
      .filter(({ type }) => type !== 'CheckFailed')
      .map((trouble) => `${run.key}: ${trouble.message.split('\n')[0]}`),
  );
  const [trouble] = other;
  if (trouble !== undefined)
    return { caught: false, by, reason: `does not count, because a scenario broke: ${trouble}` };
  if (own.length === 0)
    return { caught: false, by, reason: `survived: ${defect.check} passed in ${runs.length} scenarios` };
  const wrong = own.flatMap(({ emission }) => emission.reasons).filter((reason) => reason !== defect.reason);
  if (wrong.length > 0)
    return { caught: false, by, reason: `failed with ${wrong.join(', ')} instead of ${defect.reason}` };
  const collateral = failed.map(({ emission }) => emission.check).filter((check) => check !== defect.check);
  const undeclared = [...new Set(collateral)].filter((check) => !defect.collateral?.includes(check));
  if (undeclared.length > 0) return { caught: false, by, reason: `also failed, undeclared: ${undeclared.join(', ')}` };
  return { caught: true, by, reason: defect.reason };
}

function expectKnown(what: string, asked: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = asked?.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new ConfigurationError(`found ${what} "${unknown}", expected one of: ${known.join(', ')}`);
  }
}

function alarms(runs: readonly ScenarioRun[]): FalseAlarm[] {
  return runs.flatMap((run) => [
    ...run.checks
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ check, reason }) => ({ scenario: run.key, check, reason: reason ?? 'nothing-to-judge' })),
    ...run.troubles
      .filter(({ type }) => type !== 'CheckFailed')
      .map(({ type, message }) => ({ scenario: run.key, check: type, reason: message.split('\n')[0] ?? type })),
  ]);
}

/** Runs every defect of the selected rules, and the unbroken market before them. */
export async function examineDefects(
  options: DefectOptions,
  onResult: (result: DefectResult) => void,
): Promise<DefectReport> {
  const register = readRegister(FEATURES);
  expectKnown(
    'rule',
    options.rule,
    register.rules.map(({ id }) => id),
  );
  const twins = options.defect ? [...catalogue, HARMLESS] : catalogue;
  expectKnown(
    'defect',
    options.defect,
    twins.map(({ id }) => id),
  );
  const rules = register.rules.filter(({ id }) => !options.rule || options.rule.includes(id));
  const selected = twins
    .filter(({ check }) => rules.some(({ id }) => id === ruleOf(check)))
    .filter(({ id }) => !options.defect || options.defect.includes(id));
  if (selected.length === 0)
    throw new ConfigurationError('no broken twin is left to run: the rules and twins that were asked for do not meet');
  const parameters = { seed: options.seed, wire: 'memory' as const };
  const touched = [...new Set(selected.map(({ check }) => ruleOf(check)))];
  // Of some twins only, the unbroken market is held to what tries their checks; of all, to all that the rules have.
  const tried = selected.map(({ check }) => trying(check, rules));
  const tags = (options.defect ? tried : touched.map((rule) => `@${rule}`)).join(' or ');
  await preflight(touched);
  // Threads of their own load the house first; a few twins are done before.
  const parallel = selected.length >= WORTH_THREADS ? processors() : 0;
  const healthy = await runSuite({ parameters, tags, parallel }).finally(closeDown);
  const falseAlarms = alarms(healthy.scenarios());
  const orders = selected.map(({ id, check }) => ({
    parameters,
    defect: id,
    tags: trying(check, rules),
  }));
  const results: DefectResult[] = [];
  await shareOut(orders, ({ defect: id }, runs) => {
    const defect = selected.find((twin) => twin.id === id);
    if (!defect) return;
    const { check } = defect;
    const result = { defect: id, rule: ruleOf(check), check, ...verdictOn(defect, runs) };
    results.push(result);
    onResult(result);
  });
  const place = ({ defect }: DefectResult) => orders.findIndex((order) => order.defect === defect);
  results.sort((a, b) => place(a) - place(b));
  const idleChecks = options.defect ? [] : idleAmong(rules, results);
  return { defects: results, falseAlarms, idleChecks };
}

/**
 * The scenarios that try a check, by the register, as a tag expression. A twin is only run against them; against all of
 * the rule where the register names none, so that it survives by name.
 */
export function trying(check: string, rules: readonly RegisteredRule[]): string {
  const rule = rules.find(({ id }) => id === ruleOf(check));
  const name = check.split('/')[1] ?? '';
  const own = Object.entries(rule?.scenarios ?? {}).filter(([, { checks }]) => checks.includes(name));
  return own.length === 0 ? `@${ruleOf(check)}` : own.map(([number]) => `@${rule?.id}.${number}`).join(' or ');
}

/** Checks of MUST rules by which no twin was caught. */
function idleAmong(rules: readonly RegisteredRule[], results: readonly DefectResult[]): string[] {
  const caught = new Set(results.filter((result) => result.caught).map(({ check }) => check));
  const checks = rules
    .filter(({ level }) => level === 'MUST')
    .flatMap((rule) => rule.checks.map(({ id }) => checkId(rule, id)));
  return checks.filter((check) => !caught.has(check));
}

/** `hutong defects`: exit 0 when every defect is caught, nothing raises a false alarm, and every check catches one. */
export async function runDefects(options: DefectOptions): Promise<ExitCode> {
  const say = options.json ? () => undefined : (line: string) => console.log(line);
  const report = await examineDefects(options, ({ defect, check, caught, reason }) =>
    say(`${caught ? 'caught  ' : 'SURVIVED'}  ${defect.padEnd(36)} ${check}: ${reason}`),
  );
  for (const { scenario, check, reason } of report.falseAlarms) say(`FALSE ALARM  ${scenario} ${check}: ${reason}`);
  for (const check of report.idleChecks) say(`IDLE CHECK  ${check} catches no defect: nothing shows that it can fail`);
  const caught = report.defects.filter((result) => result.caught).length;
  const bad = report.defects.length - caught + report.falseAlarms.length + report.idleChecks.length;
  if (options.json) console.log(JSON.stringify(report, null, 2));
  say(
    `defects: ${caught} of ${report.defects.length} caught, ${report.falseAlarms.length} false alarms, ${report.idleChecks.length} idle checks`,
  );
  return bad === 0 ? 0 : 1;
}
