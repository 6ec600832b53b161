import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, Facts } from '../simulators/kernel/history';
import { processMint } from '../simulators/kernel/keys';
import { printed } from './printed';
import type { HutongWorld } from './world';

/** Texts by the names of what they give away. */
export type Canaries = ReadonlyMap<string, readonly string[]>;

const json = (value: unknown) =>
  JSON.stringify(value, (_name, member) => (typeof member === 'bigint' ? `${member}` : member));

/** Every file below a folder, as one text. */
export function folderText(dir: string): string {
  if (!existsSync(dir)) return '';
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('\n');
}

/** Everything that is left of a scenario's market, by where it is: what each party holds, what was recorded, what was said. */
export function places(world: HutongWorld): ReadonlyMap<string, string> {
  const { providers, troubles } = world.market;
  const books = [...providers.values()].map((provider) => {
    const { name, book, ledger } = provider;
    return [`books of ${name}`, json([book.trades(), ledger.postings(), [...provider.written()]])] as const;
  });
  return new Map<string, string>([
    ['database of the platform', folderText(world.folder)],
    ...books,
    ['history', world.events().map(json).join('\n')],
    ['verdicts', json(world.emissions)],
    ['errors', troubles.map(String).join('\n')],
    ['output', printed()],
  ]);
}

/** The secrets of everybody in this process: keys, key texts, API keys. */
export const keyCanaries = (): Promise<Canaries> => processMint.marks();

/** What the named wallets know of their users, one kind of it. */
export function walletCanaries(
  world: HutongWorld,
  kinds: ReadonlyArray<'account' | 'balance' | 'card' | 'password'>,
): Canaries {
  const entries = [...world.market.providers.values()].flatMap((provider) =>
    world.market.market.payers.flatMap((person) => {
      const secrets = provider.secretsOf(person);
      return kinds.map((kind) => [`${kind} of ${person} at ${provider.name}`, [secrets[kind]]] as const);
    }),
  );
  return new Map(entries);
}

/** Searches a text for canaries and puts what was found into the history: names of what leaked, never the thing itself. */
export function recordScan(world: HutongWorld, place: string, text: string, canaries: Canaries, what: string): void {
  const found = [...canaries].flatMap(([name, marks]) => (marks.some((mark) => text.includes(mark)) ? [name] : []));
  record(world, { place, what, searched: canaries.size > 0, found });
}

/** Puts the outcome of a search into the history. */
export function record(world: HutongWorld, facts: Facts & { readonly found: Fact }): void {
  world.extra.push({ seq: world.extra.length, at: 0, type: 'probe', by: 'harness', kind: 'scan', facts });
}
