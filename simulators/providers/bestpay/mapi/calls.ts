import { z } from 'zod';
import { type Fen, fen } from '../../../kernel/money';
import { beijingDateTime, readBeijingDateTime } from '../../../kernel/time';
import type { RefusalCode } from '../../engine/engine';
import type { Proof, Refund, Trade } from '../../engine/trade';
import { orderCommand, refundNumber } from '../orders';
import type { Merchant } from '../register';
import type { TradeDesk } from '../trades';
import { contentAs } from './envelope';
import { mapiErrors } from './errors';
import type { Json } from './signature';

/** What a call of the newer platform gets. */
export interface MapiCall {
  readonly merchant: Merchant;
  readonly bizContent: string;
  readonly proof: Proof;
}

export type MapiResult = Readonly<Record<string, Json>>;

const number = z.string().regex(/^[0-9A-Za-z_-]{1,32}$/);
/** Whole fen, as a number or as text. */
const amount = z
  .union([z.int().positive(), z.string().regex(/^[1-9]\d{0,9}$/)])
  .transform((value): Fen => fen(Number(value)));
const time = z.string().refine((text) => readBeijingDateTime(text) !== undefined);
const named = z.object({ merchantNo: z.string(), outTradeNo: number });

const order = named.extend({
  tradeAmt: amount,
  ccy: z.literal('156'),
  requestDate: time,
  tradeChannel: z.enum(['H5', 'APP']),
  accessCode: z.literal('CASHIER'),
  mediumType: z.literal('WIRELESS'),
  subject: z.string().min(1).max(256),
  goodsInfo: z.string().max(1024).optional(),
  operator: z.string().max(64).optional(),
  notifyUrl: z.url({ protocol: /^https?$/ }),
});

const refund = named.extend({
  outRequestNo: number,
  refundAmt: amount,
  requestDate: time,
  notifyUrl: z.string().optional(),
});

/** A merchant speaks for itself only. @throws BestPayError SIM1001 */
function own({ merchant }: MapiCall, merchantNo: string): void {
  if (merchantNo !== merchant.institution?.code) throw mapiErrors.unreadable('merchantNo');
}

const STATUS: Readonly<Record<Trade['status'], string>> = {
  prepared: 'WAITFORPAY',
  open: 'WAITFORPAY',
  paid: 'SUCCESS',
  failed: 'FAIL',
  closed: 'CLOSE',
  reversed: 'CLOSE',
};

/** How a payment stands (sheet A2.2). */
export const tradeStatus = ({ status }: Trade): string => STATUS[status] ?? 'FAIL';

const orderView = (merchantNo: string, trade: Trade): MapiResult => ({
  merchantNo,
  outTradeNo: trade.outTradeNo,
  // The newer platform gives its number with the order, not with the payment.
  tradeNo: trade.tradeNo,
  tradeAmt: String(trade.amountFen),
  tradeStatus: tradeStatus(trade),
  payFinishedDate: trade.paidAt === undefined ? null : beijingDateTime(trade.paidAt),
});

const REFUND_STATUS: Readonly<Record<Refund['status'], string>> = {
  processing: 'PROCESSING',
  success: 'SUCCESS',
  closed: 'FAIL',
  abnormal: 'PROCESSING',
};

const refundView = (merchantNo: string, trade: Trade, entry: Refund): MapiResult => ({
  merchantNo,
  outTradeNo: trade.outTradeNo,
  outRequestNo: entry.outRefundNo,
  tradeNo: entry.refundNo,
  refundAmt: String(entry.amountFen),
  refundStatus: REFUND_STATUS[entry.status],
});

/** The trade that a call names. @throws BestPayError SIM1004 */
function known({ book }: TradeDesk, { merchant }: MapiCall, outTradeNo: string): Trade {
  const trade = book.byOutTradeNo(merchant.merchantId, outTradeNo);
  if (trade?.product !== 'h5') throw mapiErrors.notFound();
  return trade;
}

