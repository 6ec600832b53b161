/** A share of an amount, exactly: so many parts of so many. */
export interface Rate {
  /** As bills write it: `0.60%`. */
  readonly text: string;
  readonly parts: bigint;
  readonly of: bigint;
}

/**
 * Reads a rate in per cent, without floating point.
 * @throws RangeError for text that is no such rate.
 */
export function readRate(text: string): Rate {
  const [, whole = '', decimals = ''] = /^(\d{1,2})(?:\.(\d{1,4}))?%$/.exec(text) ?? [];
  if (whole === '') throw new RangeError(`found a fee rate "${text}", expected per cent such as 0.60%`);
  return { text, parts: BigInt(whole + decimals), of: 100n * 10n ** BigInt(decimals.length) };
}

/** The fee for an amount, both in whole fen; half a fen counts as one (sheet 6: 39 % of 3 fen are written 0.01000). */
export function feeFen(amountFen: number, { parts, of }: Rate): number {
  return Number((2n * BigInt(amountFen) * parts + of) / (2n * of));
}
