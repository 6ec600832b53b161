import { join } from 'node:path';
import { type AllowList, readAllowList } from '../simulators/market/allow-list';
import { ROOT } from './paths';

const SIMULATORS = join(ROOT, 'simulators');

/** The declared allow-lists of the platform and of the named providers, each beside what it is about. */
export function allowLists(providers: Iterable<string>): AllowList[] {
  const platform = readAllowList(join(SIMULATORS, 'checkout', 'fields.yaml'), 'platform');
  const list = (name: string) => readAllowList(join(SIMULATORS, 'providers', name, 'fields.yaml'), name);
  return [platform, ...[...providers].map(list)];
}
