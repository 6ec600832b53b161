import type { ProviderEntry } from '../entry';

export const entry: ProviderEntry = {
  position: 50,
  keyPairs: 3,
  load: () => (require('./index') as typeof import('./index.js')).ecny,
  loadSandbox: () => (require('./sandbox') as typeof import('./sandbox.js')).open,
};
