import type { Measured, MeasuredRound } from './gateway';

/** Shares of the RSA limit: what must be reached, what the house promises itself, and where it wants to get. */
export const NEEDED = 0.55;
export const FLOOR = 0.6;
export const AIM = 0.85;

/** The document of `bench gateway --json`. */
export interface BenchDocument extends Measured {
  readonly bench: 'gateway';
  readonly needed: number;
  readonly floor: number;
  readonly aim: number;
  /** True when the median share is at least what is needed. */
  readonly holds: boolean;
}

export const benchDocument = (measured: Measured): BenchDocument => ({
  bench: 'gateway',
  holds: measured.share.median >= NEEDED,
  needed: NEEDED,
  floor: FLOOR,
  aim: AIM,
  ...measured,
});

const COLUMNS = ['requests', 'seconds', 'req/s', 'gateway CPU s', 'limit pairs/s', 'share'];
const line = (cells: readonly string[]) =>
  cells.map((cell, column) => cell.padStart(COLUMNS[column]?.length ?? 0)).join('  ');
const told = (share: number) => share.toFixed(3);

/** The first lines of the table. */
export const heading = () =>
  `Signed WeChat Pay orders, each with an RSA-2048 signature to verify and one to make\n\n${line(COLUMNS)}`;

/** One round of the table. */
export function roundLine({ requests, seconds, gatewayCpuSeconds, limit, share }: MeasuredRound): string {
  const rate = requests / seconds;
  return line([
    String(requests),
    seconds.toFixed(2),
    rate.toFixed(0),
    gatewayCpuSeconds.toFixed(2),
    limit.toFixed(0),
    told(share),
  ]);
}

/** What follows the rounds: the totals, and what they mean. */
export function totalLines({ share, limit, needed, floor, aim, holds, ...totals }: BenchDocument): string {
  const { requests, seconds, requestsPerSecond, gatewayCpuSeconds, answersVerified, connections, warmUp } = totals;
  const means = holds ? 'holds' : 'does not hold';
  return [
    '',
    `requests             ${requests} over ${connections} connections, after ${warmUp} to warm up; all answered 200`,
    `signatures           ${answersVerified} answers verified with the platform certificate`,
    `seconds              ${seconds.toFixed(2)}`,
    `requests per second  ${requestsPerSecond.toFixed(0)}`,
    `gateway CPU seconds  ${gatewayCpuSeconds.toFixed(2)}`,
    `RSA limit            ${limit.pairsPerSecond.toFixed(0)} pairs a second of one core, by ${limit.by}`,
    `share of the limit   ${told(share.median)} median, ${told(share.min)} to ${told(share.max)}`,
    `${means}: at least ${told(needed)} is needed; floor ${told(floor)}, aim ${told(aim)}`,
  ].join('\n');
}
