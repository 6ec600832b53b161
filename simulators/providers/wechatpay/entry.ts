import type { ProviderEntry } from '../entry';

export const entry: ProviderEntry = {
  position: 10,
  keyPairs: 5,
  load: () => (require('./index') as typeof import('./index.js')).wechatpay,
  loadSandbox: () => (require('./sandbox') as typeof import('./sandbox.js')).open,
};
