import { createHash } from 'node:crypto';
import { businessDay, MIDNIGHT } from '../../books/business-day';
import type { BillRow } from '../../books/entries';
import { countOfBill, fenOfBill, timeOfBill, total, totalOfBill } from '../bill-file/amounts';
import { TableRow } from '../bill-file/table';
import { strictText } from '../bill-file/text';
import { expect } from '../bill-file/unusable';

const KINDS: ReadonlyMap<string, BillRow['kind']> = new Map([
  ['PAY', 'payment'],
  ['REFUND', 'refund'],
]);

function rowOf(row: TableRow, payee: string): BillRow {
  const kind = KINDS.get(row.at('kind'));
  expect(kind !== undefined, 'strange-row', `found kind "${row.at('kind')}", expected PAY or REFUND`);
  return {
    kind,
    paymentNo: row.at('orderNo'),
    ...(kind === 'refund' ? { refundNo: row.at('refundReqJournl') } : {}),
    tradeNo: row.at('payJournl'),
    amountFen: fenOfBill(row.at('amountYuan')),
    feeFen: fenOfBill(row.at('feeYuan')),
    payee,
    at: timeOfBill(row.at('completedAt')),
    state: 'done',
  };
}

function checkSums(rows: readonly BillRow[], kind: BillRow['kind'], count: string, sum: string): void {
  const some = rows.filter((row) => row.kind === kind);
  expect(countOfBill(count) === some.length, 'sums-differ', `${some.length} rows of ${kind}, ${count} at the end`);
  const added = total(some.map(({ amountFen }) => amountFen));
  expect(added === totalOfBill(sum), 'sums-differ', `${added} fen of ${kind}, ${sum} yuan at the end`);
}

/**
 * Reads the file of one merchant's day, which is the profile's own: all of it, or nothing.
 * @param digest What the signed answer said of the file, SHA-256.
 * @throws Unusable naming why nothing of it can be used.
 */
export function readBill(bytes: Uint8Array, digest: string, merNo: string, day: string): BillRow[] {
  const found = createHash('sha256').update(bytes).digest('hex');
  expect(found === digest, 'hash-differs', `found ${found}, expected ${digest}`);
  const text = strictText(bytes, 'utf-8');
  expect(text.endsWith('\n'), 'truncated', 'the last line has no end');
  const [profile, about, columns = '', ...lines] = text.slice(0, -1).split('\n');
  expect(profile === '#wopay-sim-profile/0', 'strange-columns', `found "${profile}", expected #wopay-sim-profile/0`);
  const [account, date] = (about ?? '').slice(1).split(',');
  expect(account === merNo, 'another-account', `found ${account}, expected ${merNo}`);
  expect(date === day, 'another-day', `found ${date}, expected ${day}`);
  const [mark, payments = '', paid = '', refunds = '', back = ''] = (lines.pop() ?? '').split(',');
  expect(mark === '#TOTAL', 'truncated', 'no sums at the end');
  const rows = lines.map((line) => rowOf(new TableRow(columns.split(','), line.split(',')), merNo));
  checkSums(rows, 'payment', payments, paid);
  checkSums(rows, 'refund', refunds, back);
  for (const { at } of rows) {
    const on = businessDay(at, MIDNIGHT);
    expect(on === day, 'another-day', `a row of ${on} in the bill of ${day}`);
  }
  return rows;
}
