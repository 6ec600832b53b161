import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { TRACES } from '../../reports/formats/html/evidence';
import { marketText } from '../../reports/formats/market-text';
import { type Language, summaryText } from '../../reports/formats/text';
import { type Register, readRegister } from '../../reports/register/register';
import { whyNotJudged } from '../../reports/verdicts/applicability';
import { RunCollector, type ScenarioRun } from '../../reports/verdicts/collect';
import { type InteropRow, interopMatrix } from '../../reports/verdicts/interop';
import { buildResults, exitCode, type Results, type Verdict } from '../../reports/verdicts/results';
import { marketOfDay } from '../../simulators/market/day';
import type { PlatformName } from '../../simulators/market/platforms';
import type { WireName } from '../../simulators/network/wire';
import { scratchFolder } from '../../simulators/world/scratch';
import { FEATURES } from '../paths';
import { judgedBy, marketIn } from '../run-market';
import { profiles } from '../vocabulary';
import { ConfigurationError, type ExitCode } from './command-line';
import { closeDown, preflight } from './preflight';
import { progress } from './progress';
import { outRoot, writeFolder } from './run-folder';
import { folder, runSuite } from './suite';

const LAST_LINES = {
  en: { digest: 'canonical digest: ', report: 'report: ', nothing: 'Nothing failed in the last run.' },
  zh: { digest: '规范摘要：', report: '报告：', nothing: '上次运行中没有未通过的场景。' },
} as const;

/** The options of `hutong run`. */
export interface RunOptions {
  readonly seed: string;
  readonly rule?: readonly string[];
  readonly theme?: readonly string[];
  readonly rerunFailed?: boolean;
  readonly wire: WireName;
  readonly shard?: string;
  readonly parallel?: number;
  readonly headed?: boolean;
  readonly trace?: boolean;
  /** The day of the market on which everything happens, and by whose rules in force it is judged. */
  readonly asOf?: string;
  readonly platform?: PlatformName;
  readonly out?: string;
  readonly lang: Language;
}

function selectRules(register: Register, options: RunOptions): string[] {
  const known = new Set(register.rules.map(({ id }) => id));
  const themes = new Set(register.rules.map(({ theme }) => theme));
  for (const id of options.rule ?? []) {
    if (!known.has(id)) throw new ConfigurationError(`found rule "${id}", expected one of: ${[...known].join(', ')}`);
  }
  for (const theme of options.theme ?? []) {
    if (!themes.has(theme))
      throw new ConfigurationError(`found theme "${theme}", expected one of: ${[...themes].join(', ')}`);
  }
  const chosen = register.rules.filter(({ id, theme }) => {
    const all = !options.rule && !options.theme;
    return all || options.rule?.includes(id) || options.theme?.includes(theme);
  });
  return chosen.map(({ id }) => id);
}

/** What did not pass in the newest run folder: scenarios, and rules that failed without one of theirs failing. */
function lastFailed(root: string): string[] {
  const runs = existsSync(root) ? readdirSync(root).sort() : [];
  const newest = runs.filter((name) => existsSync(join(root, name, 'results.json'))).at(-1);
  if (newest === undefined)
    throw new ConfigurationError(`--rerun-failed found no earlier run in ${root}; run without it first`);
  const { scenarios, rules } = JSON.parse(readFileSync(join(root, newest, 'results.json'), 'utf8')) as Results;
  const bad = (verdict: Verdict) => verdict !== 'pass' && verdict !== 'not-applicable';
  const failed = scenarios.filter(({ verdict }) => bad(verdict)).map(({ id }) => id);
  const silent = rules
    .filter(({ id, verdict }) => bad(verdict) && !failed.some((each) => each.startsWith(`${id}.`)))
    .map(({ id }) => id);
  return [...new Set([...failed, ...silent])];
}

const anyOf = (tags: readonly string[]) => tags.map((tag) => `@${tag}`).join(' or ');

/** The folder that the user named. */
function namedFolder(name: string): string {
  try {
    return folder(resolve(name));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`--out ${name} cannot be made: ${why}; name another folder`);
  }
}

function runFolder(options: RunOptions): string {
  if (options.out !== undefined) return namedFolder(options.out);
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, '').replace(/\..*/, '');
  const part = options.shard === undefined ? '' : `-${options.shard.replace('/', 'of')}`;
  return folder(outRoot(), `${stamp}-${options.wire}-${options.seed}${part}`);
}

/** More do not help: each brings a browser of its own. */
const MOST_WORKERS = 4;

/** The whole rulebook is worth a worker for each core; a few rules, or somebody who looks on, want one. */
function workersFor({ rule, theme, rerunFailed, headed }: RunOptions): number {
  const cores = rule || theme || rerunFailed || headed ? 1 : availableParallelism();
  return cores === 1 ? 0 : Math.min(cores, MOST_WORKERS);
}

