import { createHash } from 'node:crypto';
import { beijingDay } from '../../kernel/time';
import type { Command, RefusalCode } from '../engine/engine';
import type { CodeBehaviour, PayerCodes } from '../engine/payer-codes';
import { fullyRefunded, refundedFen, type Trade } from '../engine/trade';
import { setting } from '../profile';
import { type BestPayError, errors } from './errors';
import { dayOf, readAmount } from './fields';
import type { Admitted } from './gate';
import { checkRefundLedger } from './ledger';
import { codeContent, type OrderCommand, orderCommand, orderRefused, refundNumber } from './orders';
import { find, REVERSAL, requestNumber, type TradeDesk } from './trades';
import { acceptedView, placedView, queryView, type Result, refundQueryView } from './views';

/** What a payment with a payer's code needs besides. */
export interface CodeDesk extends TradeDesk {
  readonly codes: PayerCodes;
}

/** 18 digits that begin with 51 (sheet A3). */
const CODE = /^51\d{16}$/;

/** What happens in the payer's hands when the code is read. */
function reactions({ profile }: TradeDesk, behaviour: CodeBehaviour, payer: string, at: number): readonly Command[] {
  const charge = { type: 'charge', payer, asks: behaviour !== 'pays', at } as const;
  const fails = behaviour === 'insufficient-balance' && setting(profile, 'insufficientBalance') === 'failed';
  return fails ? [charge, { type: 'fail', why: 'insufficient-balance', at }] : [charge];
}

/** The same order again finds the payment as it stands: one order is one charge (requirement BP-06). */
function repeated({ book }: TradeDesk, known: Trade, order: OrderCommand): Trade {
  const { content } = order;
  const same = known.caller === content.caller && known.amountFen === content.amountFen;
  if (!same || known.product !== content.product) throw orderRefused('content-changed');
  return book.byTradeNo(known.tradeNo) ?? known;
}

/** What the payer's account refuses fails for good: the code is used up, and the number with it. */
function notCharged(desk: CodeDesk, trade: Trade | undefined, why: RefusalCode, { merchant }: Admitted): Result {
  const failed = why === 'over-limit' ? desk.book.apply(trade, { type: 'fail', why, at: desk.now() }) : undefined;
  if (!failed?.ok) throw orderRefused(why);
  return placedView(failed.trade, merchant);
}

/** barcode/placeOrder: the merchant reads a payer's code. Taken is not paid: the status says how it stands (BP-02). */
export async function placeOrder(desk: CodeDesk, admitted: Admitted): Promise<Result> {
  const code = admitted.values.get('barcode') ?? '';
  const bound = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const content = codeContent(desk, admitted, bound);
  const order = orderCommand(desk, content, desk.profile.numbers.confirmWithin?.value ?? 0);
  const known = desk.book.byOutTradeNo(content.payee, content.outTradeNo);
  if (known) return placedView(repeated(desk, known, order), admitted.merchant);
  const reading = CODE.test(code)
    ? desk.codes.read(code, `${content.payee} ${content.outTradeNo}`, order.at)
    : undefined;
  if (!reading?.ok) throw errors.barcode();
  const { payer, behaviour } = reading.code;
  let trade: Trade | undefined;
  for (const command of [order, ...reactions(desk, behaviour, payer, order.at)]) {
    // A code that pays at once is its payer's decision, and that may have to wait for the money.
    const decides = command.type === 'charge' && !command.asks;
    const outcome = decides ? await desk.book.pay(trade, command) : desk.book.apply(trade, command);
    if (!outcome.ok) return notCharged(desk, trade, outcome.refusal, admitted);
    trade = outcome.trade;
  }
  if (!trade) throw errors.barcode();
  return placedView(trade, admitted.merchant);
}

/** query/queryOrder: how a payment, or, by its own number, a refund stands. */
export function queryOrder(desk: TradeDesk, { merchant, values }: Admitted): Result {
  const text = (name: string) => values.get(name) ?? '';
  const day = dayOf(text('orderDate'), 'orderDate');
  const found = find(desk, merchant.merchantId, text('orderNo'), text('orderReqNo'), day);
  if (!found) throw errors.orderUnknown();
  const { trade, refund } = found;
  return refund ? refundQueryView(desk, trade, refund, merchant) : queryView(desk, trade, merchant);
}

