import { yuanText } from '../../kernel/money';
import { DAY_MS } from '../../kernel/time';
import { refundedFen, type Trade } from '../engine/trade';
import { setting } from '../profile';
import type { Body } from './envelope';
import { errors } from './errors';
import { type Content, member, readPrice, textAt } from './fields';
import type { App } from './register';
import type { TradeDesk } from './trades';

/**
 * A platform says how the whole amount is settled to its sub-merchant (sheet 2.1).
 * @throws AlipayError where it does not say it, or the amounts differ.
 */
export function checkSettlement({ profile }: TradeDesk, app: App, content: Content, amountFen: number): void {
  const details = member(content, 'settle_info.settle_detail_infos');
  if (!Array.isArray(details)) {
    if (app.role === 'platform' && setting(profile, 'settleInfo') === 'required') throw errors.settlement();
    return;
  }
  const settled = details.map((detail) => readPrice(member(detail, 'amount')));
  if (details.length !== 1 || settled[0] !== amountFen) throw errors.settlement();
}

/** After how many days an order's money is settled by itself, `1d` to `365d`; undefined where the order names none. */
export const settlePeriod = (content: Content): string | undefined => textAt(content, 'settle_info.settle_period_time');

/** What is left to be settled of a trade with a period; other trades tell nothing of it (sheet 2.8). */
export function settleView({ book }: TradeDesk, trade: Trade): Body | undefined {
  const days = Number.parseInt(trade.extra?.['settle_period'] ?? '', 10);
  if (Number.isNaN(days)) return undefined;
  const until = (trade.paidAt ?? 0) + days * DAY_MS;
  const waits = trade.status === 'paid' && book.settings.clock.now() < until;
  return { trade_unsettled_amount: yuanText(waits ? trade.amountFen - refundedFen(trade) : 0) };
}
