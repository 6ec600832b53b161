import { inflateSync } from 'node:zlib';
import { DAY_MS, HOUR_MS, type Millis } from '../../../kernel/time';
import { type BusinessDay, businessDay, endOfDay } from '../../books/business-day';
import type { BillRow } from '../../books/entries';
import { filesOfArchive } from '../bill-file/archive';
import { strictText } from '../bill-file/text';
import { BILL_LIMIT_BYTES, expect, Unusable } from '../bill-file/unusable';
import { readTime } from './answers';

/** When a clearing day ends: 23:00 of the day by whose name it goes (sheet 9). */
const CUT_OFF = 23 * HOUR_MS;

/** The widths of an ordinary line's fields in bytes; one separator stands after each (sheet 10). */
const WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8, 32, 13, 13, 12, 2, 1, 32, 98,
];
const LINE_BYTES = WIDTHS.reduce((sum, width) => sum + width + 1, 0);

/** Where each column begins; the first is 1. */
const STARTS = WIDTHS.map((_, i) => WIDTHS.slice(0, i).reduce((sum, width) => sum + width + 1, 0));

/** Columns by what they hold (sheet 10). */
const COLUMN = {
  time: 5,
  amount: 7,
  queryId: 10,
  orderId: 12,
  fee: 16,
  settled: 17,
  txnType: 20,
  origQryId: 27,
  merId: 28,
  origOrderId: 41,
} as const;

/** Consume brings money; refund and undo take it back. */
const KINDS: Readonly<Record<string, BillRow['kind']>> = { '01': 'payment', '04': 'refund', '31': 'refund' };

/** The month and day by which a file is asked for. */
export const settleDate = (day: BusinessDay): string => day.slice(5).replace('-', '');

type Cells = (column: keyof typeof COLUMN) => string;

function cellsOf(line: Uint8Array): Cells {
  return (column) => {
    const i = COLUMN[column] - 1;
    const [start = 0, width = 0] = [STARTS[i], WIDTHS[i]];
    return strictText(line.subarray(start, start + width), 'gb18030').trim();
  };
}

/** C credits the merchant, D debits him; then fen (sheet 10). */
function signedFen(text: string): number {
  const [matched, sign, digits = ''] = /^([CD])(\d{12})$/.exec(text) ?? [];
  expect(matched !== undefined, 'strange-row', `found amount "${text}", expected C or D and twelve digits`);
  return sign === 'D' && Number(digits) !== 0 ? -Number(digits) : Number(digits);
}

function fenOf(text: string): number {
  expect(/^\d{12}$/.test(text), 'strange-row', `found amount "${text}", expected twelve digits`);
  return Number(text);
}

/** A time without its year lies in the clearing day, which may begin in the year before. */
function timeOf(text: string, day: BusinessDay): Millis {
  const end = endOfDay(day, CUT_OFF);
  const years = [day.slice(0, 4), String(Number(day.slice(0, 4)) - 1)];
  const instants = years.flatMap((year) => {
    try {
      return [readTime(`${year}${text}`)];
    } catch {
      return [];
    }
  });
  const at = instants.find((instant) => instant < end && instant >= end - DAY_MS);
  expect(instants.length > 0, 'strange-row', `found time "${text}", expected MMDDhhmmss`);
  expect(at !== undefined && businessDay(at, CUT_OFF) === day, 'another-day', `a row of ${text} in the file of ${day}`);
  return at;
}

function rowOf(cell: Cells, merId: string, day: BusinessDay): BillRow {
  const kind = KINDS[cell('txnType')];
  expect(kind !== undefined, 'strange-row', `found transaction "${cell('txnType')}", expected consume, refund or undo`);
  expect(cell('merId') === merId, 'another-account', `a row of ${cell('merId')} in the file of ${merId}`);
  const [amountFen, fee, settled] = [fenOf(cell('amount')), signedFen(cell('fee')), signedFen(cell('settled'))];
  const signed = kind === 'payment' ? amountFen : -amountFen;
  expect(settled === signed + fee, 'sums-differ', `${settled} fen settled of ${signed} with a fee of ${fee}`);
  const own = {
    tradeNo: cell('queryId'),
    at: timeOf(cell('time'), day),
    amountFen,
    state: 'done' as const,
    payee: merId,
  };
  const feeFen = fee === 0 ? 0 : -fee;
  if (kind === 'payment') return { ...own, kind, feeFen, paymentNo: cell('orderId') };
  return {
    ...own,
    kind,
    feeFen,
    paymentNo: cell('origOrderId'),
    refundNo: cell('orderId'),
    tradeNo: cell('origQryId'),
    tradeRefundNo: cell('queryId'),
  };
}

/** Lines of exactly so many bytes, each ended by CR LF or LF. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    expect(end >= 0, 'truncated', 'the last line has no end');
    const line = bytes.subarray(at, bytes[end - 1] === 0x0d ? end - 1 : end);
    expect(line.length === LINE_BYTES, 'strange-row', `a line of ${line.length} bytes, expected ${LINE_BYTES}`);
    lines.push(line);
    at = end + 1;
  }
  return lines;
}

function inflated(content: string): Uint8Array {
  expect(/^[A-Za-z0-9+/]+={0,2}$/.test(content), 'not-an-archive', 'the content is not base64');
  try {
    return inflateSync(Buffer.from(content, 'base64'), { maxOutputLength: BILL_LIMIT_BYTES });
  } catch (error) {
    throw new Unusable(error instanceof RangeError ? 'too-large' : 'not-an-archive', 'the content cannot be inflated');
  }
}

/**
 * Reads the file of one merchant and clearing day: base64, deflated, a zip, of which the ordinary file has the rows; a file
 * of errors that has any is for people to read.
 * @throws Unusable when anything is not as it must be; nothing is used in part (rule REC-002).
 */
export function readBill(fileName: string, fileContent: string, merId: string, day: BusinessDay): BillRow[] {
  const [, owner, digits] = /^(\w+)_(\d{8})\.zip$/.exec(fileName) ?? [];
  expect(owner === merId, 'another-account', `found file ${fileName}, expected one of ${merId}`);
  expect(digits === day.replaceAll('-', ''), 'another-day', `found file ${fileName}, expected one of ${day}`);
  const files = [...filesOfArchive(inflated(fileContent))];
  const named = (kind: string) => files.filter(([name]) => name.startsWith('INN') && name.slice(11).startsWith(kind));
  const [ordinary] = named('ZM_');
  expect(ordinary !== undefined && named('ZM_').length === 1, 'not-an-archive', 'no ordinary file in the archive');
  for (const [name, content] of named('ZME_')) expect(content.length === 0, 'strange-row', `${name} has errors`);
  return linesOf(ordinary[1]).map((line) => rowOf(cellsOf(line), merId, day));
}
