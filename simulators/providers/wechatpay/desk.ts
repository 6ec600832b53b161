import type { Random } from '../../kernel/random';
import { DAY_MS } from '../../kernel/time';
import type { TradeBook } from '../engine/book';
import type { Combination, Trade } from '../engine/trade';
import type { Payers } from '../payers';
import type { Profile } from '../profile';
import type { Gate } from './api';
import { callerErrors, type Endpoint } from './errors';
import type { FieldRules } from './fields';
import type { Account } from './register';
import type { Caller, Product } from './tables';

/** What order, refund and page endpoints work with. */
export interface Desk {
  readonly gate: Gate;
  readonly orders: Orders;
  readonly profile: Profile;
  readonly random: Random;
  readonly payers: Payers;
  readonly fieldRules: FieldRules;
  /** Where payers open H5 pages; the production host, or this machine in the sandbox. */
  readonly cashierOrigin: () => string;
}

/** What a caller says about who is paid. */
export interface Parties {
  readonly mchid?: unknown;
  readonly sub?: unknown;
}

/**
 * The sub-merchant, or the direct merchant, that a caller may act for.
 * @throws WechatError for anybody else.
 */
export function payeeOf(gate: Gate, account: Account, caller: Caller, { mchid, sub }: Parties, at: Endpoint): Account {
  if (mchid !== account.mchid) throw callerErrors.callerMismatch();
  if (caller === 'direct') {
    const alone = account.role !== 'service-provider' || gate.choose('directOrderByServiceProvider') === 'accepted';
    if (alone) return account;
    throw callerErrors.subMerchantMissing();
  }
  if (sub === account.mchid) throw callerErrors.subMerchantIsSelf();
  const merchant = gate.register.account(String(sub));
  if (!merchant) throw callerErrors.merchantUnknown(at);
  if (!gate.register.mayActFor(account, merchant.mchid)) throw callerErrors.notAuthorised(at);
  return merchant;
}

/** What a payer's app can be given: a code, a prepay id in its package form, a page's address, a deep link. */
function codeOf(given: string): string {
  const prepayId = /(?:^|[?&])prepay_?id(?:=|%3D)(wx[0-9a-zA-Z]+)/i.exec(given)?.[1];
  return prepayId ?? given;
}

/** The orders of the gateway as time has left them: what nobody paid in its time is closed (sheet 4.1). */
export class Orders {
  /** Which sub-merchant a service provider has used an order number for; numbers are its own across all of them. */
  readonly #numbers = new Map<string, string>();

  constructor(
    readonly book: TradeBook,
    readonly profile: Profile,
  ) {}

  now(): number {
    return this.book.settings.clock.now();
  }

  byNumber(payee: string, outTradeNo: string): Trade | undefined {
    return this.#aged(this.book.byOutTradeNo(payee, outTradeNo));
  }

  byTradeNo(tradeNo: string): Trade | undefined {
    return this.#aged(this.book.byTradeNo(tradeNo));
  }

  byCode(given: string): Trade | undefined {
    return this.#aged(this.book.byCredential(codeOf(given)));
  }

  /** The orders of a combined order. */
  combined(combination: Combination): Trade[] {
    return this.book.combined(combination).map((trade) => this.#aged(trade) ?? trade);
  }

  /** Everything that is paid when this order is. */
  together(trade: Trade): Trade[] {
    return trade.combined ? this.combined(trade.combined) : [trade];
  }

  /** True when another sub-merchant of the same service provider has the number. */
  isTaken(serviceProvider: string, payee: string, outTradeNo: string): boolean {
    return (this.#numbers.get(`${serviceProvider} ${outTradeNo}`) ?? payee) !== payee;
  }

  take(serviceProvider: string, payee: string, outTradeNo: string): void {
    this.#numbers.set(`${serviceProvider} ${outTradeNo}`, payee);
  }

  /** True while a payer can still use what the merchant got: neither replaced by a later one nor too old. */
  lives(trade: Trade, given: string): boolean {
    const life: Readonly<Record<string, number>> = this.profile.numbers.credentialLife.value;
    // An h5 page lives shorter than the prepay id behind it.
    const longer = (life['jsapi'] ?? 0) - (life[trade.product as Product] ?? 0);
    return trade.credential === codeOf(given) && this.now() <= trade.credentialUntil + longer;
  }

  #aged(trade: Trade | undefined): Trade | undefined {
    if (trade?.status !== 'open') return trade;
    const at = Math.max(trade.createdAt + this.profile.numbers.payWithin.value, trade.payBy);
    if (this.now() <= at) return trade;
    const closed = this.book.apply(trade, { type: 'close', at });
    return closed.ok ? closed.trade : trade;
  }
}

/** How far ahead a merchant may put the last instant for paying. */
export function longestPayBy(desk: Desk, product: Product): number {
  const chosen = desk.gate.choose('longestTimeExpire');
  const days = chosen === 'by-product' ? (product === 'native' ? 7 : 15) : chosen === '7d' ? 7 : 15;
  return days * DAY_MS;
}
