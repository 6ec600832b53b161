/** The words of ISO/IEC 9646. */
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'not-applicable' | 'error';

const WORST: readonly Verdict[] = ['pass', 'not-applicable', 'inconclusive', 'fail', 'error'];

/** The worse of two verdicts. */
export const worse = (a: Verdict, b: Verdict): Verdict => (WORST.indexOf(a) >= WORST.indexOf(b) ? a : b);
