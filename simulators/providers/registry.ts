import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderEntry } from './entry';

type EntryModule = { readonly entry?: ProviderEntry };

function discover(): Array<readonly [string, ProviderEntry]> {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((folder) => folder.isDirectory());
  const found = folders.flatMap(({ name }) => {
    const file = join(__dirname, name, 'entry.ts');
    if (!existsSync(file)) return [];
    const { entry } = require(file) as EntryModule;
    if (!entry) throw new Error(`${file} exports no "entry"; expected one of type ProviderEntry`);
    return [[name, entry] as const];
  });
  const sorted = found.sort(([, a], [, b]) => a.position - b.position);
  for (const [i, [name, { position }]] of sorted.entries()) {
    const other = sorted[i - 1];
    if (other?.[1].position !== position) continue;
    throw new Error(`the providers ${other[0]} and ${name} both have position ${position}; expected one each`);
  }
  return sorted;
}

/** Every provider of the house: each folder with an entry, by the name that markets use, in the order of its position. */
export const providerEntries: Readonly<Record<string, ProviderEntry>> = Object.fromEntries(discover());
