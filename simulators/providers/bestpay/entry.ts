import type { ProviderEntry } from '../entry';

export const entry: ProviderEntry = {
  position: 60,
  keyPairs: 2,
  load: () => (require('./index') as typeof import('./index.js')).bestpay,
  loadSandbox: () => (require('./sandbox') as typeof import('./sandbox.js')).open,
};
