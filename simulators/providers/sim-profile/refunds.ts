import { compactDateTime } from '../../kernel/time';
import type { SimDesk } from './desk';
import { SimError } from './errors';
import type { Admitted } from './gate';
import { knownTrade, ownPayee, refusalError } from './orders';
import { refundView } from './views';

type View = Readonly<Record<string, unknown>>;

/** POST /v0/refunds: one number moves money once; the money goes to the account that paid (EC-05). */
export function createRefund(desk: SimDesk, admitted: Admitted): View {
  const { payee, outTradeNo, outRefundNo, amountFen, reason, notifyUrl } = desk.reader.refund(admitted.body);
  const trade = knownTrade(desk, ownPayee(admitted, payee), outTradeNo);
  const other = desk.book.byOutRefundNo(payee, outRefundNo);
  if (other && other.tradeNo !== trade.tradeNo) throw new SimError('DUPLICATE');
  const at = desk.now();
  const ends = other || trade.paidBy === undefined ? undefined : desk.side.refundEnds(trade);
  const expected = ends && desk.book.apply(trade, { type: 'expect-refund', endsAs: ends, at });
  const random = desk.random.stream(`refund/${trade.tradeNo}/${outRefundNo}`);
  const outcome = desk.book.apply(expected?.ok ? expected.trade : trade, {
    type: 'refund',
    outRefundNo,
    refundNo: `${compactDateTime(at)}${random.digits(14)}`,
    amountFen,
    reason,
    notifyUrl: notifyUrl ?? trade.notifyUrl,
    at,
  });
  if (!outcome.ok) throw refusalError(outcome.refusal);
  return viewOf(desk, outcome.trade, outRefundNo);
}

/** GET /v0/refunds/{outRefundNo} */
export function queryRefund(desk: SimDesk, admitted: Admitted, number: string): View {
  const payee = ownPayee(admitted, desk.reader.payeeAlone(admitted.query));
  const outRefundNo = desk.reader.number(number);
  const trade = desk.book.byOutRefundNo(payee, outRefundNo);
  if (!trade) throw new SimError('NOT_FOUND');
  return viewOf(desk, trade, outRefundNo);
}

function viewOf(desk: SimDesk, trade: Parameters<typeof refundView>[1], outRefundNo: string): View {
  const refund = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!refund) throw new SimError('UNKNOWN');
  return refundView(desk, trade, refund);
}
