/** Whole fen of CNY (1 yuan = 100 fen), a positive safe integer when it names a payment, zero or more when it names a sum. */
export type Fen = number & { readonly __unit: 'fen' };

/** A sum over many payments, which may pass 2^53. */
export type FenTotal = bigint;

/** Thrown when a value is not an amount of money; the message says what was found and what was expected. */
export class MoneyError extends Error {
  override name = 'MoneyError';
}

/**
 * Checks that a value is a payable amount: an integer, greater than zero, not above 2^53 - 1.
 * @throws MoneyError naming the value (rule LIFE-009).
 */
export function fen(value: unknown): Fen {
  const amount = fenOrZero(value);
  if (amount === 0) throw new MoneyError('found an amount of 0 fen, expected at least 1 fen');
  return amount;
}

/** As {@link fen}, but zero is allowed: for sums, balances and remainders. */
export function fenOrZero(value: unknown): Fen {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new MoneyError(`found ${JSON.stringify(value)}, expected whole fen between 0 and ${Number.MAX_SAFE_INTEGER}`);
  }
  return value as Fen;
}

/** Writes fen as yuan with two decimals, exactly: 12850 becomes `128.50`. */
export function yuanText(amount: number): string {
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const YUAN = /^(0|[1-9]\d*)(?:\.(\d{1,2}))?$/;

/**
 * Reads yuan text exactly, without floating point: `128.5`, `128.50` and `128` are read, `128.505`, `1e2`, `-1` are refused.
 * @throws MoneyError for anything that is not yuan with at most two decimals, or is not payable.
 */
export function fenFromYuan(text: string): Fen {
  const match = YUAN.exec(text);
  if (!match) throw new MoneyError(`found "${text}", expected yuan with at most two decimals, for example 128.50`);
  return fen(Number(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`));
}
