import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readRfc3339 } from '../../../kernel/time';
import { businessDay, MIDNIGHT } from '../../books/business-day';
import type { BillRow } from '../../books/entries';
import { TableRow } from '../bill-file/table';
import { strictText } from '../bill-file/text';
import { expect } from '../bill-file/unusable';

export const FILES = '/v0/recon/files/';

const listing = z.looseObject({
  date: z.string(),
  files: z.array(
    z.looseObject({
      path: z.string().startsWith(FILES).max(256),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      rows: z.int().nonnegative(),
    }),
  ),
});

/** A file of the listing: whose it is, where, and with what to check it. */
export interface ListedFile {
  readonly payee: string;
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
}

/** The files of a day. @throws Unusable when it is another day's listing. */
export function listedFiles(answer: unknown, payeeWord: string, day: string): ListedFile[] {
  const { date, files } = listing.parse(answer);
  expect(date === day, 'another-day', `found the files of ${date}`);
  return files.map(({ path, sha256, rows, [payeeWord]: payee }) => ({
    payee: z.string().parse(payee),
    path,
    sha256,
    rows,
  }));
}

const LINE_END = '\r\n';

const STATES: Readonly<Record<string, BillRow['state']>> = {
  SUCCESS: 'done',
  PROCESSING: 'processing',
  FAILED: 'failed',
};

function fenIn(text: string): number {
  const amount = Number(text);
  expect(
    /^[1-9]\d*$/.test(text) && Number.isSafeInteger(amount),
    'strange-row',
    `found amount "${text}", expected fen`,
  );
  return amount;
}

function rowOf(row: TableRow, payee: string, day: string): BillRow {
  const state = STATES[row.at('state')];
  const at = readRfc3339(row.at('countedAt'));
  expect(state !== undefined, 'strange-row', `found state ${row.at('state')}`);
  expect(at !== undefined, 'strange-row', `found time ${row.at('countedAt')}`);
  const on = businessDay(at, MIDNIGHT);
  expect(on === day, 'another-day', `a row of ${on} in the file of ${day}`);
  const [number, refundOf, own] = [row.at('outTradeNo'), row.at('refundOf'), row.at('serialNo')];
  const shared = { amountFen: fenIn(row.at('amount')), payee, at, state };
  if (refundOf === '') return { ...shared, kind: 'payment', paymentNo: number, tradeNo: own };
  return { ...shared, kind: 'refund', paymentNo: refundOf, refundNo: number, tradeNo: '', tradeRefundNo: own };
}

/** Reads one account's file of a day; all of it, or nothing. @throws Unusable naming why nothing of it can be used. */
export function readFile(bytes: Uint8Array, { payee, sha256, rows: said }: ListedFile, day: string): BillRow[] {
  const digest = createHash('sha256').update(bytes).digest('hex');
  expect(digest === sha256, 'hash-differs', `found ${digest}, expected ${sha256}`);
  const text = strictText(bytes, 'utf-8');
  expect(text.endsWith(LINE_END), 'truncated', 'the last line has no end');
  const [header = '', ...lines] = text.slice(0, -LINE_END.length).split(LINE_END);
  expect(lines.length === said, 'sums-differ', `${lines.length} rows, ${said} in the listing`);
  const columns = header.split(',');
  return lines.map((line) => rowOf(new TableRow(columns, line.split(',')), payee, day));
}
