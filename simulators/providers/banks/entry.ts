import type { ProviderEntry } from '../entry';

export const entry: ProviderEntry = {
  position: 90,
  keyPairs: 3,
  load: () => (require('./index') as typeof import('./index.js')).banks,
  loadSandbox: () => (require('./sandbox') as typeof import('./sandbox.js')).open,
};
