import type { Random } from '../../kernel/random';
import { MINUTE_MS, type Millis } from '../../kernel/time';
import type { TradeBook } from '../engine/book';
import { fullyRefunded, type Trade } from '../engine/trade';
import type { Payers } from '../payers';
import type { Profile } from '../profile';
import { errors } from './errors';
import { type Content, textAt } from './fields';
import type { App, Register } from './register';

/** What the trade methods work with. */
export interface TradeDesk {
  readonly register: Register;
  readonly book: TradeBook;
  readonly profile: Profile;
  readonly random: Random;
  readonly payers: Payers;
}

/** Products whose trade is there with the answer; every other begins with the payer who comes (sheet 2.6, 2.7, 4). */
export const beginsAtOnce = (product: string): boolean => product === 'code' || product === 'create';

/** True once somebody has scanned the code or come to the cashier; before, and when a code simply ran out, no trade exists (requirement A12). */
export function exists(trade: Trade): boolean {
  if (trade.status === 'prepared') return false;
  return trade.status !== 'closed' || trade.openedAt !== undefined || beginsAtOnce(trade.product);
}

/** The request or trade behind an order number of the caller, existing or only prepared. */
export function numbered({ book, register }: TradeDesk, app: App, outTradeNo: string): Trade | undefined {
  for (const payee of register.payeesOf(app)) {
    const trade = book.byOutTradeNo(payee, outTradeNo);
    if (trade) return trade;
  }
  return undefined;
}

/** The existing trade that a content names; `trade_no` wins over `out_trade_no` (sheet 2.8). */
export function tradeOf(desk: TradeDesk, app: App, content: Content): Trade {
  const [tradeNo, outTradeNo] = [textAt(content, 'trade_no'), textAt(content, 'out_trade_no')];
  if (tradeNo === undefined && outTradeNo === undefined) throw errors.parameter('交易号和商户订单号不能同时为空');
  const trade = tradeNo === undefined ? numbered(desk, app, outTradeNo ?? '') : desk.book.byTradeNo(tradeNo);
  const own = trade !== undefined && desk.register.payeesOf(app).includes(trade.payee);
  if (!own || !exists(trade)) throw errors.tradeUnknown();
  return trade;
}

export type TradeStatusWord = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED' | 'TRADE_FINISHED';

/** True when nothing can come of a trade any more: closed, failed for good, or undone as a whole. */
export const isOver = ({ status }: Trade): boolean =>
  status === 'closed' || status === 'failed' || status === 'reversed';

/** trade_status: a full refund shows as closed, and nothing leads out of closed (sheet 4, requirement A13). */
export function tradeStatus(trade: Trade, now: Millis, refundWindowMs: number): TradeStatusWord {
  if (isOver(trade) || fullyRefunded(trade)) return 'TRADE_CLOSED';
  if (trade.status !== 'paid') return 'WAIT_BUYER_PAY';
  return now > (trade.paidAt ?? now) + refundWindowMs ? 'TRADE_FINISHED' : 'TRADE_SUCCESS';
}

/** Draws until nothing has that number yet: two seeded streams may begin alike. */
export function unused(random: Random, draw: (random: Random) => string, taken: (drawn: string) => boolean): string {
  for (;;) {
    const drawn = draw(random);
    if (!taken(drawn)) return drawn;
  }
}

const DAY_OFFSET_MS = 8 * 60 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const UNIT_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: DAY_MS };

/** Where a relative deadline ends: `90m`, `3h`, `15d`, or `1c` for midnight in China; more than 15 days is refused. */
export function deadline(text: string, from: Millis): Millis {
  if (text === '1c') return from + DAY_MS - ((from + DAY_OFFSET_MS) % DAY_MS);
  const lasts = Number(text.slice(0, -1)) * (UNIT_MS[text.slice(-1)] ?? 0);
  if (lasts > 15 * DAY_MS) throw errors.parameter('timeout_express超出范围');
  return from + lasts;
}
