import type { Hono } from 'hono';
import { type Fen, fen } from '../../kernel/money';
import { compactDateTime } from '../../kernel/time';
import type { RefusalCode } from '../engine/engine';
import type { Refund, Trade } from '../engine/trade';
import { type Admitted, admit, success } from './api';
import { type Desk, payeeOf } from './desk';
import { refundErrors, serviceErrors, type WechatError } from './errors';
import { checkFields } from './fields';
import { type Caller, outRefundNo, refundFields, subMerchant } from './tables';
import { refundView } from './views';

const REFUSALS: Partial<Record<RefusalCode, (choose: (setting: string) => string) => WechatError>> = {
  'no-such-trade': refundErrors.orderUnknown,
  'not-paid': refundErrors.orderUnknown,
  'refund-changed': (choose) => refundErrors.changed(choose('refundChanged')),
  'refund-exceeds': (choose) => refundErrors.exceeds(choose('refundExceeds')),
  'refund-window-over': (choose) => refundErrors.tooLate(choose('refundTooLate')),
  'too-many-refunds': refundErrors.tooMany,
  'refund-too-soon': (choose) => refundErrors.tooSoon(choose('refundsWithinOneMinute')),
};

export const callerOf = ({ account }: Admitted): Caller => (account.role === 'service-provider' ? 'partner' : 'direct');

/** The transaction id counts where both numbers are given, and the other must then fit. */
function tradeOf(desk: Desk, payee: string, body: Admitted['body']): Trade {
  const [id, number] = [body['transaction_id'] || undefined, body['out_trade_no'] || undefined];
  if (id === undefined && number === undefined) throw refundErrors.orderNumberMissing();
  const { orders } = desk;
  const trade = id === undefined ? orders.byNumber(payee, String(number)) : orders.byTradeNo(String(id));
  if (!trade || trade.payee !== payee || trade.paidAt === undefined) throw refundErrors.orderUnknown();
  if (number !== undefined && trade.outTradeNo !== number) throw refundErrors.notTheOrder();
  return trade;
}

/** The refund of that number. @throws WechatError when the trade has none. */
export function refundOf(trade: Trade, number: string): Refund {
  const refund = trade.refunds.find((candidate) => candidate.outRefundNo === number);
  if (!refund) throw refundErrors.refundUnknown();
  return refund;
}

const refundNumber = (desk: Desk, payee: string, number: string, at: number) =>
  `50${desk.random.stream(`refund/${payee}/${number}`).digits(18)}${compactDateTime(at).slice(0, 8)}`;

/** What a refund asks for, whichever protocol asks. */
export interface RefundWish {
  /** The merchant's number for it. */
  readonly number: string;
  readonly refundFen: number;
  /** What the order was over, in fen: the original total (sheet 1.5). */
  readonly totalFen: number;
  readonly reason?: string;
  readonly notifyUrl?: string;
}

function wishOf(body: Admitted['body']): RefundWish {
  const { refund: refundFen, total: totalFen } = body['amount'] as Record<'refund' | 'total', Fen>;
  const text = (name: string) => (body[name] ? String(body[name]) : undefined);
  return {
    number: String(body['out_refund_no']),
    refundFen,
    totalFen,
    reason: text('reason'),
    notifyUrl: text('notify_url'),
  };
}

/** Makes a refund, or finds the one that the number already names. @throws WechatError with the gateway's refusal. */
export function placeRefund(desk: Desk, trade: Trade, wish: RefundWish): Trade {
  const { gate, orders } = desk;
  const { number, refundFen, totalFen, reason, notifyUrl } = wish;
  // One number names one refund of the merchant, over all its orders.
  const known = orders.book.byOutRefundNo(trade.payee, number);
  const repeats = known?.tradeNo === trade.tradeNo && totalFen === trade.amountFen;
  if (known && !repeats) throw refundErrors.changed(gate.choose('refundChanged'));
  if (totalFen !== trade.amountFen) throw refundErrors.notTheOrder();
  const at = orders.now();
  const outcome = orders.book.apply(trade, {
    type: 'refund',
    outRefundNo: number,
    refundNo: refundNumber(desk, trade.payee, number, at),
    amountFen: fen(refundFen),
    reason,
    notifyUrl,
    at,
  });
  if (outcome.ok) return outcome.trade;
  throw REFUSALS[outcome.refusal]?.(gate.choose) ?? serviceErrors.systemError();
}

/** Refund and refund query; the two answers have one form (sheet 1.5). */
export function mountRefunds(app: Hono, desk: Desk): void {
  const { gate, orders, fieldRules } = desk;
  const path = '/v3/refund/domestic/refunds';
  const scheme = gate.choose('notifyUrlScheme');
  const tables = { direct: refundFields('direct', scheme), partner: refundFields('partner', scheme) };

  const payeeNumber = (admitted: Admitted, sub: unknown) =>
    payeeOf(gate, admitted.account, callerOf(admitted), { mchid: admitted.account.mchid, sub }, 'refund').mchid;

  app.post(path, async (context) => {
    const admitted = await admit(gate, context);
    const { body } = admitted;
    checkFields('body', tables[callerOf(admitted)], body, fieldRules);
    const trade = placeRefund(desk, tradeOf(desk, payeeNumber(admitted, body['sub_mchid']), body), wishOf(body));
    return success(gate, admitted, refundView(trade, refundOf(trade, String(body['out_refund_no']))));
  });

  app.get(`${path}/:number`, async (context) => {
    const admitted = await admit(gate, context);
    const number = context.req.param('number');
    checkFields('uri_template', [outRefundNo], { out_refund_no: number }, fieldRules);
    if (callerOf(admitted) === 'partner') checkFields('query', [subMerchant], context.req.query(), fieldRules);
    const trade = orders.book.byOutRefundNo(payeeNumber(admitted, context.req.query('sub_mchid')), number);
    if (!trade) throw refundErrors.refundUnknown();
    return success(gate, admitted, refundView(trade, refundOf(trade, number)));
  });
}
