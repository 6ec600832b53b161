import { createHash, timingSafeEqual } from 'node:crypto';

/** The values of a message by name. */
export type Values = Readonly<Record<string, string>>;

/** The algorithms that a message may name (sheet C2). */
const HASHES: ReadonlyMap<string | undefined, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
]);
const NEVER_SIGNED = new Set(['hmac', 'signmsg', 'cert']);

/**
 * The `signMsg` of values: what is not empty, by name, with bars between, then the key (requirement WO-01).
 * @throws Error for an algorithm that is none.
 */
export function seal(values: Values, key: string): string {
  const pairs = Object.keys(values)
    .filter((name) => values[name] && !NEVER_SIGNED.has(name.toLowerCase()))
    .sort()
    .map((name) => `${name}=${values[name]}`);
  const hash = HASHES.get(values['signType']);
  if (hash === undefined) throw new Error(`found signType "${values['signType']}", expected MD5 or SHA-1`);
  return createHash(hash)
    .update([...pairs, `key=${key}`].join('|'))
    .digest('hex');
}

/** The same values with their signature. */
export const sealed = (values: Values, key: string): Values => ({ ...values, signMsg: seal(values, key) });

/**
 * True when values carry the signature of whoever shares the key. A bar inside a value would let it swallow other members
 * under the same signature, so it counts as none.
 */
export function isSealed(values: Values, key: string): boolean {
  const given = Buffer.from((values['signMsg'] ?? '').toLowerCase());
  if (given.length === 0 || HASHES.get(values['signType']) === undefined) return false;
  if (Object.values(values).some((text) => text.includes('|'))) return false;
  const expected = Buffer.from(seal(values, key));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Reads an answer of lines; both line ends are taken, and a value may hold further signs of equality (WO-03). */
export function readLines(text: string): Values {
  const pairs = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line): [string, string] => {
      const end = line.indexOf('=');
      if (end < 1) throw new Error(`found line "${line.slice(0, 40)}", expected name=value`);
      return [line.slice(0, end), line.slice(end + 1)];
    });
  const values = Object.fromEntries(pairs);
  if (Object.keys(values).length !== pairs.length) throw new Error('a line is repeated');
  return values;
}
