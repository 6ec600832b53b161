import type { Judge } from './judge';
import { nothingFound } from './scans';

/** The judges of this rule: no secret in the repository, and none in what a run leaves behind or says. */
export const judges: readonly Judge[] = [
  nothingFound({ check: 'SEC-005/tree-is-clean', what: 'tree', reason: 'secret-in-tree' }),
  nothingFound({ check: 'SEC-005/run-is-clean', what: 'keys', reason: 'secret-in-run' }),
];
