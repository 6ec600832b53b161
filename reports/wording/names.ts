import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readClearingMarket } from '../../simulators/market/clearing';
import { readProfile } from '../../simulators/providers/profile';
import type { Bilingual } from '../register/schema';

const PROVIDERS = join(__dirname, '..', '..', 'simulators', 'providers');

function readProviderNames(): ReadonlyMap<string, Bilingual> {
  const files = readdirSync(PROVIDERS).map((folder) => join(PROVIDERS, folder, 'profile.yaml'));
  const profiles = files.filter((file) => existsSync(file)).map(readProfile);
  const { institutions, banks } = readClearingMarket();
  return new Map([
    ...[...institutions, ...banks].map(({ id, name }) => [id, name] as const),
    ...profiles.map(({ provider, name }) => [provider, name] as const),
  ]);
}

let known: ReadonlyMap<string, Bilingual> | undefined;

/** The own name of a provider, a clearing institution or a bank; undefined for an id that none has. */
export function providerName(id: string, language: keyof Bilingual): string | undefined {
  known ??= readProviderNames();
  return known.get(id)?.[language];
}
