import { yuanText } from '../../../kernel/money';
import { beijingDateTime, type Millis } from '../../../kernel/time';
import { billBytes } from './csv';
import type { Movement } from './movements';
import { sumText } from './trade-bill';

export const ACCOUNT_TYPES = ['BASIC', 'OPERATION', 'FEES'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** One entry in an account of a merchant. */
export interface Flow {
  readonly at: Millis;
  readonly account: AccountType;
  /** WeChat Pay's number of the payment or refund, and the merchant's. */
  readonly businessNo: string;
  readonly voucherNo: string;
  /** Names of kinds of business are from merchants' bills that were seen, not from a list (mark M). */
  readonly business: '交易' | '退款' | '撤销' | '扣除交易手续费' | '退还交易手续费';
  /** Above zero for income, below for expense. */
  readonly fen: number;
  readonly note: string;
}

const BUSINESS = { payment: '交易', refund: '退款', reversal: '撤销' } as const;

/** The entries that a movement makes: the money itself, and its fee in the account where fees are booked. */
export function flowsOf(movement: Movement, feesBookedAt: AccountType): Flow[] {
  const { kind, trade, refund, movedAt: at, amountFen, feeFen } = movement;
  if (at === undefined) return [];
  const numbers = refund
    ? { businessNo: refund.refundNo, voucherNo: refund.outRefundNo }
    : { businessNo: trade.tradeNo, voucherNo: trade.outTradeNo };
  const note =
    kind === 'payment'
      ? `结算总金额 ${yuanText(amountFen)} 元;含手续费 ${yuanText(feeFen)} 元`
      : (refund?.reason ?? '');
  const common = { at, ...numbers, note };
  const fen = kind === 'payment' ? amountFen : -amountFen;
  const money: Flow = { ...common, account: 'BASIC', business: BUSINESS[kind], fen };
  const business = feeFen > 0 ? '扣除交易手续费' : '退还交易手续费';
  const fee: Flow = { ...common, account: feesBookedAt, business, fen: -feeFen };
  return [money, fee].filter((flow) => flow.fen !== 0);
}

const COLUMNS = [
  '记账时间',
  '微信支付业务单号',
  '资金流水单号',
  '业务名称',
  '业务类型',
  '收支类型',
  '收支金额(元)',
  '账户结余(元)',
  '资金变更提交申请人',
  '备注',
  '业务凭证号',
];
const SUMMARY = ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额'];

/**
 * The bytes of a fund flow bill (sheet 6).
 * @param flows The day's entries of one account, in the order of time.
 * @param openingFen What the account held before the first of them.
 * @param flowNo The provider's number of an entry.
 */
export function fundFlowBill(
  flows: readonly Flow[],
  openingFen: bigint,
  flowNo: (flow: Flow) => string,
  form: string,
): Buffer {
  let balance = openingFen;
  const rows = flows.map((flow) => {
    const { at, businessNo, business, fen, note, voucherNo } = flow;
    balance += BigInt(fen);
    const [direction, amount] = [fen > 0 ? '收入' : '支出', yuanText(Math.abs(fen))];
    const held = sumText(balance);
    const when = beijingDateTime(at);
    return [when, businessNo, flowNo(flow), business, business, direction, amount, held, 'system', note, voucherNo];
  });
  const side = (sign: 1 | -1) => {
    const ofSide = flows.filter(({ fen }) => Math.sign(fen) === sign);
    const total = ofSide.reduce((sum, { fen }) => sum + BigInt(sign * fen), 0n);
    return [`${ofSide.length}.0`, sumText(total, form)];
  };
  const summary = [`${flows.length}.0`, ...side(1), ...side(-1)];
  return billBytes({ columns: COLUMNS, rows }, { columns: SUMMARY, rows: [summary] });
}
