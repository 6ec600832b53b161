import type { RefusalCode } from '../engine/engine';
import type { Refund, Trade } from '../engine/trade';
import { refundedFen } from '../engine/trade';
import { setting } from '../profile';
import { fieldOf } from './fields';
import type { Admitted } from './gate';
import { amountOf, keptOf } from './orders';
import { type Refusal, refusals } from './refusals';
import { clearingDay, type Desk, isFrontType, newQueryId, txnTimeOf } from './trades';

/** Money that was asked back, and the payment that it comes from. */
export interface Back {
  readonly trade: Trade;
  readonly refund: Refund;
}

/** How the engine's refusals are told; every other is one of state. */
const REFUSALS: Partial<Record<RefusalCode, (desk: Desk) => Refusal>> = {
  'refund-exceeds': ({ profile }) => refusals.tooMuch(profile),
  'refund-window-over': ({ profile }) => refusals.tooLate(profile),
  'refund-changed': () => refusals.duplicate(),
};

/** The payment of the caller that a request names by its query number. @throws Refusal 31. */
function originalOf({ book, profile }: Desk, { fields, merchant }: Admitted): Trade {
  const trade = book.byTradeNo(fieldOf(fields, 'origQryId'));
  if (trade?.payee !== merchant.merId) throw refusals.wrongState(profile);
  return trade;
}

/** Asks the books for money back under the request's own number. */
function giveBack(desk: Desk, admitted: Admitted, trade: Trade): Back {
  const { fields, merchant } = admitted;
  const { merId } = merchant;
  const { book, profile } = desk;
  const [orderId, at] = [fieldOf(fields, 'orderId'), desk.now()];
  const owner = book.byOutRefundNo(merId, orderId);
  const known = owner?.refunds.find(({ outRefundNo }) => outRefundNo === orderId);
  const elsewhere = owner !== undefined && owner.tradeNo !== trade.tradeNo;
  const another = known !== undefined && keyOf(known) !== keyOf({ extra: keptOf(fields) });
  if (elsewhere || another || book.byOutTradeNo(merId, orderId)) throw refusals.duplicate();
  const outcome = book.apply(trade, {
    type: 'refund',
    outRefundNo: orderId,
    refundNo: newQueryId(desk, at, merId, orderId),
    amountFen: amountOf(fields),
    ...(fields['backUrl'] ? { notifyUrl: fields['backUrl'] } : {}),
    extra: { ...keptOf(fields), ...(fields['reqReserved'] ? { reqReserved: fields['reqReserved'] } : {}) },
    at,
  });
  if (!outcome.ok) throw (REFUSALS[outcome.refusal] ?? (({ profile: own }) => refusals.wrongState(own)))(desk);
  if (known && setting(profile, 'repeatedRefund') !== 'same-answer') throw refusals.duplicate();
  const refund = outcome.trade.refunds.find(({ outRefundNo }) => outRefundNo === orderId);
  if (!refund) throw refusals.wrongState(profile);
  return { trade: outcome.trade, refund };
}

/** What a number must repeat to be the same request. */
const keyOf = ({ extra }: Pick<Refund, 'extra'>) => `${extra?.['txnType']} ${txnTimeOf({ extra })}`;

/** Refund (04): any part of what is left, accepted now and done later (sheet 9). */
export const refund = (desk: Desk, admitted: Admitted): Back => giveBack(desk, admitted, originalOf(desk, admitted));

/** Undo (31): the whole amount of a payment of the same clearing day, of which nothing has gone back (sheet 9, UP-12). */
export function undo(desk: Desk, admitted: Admitted): Back {
  const trade = originalOf(desk, admitted);
  const { profile } = desk;
  const own = trade.refunds.find(({ outRefundNo }) => outRefundNo === fieldOf(admitted.fields, 'orderId'));
  if (amountOf(admitted.fields) !== trade.amountFen) throw refusals.tooMuch(profile);
  if (!own && refundedFen(trade) > 0) throw refusals.wrongState(profile);
  if (trade.paidAt !== undefined && clearingDay(trade.paidAt) !== clearingDay(desk.now()))
    throw refusals.otherDay(profile);
  return giveBack(desk, admitted, trade);
}

/**
 * Reversal (99): a back-type payment whose result nobody knows comes to nothing, under its own number and time, on its
 * own clearing day; what was paid goes back (sheet 9).
 */
export function reverse(desk: Desk, { fields, merchant }: Admitted): Trade {
  const { book, profile } = desk;
  const trade = book.byOutTradeNo(merchant.merId, fieldOf(fields, 'orderId'));
  if (!trade || txnTimeOf(trade) !== fieldOf(fields, 'txnTime')) throw refusals.unknownOrder();
  const backType = setting(profile, 'reversible') === 'code' ? trade.product === 'code' : !isFrontType(trade.product);
  if (!backType) throw refusals.wrongState(profile);
  if (clearingDay(trade.createdAt) !== clearingDay(desk.now())) throw refusals.otherDay(profile);
  if (fields['txnAmt'] && amountOf(fields) !== trade.amountFen) throw refusals.wrongState(profile);
  const outcome = book.apply(trade, { type: 'reverse', at: desk.now() });
  if (!outcome.ok) throw refusals.wrongState(profile);
  return outcome.trade;
}
