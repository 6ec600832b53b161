import type { ProviderEntry } from '../entry';

export const entry: ProviderEntry = {
  position: 20,
  keyPairs: 7,
  load: () => (require('./index') as typeof import('./index.js')).alipay,
  loadSandbox: () => (require('./sandbox') as typeof import('./sandbox.js')).open,
};
