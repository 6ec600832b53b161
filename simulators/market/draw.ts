import { createHash } from 'node:crypto';

const BASE = 100n;

/**
 * The place of a merchant in the opening for a provider: a whole number from 0 to 99. An opening to so many of 100
 * merchants reaches those whose place is below that number. The rule is published with the opening: the SHA-256 of
 * `<provider>/<merchant>` as a number, modulo 100. Nothing else of a merchant decides it.
 */
export function drawOf(provider: string, merchant: string): number {
  const digest = createHash('sha256').update(`${provider}/${merchant}`).digest('hex');
  return Number(BigInt(`0x${digest}`) % BASE);
}
