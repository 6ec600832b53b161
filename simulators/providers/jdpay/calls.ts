import { fen } from '../../kernel/money';
import type { Random } from '../../kernel/random';
import { compactDateTime, type Millis } from '../../kernel/time';
import type { Outcome, RefusalCode } from '../engine/engine';
import type { Refund, Trade } from '../engine/trade';
import { type Desk, tradeOf } from './desk';
import { JdFault } from './faults';
import { checkFields, fenAt } from './fields';
import type { Admitted } from './gate';
import { queryFields, queryRefundFields, refundFields, revokeFields } from './tables';
import { leftFen, paymentView, refundView, TRADE_TYPES, type TradeType } from './views';
import type { Elements } from './xml';

const entryOf = ({ refunds }: Trade, number: string | undefined): Refund | undefined =>
  refunds.find(({ outRefundNo }) => outRefundNo === number);

/** The refund that a number names, of the payment that the request names where it names one. @throws JdFault */
function refundOf(desk: Desk, { account, members }: Admitted): { trade: Trade; refund: Refund } {
  const { tradeNum = '', oTradeNum } = members;
  if (!oTradeNum && desk.choose('originalInRefundQuery') === 'required')
    throw new JdFault('missing', { at: 'oTradeNum' });
  const trade = oTradeNum ? tradeOf(desk, account, oTradeNum) : desk.book.byOutRefundNo(account.merchant, tradeNum);
  const refund = trade && entryOf(trade, tradeNum);
  if (!refund) throw new JdFault('unknown-refund');
  return { trade, refund };
}

/** How a payment or a refund stands (sheet 3.4). */
export function query(desk: Desk, admitted: Admitted): Elements {
  const { account, members, elements } = admitted;
  checkFields(queryFields, elements, desk.profile);
  if (members['tradeType'] === TRADE_TYPES.payment) {
    return paymentView(tradeOf(desk, account, members['tradeNum']), desk.profile);
  }
  const { trade, refund } = refundOf(desk, admitted);
  return refundView(trade, refund, TRADE_TYPES.refund);
}

/** All refunds of one payment (sheet 3.4). */
export function queryRefund(desk: Desk, { account, members, elements }: Admitted): Elements {
  checkFields(queryRefundFields, elements, desk.profile);
  const trade = tradeOf(desk, account, members['oTradeNum']);
  if (trade.refunds.length === 0) throw new JdFault('unknown-refund');
  return { refList: { refund: trade.refunds.map((refund) => refundView(trade, refund, TRADE_TYPES.refund)) } };
}

function refundFault({ choose }: Desk, refusal: RefusalCode): JdFault {
  switch (refusal) {
    case 'refund-exceeds':
      return new JdFault('refund-exceeds');
    case 'refund-changed':
      return new JdFault('repeated-refund');
    case 'not-paid':
      return new JdFault('refund-refused', { code: choose('refundOfUnpaid') });
    case 'refund-window-over':
    case 'too-many-refunds':
    case 'refund-too-soon':
      return new JdFault('refund-refused');
    default:
      return new JdFault('failed');
  }
}

function refunded(desk: Desk, outcome: Outcome, number: string): { readonly trade: Trade; readonly refund: Refund } {
  if (!outcome.ok) throw refundFault(desk, outcome.refusal);
  const refund = entryOf(outcome.trade, number);
  if (!refund) throw new JdFault('failed');
  return { trade: outcome.trade, refund };
}

/** JD Pay's own number of a refund, which no message carries; its first digit tells a refund from a revocation. */
const newRefundNo = (type: TradeType, at: Millis, random: Random) =>
  `${type}${compactDateTime(at)}${random.digits(10)}`;

/** True for money that went back because its order was revoked. */
export const isRevocation = ({ refundNo }: Refund): boolean => refundNo.startsWith(TRADE_TYPES.revocation);

interface Wish {
  readonly number: string;
  readonly amountFen: number;
  readonly note?: string;
  readonly notifyUrl?: string;
}

