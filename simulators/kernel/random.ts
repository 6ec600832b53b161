import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

const DIGITS = '0123456789';
const HEX = '0123456789ABCDEF';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const FACTORS = [597399067, 2869860233, 951274213, 2716044179] as const;
const START = [1779033703, 3144134277, 1013904242, 2773480762] as const;

const turned = (word: number, by: number) => (word << by) | (word >>> (32 - by));

/** Stirs one word until each of its bits hangs on all of them. */
function stirred(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/**
 * 128 bits from a text: with fewer, two of a hundred thousand orders would get the same numbers. Not for secrets.
 * Four words that take up every character, then mixed with one another as MurmurHash3 does at its end.
 */
function state(text: string): [number, number, number, number] {
  let [a, b, c, d] = START as readonly [number, number, number, number];
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ unit, FACTORS[0]);
    b = c ^ Math.imul(turned(b, 5) ^ unit, FACTORS[1]);
    c = d ^ Math.imul(turned(c, 11) ^ unit, FACTORS[2]);
    d = a ^ Math.imul(turned(d, 17) ^ unit, FACTORS[3]);
  }
  a = stirred(a ^ text.length);
  b = stirred(b ^ a);
  c = stirred(c ^ b);
  d = stirred(d ^ c);
  return [a ^ d, b, c, d | 1];
}

/**
 * Seeded randomness: the same seed and the same name give the same values, whatever other streams have drawn.
 * Numbers of orders and trades come from here; keys and nonces never do.
 */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(readonly seed: string) {
    this.#generator = xoroshiro128plusFromState(state(seed));
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
