import { comparison } from './comparison';
import type { Judge } from './judge';

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  comparison('ACC-009/same-success', 'arrival.success', 'success-changed-by-arrival'),
  comparison('ACC-009/same-rank-and-price', 'arrival.terms', 'terms-changed-by-arrival'),
];
