import { type BillForm, type BillHead, cell, exportLine, preamble, yuan } from './layout';
import { type BillRow, sum } from './rows';

const HEADER =
  '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）';

function line(store: string, rows: readonly BillRow[], { feeSign }: BillForm): string {
  const refunds = rows.filter(({ back }) => back).length;
  const [amountFen, feeFen] = [sum(rows, (row) => row.amountFen), sum(rows, (row) => row.feeFen)];
  const amounts = [amountFen, amountFen, 0, 0, 0, feeSign * feeFen, 0, amountFen - feeFen];
  return [store, '', rows.length - refunds, refunds, ...amounts.map(yuan)].join(',');
}

/** The lines of the business summary: one row for each store, then the whole (sheet 5). */
export function summaryLines(rows: readonly BillRow[], head: BillHead, form: BillForm): string[] {
  const stores = Map.groupBy(rows, ({ trade }) => trade.extra?.['store_id'] ?? '');
  return [
    ...preamble('业务汇总查询', '业务汇总列表', head),
    HEADER,
    ...[...stores].sort(([a], [b]) => (a < b ? -1 : 1)).map(([store, own]) => line(cell(store, form), own, form)),
    line('合计', rows, form),
    '#----------------------------------------业务汇总列表结束-------------------------------------',
    exportLine(head),
  ];
}
