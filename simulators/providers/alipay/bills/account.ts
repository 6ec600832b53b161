import { beijingDateTime, type Millis } from '../../../kernel/time';
import type { Trade } from '../../engine/trade';
import { type BillForm, type BillHead, cell, exportLine, preamble, yuan } from './layout';
import type { BillRow } from './rows';

const HEADER =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注';

/** One movement of an account, with what the account held after it. */
interface Entry {
  readonly number: string;
  readonly trade: Trade;
  readonly at: Millis;
  readonly amountFen: number;
  readonly balanceFen: number;
  readonly kind: '在线支付' | '交易退款' | '收费' | '退费';
  readonly note: string;
}

/** The movements behind a row: the money itself, then its fee. */
function moves(row: BillRow, { feeRows }: BillForm): Omit<Entry, 'balanceFen'>[] {
  const { trade, back, at, amountFen, feeFen } = row;
  const number = back?.number ?? trade.tradeNo;
  const moved: Omit<Entry, 'balanceFen'> = {
    number,
    trade,
    at,
    amountFen,
    kind: back ? '交易退款' : '在线支付',
    note: back?.reason ?? '',
  };
  if (!feeRows || feeFen === 0) return [moved];
  const fee = {
    ...moved,
    number: `${number}1`,
    amountFen: -feeFen,
    kind: feeFen > 0 ? '收费' : '退费',
    note: '',
  } as const;
  return [moved, fee];
}

/** The entries of an account from its beginning; each says what the account held after it. */
function entries(rows: readonly BillRow[], form: BillForm): Entry[] {
  let balanceFen = 0;
  return rows
    .flatMap((row) => moves(row, form))
    .map((move) => {
      balanceFen += move.amountFen;
      return { ...move, balanceFen };
    });
}

function line(entry: Entry, form: BillForm, accountOf: (trade: Trade) => string): string {
  const { number, trade, at, amountFen, balanceFen, kind, note } = entry;
  return [
    `${number}\t`,
    `${trade.tradeNo}\t`,
    `${cell(trade.outTradeNo, form)}\t`,
    cell(trade.description, form),
    beijingDateTime(at),
    accountOf(trade),
    yuan(Math.max(amountFen, 0)),
    yuan(Math.min(amountFen, 0)),
    yuan(balanceFen),
    '支付宝',
    kind,
    cell(note, form),
  ].join(',');
}

/**
 * The lines of the account bill, `bill_type=signcustomer` (sheet 5, columns of 2012).
 * @param rows Everything that ever moved the account, because the balance counts from its beginning.
 */
export function accountLines(
  rows: readonly BillRow[],
  head: BillHead,
  form: BillForm,
  accountOf: (trade: Trade) => string,
): string[] {
  const { from, to } = head.period;
  const shown = entries(rows, form).filter(({ at }) => at >= from && at < to);
  const total = (wanted: (amountFen: number) => boolean) => {
    const some = shown.filter(({ amountFen }) => wanted(amountFen));
    return `${some.length}笔，共${yuan(some.reduce((all, { amountFen }) => all + amountFen, 0))}元`;
  };
  return [
    ...preamble('账务明细查询', '账务明细列表', head),
    HEADER,
    ...shown.map((entry) => line(entry, form, accountOf)),
    '#-----------------------------------------账务明细列表结束------------------------------------',
    `#支出合计：${total((amountFen) => amountFen < 0)}`,
    `#收入合计：${total((amountFen) => amountFen > 0)}`,
    exportLine(head),
  ];
}
