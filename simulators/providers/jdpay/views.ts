import { compactDateTime } from '../../kernel/time';
import { type Refund, refundedFen, type Trade } from '../engine/trade';
import { type Profile, setting } from '../profile';
import type { Elements } from './xml';

/** How a payment stands (sheet 4). */
export const PAYMENT_STATES = { created: '0', processing: '1', paid: '2', failed: '3', closed: '4' } as const;

/** How a refund stands (sheet 4); `again` is a failure after which the same number is to be sent again. */
export const REFUND_STATES = { processing: '0', success: '1', failed: '2', again: '3' } as const;

/** What is asked about or told: a payment, a refund, or, in notices alone, a payment that was revoked (sheet 3.6). */
export const TRADE_TYPES = { payment: '0', refund: '1', revocation: '2' } as const;
export type TradeType = (typeof TRADE_TYPES)[keyof typeof TRADE_TYPES];

const CARD = '0';
const COUPON = '3';

/** payType of what a payer pays with (sheet 3.6). */
const PAY_TYPES: Readonly<Record<string, string>> = { card: CARD, baitiao: '1', balance: '2', xiaojinku: '5' };

/** What a card payment tells of its holder, covered as DOC covers it. */
const CARD_DETAIL: Elements = {
  cardHolderName: '*某',
  cardHolderMobile: '138****0000',
  cardHolderType: '0',
  cardHolderId: '****0001',
  cardNo: '622202****0000',
  bankCode: 'ICBC',
  cardType: '1',
};

export function paymentState({ status, chargedTo }: Trade): string {
  switch (status) {
    case 'prepared':
      return PAYMENT_STATES.created;
    case 'open':
      return chargedTo === undefined ? PAYMENT_STATES.created : PAYMENT_STATES.processing;
    case 'paid':
      return PAYMENT_STATES.paid;
    case 'failed':
      return PAYMENT_STATES.failed;
    default:
      return PAYMENT_STATES.closed;
  }
}

export function refundState({ status }: Refund): string {
  switch (status) {
    case 'processing':
      return REFUND_STATES.processing;
    case 'success':
      return REFUND_STATES.success;
    case 'closed':
      return REFUND_STATES.failed;
    case 'abnormal':
      return REFUND_STATES.again;
  }
}

/** An element that is there only where it says something. */
const optional = (name: string, value: string | undefined): Elements =>
  value === undefined || value === '' ? {} : { [name]: value };

/** The ways in which a payment was paid; together they are its whole amount (requirement JD-14). */
function payList({ amountFen, paidAt = 0 }: Trade, profile: Profile): Elements {
  const paidWith = setting(profile, 'paidWith');
  const couponFen = setting(profile, 'couponShare') === 'one-tenth' ? Math.floor(amountFen / 10) : 0;
  const way = (payType: string, fen: number, detail: Elements = {}): Elements => ({
    payType,
    amount: String(fen),
    currency: 'CNY',
    tradeTime: compactDateTime(paidAt),
    ...detail,
  });
  const main = way(
    PAY_TYPES[paidWith] ?? CARD,
    amountFen - couponFen,
    paidWith === 'card' ? { detail: CARD_DETAIL } : {},
  );
  return { pay: couponFen === 0 ? [main] : [main, way(COUPON, couponFen)] };
}

/** What is said of a payment in notices and in answers to queries alike (sheet 3.6). */
export function paymentView(trade: Trade, profile: Profile): Elements {
  return {
    ...optional('device', trade.extra?.['device']),
    tradeNum: trade.outTradeNo,
    tradeType: TRADE_TYPES.payment,
    ...optional('note', trade.attach),
    amount: String(trade.amountFen),
    status: paymentState(trade),
    ...(trade.paidAt === undefined ? {} : { payList: payList(trade, profile) }),
  };
}

/** What is said of a refund or a revocation (sheet 3.6); the element for the note stays where there is none. */
export function refundView(trade: Trade, refund: Refund, tradeType: TradeType): Elements {
  return {
    tradeNum: refund.outRefundNo,
    tradeType,
    oTradeNum: trade.outTradeNo,
    amount: String(refund.amountFen),
    currency: 'CNY',
    tradeTime: compactDateTime(refund.doneAt ?? refund.createdAt),
    note: refund.reason ?? '',
    status: refundState(refund),
  };
}

/** What has not gone back of a payment. */
export const leftFen = (trade: Trade): number => trade.amountFen - refundedFen(trade);
