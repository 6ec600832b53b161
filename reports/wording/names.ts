import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readProfile } from '../../simulators/providers/profile';
import type { Bilingual } from '../register/schema';

const PROVIDERS = join(__dirname, '..', '..', 'simulators', 'providers');

function readProviderNames(): ReadonlyMap<string, Bilingual> {
  const files = readdirSync(PROVIDERS).map((folder) => join(PROVIDERS, folder, 'profile.yaml'));
  const profiles = files.filter((file) => existsSync(file)).map(readProfile);
  return new Map(profiles.map(({ provider, name }) => [provider, name]));
}

let known: ReadonlyMap<string, Bilingual> | undefined;

/** The provider's own name, from its profile; undefined for an id that no profile has. */
export function providerName(id: string, language: keyof Bilingual): string | undefined {
  known ??= readProviderNames();
  return known.get(id)?.[language];
}
