import type { ProviderEntry } from '../entry';

export const entry: ProviderEntry = {
  position: 80,
  // Every key is a secret that two share: no pairs.
  keyPairs: 0,
  load: () => (require('./index') as typeof import('./index.js')).wopay,
  loadSandbox: () => (require('./sandbox') as typeof import('./sandbox.js')).open,
};
