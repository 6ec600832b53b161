import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readBeijingDateTime } from '../../../kernel/time';
import { businessDay, endOfDay, MIDNIGHT } from '../../books/business-day';
import type { BillRow } from '../../books/entries';
import { countOfBill, timeOfBill, total } from '../bill-file/amounts';
import { quotedCells, TableRow } from '../bill-file/table';
import { strictText } from '../bill-file/text';
import { expect } from '../bill-file/unusable';

/** No file of BestPay for reconciliation is public: this is the profile of the simulated market, and it says so. */
export const BILL_ASK = '/sim/reconciliation';
export const billPath = (fileId: string): string => `/sim/reconciliation/file?${new URLSearchParams({ fileId })}`;

export const BILL_NAMES = ['merchantId', 'billDate', 'fileId', 'sha256'];

/** The codes of that profile: not written yet, and no day for which there will be one now. */
export const NOT_YET = 'SIM0001';

export const billAnswer = z.object({
  merchantId: z.string(),
  billDate: z.string(),
  fileId: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const MARK = '#bestpay-sim-profile/0 ';

/** Whole fen, which a fee may have below zero. */
function fenIn(row: TableRow, column: string): number {
  const text = row.at(column);
  const good = /^-?(0|[1-9]\d{0,14})$/.test(text) && text !== '-0';
  expect(good, 'strange-row', `found amount "${text}", expected whole fen`);
  return Number(text);
}

function rowOf(row: TableRow): BillRow {
  const type = row.at('type');
  expect(type === 'PAY' || type === 'REFUND', 'strange-row', `found type ${type}`);
  const refund = type === 'REFUND';
  const amountFen = fenIn(row, 'amountFen');
  expect(amountFen > 0, 'strange-row', `found amount ${amountFen}`);
  return {
    kind: refund ? 'refund' : 'payment',
    paymentNo: row.at('orderNo'),
    ...(refund ? { refundNo: row.at('refundReqNo'), tradeRefundNo: row.at('ourTransNo') } : {}),
    tradeNo: row.at('ourTransNo'),
    amountFen,
    feeFen: fenIn(row, 'feeFen'),
    payee: row.at('merchantId'),
    at: timeOfBill(row.at('completedAt')),
    state: 'done',
  };
}

/** The line that says whose file of which day it is, and when it was written. */
function checkHead(line: string, account: string, day: string): void {
  const [matched, merchantId, date, written = ''] =
    /^#merchantId=([^,]*),billDate=(\d{8}),writtenAt=(.*)$/.exec(line) ?? [];
  expect(matched !== undefined, 'strange-columns', 'no line that names the file');
  expect(merchantId === account, 'another-account', `the file of ${merchantId}`);
  expect(date === day.replaceAll('-', ''), 'another-day', `the file of ${date}`);
  const at = readBeijingDateTime(written);
  expect(at !== undefined, 'strange-columns', `found time "${written}"`);
  expect(at >= endOfDay(day, MIDNIGHT), 'too-early', `written while ${day} was not over`);
}

/** Counts and sums at the end: payments, then refunds. */
function checkSums(line: string, rows: readonly BillRow[]): void {
  const [matched, ...found] = /^#payments=(\d+),(\d+),refunds=(\d+),(\d+)$/.exec(line) ?? [];
  expect(matched !== undefined, 'truncated', 'no sums at the end');
  for (const [i, kind] of (['payment', 'refund'] as const).entries()) {
    const own = rows.filter((row) => row.kind === kind);
    const [count = '', sum = '0'] = found.slice(2 * i);
    expect(countOfBill(count) === own.length, 'sums-differ', `${own.length} rows, ${count} at the end`);
    const added = total(own.map(({ amountFen }) => amountFen));
    expect(added === BigInt(sum), 'sums-differ', `${added} fen in the rows, ${sum} at the end`);
  }
}

/**
 * Reads the file of a day: it has the digest that was signed, and all of it can be read, or nothing.
 * @throws Unusable naming why nothing of it can be used.
 */
export function readBill(bytes: Uint8Array, sha256: string, account: string, day: string): BillRow[] {
  const found = createHash('sha256').update(bytes).digest('hex');
  expect(found === sha256, 'hash-differs', `${found} instead of ${sha256}`);
  const text = strictText(bytes, 'utf-8');
  expect(text.endsWith('\n'), 'truncated', 'the last line has no end');
  const [mark = '', head = '', columns = '', ...rest] = text.slice(0, -1).split('\n');
  expect(mark.startsWith(MARK), 'strange-columns', `found "${mark.slice(0, 40)}"`);
  checkHead(head, account, day);
  const rows = rest.slice(0, -1).map((line) => rowOf(new TableRow(columns.split(','), quotedCells(line))));
  checkSums(rest.at(-1) ?? '', rows);
  for (const { at } of rows) {
    const on = businessDay(at, MIDNIGHT);
    expect(on === day, 'another-day', `a row of ${on} in the file of ${day}`);
  }
  return rows;
}
