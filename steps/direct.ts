import type { HandOff as CheckoutHandOff } from '../simulators/checkout/core/order';
import type { PaymentRef } from '../simulators/checkout/protocols/protocol';
import type { Fen } from '../simulators/kernel/money';
import { HOUR_MS } from '../simulators/kernel/time';
import { tradeOf } from './actions';
import { type HandOff, Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

/** Products by which a provider hands out a code to another server; the order of preference. */
const SERVER_PRODUCTS = ['native', 'precreate', 'qr', 'direct'];

/** The product by which a server asks for a payment: one of those, else what the market uses at a desktop. */
function serverProduct(world: HutongWorld, provider: string): string {
  const products = Object.keys(world.provider(provider).profile.numbers.credentialLife.value);
  const entry = world.market.market.providers.find(({ id }) => id === provider);
  const product = SERVER_PRODUCTS.find((candidate) => products.includes(candidate)) ?? entry?.products.desktop;
  if (product !== undefined) return product;
  throw new Prerequisite(`${provider} to take orders from a server`, `it has ${products.join(', ')}`);
}

/** A payment by the number that the platform gave to the provider, and the account that it pays. */
export interface TradeName {
  readonly trade: string;
  readonly payee: string;
}

/** The account of a merchant at a provider. */
export function payeeAt(world: HutongWorld, provider: string, merchant: string): string {
  const payee = world.market.checkout.service.provider(provider)?.payees[merchant];
  if (payee === undefined) throw new Prerequisite(`${merchant} to have an account at ${provider}`, 'it has none');
  return payee;
}

/** The payment as the platform itself would name it: with what it keeps of the current order beside the number. */
function referenceTo(world: HutongWorld, { trade, payee }: TradeName): PaymentRef {
  const kept = world.orders.length > 0 ? world.market.checkout.service.store.order(world.order.orderNo) : undefined;
  const attempt = kept?.attempts.find(({ attemptNo }) => attemptNo === trade);
  const { createdAt: numberedAt = world.market.clock.now(), tradeNo } = attempt ?? {};
  return { attemptNo: trade, payee, numberedAt, payBy: kept?.expiresAt, tradeNo };
}

/**
 * Asks a provider for a payment in the platform's name, past the platform: its own client, its own key, any amount.
 * What the provider answers is in the history.
 */
export async function askDirectly(
  world: HutongWorld,
  provider: string,
  merchant: string,
  number: string,
  amountFen: number,
): Promise<void> {
  const { service } = world.market.checkout;
  const product = serverProduct(world, provider);
  const now = service.now();
  const request = {
    ...referenceTo(world, { trade: number, payee: payeeAt(world, provider, merchant) }),
    product,
    amountFen: amountFen as Fen,
    description: '一壶龙井',
    payBy: now + HOUR_MS,
    notifyUrl: `${world.market.market.origin}/notify/${provider}`,
    returnUrl: world.market.market.origin,
    payerIp: '203.0.113.7',
    now,
  };
  const started = await world.market.network.activity.track(() => service.protocol(provider).start(request));
  // Where no server takes orders, this one reaches the provider with a browser.
  if (started.kind === 'ready' && started.unasked) await world.payer(provider).bring(broughtBy(started.handOff));
}

/** What a browser brings to the provider. */
const broughtBy = (handOff: CheckoutHandOff): HandOff => {
  if (handOff.type === 'qr') return { code: handOff.content };
  return handOff.type === 'form' ? { url: handOff.url, form: handOff.fields } : { url: handOff.url };
};

/** Asks a provider for a refund of the current order in the platform's name, past the platform. */
export async function refundDirectly(
  world: HutongWorld,
  provider: string,
  trade: TradeName,
  refundNo: string,
  amountFen: number,
): Promise<void> {
  const { service } = world.market.checkout;
  const reference = {
    ...referenceTo(world, trade),
    // Some providers take no number that is shorter than eight letters and digits.
    refundNo: `D${refundNo}`,
    refundNumberedAt: service.now(),
    amountFen: amountFen as Fen,
    totalFen: world.order.amountFen as Fen,
    notifyUrl: `${world.market.market.origin}/notify/${provider}`,
  };
  await world.market.network.activity.track(() => service.protocol(provider).refund(reference));
}

/** Asks a provider how a payment stands, in the platform's name, past the platform. */
export async function queryDirectly(world: HutongWorld, provider: string, named: TradeName): Promise<void> {
  const { service } = world.market.checkout;
  const reference = referenceTo(world, named);
  await world.market.network.activity.track(() => service.protocol(provider).query(reference));
}

/** Asks a provider to close a payment, in the platform's name, past the platform. */
export async function closeDirectly(world: HutongWorld, provider: string, named: TradeName): Promise<void> {
  const { service } = world.market.checkout;
  const reference = referenceTo(world, named);
  await world.market.network.activity.track(() => service.protocol(provider).close(reference));
}

/** Refunds of the current order that a provider has accepted and is carrying out come to another end. */
export async function endRefunds(world: HutongWorld, provider: string, as: 'closed' | 'abnormal'): Promise<void> {
  const named = await tradeOf(world, world.order, provider);
  const { book } = world.provider(provider);
  const trade = book.byOutTradeNo(named.payee, named.trade);
  const underWay = trade?.refunds.filter(({ status }) => status === 'processing') ?? [];
  if (underWay.length === 0) throw new Prerequisite(`${provider} to be carrying a refund out`, 'it is not');
  const { clock, history } = world.market;
  for (const { outRefundNo } of underWay) {
    const facts = { refund: outRefundNo, refundState: as };
    history.append({ type: 'act', by: provider, kind: 'refund.ended', trade: named.trade, facts });
    book.apply(book.byOutTradeNo(named.payee, named.trade), {
      type: 'finish-refund',
      outRefundNo,
      as,
      at: clock.now(),
    });
  }
}
