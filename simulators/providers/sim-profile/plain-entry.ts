import type { ProviderEntry } from '../entry';

type Ground = typeof import('./index.js');
type Sandbox = typeof import('./sandbox.js');

/**
 * How a provider comes into the house that has a profile and no code of its own.
 * @param folder The folder of its `profile.yaml` and `fields.yaml`.
 * @param position Its place among the gateways of the sandbox, which no other has.
 */
export const plainEntry = (folder: string, position: number): ProviderEntry => ({
  position,
  keyPairs: 3,
  load: () => (require('./index') as Ground).plainProvider(folder),
  loadSandbox: () => (require('./sandbox') as Sandbox).simSandbox((require('./index') as Ground).plainProvider(folder)),
});
