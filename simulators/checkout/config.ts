import type { BusinessClock } from '../kernel/clock';
import type { Random } from '../kernel/random';
import { type OrderReducer, reduceOrder } from './core/reduce';
import { type Device, type OfferFunction, offer } from './core/routing';
import type { PaymentProtocol, ProtocolFactory } from './protocols/protocol';
import { wechatpayV3 } from './protocols/wechatpay-v3';
import { type CashierPage, cashierPage } from './web/cashier-page';

/** A text in both languages of the cashier. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** One provider as the platform has integrated it: data only, so that a provider of a known protocol needs no code. */
export interface ProviderConfig {
  readonly id: string;
  /** Which adapter speaks to it. */
  readonly protocol: string;
  readonly name: Bilingual;
  /** Settings that the provider issued, in its protocol's words. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** The account that receives a merchant's money, by merchant. */
  readonly payees: Readonly<Record<string, string>>;
  readonly products: Readonly<Partial<Record<Device, string>>>;
  readonly minFen: number;
  readonly maxFen: number;
  /** When to ask for a result that has not come, in milliseconds after the attempt. */
  readonly queryAfterMs: readonly number[];
}

export interface MerchantConfig {
  readonly id: string;
  readonly name: Bilingual;
  /** The key with which the merchant's own system calls the platform. */
  readonly apiKey: string;
}

/** Everything that one checkout is made of. */
export interface CheckoutConfig {
  readonly name: Bilingual;
  /** The address under which payers and providers reach it. */
  readonly publicOrigin: string;
  readonly databaseFile: string;
  /** How long an order may be paid, in milliseconds. */
  readonly orderLifeMs: number;
  /** Taken for the payer's address when the request names none, as in a sandbox on one machine. */
  readonly payerIpWhenLocal: string;
  /** The key with which the platform's operators call it. */
  readonly operatorKey: string;
  readonly providers: readonly ProviderConfig[];
  readonly merchants: readonly MerchantConfig[];
}

/** What surrounds a checkout. */
export interface CheckoutContext {
  readonly clock: BusinessClock;
  readonly random: Random;
  /** An error that nobody foresaw. */
  readonly report: (error: unknown) => void;
  /** Called with each recorded routing decision. */
  readonly decided?: (orderNo: string, record: unknown) => void;
}

/** The parts of the checkout that a deliberately broken twin replaces, one at a time. */
export interface CheckoutParts {
  readonly offer: OfferFunction;
  readonly reduce: OrderReducer;
  readonly protocols: Readonly<Record<string, ProtocolFactory>>;
  readonly cashierPage: CashierPage;
  /** Wraps the adapter of a provider after it is built. */
  readonly wrapProtocol: (provider: string, protocol: PaymentProtocol) => PaymentProtocol;
}

/** The parts that work. */
export const checkoutParts: CheckoutParts = {
  offer,
  reduce: reduceOrder,
  protocols: { 'wechatpay-v3': wechatpayV3 },
  cashierPage,
  wrapProtocol: (_provider, protocol) => protocol,
};