/** `hutong run`: the rulebook on the built-in market; prints the verdict table and the report's path. */
export async function run(options: RunOptions): Promise<ExitCode> {
  const register = readRegister(FEATURES);
  const started = new Date();
  const failed = options.rerunFailed ? lastFailed(outRoot()) : undefined;
  if (failed?.length === 0) {
    console.log(LAST_LINES[options.lang].nothing);
    return 0;
  }
  const rules = failed ? [...new Set(failed.map((id) => id.split('.')[0] ?? ''))] : selectRules(register, options);
  const judging = judgedBy(options);
  const judged = new Set(register.rules.filter((rule) => !whyNotJudged(rule, judging)).map(({ id }) => id));
  const tried = (failed ?? rules).filter((id) => judged.has(id.split('.')[0] ?? ''));
  await preflight(tried, options.headed);
  const dir = runFolder(options);
  // A folder that is used again is of this run alone: what an earlier one recorded would pass for evidence of this one.
  for (const earlier of ['evidence', TRACES, 'allure-results', 'market.json'])
    rmSync(join(dir, earlier), { recursive: true, force: true });
  const evidenceDir = folder(dir, 'evidence');
  if (options.asOf !== undefined || options.platform !== undefined) tellMarket(options, dir);
  const bar = progress(options.lang);
  const collector = new RunCollector();
  // Allure syncs each of its thousands of files; they are written in memory first where the machine offers that.
  const allure = scratchFolder();
  const finish = (interrupted: boolean): ExitCode => {
    bar.stop();
    cpSync(allure, join(dir, 'allure-results'), { recursive: true });
    rmSync(allure, { recursive: true, force: true });
    const facts = runFacts(options, started, interrupted);
    // A shard answers for the rules of which it ran something; all shards together are the whole.
    const answered = options.shard === undefined ? rules : [...new Set(collector.scenarios().map(({ rule }) => rule))];
    const ran = collector.scenarios();
    const results = buildResults(register, answered, ran, facts, interop(options, ran), judging);
    writeFolder(dir, results, register, options.lang);
    console.log(summaryText(results, options.lang));
    const words = LAST_LINES[options.lang];
    console.log(`${words.digest}${results.canonicalDigest}`);
    console.log(`${words.report}${join(dir, 'index.html')}`);
    // A run that met a mistake of configuration says nothing of the subject.
    if (results.blame.some(({ place }) => place === 'configuration')) return 2;
    return interrupted ? 3 : exitCode(results.verdict);
  };
  const interrupt = () => process.exit(finish(true));
  process.once('SIGINT', interrupt);
  if (tried.length === 0) {
    process.removeListener('SIGINT', interrupt);
    return finish(false);
  }
  await runSuite({
    parameters: {
      seed: options.seed,
      wire: options.wire,
      evidenceDir,
      traceDir: options.trace ? join(dir, TRACES) : undefined,
      headed: options.headed,
      asOf: options.asOf,
      platform: options.platform,
    },
    tags: anyOf(tried),
    formats: [`message:${join(dir, 'messages.ndjson')}`, ['allure-cucumberjs/reporter', join(dir, 'allure.log')]],
    formatOptions: { resultsDir: allure },
    shard: options.shard,
    parallel: options.parallel ?? workersFor(options),
    collector,
    onSelected: bar.start,
    onScenario: bar.step,
  }).finally(closeDown);
  process.removeListener('SIGINT', interrupt);
  rmSync(join(dir, 'allure.log'), { force: true });
  return finish(false);
}

/** Prints the market that a run is about, and keeps it in the run's folder. */
function tellMarket(options: RunOptions, dir: string): void {
  const { day, platform } = judgedBy(options);
  const market = marketOfDay(day, platform);
  console.log(`${marketText(market, options.lang)}\n`);
  writeFileSync(join(dir, 'market.json'), `${JSON.stringify(market, null, 2)}\n`);
}

/** The table of the market's providers and their entrances. */
function interop(options: RunOptions, runs: readonly ScenarioRun[]): InteropRow[] {
  const { providers } = marketIn(options);
  return interopMatrix(
    providers.flatMap(({ id }) => profiles.get(id) ?? []),
    runs,
  );
}

/** What is on record about the run itself. */
function runFacts(options: RunOptions, started: Date, interrupted: boolean): Record<string, unknown> {
  return {
    command: `hutong ${process.argv.slice(2).join(' ')}`,
    seed: options.seed,
    wire: options.wire,
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
    ...(options.platform === undefined ? {} : { market: options.platform }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    ...(options.rerunFailed ? { part: 'what failed before' } : {}),
    ...(interrupted ? { interrupted } : {}),
    started: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 100) / 10,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}
