import type { Millis } from '../../kernel/time';
import type { OtherAccount, Refund, RefundStatus, Trade } from './trade';

/** How a payment stands for the person who paid it; `reversed` is one that was undone as a whole. */
export type PaymentStanding = 'paid' | 'partly-refunded' | 'refunded' | 'reversed';

/** What a voucher names of another one: its numbers, with whom, how much, and how that stands. */
export interface Mention {
  /** The number that whoever asked for it gave. */
  readonly number: string;
  /** The wallet's own number. */
  readonly ownNumber: string;
  readonly payeeName: string;
  readonly amountFen: number;
  readonly standing: PaymentStanding | RefundStatus;
}

/** What a wallet keeps for its user of one payment or one refund (rule NOTI-008). */
export interface Voucher extends Mention {
  readonly kind: 'payment' | 'refund';
  readonly description: string;
  /** By which of the provider's products the payment came. */
  readonly product: string;
  /** When it was paid; when the refund was asked for. */
  readonly at: Millis;
  /** The payment that is given back; of a payment, itself. */
  readonly payment: Pick<Mention, 'number' | 'ownNumber'>;
  /** The refunds of a payment, oldest first. */
  readonly refunds: readonly Mention[];
  /** The other payments of the same combined order. */
  readonly together: readonly Mention[];
  /** Where a refund goes if not back to the account that paid. */
  readonly sentTo?: OtherAccount;
}

/** The name under which an account is registered. */
type NameOf = (payee: string) => string;

/** Writes the vouchers of one payer from the books, the newest first. */
export type VoucherBook = (trades: readonly Trade[], payer: string, nameOf: NameOf) => readonly Voucher[];

function standingOf({ status, amountFen, refunds }: Trade): PaymentStanding {
  if (status === 'reversed') return 'reversed';
  const back = refunds.reduce((sum, refund) => (refund.status === 'success' ? sum + refund.amountFen : sum), 0);
  if (back === 0) return 'paid';
  return back === amountFen ? 'refunded' : 'partly-refunded';
}

const keyOf = ({ combined }: Trade) => combined && `${combined.account} ${combined.outTradeNo}`;

const mention = (trade: Trade, nameOf: NameOf): Mention => ({
  number: trade.outTradeNo,
  ownNumber: trade.tradeNo,
  payeeName: nameOf(trade.payee),
  amountFen: trade.amountFen,
  standing: standingOf(trade),
});

/** The voucher of a payment and those of its refunds; `others` were paid together with it. */
function vouchersOfTrade(trade: Trade, others: readonly Trade[], nameOf: NameOf): Voucher[] {
  const own = mention(trade, nameOf);
  const { number, ownNumber, payeeName } = own;
  const { description, product, paidAt = trade.createdAt } = trade;
  const shared = { description, product, payment: { number, ownNumber } };
  const mentioned = ({ outRefundNo, refundNo, amountFen, status }: Refund): Mention => ({
    number: outRefundNo,
    ownNumber: refundNo,
    payeeName,
    amountFen,
    standing: status,
  });
  const refunds = trade.refunds.map((refund): Voucher => {
    const { createdAt: at, sentTo } = refund;
    return { ...mentioned(refund), ...shared, kind: 'refund', at, refunds: [], together: [], sentTo };
  });
  const together = others.map((other) => mention(other, nameOf));
  return [
    { ...own, ...shared, kind: 'payment', at: paidAt, refunds: trade.refunds.map(mentioned), together },
    ...refunds,
  ];
}

/** The vouchers that are right: of everything that this payer paid, and of nothing else. */
export const vouchersOf: VoucherBook = (trades, payer, nameOf) => {
  const paid = trades.filter(({ paidBy, paidAt }) => paidBy === payer && paidAt !== undefined);
  const groups = Map.groupBy(paid, keyOf);
  const vouchers = paid.flatMap((trade) => {
    const key = keyOf(trade);
    const group = key === undefined ? [] : (groups.get(key) ?? []);
    const others = group.filter((each) => each !== trade);
    return vouchersOfTrade(trade, others, nameOf);
  });
  return vouchers.toReversed().toSorted((a, b) => b.at - a.at);
};
