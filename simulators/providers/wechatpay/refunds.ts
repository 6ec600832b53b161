import type { Hono } from 'hono';
import { fen } from '../../kernel/money';
import { compactDateTime } from '../../kernel/time';
import type { RefusalCode } from '../engine/engine';
import type { Refund, Trade } from '../engine/trade';
import { type Admitted, admit, success } from './api';
import { errors, WechatError } from './errors';
import { checkFields, refundFields } from './fields';
import type { OrderDesk } from './orders';
import { payeeOf } from './orders';
import { refundView } from './views';

const REFUND_ERRORS: Partial<Record<RefusalCode, () => WechatError>> = {
  'no-such-trade': errors.refundOrderUnknown,
  'not-paid': errors.refundNotPaid,
  'refund-changed': errors.refundChanged,
  'refund-exceeds': errors.refundExceeds,
  'refund-window-over': errors.refundWindowOver,
};

function tradeOf(desk: OrderDesk, payee: string, body: Record<string, unknown>): Trade {
  const byId = typeof body['transaction_id'] === 'string' ? desk.book.byTradeNo(body['transaction_id']) : undefined;
  const trade = byId ?? desk.book.byOutTradeNo(payee, String(body['out_trade_no'] ?? ''));
  if (!trade || trade.payee !== payee) throw errors.refundOrderUnknown();
  return trade;
}

function payeeAccount(desk: OrderDesk, admitted: Admitted, subMchid: unknown): string {
  const { account } = admitted;
  const caller = account.role === 'service-provider' ? 'partner' : 'direct';
  return payeeOf(desk.gate, account, caller, { mchid: account.mchid, sub: subMchid }).mchid;
}

function refundOf(trade: Trade, outRefundNo: string): Refund {
  const refund = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!refund) throw errors.refundUnknown();
  return refund;
}

function requireOrderNumber(body: Record<string, unknown>): void {
  if (body['transaction_id'] || body['out_trade_no']) return;
  throw new WechatError(400, 'PARAM_ERROR', '微信支付订单号transaction_id和商户订单号out_trade_no必须二选一', {
    location: 'body',
    field: '/out_trade_no',
    value: '',
  });
}

/** Refund and refund query; the two answers have one form (sheet 1.5). */
export function mountRefunds(app: Hono, desk: OrderDesk): void {
  const { gate, book } = desk;
  const path = '/v3/refund/domestic/refunds';

  app.post(path, async (context) => {
    const admitted = await admit(gate, context);
    const { body, message } = admitted;
    checkFields('body', refundFields, body);
    requireOrderNumber(body);
    const trade = tradeOf(desk, payeeAccount(desk, admitted, body['sub_mchid']), body);
    const amount = body['amount'] as Record<string, unknown>;
    if (amount['total'] !== trade.amountFen) throw errors.refundChanged();
    const outRefundNo = String(body['out_refund_no']);
    // One number names one refund of the merchant, over all its orders.
    const known = book.byOutRefundNo(trade.payee, outRefundNo);
    if (known && known.tradeNo !== trade.tradeNo) throw errors.refundChanged();
    const at = book.settings.clock.now();
    const outcome = book.apply(trade, {
      type: 'refund',
      outRefundNo,
      refundNo: `50${desk.random.stream(`refund/${trade.payee}/${outRefundNo}`).digits(18)}${compactDateTime(at).slice(0, 8)}`,
      amountFen: fen(amount['refund']),
      reason: body['reason'] === undefined ? undefined : String(body['reason']),
      notifyUrl: body['notify_url'] === undefined ? undefined : String(body['notify_url']),
      at,
    });
    if (!outcome.ok) throw REFUND_ERRORS[outcome.refusal]?.() ?? errors.systemError();
    return success(gate, message, refundView(outcome.trade, refundOf(outcome.trade, outRefundNo)));
  });

  app.get(`${path}/:number`, async (context) => {
    const admitted = await admit(gate, context);
    const payee = payeeAccount(desk, admitted, context.req.query('sub_mchid'));
    const number = context.req.param('number');
    const trade = book.byOutRefundNo(payee, number);
    if (!trade) throw errors.refundUnknown();
    return success(gate, admitted.message, refundView(trade, refundOf(trade, number)));
  });
}
