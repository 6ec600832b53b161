import { yuanText } from '../../../kernel/money';
import { beijingDateTime, type Millis } from '../../../kernel/time';
import { encodeText } from '../../charset';
import type { BillPeriod } from './period';

/** How bills are written, where sources leave it open. */
export interface BillForm {
  readonly lineEnd: string;
  /** True when a text with commas stands in quotation marks; else its commas become full-width ones. */
  readonly quotes: boolean;
  /** 1 or -1: the sign of a refund's amounts. */
  readonly refundSign: number;
  /** 1 or -1: the sign of a fee that the merchant pays. */
  readonly feeSign: number;
  readonly feeRows: boolean;
}

/** What every bill of a period says of itself. */
export interface BillHead {
  /** The account number with its suffix, as the preamble and the file names carry it. */
  readonly userId: string;
  readonly period: BillPeriod;
  readonly exportedAt: Millis;
}

/** `2019年09月16日 00:00:00`. */
function chineseTime(at: Millis): string {
  const [year = '', month = '', rest = ''] = beijingDateTime(at).split('-');
  return `${year}年${month}月${rest.replace(' ', '日 ')}`;
}

/** The lines before a list, with the line that marks its beginning (sheet 5). */
export const preamble = (title: string, list: string, { userId, period }: BillHead): string[] => [
  `#支付宝${title}`,
  `#账号：[${userId}]`,
  `#起始日期：[${chineseTime(period.from)}]   终止日期：[${chineseTime(period.to)}]`,
  `#-----------------------------------------${list}----------------------------------------`,
];

export const exportLine = ({ exportedAt }: BillHead): string => `#导出时间：[${chineseTime(exportedAt)}]`;

/** The amount of a cell; nothing is written as `0.00`, never as minus nothing. */
export const yuan = (amountFen: number): string => yuanText(amountFen);

/** A merchant's own text in a cell: it must not add columns or lines. */
export function cell(text: string, { quotes }: BillForm): string {
  const line = text.replaceAll(/[\r\n\t]+/g, ' ');
  if (!quotes) return line.replaceAll(',', '，');
  return /[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
}

/** The bytes of a file of a bill: GBK. */
export function billFile(lines: readonly string[], { lineEnd }: BillForm): Uint8Array {
  return Buffer.concat(lines.map((line) => encodeText(`${line}${lineEnd}`, 'gbk')));
}
