import { readBeijingDateTime } from '../../../kernel/time';
import { expect } from './unusable';

const YUAN = /^(-?)(\d{1,14})(?:\.(\d+))?$/;

/**
 * Reads a bill's yuan exactly, with any number of decimals as long as they are whole fen: `128.50`, `-0.01`, `0.01000`.
 * @throws Unusable for anything else.
 */
export function fenOfBill(text: string): number {
  const [matched, sign, whole = '', decimals = ''] = YUAN.exec(text) ?? [];
  const beyond = decimals.slice(2);
  const fen = Number(`${whole}${decimals.slice(0, 2).padEnd(2, '0')}`);
  const good = matched !== undefined && /^0*$/.test(beyond) && Number.isSafeInteger(fen);
  expect(good, 'strange-row', `found amount "${text}", expected yuan in whole fen`);
  return sign === '-' && fen !== 0 ? -fen : fen;
}

/** Reads a count such as `45` or, as one provider writes it, `45.0`. */
export function countOfBill(text: string): number {
  const good = /^\d{1,9}(\.0)?$/.test(text);
  expect(good, 'sums-differ', `found count "${text}", expected a whole number`);
  return Number(text);
}

/** Reads `yyyy-MM-dd HH:mm:ss` in Beijing. */
export function timeOfBill(text: string): number {
  const at = readBeijingDateTime(text);
  expect(at !== undefined, 'strange-row', `found time "${text}", expected yyyy-MM-dd HH:mm:ss`);
  return at;
}

/** Sums of a bill are compared exactly, whatever their size. */
export const total = (amounts: readonly number[]): bigint => amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);

/** As {@link fenOfBill}, for sums that a number may not hold. */
export function totalOfBill(text: string): bigint {
  const [matched, sign, whole = '', decimals = ''] = /^(-?)(\d{1,30})(?:\.(\d+))?$/.exec(text) ?? [];
  const good = matched !== undefined && /^0*$/.test(decimals.slice(2));
  expect(good, 'sums-differ', `found sum "${text}", expected yuan in whole fen`);
  const fen = BigInt(`${whole}${decimals.slice(0, 2).padEnd(2, '0')}`);
  return sign === '-' ? -fen : fen;
}
