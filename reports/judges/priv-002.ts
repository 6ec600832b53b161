import type { Judge } from './judge';
import { nothingFound } from './scans';

/** The judges of this rule: the wallet's knowledge stays with the wallet, the basket with the platform. */
export const judges: readonly Judge[] = [
  nothingFound({
    check: 'PRIV-002/platform-holds-no-wallet-data',
    what: 'wallet',
    reason: 'platform-holds-wallet-data',
  }),
  nothingFound({ check: 'PRIV-002/provider-holds-no-basket', what: 'basket', reason: 'provider-holds-the-basket' }),
];
