import { beijingDateTime } from '../../../kernel/time';
import type { Trade } from '../../engine/trade';
import { type BillForm, type BillHead, cell, exportLine, preamble, yuan } from './layout';
import { type BillRow, sum } from './rows';

const HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

/** The columns after whose text a tabulator stands, so that a spreadsheet keeps its digits; the first is 1 (sheet 5). */
const TABBED = new Set([1, 2, 3, 7, 8, 9, 10, 20, 22]);

const NOTHING = '0.00';

/** The sign with which a row's amounts are written: a payment's plainly, a refund's as the form has it. */
const signed = (row: BillRow, form: BillForm): number =>
  row.back ? form.refundSign * Math.abs(row.amountFen) : row.amountFen;

function cells(row: BillRow, form: BillForm, accountOf: (trade: Trade) => string): string[] {
  const { trade, back, at, feeFen } = row;
  const extra = (name: string) => cell(trade.extra?.[name] ?? '', form);
  const amount = yuan(signed(row, form));
  return [
    trade.tradeNo,
    cell(trade.outTradeNo, form),
    back ? '退款' : '交易',
    cell(trade.description, form),
    beijingDateTime(trade.createdAt),
    beijingDateTime(at),
    extra('store_id'),
    '',
    extra('operator_id'),
    extra('terminal_id'),
    accountOf(trade),
    amount,
    amount,
    ...[NOTHING, NOTHING, NOTHING, NOTHING, NOTHING],
    '',
    NOTHING,
    NOTHING,
    cell(back?.requestNo ?? '', form),
    yuan(form.feeSign * feeFen),
    NOTHING,
    cell(back?.reason ?? '', form),
  ];
}

function trailer(rows: readonly BillRow[], form: BillForm): string[] {
  const [refunds, payments] = [rows.filter(({ back }) => back), rows.filter(({ back }) => !back)];
  const total = (of: readonly BillRow[]) => yuan(sum(of, (row) => signed(row, form)));
  return [
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${payments.length}笔，商家实收共${total(payments)}元，商家优惠共0.00元`,
    `#退款合计：${refunds.length}笔，商家实收退款共${total(refunds)}元，商家优惠退款共0.00元`,
  ];
}

/** The lines of the business detail, `bill_type=trade` (sheet 5). */
export function detailLines(
  rows: readonly BillRow[],
  head: BillHead,
  form: BillForm,
  accountOf: (trade: Trade) => string,
): string[] {
  const tabbed = (text: string, i: number) => (TABBED.has(i + 1) ? `${text}\t` : text);
  return [
    ...preamble('业务明细查询', '业务明细列表', head),
    HEADER,
    ...rows.map((row) => cells(row, form, accountOf).map(tabbed).join(',')),
    ...trailer(rows, form),
    exportLine(head),
  ];
}
