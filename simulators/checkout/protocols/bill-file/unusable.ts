import type { UnusableReason } from '../protocol';

/** Thrown while a bill is read: nothing of it is used, and it is fetched again later (rule REC-002). */
export class Unusable extends Error {
  override name = 'Unusable';

  constructor(
    readonly why: UnusableReason,
    readonly detail: string,
  ) {
    super(`${why}: ${detail}`);
  }
}

/** Refuses a bill unless something holds. */
export function expect(holds: boolean, why: UnusableReason, detail: string): asserts holds {
  if (!holds) throw new Unusable(why, detail);
}

/** No bill of a day is taken that is larger than this, packed or unpacked. */
export const BILL_LIMIT_BYTES = 64 * 1024 * 1024;
