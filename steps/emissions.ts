import type { Finding } from '../reports/judges/judge';
import type { CheckEmission } from '../reports/verdicts/emission';

/** A check said no. The scenario ends; the finding is already on record. */
export class CheckFailed extends Error {
  override name = 'CheckFailed';

  constructor(
    readonly emission: CheckEmission,
    readonly findings: readonly Finding[],
  ) {
    super(`${emission.check} failed: ${emission.reason ?? 'nothing to judge'}`);
  }
}

/** The harness itself is in trouble: what follows says nothing about the subject. */
export class HarnessTrouble extends Error {
  override name = 'HarnessTrouble';
}
