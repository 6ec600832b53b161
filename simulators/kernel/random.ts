import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

const DIGITS = '0123456789';
const HEX = '0123456789ABCDEF';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Seeded randomness: the same seed and the same name give the same values, whatever other streams have drawn.
 * Numbers of orders and trades come from here; keys and nonces never do.
 */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(readonly seed: string) {
    this.#generator = xoroshiro128plus(createHash('sha256').update(seed).digest().readInt32LE(0));
  }

  /** An independent stream, derived from this seed and a name, not from what was drawn before. */
  stream(name: string): Random {
    return new Random(`${this.seed}/${name}`);
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return uniformInt(this.#generator, low, high);
  }

  /** One element; the list must not be empty. */
  pick<T>(list: readonly T[]): T {
    const chosen = list[this.int(0, list.length - 1)];
    if (chosen === undefined) throw new Error('cannot pick from an empty list');
    return chosen;
  }

  /** Some different elements in the order in which they were drawn; the whole list when it is not longer than `count`. */
  sample<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    const drawn: T[] = [];
    while (drawn.length < count && rest.length > 0) drawn.push(...rest.splice(this.int(0, rest.length - 1), 1));
    return drawn;
  }

  digits(length: number): string {
    return this.#text(DIGITS, length);
  }

  hex(length: number): string {
    return this.#text(HEX, length);
  }

  letters(length: number): string {
    return this.#text(LETTERS, length);
  }

  #text(alphabet: string, length: number): string {
    let text = '';
    for (let i = 0; i < length; i += 1) text += alphabet[this.int(0, alphabet.length - 1)];
    return text;
  }
}
