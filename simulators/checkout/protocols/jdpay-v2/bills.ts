import { createHash } from 'node:crypto';
import { z } from 'zod';
import { businessDay, MIDNIGHT } from '../../books/business-day';
import type { BillRow } from '../../books/entries';
import { TableRow } from '../bill-file/table';
import { strictText } from '../bill-file/text';
import { expect } from '../bill-file/unusable';
import { timeIn } from './answers';

/** The wire of bills is a profile of the simulator's, `jdpay-sim-recon`: no public format was found (sheet 7). */
export const RECON_PATH = '/sim/recon';

/** It is not published yet. */
export const NOT_YET = 'SIMR000001';

export const fileSchema = z.object({
  billDate: z.string(),
  rows: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  size: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  url: z.url(),
});
export type BillFile = z.infer<typeof fileSchema>;

const COLUMNS = 'merchant,tradeNum,oTradeNum,tradeType,amount,fee,status,finishTime';

/** What ended well, by type: payments have another scale than the others. */
const DONE: Readonly<Record<string, string>> = { '0': '2', '1': '1', '2': '1' };

function fenOf(text: string, least: number): number {
  const fen = /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : Number.NaN;
  expect(fen >= least, 'strange-row', `found amount "${text}", expected whole fen`);
  return fen;
}

function timeOf(text: string): number {
  try {
    return timeIn(text);
  } catch {
    expect(false, 'strange-row', `found time "${text}", expected yyyyMMddHHmmss`);
  }
}

function rowOf(row: TableRow, merchant: string, day: string): BillRow {
  expect(row.at('merchant') === merchant, 'another-account', `a row of ${row.at('merchant')}`);
  const type = row.at('tradeType');
  const known = DONE[type];
  expect(known !== undefined, 'strange-row', `found type "${type}"`);
  expect(row.at('status') === known, 'strange-row', `found status "${row.at('status')}", expected ${known}`);
  const at = timeOf(row.at('finishTime'));
  const on = businessDay(at, MIDNIGHT);
  expect(on === day, 'another-day', `a row of ${on} in the bill of ${day}`);
  const shared = { amountFen: fenOf(row.at('amount'), 1), feeFen: fenOf(row.at('fee'), 0), payee: merchant, at };
  const number = row.at('tradeNum');
  if (type === '0') return { ...shared, kind: 'payment', paymentNo: number, tradeNo: '', state: 'done' };
  const paymentNo = row.at('oTradeNum');
  return { ...shared, kind: 'refund', paymentNo, refundNo: number, tradeNo: '', state: 'done' };
}

/**
 * Reads the file of one merchant and one day; all of it, or nothing.
 * @param told What the signed answer said of the file.
 * @throws Unusable naming why nothing of it can be used.
 */
export function readBill(bytes: Uint8Array, told: BillFile, merchant: string, day: string): BillRow[] {
  expect(told.billDate === day.replaceAll('-', ''), 'another-day', `told of ${told.billDate}`);
  expect(createHash('sha256').update(bytes).digest('hex') === told.sha256, 'hash-differs', `${bytes.length} bytes`);
  const text = strictText(bytes, 'utf-8');
  expect(text.endsWith('\n'), 'truncated', 'the last line has no end');
  const [header = '', ...lines] = text.slice(0, -1).split('\n');
  expect(header === COLUMNS, 'strange-columns', header.slice(0, 200));
  expect(lines.length === told.rows, 'sums-differ', `${lines.length} rows, ${told.rows} told`);
  const columns = COLUMNS.split(',');
  return lines.map((line) => rowOf(new TableRow(columns, line.split(',')), merchant, day));
}
