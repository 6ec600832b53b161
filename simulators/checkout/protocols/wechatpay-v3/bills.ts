import { createHash } from 'node:crypto';
import { z } from 'zod';
import { businessDay, MIDNIGHT } from '../../books/business-day';
import type { BillRow } from '../../books/entries';
import { countOfBill, fenOfBill, timeOfBill, total, totalOfBill } from '../bill-file/amounts';
import { TableRow } from '../bill-file/table';
import { strictText } from '../bill-file/text';
import { expect } from '../bill-file/unusable';

export const TRADE_BILL = '/v3/bill/tradebill';
/** The only path whose answers carry no signature; their digest came in one that did (requirement M21). */
export const BILL_FILE = '/v3/billdownload/file';

export const billAnswer = z.object({ hash_type: z.string(), hash_value: z.string(), download_url: z.url() });
export type BillAnswer = z.infer<typeof billAnswer>;

const BOM = '\uFEFF';
const LINE_END = '\r\n';

/** Where the file is, below the address at which the gateway itself is reached. */
export function filePlace({ download_url: url }: BillAnswer): { path: string; params: Record<string, string> } {
  const { pathname, searchParams } = new URL(url);
  expect(pathname === BILL_FILE, 'strange-columns', `a file at ${pathname}`);
  return { path: pathname, params: Object.fromEntries(searchParams) };
}

const cellsOf = (line: string): string[] => {
  const cells = line.split(',');
  const marked = cells.every((cell) => cell.startsWith('`'));
  expect(marked, 'strange-row', 'a value without its backtick');
  return cells.map((cell) => cell.slice(1));
};

const REFUND_STATES: Readonly<Record<string, BillRow['state']>> = {
  SUCCESS: 'done',
  PROCESSING: 'processing',
  FAIL: 'failed',
  // The money waits to be sent another way.
  CHANGE: 'processing',
};

function rowOf(row: TableRow): BillRow {
  const [state, paymentNo, tradeNo] = [row.at('交易状态'), row.at('商户订单号'), row.at('微信订单号')];
  expect(row.at('货币种类') === 'CNY', 'strange-row', `found currency ${row.at('货币种类')}, expected CNY`);
  const shared = {
    paymentNo,
    tradeNo,
    feeFen: fenOfBill(row.at('手续费')),
    payee: row.at('特约商户号'),
    at: timeOfBill(row.at('交易时间')),
  };
  if (state === 'SUCCESS')
    return { ...shared, kind: 'payment', amountFen: fenOfBill(row.at('订单金额')), state: 'done' };
  expect(state === 'REFUND' || state === 'REVOKED', 'strange-row', `found state ${state}`);
  const refundState = REFUND_STATES[row.at('退款状态')];
  expect(refundState !== undefined, 'strange-row', `found refund state ${row.at('退款状态')}`);
  return {
    ...shared,
    kind: 'refund',
    // What was revoked has no number of a refund; the payment's own tells it apart.
    refundNo: state === 'REFUND' ? row.at('商户退款单号') : `revoked ${paymentNo}`,
    tradeRefundNo: row.at('微信退款单号'),
    amountFen: fenOfBill(row.at('申请退款金额')),
    state: refundState,
  };
}

/** The sums of the last line, each with the column that it adds up (sheet 6). */
const SUMS = [
  ['应结订单总金额', '应结订单金额'],
  ['退款总金额', '退款金额'],
  ['手续费总金额', '手续费'],
  ['订单总金额', '订单金额'],
  ['申请退款总金额', '申请退款金额'],
] as const;

function checkSums(rows: readonly TableRow[], summary: TableRow): void {
  const count = countOfBill(summary.at('总交易单数'));
  expect(count === rows.length, 'sums-differ', `${rows.length} rows, ${count} in the summary`);
  for (const [sum, column] of SUMS) {
    const added = total(rows.map((row) => fenOfBill(row.at(column))));
    const said = totalOfBill(summary.at(sum));
    expect(added === said, 'sums-differ', `${column}: ${added} fen in the rows, ${said} in the summary`);
  }
}

/**
 * Reads a trade bill of all kinds, once its digest was found good; all of it, or nothing (requirement M22).
 * @param mchid The service provider whose bill it must be.
 * @throws Unusable naming why nothing of it can be used.
 */
export function readTradeBill(bytes: Uint8Array, answer: BillAnswer, mchid: string, day: string): BillRow[] {
  const digest = createHash('sha1').update(bytes).digest('hex');
  const fits = answer.hash_type === 'SHA1' && digest === answer.hash_value.toLowerCase();
  expect(fits, 'hash-differs', `found ${digest}, expected ${answer.hash_type} ${answer.hash_value}`);
  const text = strictText(bytes, 'utf-8').replace(BOM, '');
  expect(text.endsWith(LINE_END), 'truncated', 'the last line has no end');
  const lines = text.slice(0, -LINE_END.length).split(LINE_END);
  const [header = '', ...rest] = lines;
  const [caption = '', summary = ''] = rest.splice(-2);
  expect(caption.startsWith('总交易单数'), 'truncated', 'no summary at the end');
  const columns = header.split(',');
  const rows = rest.map((line) => new TableRow(columns, cellsOf(line)));
  checkSums(rows, new TableRow(caption.split(','), cellsOf(summary)));
  for (const row of rows) {
    expect(row.at('商户号') === mchid, 'another-account', `a row of ${row.at('商户号')}`);
    const on = businessDay(timeOfBill(row.at('交易时间')), MIDNIGHT);
    expect(on === day, 'another-day', `a row of ${on} in the bill of ${day}`);
  }
  return rows.map(rowOf);
}
