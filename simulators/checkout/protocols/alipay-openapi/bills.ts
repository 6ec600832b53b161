import { z } from 'zod';
import { readBeijingDateTime } from '../../../kernel/time';
import { businessDay, endOfDay, MIDNIGHT, shiftedDay } from '../../books/business-day';
import type { BillRow } from '../../books/entries';
import { countOfBill, fenOfBill, timeOfBill, total, totalOfBill } from '../bill-file/amounts';
import { filesOfArchive } from '../bill-file/archive';
import { quotedCells, TableRow } from '../bill-file/table';
import { strictText } from '../bill-file/text';
import { expect } from '../bill-file/unusable';

export const BILL_METHOD = 'alipay.data.dataservice.bill.downloadurl.query';

export const billAnswer = z.object({ bill_download_url: z.url() });

const PRODUCTION = 'openapi.alipay.com';

/** Where the file is: where the signed answer says, below the gateway's own address where that is not production. */
export function filePlace(url: string, gateway: string): URL {
  const place = new URL(url);
  return new URL(gateway).hostname === PRODUCTION ? place : new URL(`${place.pathname}${place.search}`, gateway);
}

/** `2019年09月16日 00:00:00`, the first instant of a day. */
const chineseMidnight = (day: string) => `${day.replace('-', '年').replace('-', '月')}日 00:00:00`;

/** The instant at which a bill was written. */
function exportTime(line: string): number | undefined {
  const [, year, month, rest] = /^导出时间：\[(\d{4})年(\d\d)月(\d\d日 \d\d:\d\d:\d\d)\]$/.exec(line) ?? [];
  return readBeijingDateTime(`${year}-${month}-${rest?.replace('日', '')}`);
}

interface Listed {
  readonly rows: readonly TableRow[];
  /** Lines that begin with `#`, without it. */
  readonly remarks: readonly string[];
}

/** The rows between the decorations; columns are found by name, because their order varies (requirement B23). */
function listIn(bytes: Uint8Array, day: string, account: string): Listed {
  const text = strictText(bytes, 'gb18030');
  expect(text.endsWith('\n'), 'truncated', 'the last line has no end');
  const lines = text
    .slice(0, -1)
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  const remarks = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(1).replace(/,+$/, ''));
  const exportedAt = exportTime(remarks.at(-1) ?? '');
  expect(exportedAt !== undefined, 'truncated', 'no time of export at the end');
  expect(exportedAt >= endOfDay(day, MIDNIGHT), 'too-early', `written while ${day} was not over`);
  expect(remarks.includes(`账号：[${account}]`), 'another-account', `no account ${account}`);
  const period = `起始日期：[${chineseMidnight(day)}]   终止日期：[${chineseMidnight(shiftedDay(day, 1))}]`;
  expect(remarks.includes(period), 'another-day', `not the bill of ${day}`);
  const [header = '', ...rows] = lines.filter((line) => !line.startsWith('#') && line !== '');
  const columns = header.split(',');
  return {
    rows: rows.map(
      (line) =>
        new TableRow(
          columns,
          quotedCells(line).map((cell) => cell.trim()),
        ),
    ),
    remarks,
  };
}

const isRefund = (row: TableRow) => row.at('业务类型') === '退款';

/** Counts and sums of the trailer: payments, then refunds (sheet 5). */
function checkTrailer({ rows, remarks }: Listed): void {
  const trailer = [
    [/^交易合计：(\d+)笔，商家实收共(-?[\d.]+)元/, rows.filter((row) => !isRefund(row))],
    [/^退款合计：(\d+)笔，商家实收退款共(-?[\d.]+)元/, rows.filter(isRefund)],
  ] as const;
  for (const [form, listed] of trailer) {
    const [matched, count = '', sum = ''] = remarks.map((line) => form.exec(line)).find((found) => found) ?? [];
    expect(matched !== undefined, 'truncated', 'no sums at the end');
    expect(countOfBill(count) === listed.length, 'sums-differ', `${listed.length} rows, ${count} in the trailer`);
    const added = total(listed.map((row) => fenOfBill(row.at('商家实收（元）'))));
    expect(added === totalOfBill(sum), 'sums-differ', `${added} fen in the rows, ${sum} yuan in the trailer`);
  }
}

/** The last row of the summary file against the rows of the detail. */
function checkSummary({ rows }: Listed, summary: Listed): void {
  const whole = summary.rows.find((row) => row.at('门店编号') === '合计');
  expect(whole !== undefined, 'truncated', 'the summary has no last row');
  const counts = [rows.filter((row) => !isRefund(row)).length, rows.filter(isRefund).length];
  const said = [whole.at('交易订单总笔数'), whole.at('退款订单总笔数')].map(countOfBill);
  expect(counts.join() === said.join(), 'sums-differ', `found ${counts} rows, expected ${said}`);
  const fees = total(rows.map((row) => fenOfBill(row.at('服务费（元）'))));
  const saidFees = totalOfBill(whole.at('服务费（元）'));
  expect(fees === saidFees, 'sums-differ', `${fees} fen of fees in the rows, ${saidFees} in the summary`);
}

/** A refund is known by its type, never by a sign, which exports write differently; nor is a fee (sheet 5). */
function rowOf(row: TableRow): BillRow {
  const refund = isRefund(row);
  expect(refund || row.at('业务类型') === '交易', 'strange-row', `found type ${row.at('业务类型')}`);
  const fee = Math.abs(fenOfBill(row.at('服务费（元）')));
  return {
    kind: refund ? 'refund' : 'payment',
    paymentNo: row.at('商户订单号'),
    ...(refund ? { refundNo: row.at('退款批次号/请求号') } : {}),
    tradeNo: row.at('支付宝交易号'),
    amountFen: Math.abs(fenOfBill(row.at('订单金额（元）'))),
    feeFen: refund && fee !== 0 ? -fee : fee,
    at: timeOfBill(row.at('完成时间')),
    state: 'done',
  };
}

/**
 * Reads the archive of a day's trades: detail and summary must agree; all of it, or nothing.
 * @param account The account that the signed address names.
 * @throws Unusable naming why nothing of it can be used.
 */
export function readBillArchive(bytes: Uint8Array, account: string, day: string): BillRow[] {
  const files = filesOfArchive(bytes);
  const named = (end: string) => {
    const [, content] = [...files].find(([name]) => name.endsWith(end)) ?? [];
    expect(content !== undefined, 'truncated', `no file ${end}`);
    return listIn(content, day, account);
  };
  const detail = named('_业务明细.csv');
  checkTrailer(detail);
  checkSummary(detail, named('_业务明细(汇总).csv'));
  const rows = detail.rows.map(rowOf);
  for (const { at } of rows) {
    const on = businessDay(at, MIDNIGHT);
    expect(on === day, 'another-day', `a row of ${on} in the bill of ${day}`);
  }
  return rows;
}
