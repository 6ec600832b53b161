import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { participantNamed } from '../simulators/market/participants';
import { type Profile, readProfile } from '../simulators/providers/profile';

const FOLDER = join(__dirname, '..', 'simulators', 'providers');

function readProfiles(): ReadonlyMap<string, Profile> {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name }) => {
    const files = readdirSync(join(FOLDER, name));
    return files.includes('profile.yaml') ? [readProfile(join(FOLDER, name, 'profile.yaml'))] : [];
  });
  return new Map(files.map((profile) => [profile.provider, profile]));
}

/** Every provider of the house with its dated data. */
export const profiles = readProfiles();

/** The names by which pages and scenarios speak of providers, in both languages. */
export const providerNames: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...profiles].map(([id, { name }]) => {
    const { en = name.en, zh = name.zh } = participantNamed(id)?.name ?? {};
    return [id, [...new Set([name.en, name.zh, en, zh])]];
  }),
);

/** The provider that a scenario names. */
export function providerNamed(text: string): string {
  const found = Object.entries(providerNames).find(([, names]) => names.includes(text.trim()));
  if (!found)
    throw new Error(`no provider is called "${text}"; known: ${Object.values(providerNames).flat().join(', ')}`);
  return found[0];
}

/** "Alipay, HeBao and WeChat Pay" as providers. */
export function providersNamed(text: string): string[] {
  return text
    .split(/,\s*|\s+and\s+|、|和/)
    .filter(Boolean)
    .map(providerNamed);
}
