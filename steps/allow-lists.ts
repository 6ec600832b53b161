import { join } from 'node:path';
import { type AllowList, readAllowList } from '../simulators/market/allow-list';
import { readClearingMarket } from '../simulators/market/clearing';
import { ROOT } from './paths';

const SIMULATORS = join(ROOT, 'simulators');

/** The lists of those behind the wallets: clearing institutions, and whoever books entries for them. */
function clearingLists(providers: readonly string[]): AllowList[] {
  const { institutions, banks } = readClearingMarket();
  const read = (file: string, party: string) => readAllowList(join(SIMULATORS, 'clearing', file), party);
  const desks = [...banks.map(({ id }) => id), ...providers.map((name) => `${name}-desk`)];
  return [
    ...institutions.map(({ id }) => read('fields.yaml', id)),
    ...desks.map((desk) => read('entry-fields.yaml', desk)),
  ];
}

/** The declared allow-lists of everybody: the platform, the named providers, and those who clear for them. */
export function allowLists(providers: Iterable<string>): AllowList[] {
  const names = [...providers];
  const platform = readAllowList(join(SIMULATORS, 'checkout', 'fields.yaml'), 'platform');
  const list = (name: string) => readAllowList(join(SIMULATORS, 'providers', name, 'fields.yaml'), name);
  return [platform, ...names.map(list), ...clearingLists(names)];
}
