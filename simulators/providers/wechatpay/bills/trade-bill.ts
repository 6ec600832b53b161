import { yuanText } from '../../../kernel/money';
import { beijingDateTime, type Millis } from '../../../kernel/time';
import type { Refund } from '../../engine/trade';
import type { Payers } from '../../payers';
import { TRADE_TYPES } from '../views';
import { billBytes } from './csv';
import type { Rate } from './fees';
import type { Movement } from './movements';

export const TRADE_BILLS = ['ALL', 'SUCCESS', 'REFUND'] as const;
export type TradeBill = (typeof TRADE_BILLS)[number];

/** What else a trade bill is written from. */
export interface TradeBillDesk {
  readonly rate: Rate;
  readonly payers: Payers;
  /** The state of refunds is as it was then; a bill is written once. */
  readonly asOf: Millis;
  /** How the summary writes sums: two decimals, or as few as the sample of 2019 has. */
  readonly summary: string;
}

/** A bill's column and what stands in it. */
type Column = readonly [name: string, value: (movement: Movement, desk: TradeBillDesk) => string];

const extra = ({ trade }: Movement, name: string) => trade.extra?.[name] ?? '';
const back = ({ kind, amountFen }: Movement) => (kind === 'payment' ? 0 : amountFen);
const paid = ({ kind, amountFen }: Movement) => (kind === 'payment' ? amountFen : 0);

/** Fees have five decimals and are whole fen all the same. */
const feeText = (fen: number) => `${yuanText(fen)}000`;

const TRADE_STATES = { payment: 'SUCCESS', refund: 'REFUND', reversal: 'REVOKED' } as const;

function refundState({ status, doneAt }: Refund, asOf: Millis): string {
  if (status === 'processing' || doneAt === undefined || doneAt > asOf) return 'PROCESSING';
  return { success: 'SUCCESS', closed: 'FAIL', abnormal: 'CHANGE' }[status];
}

/** A reversal is no refund of a number; its money is back within the call. */
const refundStateOf = ({ kind, refund }: Movement, { asOf }: TradeBillDesk) =>
  refund ? refundState(refund, asOf) : kind === 'reversal' ? 'SUCCESS' : '';

function refundDone({ refund, movedAt }: Movement, { asOf }: TradeBillDesk): string {
  const at = refund && movedAt !== undefined && movedAt <= asOf ? movedAt : undefined;
  return at === undefined ? '' : beijingDateTime(at);
}

function payerIdentifier({ trade }: Movement, { payers }: TradeBillDesk): string {
  const { sp_appid, appid } = trade.extra ?? {};
  return payers.identifier(trade.paidBy ?? '', sp_appid ?? appid ?? '');
}

const BEFORE: readonly Column[] = [
  ['交易时间', ({ at }) => beijingDateTime(at)],
  ['公众账号ID', (movement) => extra(movement, 'sp_appid') || extra(movement, 'appid')],
  ['商户号', (movement) => extra(movement, 'sp_mchid') || movement.trade.payee],
  // A direct merchant has none.
  ['特约商户号', (movement) => (extra(movement, 'sp_mchid') === '' ? '0' : movement.trade.payee)],
  ['设备号', (movement) => extra(movement, 'device_id')],
  ['微信订单号', ({ trade }) => trade.tradeNo],
  ['商户订单号', ({ trade }) => trade.outTradeNo],
  ['用户标识', payerIdentifier],
  ['交易类型', ({ trade }) => TRADE_TYPES[trade.product] ?? trade.product.toUpperCase()],
  ['交易状态', ({ kind }) => TRADE_STATES[kind]],
  ['付款银行', () => 'OTHERS'],
  ['货币种类', () => 'CNY'],
  ['应结订单金额', (movement) => yuanText(paid(movement))],
  ['代金券金额', () => yuanText(0)],
];

const REFUND_TIMES: readonly Column[] = [
  ['退款申请时间', ({ kind, at }) => (kind === 'payment' ? '' : beijingDateTime(at))],
  ['退款成功时间', refundDone],
];

const REFUND: readonly Column[] = [
  ['微信退款单号', ({ refund }) => refund?.refundNo ?? '0'],
  ['商户退款单号', ({ refund }) => refund?.outRefundNo ?? '0'],
  ['退款金额', (movement) => yuanText(back(movement))],
  ['充值券退款金额', () => yuanText(0)],
  ['退款类型', ({ kind }) => (kind === 'payment' ? '' : 'ORIGINAL')],
  ['退款状态', refundStateOf],
];

const AFTER: readonly Column[] = [
  ['商品名称', ({ trade }) => trade.description],
  ['商户数据包', ({ trade }) => trade.attach ?? ''],
  ['手续费', ({ feeFen }) => feeText(feeFen)],
  ['费率', (_, { rate }) => rate.text],
  ['订单金额', (movement) => yuanText(paid(movement))],
];

const ASKED: Column = ['申请退款金额', (movement) => yuanText(back(movement))];
const REMARK: Column = ['费率备注', () => ''];

/** The columns of each kind of bill (sheet 6). */
const COLUMNS: Readonly<Record<TradeBill, readonly Column[]>> = {
  ALL: [...BEFORE, ...REFUND, ...AFTER, ASKED, REMARK],
  SUCCESS: [...BEFORE, ...AFTER, REMARK],
  REFUND: [...BEFORE, ...REFUND_TIMES, ...REFUND, ...AFTER, ASKED, REMARK],
};

/** Which movements a kind of bill lists. */
export const listedIn: Readonly<Record<TradeBill, (movement: Movement) => boolean>> = {
  ALL: () => true,
  SUCCESS: ({ kind }) => kind === 'payment',
  REFUND: ({ kind }) => kind !== 'payment',
};

const sum = (movements: readonly Movement[], value: (movement: Movement) => number): bigint =>
  movements.reduce((total, movement) => total + BigInt(value(movement)), 0n);

/** Sums may pass what a number holds. */
export function sumText(fen: bigint, form = 'two-decimals'): string {
  const sign = fen < 0n ? '-' : '';
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  const text = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return form === 'two-decimals' ? text : text.replace(/0$/, '');
}

function summaryOf(type: TradeBill, movements: readonly Movement[], form: string): ReadonlyArray<[string, string]> {
  const text = (value: (movement: Movement) => number) => sumText(sum(movements, value), form);
  const [settled, refunded, fees] = [text(paid), text(back), text(({ feeFen }) => feeFen)];
  const count: [string, string] = ['总交易单数', `${movements.length}.0`];
  const settledTotal: [string, string] = ['应结订单总金额', settled];
  if (type === 'SUCCESS') return [count, settledTotal, ['手续费总金额', fees], ['订单总金额', settled]];
  return [
    count,
    settledTotal,
    ['退款总金额', refunded],
    ['充值券退款总金额', sumText(0n, form)],
    ['手续费总金额', fees],
    ['订单总金额', settled],
    ['申请退款总金额', refunded],
  ];
}

/** The bytes of a trade bill over these movements, which are in the order in which they are written. */
export function tradeBill(type: TradeBill, movements: readonly Movement[], desk: TradeBillDesk): Buffer {
  const columns = COLUMNS[type];
  const summary = summaryOf(type, movements, desk.summary);
  return billBytes(
    {
      columns: columns.map(([name]) => name),
      rows: movements.map((movement) => columns.map(([, value]) => value(movement, desk))),
    },
    { columns: summary.map(([name]) => name), rows: [summary.map(([, value]) => value)] },
  );
}
