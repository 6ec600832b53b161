import type { Random } from '../../kernel/random';
import { compactDateTime, type Millis } from '../../kernel/time';
import type { Charset } from '../charset';
import type { ClosedDays } from '../closed-days';
import type { TradeBook } from '../engine/book';
import type { PayerCodes } from '../engine/payer-codes';
import type { Proof, Trade } from '../engine/trade';
import type { Profile } from '../profile';
import { errors } from './errors';
import type { MessageType } from './layouts';
import type { Merchant, Register } from './register';
import type { RequestIds } from './request-ids';

/** The name under which every answer says that parts of this wire are our own. */
export const SIM_PROFILE = 'hebao-sim-profile/0';

/** What the messages of HeBao work with. */
export interface Desk {
  readonly register: Register;
  readonly book: TradeBook;
  readonly profile: Profile;
  readonly random: Random;
  readonly codes: PayerCodes;
  readonly requestIds: RequestIds;
  readonly closed: ClosedDays;
  readonly now: () => Millis;
  /** Where payers' browsers open the cashier, and whoever has an address fetches a file. */
  readonly pageOrigin: () => string;
  /** A payer's mobile number with stars, as answers and notices show it. */
  readonly mobileOf: (payer: string | undefined) => string;
}

/** A request that passed the gate: its fields have their forms, and its signature fits. */
export interface Admitted {
  readonly merchant: Merchant;
  readonly type: MessageType;
  readonly values: Readonly<Record<string, string>>;
  readonly charset: Charset;
  readonly proof?: Proof;
}

/** What an answer says beside the members that every answer of its type has. */
export type Said = Readonly<Record<string, string>>;

/** A field of an admitted request; what was not sent is empty. */
export const at = ({ values }: Admitted, name: string): string => values[name] ?? '';

/** HeBao's number of a trade: the day, and ten digits more, as in the public example of a notice. */
export function newPayNo({ random, book }: Desk, seed: string, now: Millis): string {
  const stream = random.stream(`trade/${seed}`);
  for (;;) {
    const drawn = `${compactDateTime(now).slice(0, 8)}${stream.digits(10)}`;
    if (!book.byTradeNo(drawn)) return drawn;
  }
}

/** The merchant's trade of an order number. */
export function tradeOf({ book }: Desk, { merchantId }: Merchant, orderId: string): Trade {
  const trade = book.byOutTradeNo(merchantId, orderId);
  if (!trade) throw errors.orderUnknown();
  return trade;
}
