import type { Judge } from './judge';
import { spread } from './traces';

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  spread('CHO-006/opens-directly', [
    { fact: 'pagesBetween', reason: 'page-between' },
    { fact: 'hops', reason: 'detour' },
    { fact: 'copying', reason: 'copying-needed' },
  ]),
  spread('CHO-006/no-warning-for-one', [{ fact: 'warnings', reason: 'warned-of-one' }]),
];