/** /uniformReceipt/proCreateOrder: an order that the payer then brings to the cashier by its number. */
function createOrder(desk: TradeDesk, call: MapiCall): MapiResult {
  const content = contentAs(order, call.bizContent);
  own(call, content.merchantNo);
  const { outTradeNo, tradeAmt, subject, notifyUrl } = content;
  const payee = call.merchant.merchantId;
  const wanted = {
    outTradeNo,
    payee,
    caller: `${content.merchantNo} mapi`,
    product: 'h5',
    amountFen: tradeAmt,
    description: subject,
    notifyUrl,
    proof: call.proof,
  };
  const command = orderCommand(desk, wanted, desk.profile.numbers.payWithin.value);
  const outcome = desk.book.apply(desk.book.byOutTradeNo(payee, outTradeNo), command);
  if (!outcome.ok) throw mapiErrors.order(outcome.refusal);
  return orderView(content.merchantNo, outcome.trade);
}

/** /uniformReceipt/tradeQuery. */
function queryTrade(desk: TradeDesk, call: MapiCall): MapiResult {
  const { merchantNo, outTradeNo } = contentAs(named, call.bizContent);
  own(call, merchantNo);
  return orderView(merchantNo, known(desk, call, outTradeNo));
}

const REFUND_WORDS: Partial<Record<RefusalCode, string>> = { 'not-paid': '未支付', 'refund-exceeds': '超出可退金额' };

/** /uniformReceipt/tradeRefund: all of a payment or a part of it; the same number is the same refund. */
function refundTrade(desk: TradeDesk, call: MapiCall): MapiResult {
  const { merchantNo, outTradeNo, outRequestNo, refundAmt, notifyUrl } = contentAs(refund, call.bizContent);
  own(call, merchantNo);
  const trade = known(desk, call, outTradeNo);
  const outcome = desk.book.apply(trade, {
    type: 'refund',
    outRefundNo: outRequestNo,
    refundNo: refundNumber(desk, trade, outRequestNo),
    amountFen: refundAmt,
    notifyUrl: notifyUrl || undefined,
    at: desk.now(),
  });
  if (!outcome.ok) throw mapiErrors.refund(REFUND_WORDS[outcome.refusal] ?? outcome.refusal);
  const entry = outcome.trade.refunds.find(({ outRefundNo }) => outRefundNo === outRequestNo);
  if (!entry) throw mapiErrors.refund(outRequestNo);
  return refundView(merchantNo, outcome.trade, entry);
}

/** /uniformReceipt/refundOrderQuery: its `outTradeNo` is the number of the refund (BP-MAPI). */
function queryRefund(desk: TradeDesk, call: MapiCall): MapiResult {
  const { merchantNo, outTradeNo: refundNo } = contentAs(named, call.bizContent);
  own(call, merchantNo);
  const trade = desk.book.byOutRefundNo(call.merchant.merchantId, refundNo);
  const entry = trade?.refunds.find(({ outRefundNo }) => outRefundNo === refundNo);
  if (!trade || !entry) throw mapiErrors.notFound();
  return refundView(merchantNo, trade, entry);
}

/** One call: what it is in neutral words, and what it does. */
export interface MapiMethod {
  readonly kind: string;
  readonly perform: (desk: TradeDesk, call: MapiCall) => MapiResult;
}

/** The calls of the newer platform that are simulated, by the path in their envelope. */
export const MAPI_CALLS: Readonly<Record<string, MapiMethod>> = {
  '/uniformReceipt/proCreateOrder': { kind: 'payment.create', perform: createOrder },
  '/uniformReceipt/tradeQuery': { kind: 'payment.query', perform: queryTrade },
  '/uniformReceipt/tradeRefund': { kind: 'refund.create', perform: refundTrade },
  '/uniformReceipt/refundOrderQuery': { kind: 'refund.query', perform: queryRefund },
};
