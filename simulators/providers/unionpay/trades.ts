import type { Random } from '../../kernel/random';
import { beijingDay, compactDateTime, HOUR_MS, type Millis } from '../../kernel/time';
import type { TradeBook } from '../engine/book';
import type { PayerCodes } from '../engine/payer-codes';
import type { Refund, Trade } from '../engine/trade';
import { type Profile, setting } from '../profile';
import type { Register } from './register';
import type { Signers } from './signers';

/** What the transactions work with. */
export interface Desk {
  readonly register: Register;
  readonly signers: Signers;
  readonly profile: Profile;
  readonly book: TradeBook;
  readonly codes: PayerCodes;
  readonly random: Random;
  readonly now: () => Millis;
  /** Tells the merchant of a payment with a payer's code that came to nothing. */
  readonly failed: (trade: Trade) => void;
  /** The whole number of a payer's card, of which only the ends are ever told. */
  readonly cardOf: (person: string) => string;
  /** Where payers open the pages of a production host. */
  readonly pageOrigin: (productionOrigin: string) => string;
}

/** The ways to pay: a page on a computer or a phone, an app, a code that is handed out, a code of the payer's. */
export type Product = 'page' | 'wap' | 'app' | 'qr' | 'code';

/** Products with a code that somebody scans: payments by barcode. */
export const SCANNED: readonly string[] = ['qr', 'code'];

/** What a voucher calls the way of a payment. */
export const PRODUCT_NAMES: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  page: { en: 'web page on a computer', zh: '网关支付' },
  wap: { en: 'web page on a phone', zh: '手机网页支付' },
  app: { en: 'app of the merchant', zh: '手机控件支付' },
  qr: { en: 'code of the merchant, scanned', zh: '二维码主扫' },
  code: { en: 'payment code of the payer', zh: '二维码被扫' },
} satisfies Record<Product, unknown>;

/** Payments whose order came from the payer's browser or app; the others came from the merchant's server (sheet 7). */
export const isFrontType = (product: string): boolean => product === 'page' || product === 'wap' || product === 'app';

/** Clearing days run from 23:00 to 23:00 and are named by the day on which they end (sheet 9). */
export const clearingDay = (at: Millis): string => beijingDay(at + HOUR_MS);

/** The clearing day as messages write it: MMDD. */
export const settleDate = (at: Millis): string => clearingDay(at).slice(5).replace('-', '');

/** Draws until nothing has that number yet. */
function unused(random: Random, draw: (random: Random) => string, taken: (drawn: string) => boolean): string {
  for (;;) {
    const drawn = draw(random);
    if (!taken(drawn)) return drawn;
  }
}

/** 21 digits: two, the time, a trace number of six, one (sheet 6, observed). */
export function newQueryId({ random, book }: Desk, at: Millis, merId: string, orderId: string): string {
  const time = compactDateTime(at).slice(2);
  const draw = (stream: Random) => `${stream.digits(2)}${time}${stream.digits(6)}${stream.digits(1)}`;
  const taken = (id: string) => book.byTradeNo(id) !== undefined || book.byRefundNo(id) !== undefined;
  return unused(random.stream(`query-id/${merId}/${orderId}`), draw, taken);
}

/** The trace number that a query number holds, and when the money was asked for at the bank: MMDDhhmmss. */
export const traceOf = (queryId: string, at: Millis): { traceNo: string; traceTime: string } => ({
  traceNo: queryId.slice(14, 20),
  traceTime: compactDateTime(at).slice(4),
});

/** 21 digits by which a page or an app finds its order. */
export function newTn({ random, book }: Desk, at: Millis, merId: string, orderId: string): string {
  const draw = (stream: Random) => `${compactDateTime(at)}${stream.digits(7)}`;
  return unused(random.stream(`tn/${merId}/${orderId}`), draw, (tn) => book.byCredential(tn) !== undefined);
}

/** What a code that is handed out says; codes of orders begin with 62 (barcodes sheet 2). */
export function newQrCode({ random, book }: Desk, merId: string, orderId: string): string {
  const draw = (stream: Random) => `https://qr.95516.com/00010000/62${stream.digits(30)}`;
  return unused(random.stream(`qr/${merId}/${orderId}`), draw, (code) => book.byCredential(code) !== undefined);
}

/** What the order named beside its number; a query repeats both (sheet 3). */
export const txnTimeOf = ({ extra }: Pick<Trade | Refund, 'extra'>): string => extra?.['txnTime'] ?? '';

/** A card's number as merchants are told it. */
export const masked = (card: string): string => `${card.slice(0, 4)}${'*'.repeat(card.length - 8)}${card.slice(-4)}`;

/** Money that goes back: a refund, or the undoing of a payment of the same day. */
export const isUndo = ({ extra }: Refund): boolean => extra?.['txnType'] === '31';

const FAILURES: Readonly<Record<string, string>> = { 'insufficient-balance': '64' };

/** How a payment stands, in the two characters of the protocol (sheet 8). */
export function codeOfTrade(trade: Trade, profile: Profile): string {
  switch (trade.status) {
    case 'paid':
      return '00';
    case 'failed':
      return FAILURES[trade.failedBecause ?? ''] ?? '60';
    case 'closed':
    case 'reversed':
      return setting(profile, 'unpaidInTime');
    default:
      return isFrontType(trade.product) ? setting(profile, 'unpaidQuery') : '05';
  }
}

/** How money that goes back stands: accepted is not done (sheet 9). */
export function codeOfRefund({ status }: Refund): string {
  if (status === 'success') return '00';
  return status === 'closed' ? '60' : '05';
}

const WORDS: Readonly<Record<string, string>> = {
  '00': '成功[0000000]',
  '01': '交易失败[2010000]',
  '05': '交易已受理，请稍后查询交易结果[2030000]',
  '34': '查无此交易[2600000]',
  '60': '交易失败，详情请咨询您的发卡行[2060000]',
  '64': '余额不足[2064000]',
};

/** The words of a code, with a detail; that of success is known, the others are this house's own. */
export const wordsOf = (code: string): string => WORDS[code] ?? `交易失败[${code.padEnd(7, '0')}]`;
