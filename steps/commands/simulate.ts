import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { KeyMint } from '../../simulators/kernel/keys';
import type { Language } from '../../simulators/providers/pages';
import { providerEntries } from '../../simulators/providers/registry';
import { SandboxFolder } from '../../simulators/sandbox/folder';
import type * as sandbox from '../../simulators/sandbox/sandbox';
import { ConfigurationError, type ExitCode } from './command-line';

/** The options of `hutong simulate`. */
export interface SimulateOptions {
  readonly provider?: readonly string[];
  readonly port?: number;
  readonly json?: string;
  readonly state?: string;
  readonly lang: Language;
}

const HIGHEST_PORT = 65_535;

/** The gateways that were asked for; all when none was named. */
function selected(names: readonly string[] | undefined): readonly string[] {
  const known = Object.keys(providerEntries);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(`found provider "${unknown}", expected one of: ${known.join(', ')}`);
  }
  return known.filter((name) => !names || names.includes(name));
}

function documentFile(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const path = resolve(file);
  const folder = dirname(path);
  if (!existsSync(folder)) throw new ConfigurationError(`--json: the folder ${folder} does not exist; make it first`);
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new ConfigurationError(`--json: ${path} is a folder, expected the name of a file`);
  }
  return path;
}

function checkPort(base: number | undefined): void {
  const ports = 2 + Object.keys(providerEntries).length;
  if (base !== undefined && base + ports - 1 > HIGHEST_PORT) {
    throw new ConfigurationError(`--port: found ${base}, expected at most ${HIGHEST_PORT - ports + 1}`);
  }
}

/** Resolves when somebody wants the sandbox to end. A second signal changes nothing: closing takes a moment only. */
function asked(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
    if (process.env['npm_command'] !== undefined) whenLeftAlone(done);
  });
}

const LOOK_EVERY_MS = 500;

/** npm and npx end on a signal without telling what they started; all that it notices is another parent. */
function whenLeftAlone(done: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) done();
  }, LOOK_EVERY_MS).unref();
}

function openFolder(state: string | undefined): SandboxFolder {
  try {
    return new SandboxFolder(state);
  } catch (error) {
    throw explained(error, '--state: ');
  }
}

/** What the user can put right is told in a sentence; anything else is the sandbox's own trouble. */
function explained(error: unknown, prefix = ''): unknown {
  const known = error instanceof Error && ['FolderError', 'PortTaken'].includes(error.name);
  return known ? new ConfigurationError(`${prefix}${error.message}`) : error;
}

/** `hutong simulate`: the sandbox, until Ctrl-C or SIGTERM. */
export async function simulate(options: SimulateOptions): Promise<ExitCode> {
  const gateways = selected(options.provider);
  const file = documentFile(options.json);
  checkPort(options.port);
  const end = asked();
  // Nothing leaves this machine, so a proxy would only be in the way of the demonstration platform's clients.
  for (const name of ['NO_PROXY', 'no_proxy']) process.env[name] = '*';
  // Only this user reads what is written from here on, whoever writes it.
  process.umask(0o077);
  const folder = openFolder(options.state);
  process.on('exit', () => folder.close());
  try {
    const keys = new KeyMint(folder);
    // Keys take longer than anything else: they are begun before the rest of the sandbox is even loaded.
    if (!folder.hasKeys()) {
      keys.prepare(gateways.reduce((sum, name) => sum + (providerEntries[name]?.keyPairs ?? 0), 0));
    }
    const { openSandbox } = require('../../simulators/sandbox/sandbox') as typeof sandbox;
    const report = (error: unknown) => console.error('unexpected:', error);
    // One exchange that went wrong must not take the others with it.
    process.on('unhandledRejection', report);
    const opening = openSandbox({ folder, keys, gateways, basePort: options.port, documentFile: file, report });
    const open = await Promise.race([opening, end]).catch((error: unknown) => {
      throw explained(error);
    });
    if (!open) return 0;
    const { table } = require('./simulate-table') as typeof import('./simulate-table.js');
    console.log(table(open, { language: options.lang, documentFile: file, stateFolder: options.state && folder.path }));
    await end;
    await open.close();
    return 0;
  } finally {
    folder.close();
  }
}
