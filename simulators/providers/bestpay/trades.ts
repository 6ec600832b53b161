import type { Random } from '../../kernel/random';
import { beijingDay, compactDateTime, DAY_MS, type Millis } from '../../kernel/time';
import type { TradeBook } from '../engine/book';
import { fullyRefunded, type Refund, refundedFen, type Trade } from '../engine/trade';
import { type Profile, setting } from '../profile';
import type { Gate } from './gate';
import type { Register } from './register';

/** What the calls work with. */
export interface TradeDesk {
  readonly gate: Gate;
  readonly register: Register;
  readonly book: TradeBook;
  readonly profile: Profile;
  readonly random: Random;
  readonly now: () => Millis;
}

/** The products: the two cashiers, the payer's own code, and the order of the newer platform. */
export type Product = 'web' | 'wap' | 'code' | 'h5';

/** What a voucher calls the way of a payment. */
export const PRODUCT_NAMES: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  web: { en: 'web page on a computer', zh: '电脑网站支付' },
  wap: { en: 'web page on a phone', zh: '手机网站支付' },
  code: { en: 'payment code of the payer', zh: '付款码支付' },
  h5: { en: 'page of the newer platform', zh: '新平台网页支付' },
} satisfies Record<Product, unknown>;

/** What the merchant calls the request beside its order. */
export const requestNumber = ({ extra }: Trade): string => extra?.['orderReqNo'] ?? '';

/**
 * The number under which the gateway tells of a payment: the day of the payment, then fourteen digits. It exists only
 * once somebody has paid; before, answers have an empty one (BP-DOC 5.5).
 */
export const transactionNumber = ({ tradeNo, paidAt }: Trade): string =>
  paidAt === undefined ? '' : `${compactDateTime(paidAt).slice(0, 8)}${tradeNo}`;

/** The trade as its payer and its merchant know it by the gateway's number; the newer platform's never changes. */
export const asTold = (trade: Trade): Trade =>
  trade.product === 'h5' ? trade : { ...trade, tradeNo: transactionNumber(trade) || trade.tradeNo };

/** transStatus: A is under way, B paid, C failed, G void (sheet A1.4). */
export type TransStatus = 'A' | 'B' | 'C' | 'G';

const STATUS: Readonly<Record<Trade['status'], TransStatus>> = {
  prepared: 'A',
  open: 'A',
  paid: 'B',
  failed: 'C',
  closed: 'G',
  reversed: 'G',
};

export const transStatus = ({ status }: Trade): TransStatus => STATUS[status];

const REFUND_STATUS: Readonly<Record<Refund['status'], TransStatus>> = {
  processing: 'A',
  success: 'B',
  closed: 'C',
  abnormal: 'A',
};

export const refundStatus = ({ status }: Refund): TransStatus => REFUND_STATUS[status];

/** Why a refund was asked for that undoes its payment as a whole. */
export const REVERSAL = 'reversal';

/** refundFlag: 0 nothing, 1 all of it, 2 a part, 3 reversed (sheet A1.4). */
export function refundFlag(trade: Trade, profile: Profile): string {
  const back = refundedFen(trade);
  if (back === 0) return '0';
  const isReversed = trade.refunds.some(({ reason, status }) => reason === REVERSAL && status !== 'closed');
  if (isReversed) return setting(profile, 'reversedRefundFlag');
  return fullyRefunded(trade) ? '1' : '2';
}

/** What a query may be about: a payment, or, by the number of a refund, that (BP-DOC 6.4). */
export type Found = { readonly trade: Trade; readonly refund?: Refund };

/** True where a query that names a day looks for what happened at an instant: from the day before to the day after. */
function withinReach(day: string, at: Millis, profile: Profile): boolean {
  if (setting(profile, 'absentOrderInAnyWindow') === 'found') return true;
  const asked = Date.parse(`${day}T00:00:00+08:00`);
  return [-1, 0, 1].some((by) => beijingDay(asked + by * DAY_MS) === beijingDay(at));
}

/** Finds what a query names; undefined where nothing of that number lies near the day that it names. */
export function find(
  { book, profile }: Pick<TradeDesk, 'book' | 'profile'>,
  merchantId: string,
  orderNo: string,
  requestNo: string,
  day: string,
): Found | undefined {
  const trade = book.byOutTradeNo(merchantId, orderNo);
  if (!trade) return undefined;
  if (requestNumber(trade) === requestNo) {
    return withinReach(day, trade.createdAt, profile) ? { trade } : undefined;
  }
  const refund = trade.refunds.find(({ outRefundNo }) => outRefundNo === requestNo);
  return refund && withinReach(day, refund.createdAt, profile) ? { trade, refund } : undefined;
}

/** A payer's account number as answers show it: a telephone number with stars in it (BP-DOC 6.2). */
export function maskedPhone(random: Random, person: string): string {
  const digits = random.stream(`phone/${person}`).digits(8);
  return `1${digits[0] === '0' ? 3 : 8}${digits[1]}****${digits.slice(2, 6)}`;
}
