import type { ProviderEntry } from '../entry';

export const entry: ProviderEntry = {
  position: 30,
  keyPairs: 6,
  load: () => (require('./index') as typeof import('./index.js')).unionpay,
  loadSandbox: () => (require('./sandbox') as typeof import('./sandbox.js')).open,
};
