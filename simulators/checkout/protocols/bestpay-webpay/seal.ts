import { createHash, timingSafeEqual } from 'node:crypto';

/** Names and values in the order in which a message digests them. */
export type SealedPairs = ReadonlyArray<readonly [name: string, value: string]>;

/** The MAC of BestPay: MD5 over `NAME=value&…&KEY=key`, in upper-case hexadecimal (sheet A1.3). */
export function seal(pairs: SealedPairs, key: string): string {
  const text = [...pairs, ['KEY', key] as const].map(([name, value]) => `${name}=${value}`).join('&');
  return createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();
}

/** Values with one of these could be moved from one name to the next without changing the text. */
const MOVABLE = /[&=]/;

/**
 * True when a MAC fits. A value that could hold the next name in it fits nothing: the text that is digested does not say
 * where one ends.
 */
export function isSealed(pairs: SealedPairs, key: string, given: string | null | undefined): boolean {
  if (pairs.some(([, value]) => MOVABLE.test(value))) return false;
  const [a, b] = [Buffer.from(seal(pairs, key)), Buffer.from(given ?? '')];
  return a.length === b.length && timingSafeEqual(a, b);
}
