import type { Judge } from './judge';
import { spread } from './traces';

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  spread('CHO-006/opens-directly', { pagesBetween: 'page-between', hops: 'detour', copying: 'copying-needed' }),
  spread('CHO-006/no-warning-for-one', { warnings: 'warned-of-one' }),
];
