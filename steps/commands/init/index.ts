import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { providerEntries } from '../../../simulators/providers/registry';
import { ConfigurationError } from '../../configuration';
import { ROOT } from '../../paths';
import { providerNames } from '../../vocabulary';
import type { ExitCode } from '../command-line';
import { checkedNames, type NewNames } from './names';

/** The options of `hutong init provider`. */
export interface InitOptions {
  readonly en?: string;
  readonly zh?: string;
}

const PROVIDERS = join(ROOT, 'simulators', 'providers');
const TEMPLATES = join(PROVIDERS, 'sim-profile', 'scaffold');
const MARKET = join(ROOT, 'simulators', 'market', 'open-platform.yaml');
const CLEARING = join(ROOT, 'simulators', 'market', 'clearing.yaml');

/** The files of a provider on the common ground, each with its template. */
const FILES = { 'entry.ts': 'entry', 'profile.yaml': 'profile', 'fields.yaml': 'fields' } as const;

const marketProviders = (text: string): string[] =>
  (parse(text) as { providers: ReadonlyArray<{ id: string }> }).providers.map(({ id }) => id);

/** The next place among the gateways: ten behind the last. */
const nextPosition = () => Math.max(0, ...Object.values(providerEntries).map(({ position }) => position)) + 10;

/** A template with its gaps filled. */
function filled(template: string, gaps: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(TEMPLATES, `${template}.template`), 'utf8');
  return text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => gaps[name] ?? gap);
}

/** The last of the wallets that clear: the new one stands behind it. */
const LAST_WALLET = /^ {2}- \{ id: .*mappedFen.*\n(?![\s\S]*mappedFen: \d)/m;

/** The market's files with the new provider in them, by their paths. */
function marketsWith(gaps: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const [market, clearing] = [readFileSync(MARKET, 'utf8'), readFileSync(CLEARING, 'utf8')];
  if (!LAST_WALLET.test(clearing))
    throw new ConfigurationError(`${CLEARING} has no wallet behind which another could stand`);
  return new Map([
    [MARKET, `${market.trimEnd()}\n${filled('market', gaps)}`],
    [CLEARING, clearing.replace(LAST_WALLET, (last) => `${last}${filled('clearing', gaps)}`)],
  ]);
}

function write({ name, en, zh }: NewNames): string[] {
  const gaps = { name, en, zh, position: String(nextPosition()) };
  const folder = join(PROVIDERS, name);
  const files = Object.entries(FILES).map(([file, template]) => [join(folder, file), filled(template, gaps)] as const);
  const markets = marketsWith(gaps);
  mkdirSync(folder);
  for (const [file, text] of files) writeFileSync(file, text, { flag: 'wx' });
  for (const [file, text] of markets) writeFileSync(file, text);
  return [...files.map(([file]) => file), ...markets.keys()];
}

/**
 * `hutong init provider NAME`: a provider on the common ground of profiles, in three files, and its entry in the market:
 * what it offers there, and where its payments clear.
 * @throws ConfigurationError for a name that is none or is taken.
 */
export async function initProvider(name: string, options: InitOptions): Promise<ExitCode> {
  const names = checkedNames(name, options, {
    folders: readdirSync(PROVIDERS),
    markets: marketProviders(readFileSync(MARKET, 'utf8')),
    spoken: Object.values(providerNames).flat(),
  });
  const [first, ...others] = write(names).map((file) => relative(ROOT, file));
  console.log(`wrote ${[first, ...others].join(', ')}`);
  console.log(`${names.en} (${names.zh}) can be chosen and pays. Try: npx hutong run --rule CHO-001`);
  console.log(
    `What is known of its real wire goes into simulators/providers/${name}/profile.yaml, with source and mark.`,
  );
  return 0;
}
