import type { HandOff as Handed } from '../simulators/checkout/core/order';
import type { PaymentProtocol, StartRequest } from '../simulators/checkout/protocols/protocol';
import type { Facts } from '../simulators/kernel/history';
import { fen } from '../simulators/kernel/money';
import { HOUR_MS, MINUTE_MS } from '../simulators/kernel/time';
import { type Entrance, productAt } from '../simulators/providers/profile';
import { MERCHANT, PERSON, settle } from './actions';
import { payeeAt } from './direct';
import { type HandOff, Prerequisite } from './drivers/platform';
import { profiles } from './vocabulary';
import type { HutongWorld } from './world';

/** The words of scenarios for the ways into a payment. */
export const ENTRANCE_WORDS: Readonly<Record<string, Entrance>> = {
  'web page': 'web',
  'phone page': 'h5',
  app: 'app',
  'merchant code': 'qr',
  'payer code': 'payerCode',
};

const AMOUNT = fen(12_850);
const BACK = fen(2_850);

/** The product of a provider's gateway behind an entrance. */
function productOf(provider: string, entrance: Entrance): string {
  const profile = profiles.get(provider);
  const product = profile && productAt(profile, entrance);
  if (product !== undefined) return product;
  throw new Prerequisite(`${provider} to have the entrance "${entrance}"`, 'its profile names no product for it');
}

function requestOf(world: HutongWorld, provider: string, product: string): StartRequest {
  const now = world.market.checkout.service.now();
  const { origin } = world.market.market;
  return {
    attemptNo: `ENTRANCE${product.replaceAll(/\W/g, '').toUpperCase()}1`,
    numberedAt: now,
    product,
    payee: payeeAt(world, provider, MERCHANT),
    amountFen: AMOUNT,
    description: '一壶龙井',
    payBy: now + HOUR_MS,
    notifyUrl: `${origin}/notify/${provider}`,
    returnUrl: origin,
    payerIp: '203.0.113.7',
    now,
  };
}

/** What the payer's device does with what the platform's server was given. */
function handOffOf(handOff: Handed): HandOff {
  if (handOff.type === 'qr') return { code: handOff.content };
  return { url: handOff.url, ...(handOff.type === 'form' ? { form: handOff.fields } : {}) };
}

/** Asks for what the payer needs at an entrance; of a payer's code, that is nothing more. */
async function begin(world: HutongWorld, provider: string, entrance: Entrance, request: StartRequest) {
  const protocol = world.market.checkout.service.protocol(provider);
  if (entrance === 'payerCode') {
    const { code } = world.provider(provider).showCode(PERSON, 'pays');
    const charged = await protocol.charge?.({ ...request, payerCode: code });
    if (charged?.kind === 'paid' || charged?.kind === 'open') return undefined;
    throw new Prerequisite(`${provider} to charge a payer's code`, JSON.stringify(charged ?? 'its adapter cannot'));
  }
  if (entrance === 'app') {
    const ready = await protocol.startInApp?.(request);
    if (ready?.kind === 'ready') return { code: ready.invocation };
    throw new Prerequisite(`${provider} to take an order of an app`, JSON.stringify(ready ?? 'its adapter cannot'));
  }
  const started = await protocol.start(request);
  if (started.kind === 'ready') return handOffOf(started.handOff);
  throw new Prerequisite(`${provider} to take an order`, JSON.stringify(started));
}

/** A part of the payment goes back, and the provider says so in the end. */
async function giveBack(world: HutongWorld, protocol: PaymentProtocol, request: StartRequest, tradeNo: string) {
  const { attemptNo, payee, numberedAt, payBy, notifyUrl } = request;
  const refund = {
    attemptNo,
    payee,
    numberedAt,
    payBy,
    tradeNo,
    notifyUrl,
    refundNo: `${attemptNo}R1`,
    refundNumberedAt: world.market.checkout.service.now(),
    amountFen: BACK,
    totalFen: AMOUNT,
  };
  const { activity } = world.market.network;
  const first = await activity.track(() => protocol.refund(refund));
  await world.market.clock.advance(5 * MINUTE_MS);
  const state = first.kind === 'done' ? first : await activity.track(() => protocol.queryRefund(refund));
  if (state.kind !== 'done') throw new Prerequisite('a part to be given back', JSON.stringify(state));
}

/**
 * A payment through one entrance from its order to a refund, in the platform's name and past its cashier: its own
 * client asks, the payer pays at the wallet, the client hears that it is paid, and a part goes back.
 */
export async function payThrough(world: HutongWorld, provider: string, entrance: Entrance): Promise<void> {
  world.setting = { ...world.setting, device: entrance === 'h5' || entrance === 'app' ? 'phone' : 'desktop' };
  const { market } = world;
  const { service } = market.checkout;
  const protocol = service.protocol(provider);
  const request = requestOf(world, provider, productOf(provider, entrance));
  const { attemptNo, payee, numberedAt, payBy } = request;
  const { activity } = market.network;
  const handOff = await activity.track(() => begin(world, provider, entrance, request));
  const from = { orderNo: attemptNo, cashierUrl: `${market.market.origin}/pay/entrance` };
  if (handOff) await world.payer(provider).pay(handOff, PERSON, 'paid', from);
  await settle(world);
  const told = await activity.track(() => protocol.query({ attemptNo, payee, numberedAt, payBy }));
  if (told.kind !== 'paid') throw new Prerequisite('the payment to be found', JSON.stringify(told));
  const facts: Facts = { provider, entrance, amountFen: told.amountFen, payee: told.payee };
  if (told.amountFen !== AMOUNT || told.payee !== payee) {
    throw new Prerequisite('the payment to be the one that was asked for', JSON.stringify(facts));
  }
  await giveBack(world, protocol, request, told.tradeNo);
  await activity.track(() => protocol.query({ attemptNo, payee, numberedAt, payBy, tradeNo: told.tradeNo }));
  market.history.append({ type: 'act', by: 'payer', kind: 'entrance.used', trade: attemptNo, facts });
}
