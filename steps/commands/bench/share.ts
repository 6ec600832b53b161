import { NotMeasured } from './trouble';

/** What was measured in one round. */
export interface Round {
  readonly requests: number;
  /** Seconds on the wall. */
  readonly seconds: number;
  /** Processor seconds of the gateway, user and system. */
  readonly gatewayCpuSeconds: number;
  /** The RSA limit around the round, pairs for each second of one core. */
  readonly limit: number;
}

/**
 * Which part of its processor time the gateway would have needed had it done nothing but RSA: 1 is the limit itself.
 * @throws NotMeasured when there is nothing to divide by
 */
export function shareOf({ requests, gatewayCpuSeconds, limit }: Omit<Round, 'seconds'>): number {
  if (!(requests > 0)) throw new NotMeasured('no request was answered');
  if (!(gatewayCpuSeconds > 0)) throw new NotMeasured('the gateway used no processor time that could be measured');
  if (!(limit > 0)) throw new NotMeasured(`found an RSA limit of ${limit}, expected more than 0`);
  return requests / (gatewayCpuSeconds * limit);
}

/** The middle and the ends of several numbers. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws NotMeasured when there is no number */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const [below, above] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (min === undefined || max === undefined || below === undefined || above === undefined) {
    throw new NotMeasured('nothing was measured');
  }
  return { median: (below + above) / 2, min, max };
}
