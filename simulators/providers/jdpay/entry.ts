import type { ProviderEntry } from '../entry';

export const entry: ProviderEntry = {
  position: 40,
  // Its keys are shorter than those that are minted beforehand.
  keyPairs: 0,
  load: () => (require('./index') as typeof import('./index.js')).jdpay,
  loadSandbox: () => (require('./sandbox') as typeof import('./sandbox.js')).open,
};
