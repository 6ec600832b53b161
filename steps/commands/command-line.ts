import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { dayProblem } from '../../simulators/market/calendar-day';
import { PLATFORMS } from '../../simulators/market/platforms';
import { WIRES } from '../../simulators/network/wire';

export { ConfigurationError } from '../configuration';

/** What a command ends with: 0 holds, 1 a rule fails, 2 usage or configuration, 3 could not be decided. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Names as people write them: several words, commas, or the option again. */
function list(value: string, earlier: readonly string[] = []): readonly string[] {
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new InvalidArgumentError(`found "${value}", expected a name`);
  return [...earlier, ...names];
}

function whole(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError(`found "${value}", expected a whole number from 1`);
  return number;
}

/** A day that exists and of which the market data speak. */
function day(value: string): string {
  const problem = dayProblem(value);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return value;
}

function shard(value: string): string {
  const [, index, total] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  if (!index || !total || Number(index) < 1 || Number(index) > Number(total)) {
    throw new InvalidArgumentError(`found "${value}", expected I/N such as 1/3`);
  }
  return value;
}

const language = () =>
  new Option('--lang <language>', 'language of what is printed').choices(['en', 'zh']).default('en');
const json = () => new Option('--json', 'print one JSON document and nothing else');
const asOf = (what: string) => new Option('--as-of <date>', what).argParser(day);

/**
 * The commands with their options. Each is loaded when it is called, so that a sandbox starts without the test runner.
 * @param finish Is told what a command ends with.
 */
export function program(finish: (code: ExitCode) => void): Command {
  const hutong = new Command('hutong')
    .description('Conformance and simulation harness for payment interconnection')
    .showSuggestionAfterError()
    .showHelpAfterError('(run "npx hutong --help" for the commands)');

  hutong
    .command('run')
    .description('run the rulebook on the built-in market')
    .option('--seed <seed>', 'makes the run repeatable', '1')
    .option('--rule <id...>', 'only these rules', list)
    .option('--theme <theme...>', 'only the rules of these themes', list)
    .addOption(
      new Option('--rerun-failed', 'only the scenarios that failed in the newest run').conflicts(['rule', 'theme']),
    )
    .addOption(new Option('--wire <wire>', 'how parties reach one another').choices([...WIRES]).default('memory'))
    .addOption(asOf('the market and the rules in force of this day, such as 2024-09-27'))
    .addOption(new Option('--platform <name>', 'the platform under test').choices([...PLATFORMS]))
    .option('--shard <I/N>', 'run one part of several, such as 1/3', shard)
    .option(
      '--parallel <n>',
      'how many scenarios at the same time (the whole rulebook: one for each core, up to 4)',
      whole,
    )
    .option('--headed', 'open the browser in a window and go slowly, for somebody to look on')
    .option('--trace', 'keep a trace of each person at a browser, to look at afterwards')
    .option('--out <dir>', 'where the run folder goes')
    .addOption(language())
    .action(async (options) => finish(await (require('./run') as typeof import('./run.js')).run(options)));

  hutong
    .command('simulate')
    .description('a local sandbox of the gateways, until Ctrl-C; prints where everything is')
    .option('--provider <name...>', 'only these gateways', list)
    .option('--port <base>', 'use this port and the ones after it', whole)
    .option('--json <file>', 'write settings for clients to this file once everything answers')
    .option('--state <dir>', 'keep keys and orders here for the next run')
    .addOption(language())
    .action(async (options) =>
      finish(await (require('./simulate') as typeof import('./simulate.js')).simulate(options)),
    );

  hutong
    .command('market')
    .description('who has opened to whom on a day: methods at the cashiers, recognition of codes')
    .addOption(asOf('the day, such as 2024-09-27 (today without it)'))
    .option('--platform <name>', 'only the methods of this platform')
    .addOption(json())
    .addOption(language())
    .action((options) => finish((require('./market') as typeof import('./market.js')).showMarket(options)));

  hutong
    .command('rules')
    .description('the rulebook: all rules, one rule in full, or whether it holds together')
    .argument('[id]', 'one rule, for example CHO-001')
    .option('--coverage', 'compare register, features, judges and broken twins')
    .option('--run <dir>', 'show the verdicts of this run folder')
    .addOption(json())
    .addOption(language())
    .action((id, options) => finish((require('./rules') as typeof import('./rules.js')).showRules(id, options)));

  hutong
    .command('defects')
    .description('run the deliberately broken twins and show that every check can fail')
    .option('--rule <id...>', 'only the twins of these rules', list)
    .option('--defect <id...>', 'only these twins', list)
    .option('--seed <seed>', 'makes the run repeatable', '1')
    .addOption(json())
    .action(async (options) =>
      finish(await (require('./defects') as typeof import('./defects.js')).runDefects(options)),
    );

  hutong
    .command('report')
    .description('draw the pages of a run folder anew; with --allure also one Allure page that opens from disk')
    .argument('<dir>', 'the folder of a run')
    .option('--allure', 'make allure.html in the folder')
    .addOption(language())
    .action(async (dir, options) =>
      finish(await (require('./report') as typeof import('./report.js')).report(dir, options)),
    );

  hutong
    .command('doctor')
    .description('whether this machine can run everything, and what to do where it cannot')
    .addOption(json())
    .addOption(language())
    .action(async (options) =>
      finish(await (require('./doctor') as typeof import('./doctor/index.js')).doctor(options)),
    );

  hutong
    .command('init')
    .description('scaffolds a provider on the common ground of profiles: three files, and its entry in the market')
    .addArgument(new Argument('<what>', 'what is made').choices(['provider']))
    .argument('<name>', 'the name of its folder, for example harbour')
    .option('--en <name>', 'what people call it in English, at most 10 characters')
    .option('--zh <name>', 'what people call it in Chinese')
    .action(async (_what, name, options) =>
      finish(await (require('./init') as typeof import('./init/index.js')).initProvider(name, options)),
    );

  hutong
    .command('bench')
    .description('how fast this house is, as a share of what the machine can do')
    .addArgument(new Argument('[what]', 'what is measured').choices(['gateway']).default('gateway'))
    .addOption(json())
    .action(async (what, options) =>
      finish(await (require('./bench') as typeof import('./bench/index.js')).bench(what, options)),
    );

  hutong
    .command('test')
    .description('everything that must hold before a change goes in')
    .action(async () => finish(await (require('./test') as typeof import('./test.js')).test()));

  return hutong;
}

/** Runs the front door's command line and ends the process with the command's exit code. */
export function main(argv: readonly string[]): void {
  let code: ExitCode = 2;
  const hutong = program((result) => {
    code = result;
  });
  for (const command of [hutong, ...hutong.commands]) command.exitOverride();
  hutong
    .parseAsync([...argv], { from: 'user' })
    .catch((error: unknown) => {
      code = exitOf(error);
    })
    .finally(() => {
      process.exitCode = code;
      // Streams are flushed first; sockets and timers that a command left open do not keep the process.
      process.stdout.write('', () => process.exit(code));
    });
}

/** Errors that say in a sentence what is wrong with what the user gave. */
const USAGE_ERRORS = new Set(['ConfigurationError', 'RegisterError', 'FeatureError']);

function exitOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Error && USAGE_ERRORS.has(error.name)) {
    console.error(error.message);
    return 2;
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return 3;
}
