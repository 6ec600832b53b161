import type { Random } from '../../kernel/random';
import { compactDateTime, type Millis } from '../../kernel/time';
import type { Charset } from '../charset';
import type { ClosedDays } from '../closed-days';
import type { TradeBook } from '../engine/book';
import type { Proof, Trade } from '../engine/trade';
import type { Profile } from '../profile';
import { errors } from './errors';
import type { Merchant, Register } from './register';

/** The name under which every answer says that parts of this wire are our own. */
export const SIM_PROFILE = 'wopay-sim-profile/0';

/** What the messages of WoPay work with. */
export interface Desk {
  readonly register: Register;
  readonly book: TradeBook;
  readonly profile: Profile;
  readonly random: Random;
  readonly closed: ClosedDays;
  readonly now: () => Millis;
  /** Where whoever has an address fetches a file. */
  readonly pageOrigin: () => string;
}

/** A request that passed the gate: its fields have their forms, and its signature fits. */
export interface Admitted {
  readonly merchant: Merchant;
  readonly values: Readonly<Record<string, string>>;
  readonly charset: Charset;
  readonly proof?: Proof;
}

/** The lines of an answer, by name. */
export type Said = Readonly<Record<string, string>>;

/** A field of an admitted request; what was not sent is empty. */
export const at = ({ values }: Admitted, name: string): string => values[name] ?? '';

/** WoPay's number of a payment or refund: the day, and twelve digits more, as in the public example of a notice. */
export function newJournal({ random, book }: Desk, seed: string, now: Millis): string {
  const stream = random.stream(`journal/${seed}`);
  for (;;) {
    const drawn = `${compactDateTime(now).slice(0, 8)}${stream.digits(12)}`;
    if (!book.byTradeNo(drawn)) return drawn;
  }
}

/** The merchant's trade of an order's number and day, which name it together (requirement WO-06). */
export function tradeOf({ book }: Desk, admitted: Admitted): Trade {
  const trade = book.byOutTradeNo(admitted.merchant.merNo, at(admitted, 'orderNo'));
  if (!trade || trade.extra?.['orderDate'] !== at(admitted, 'orderDate')) throw errors.orderUnknown();
  return trade;
}