/** Gives back a part of a payment under a number of the merchant's. @throws JdFault */
function giveBack(
  desk: Desk,
  trade: Trade,
  { number, amountFen, note, notifyUrl }: Wish,
  tradeType: TradeType,
): Elements {
  const at = desk.now();
  const known = entryOf(trade, number);
  // A failure of state 3 wants the same number once more, and then succeeds (requirement JD-10).
  const again = known?.status === 'abnormal' && known.amountFen === amountFen;
  if (known && !again && desk.choose('repeatedRefund') === 'RFND000001') throw new JdFault('repeated-refund');
  const random = desk.random.stream(`refund/${trade.tradeNo}/${number}`);
  const outcome = desk.book.apply(
    trade,
    again
      ? { type: 'finish-refund', outRefundNo: number, as: 'success', at }
      : {
          type: 'refund',
          outRefundNo: number,
          refundNo: newRefundNo(tradeType, at, random),
          amountFen: fen(amountFen),
          reason: note || undefined,
          notifyUrl: notifyUrl || undefined,
          at,
        },
  );
  const { trade: changed, refund } = refunded(desk, outcome, number);
  return refundView(changed, refund, tradeType);
}

/** A number that has served another payment serves no second one. @throws JdFault */
function checkNumber({ book }: Desk, { merchant }: Admitted['account'], trade: Trade, number: string): void {
  const other = book.byOutRefundNo(merchant, number);
  if (other && other.tradeNo !== trade.tradeNo) throw new JdFault('repeated-refund');
}

/** A refund; one number moves money once, and all of them never more than was paid (sheet 3.5, JD-10, JD-11). */
export function refund(desk: Desk, { account, members, elements }: Admitted): Elements {
  checkFields(refundFields, elements, desk.profile);
  const { tradeNum: number = '', oTradeNum, note, notifyUrl } = members;
  const amountFen = fenAt(members);
  const trade = tradeOf(desk, account, oTradeNum);
  checkNumber(desk, account, trade, number);
  return giveBack(desk, trade, { number, amountFen, note, notifyUrl }, TRADE_TYPES.refund);
}

/** What an order that was closed answers to its revocation: as a refund of which no money had to move. */
function closedView({ outTradeNo }: Trade, { amountFen, number, note = '' }: Wish, at: number): Elements {
  return {
    tradeNum: number,
    tradeType: TRADE_TYPES.revocation,
    oTradeNum: outTradeNo,
    amount: String(amountFen),
    currency: 'CNY',
    tradeTime: compactDateTime(at),
    note,
    status: '1',
  };
}

/**
 * A revocation: an order that is not paid is closed and cannot be paid any more; of one that is paid, what is left goes
 * back, once (sheet 3.5, requirement JD-12). The amount must be the order's.
 */
export function revoke(desk: Desk, { account, members, elements }: Admitted): Elements {
  checkFields(revokeFields, elements, desk.profile);
  const { tradeNum: number = '', oTradeNum, note } = members;
  const trade = tradeOf(desk, account, oTradeNum);
  if (fenAt(members) !== trade.amountFen) throw new JdFault('wrong', { at: 'amount' });
  checkNumber(desk, account, trade, number);
  const wish = { number, amountFen: trade.amountFen, note };
  if (trade.status !== 'paid') {
    const outcome = desk.book.apply(trade, { type: 'close', at: desk.now() });
    if (!outcome.ok) throw new JdFault('failed');
    return closedView(outcome.trade, wish, desk.now());
  }
  if (desk.choose('revokeOfPaid') === 'refused') throw new JdFault('paid');
  if (leftFen(trade) === 0 && !entryOf(trade, number)) throw new JdFault('refund-exceeds');
  const amountFen = entryOf(trade, number)?.amountFen ?? leftFen(trade);
  const notifyUrl = desk.choose('revokeNotices') === 'sent' ? trade.notifyUrl : undefined;
  return giveBack(desk, trade, { ...wish, amountFen, notifyUrl }, TRADE_TYPES.revocation);
}
