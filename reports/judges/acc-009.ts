import { comparison } from './comparison';
import type { Judge } from './judge';

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  comparison('ACC-009/same-success', { kind: 'arrival.success', reason: 'success-changed-by-arrival' }),
  comparison('ACC-009/same-rank-and-price', { kind: 'arrival.terms', reason: 'terms-changed-by-arrival' }),
];