/** What a refund or a reversal is about. @throws BestPayError BE110062 */
function original({ book }: TradeDesk, { merchant, values }: Admitted): Trade {
  const trade = book.byOutTradeNo(merchant.merchantId, values.get('oldOrderNo') ?? '');
  if (!trade || requestNumber(trade) !== values.get('oldOrderReqNo')) throw errors.orderUnknown();
  return trade;
}

function refundRefused(refusal: RefusalCode, trade: Trade): BestPayError {
  switch (refusal) {
    case 'not-paid':
      return errors.notPaid();
    case 'refund-window-over':
      return errors.windowOver();
    case 'refund-exceeds':
      return fullyRefunded(trade) ? errors.givenBack() : errors.amount();
    default:
      return errors.amount();
  }
}

/** Carries out a refund: the same number is the same refund (requirement BP-09). */
function giveBack(desk: TradeDesk, trade: Trade, { merchant, values }: Admitted, reason?: string): Result {
  const text = (name: string) => values.get(name) ?? '';
  const [outRefundNo, amountFen] = [text('refundReqNo'), readAmount(text('transAmt'))];
  dayOf(text('refundReqDate'), 'refundReqDate');
  if (!/^[0-9A-Za-z]+$/.test(outRefundNo) && setting(desk.profile, 'marksInRefundNumber') === 'refused')
    throw errors.parameters('refundReqNo格式有误');
  if (amountFen === undefined) throw errors.amount();
  const other = desk.book.byOutRefundNo(trade.payee, outRefundNo);
  if (outRefundNo === trade.outTradeNo || (other && other.tradeNo !== trade.tradeNo))
    throw errors.parameters('refundReqNo重复');
  const outcome = desk.book.apply(trade, {
    type: 'refund',
    outRefundNo,
    refundNo: refundNumber(desk, trade, outRefundNo),
    amountFen,
    ...(reason === undefined ? {} : { reason }),
    notifyUrl: values.get('bgUrl') || undefined,
    at: desk.now(),
  });
  if (!outcome.ok) throw refundRefused(outcome.refusal, trade);
  return acceptedView(trade.outTradeNo, outRefundNo, text('transAmt'), merchant);
}

/** refund/commonRefund: all of a payment or a part of it. */
export function commonRefund(desk: TradeDesk, admitted: Admitted): Result {
  const trade = original(desk, admitted);
  const { values } = admitted;
  const amountFen = readAmount(values.get('transAmt'));
  checkRefundLedger(values.get('ledgerDetail') ?? '', trade.extra?.['ledger'], amountFen ?? 0);
  return giveBack(desk, trade, admitted);
}

/**
 * reverse/reverse: on the day of the order only. What is not paid becomes void; what is paid goes back as a whole
 * (BP-DOC 10.4, requirements BP-07, BP-08).
 */
export function reverse(desk: TradeDesk, admitted: Admitted): Result {
  const trade = original(desk, admitted);
  const { merchant, values } = admitted;
  const text = (name: string) => values.get(name) ?? '';
  if (beijingDay(trade.createdAt) !== beijingDay(desk.now())) throw errors.anotherDay();
  if (readAmount(text('transAmt')) !== trade.amountFen) throw errors.amount();
  if (trade.status === 'closed' || trade.status === 'reversed') throw errors.voided();
  if (trade.status === 'paid') {
    const again = trade.refunds.some(
      ({ outRefundNo, reason }) => outRefundNo === text('refundReqNo') && reason === REVERSAL,
    );
    if (!again && fullyRefunded(trade)) throw errors.givenBack();
    if (!again && refundedFen(trade) > 0) throw errors.refundedInPart();
    return giveBack(desk, trade, admitted, REVERSAL);
  }
  const outcome = desk.book.apply(trade, { type: 'reverse', at: desk.now() });
  if (!outcome.ok) throw errors.amount();
  return acceptedView(trade.outTradeNo, text('refundReqNo'), text('transAmt'), merchant);
}
