import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type IConfiguration, loadConfiguration, loadSupport, runCucumber } from '@cucumber/cucumber/api';
import type { Envelope, Exception } from '@cucumber/messages';
import { RunCollector, type ScenarioRun } from '../../reports/verdicts/collect';
import { ROOT } from '../paths';
import type { RunParameters } from '../world';

/** What to run, and where what is left of it goes. */
export interface SuiteOptions {
  readonly parameters: RunParameters;
  /** A tag expression; without it everything runs. */
  readonly tags?: string;
  /** Feature files or `file:line`; without them the whole rulebook. */
  readonly paths?: readonly string[];
  /** Formatters in cucumber's own words: `message:FILE`, `junit:FILE` … */
  readonly formats?: ReadonlyArray<string | [string, string]>;
  readonly formatOptions?: IConfiguration['formatOptions'];
  readonly shard?: string;
  readonly parallel?: number;
  readonly onScenario?: (run: ScenarioRun) => void;
  readonly onSelected?: (count: number) => void;
  /** Gathers what scenarios do; whoever brings it can look while they run. */
  readonly collector?: RunCollector;
}

type Support = Awaited<ReturnType<typeof loadSupport>>;
let support: Support | undefined;

/** Cucumber's own progress goes nowhere: the commands print theirs. */
const silence = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Runs scenarios in this process. Step definitions are loaded once, however many suites follow.
 * @throws Error when the runner itself breaks; what scenarios do is in the collector.
 */
export async function runSuite(options: SuiteOptions): Promise<RunCollector> {
  const collector = options.collector ?? new RunCollector();
  if (options.onScenario) collector.onScenario = options.onScenario;
  const environment = { cwd: ROOT, stdout: silence(), stderr: process.stderr, env: process.env };
  const { runConfiguration } = await loadConfiguration(
    {
      file: false,
      provided: {
        paths: [...(options.paths ?? ['features/**/*.feature'])],
        // Workers are threads of their own and have to learn TypeScript, too.
        requireModule: ['ts-node/register'],
        require: ['steps/*.ts'],
        tags: options.tags ?? '',
        format: [...(options.formats ?? [])] as string[],
        formatOptions: options.formatOptions ?? {},
        worldParameters: { ...options.parameters },
        parallel: options.parallel ?? 0,
        ...(options.shard === undefined ? {} : { shard: options.shard }),
      },
    },
    environment,
  );
  let broken: Exception | undefined;
  support ??= await loadSupport(runConfiguration, environment);
  await runCucumber({ ...runConfiguration, support }, environment, (envelope: Envelope) => {
    collector.take(envelope);
    if (envelope.testRunStarted) options.onSelected?.(collector.selected);
    broken ??= envelope.testRunFinished?.exception;
  });
  if (broken) throw new Error(`the run came to no end: ${broken.stackTrace ?? broken.message}`);
  return collector;
}

/** Makes a folder with its parents and returns its path. */
export function folder(...parts: string[]): string {
  const path = join(...parts);
  mkdirSync(path, { recursive: true });
  return path;
}
