import type { FaultRule } from '../simulators/kernel/faults';
import type { Fact, Facts } from '../simulators/kernel/history';
import { type Fen, fen } from '../simulators/kernel/money';
import { ConnectionLost } from '../simulators/network/party';
import type { Forgery } from '../simulators/providers/contract';
import { type OrderWish, type PlacedOrder, Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

/** The merchant of scenarios that need only one. */
export const MERCHANT = 'tea-house';
/** The person who pays, unless a scenario names another. */
export const PERSON = 'li-na';

/** Opens the market: every provider has agreed with the platform, and the merchant has enabled the named ones. */
export async function openShop(world: HutongWorld, providers: readonly string[], merchant = MERCHANT): Promise<void> {
  await world.open();
  for (const { id } of world.market.market.providers) {
    await world.platform.declareProvider(id, { platformOptedIn: true, providerOptedIn: true, inService: true });
  }
  for (const provider of providers) await world.platform.enable(merchant, provider, true);
}

/** Every provider of the scenario's market that is open to everybody. */
export async function everyProvider(world: HutongWorld): Promise<string[]> {
  await world.open();
  return world.openProviders;
}

/** Places an order that the platform must take. */
export async function placeOrder(
  world: HutongWorld,
  amountFen: Fen,
  more: { merchant?: string; payer?: string; items?: OrderWish['items'] } = {},
): Promise<PlacedOrder> {
  const { merchant = MERCHANT, payer, items } = more;
  const merchantOrderNo = `M${world.orders.length + 1}`;
  const order = await world.platform.placeOrder({ merchant, merchantOrderNo, amountFen, payer, items });
  world.orders.push(order);
  return order;
}

/** A shop, an order and a payer who chose a provider: where most stories of a payment begin. */
export async function chooseAndWait(world: HutongWorld, amountFen: Fen, provider: string): Promise<PlacedOrder> {
  await openShop(world, await everyProvider(world));
  const order = await placeOrder(world, amountFen);
  await choose(world, order, provider);
  await world.platform.readOrder(order);
  return order;
}

/** The payer chooses; where that leads to another address, the payer's browser goes there at once. */
export async function choose(world: HutongWorld, order: PlacedOrder, provider: string): Promise<void> {
  await world.platform.choose(order, provider, world.setting);
  const handOff = await world.platform.handOff(order, world.setting);
  if (!handOff) return;
  world.handOffs.set(`${order.orderNo} ${provider}`, handOff);
  if (handOff.url !== undefined) await world.payer(provider).arrive(handOff, order);
}

/** The trade number that the platform gave to a provider for an order: its latest attempt there. */
export async function tradeOf(
  world: HutongWorld,
  order: PlacedOrder,
  provider: string,
): Promise<{ trade: string; payee: string }> {
  const { payments } = await world.platform.readOrder(order);
  const entries = (payments as ReadonlyArray<Record<string, Fact>>).filter(
    (payment) => payment['provider'] === provider,
  );
  const last = entries.at(-1);
  if (!last) throw new Prerequisite(`a payment of the order at ${provider}`, 'the platform names none');
  return { trade: String(last['paymentNo']), payee: String(last['payee']) };
}

/** The trades of the order's latest payment at a provider: one for each merchant who shares the order. */
async function tradesOf(world: HutongWorld, order: PlacedOrder, provider: string) {
  if (!order.parts) return [await tradeOf(world, order, provider)];
  const { payments } = await world.platform.readOrder(order);
  const last = (payments as ReadonlyArray<Facts>).filter((payment) => payment['provider'] === provider).at(-1);
  const parts = (last?.['route'] as Facts | undefined)?.['parts'];
  if (!Array.isArray(parts)) throw new Prerequisite(`a combined payment at ${provider}`, 'the platform names none');
  return parts.map((part: Fact) => {
    const { partNo, payee } = part as Facts;
    return { trade: `${last?.['paymentNo']}${partNo}`, payee: String(payee) };
  });
}

/** The payer goes to the wallet with what the platform handed over, and confirms or cancels there. */
export async function goToWallet(
  world: HutongWorld,
  provider: string,
  outcome: 'paid' | 'declined',
  order: PlacedOrder,
  changed: Readonly<Record<string, string>> = {},
) {
  const kept = world.handOffs.get(`${order.orderNo} ${provider}`);
  const handOff = kept ?? (await world.platform.handOff(order, world.setting));
  if (!handOff) throw new Prerequisite('something to pay with', 'the platform shows neither a code nor an address');
  await world.payer(provider).pay(handOff, PERSON, outcome, order, changed);
}

/** The payer looks at the payment in the wallet and does not pay. */
export const giveUpAtWallet = (world: HutongWorld, provider: string): Promise<void> =>
  goToWallet(world, provider, 'declined', world.order);

/** The payer goes to the wallet and confirms; the wallet must let him. */
export async function payAtWallet(
  world: HutongWorld,
  provider: string,
  order = world.order,
  changed: Readonly<Record<string, string>> = {},
): Promise<void> {
  await goToWallet(world, provider, 'paid', order, changed);
  for (const { trade, payee } of await tradesOf(world, order, provider)) {
    const state = world.provider(provider).book.byOutTradeNo(payee, trade)?.status;
    if (state !== 'paid')
      throw new Prerequisite(`${provider} to take the payment`, `its books say ${state ?? 'nothing'}`);
  }
}

/** Everything that is due happens, without time passing. */
export const settle = (world: HutongWorld) => world.market.clock.settle();

/** A whole payment, told and settled. */
export async function payAndSettle(world: HutongWorld, amountFen: Fen, provider: string): Promise<PlacedOrder> {
  const order = await chooseAndWait(world, amountFen, provider);
  await payAtWallet(world, provider, order);
  await settle(world);
  const { status } = await world.platform.readOrder(order);
  if (status !== 'paid') throw new Prerequisite('the order to be paid', `the platform says ${String(status)}`);
  return order;
}

/** Plans a fault on the seam. */
export function plan(world: HutongWorld, rule: FaultRule): () => void {
  return world.market.faults.add(rule);
}

/** From now on a provider answers the platform nothing; the history says so, because no message may show it. */
export function silence(world: HutongWorld, provider: string): void {
  world.impose(`silence of ${provider}`, plan(world, { fault: 'refuse', from: 'platform', to: provider }));
  declareSilence(world, provider, true);
}

/** The provider is heard again. */
export function endSilence(world: HutongWorld, provider: string): void {
  world.lift(`silence of ${provider}`);
  declareSilence(world, provider, false);
}

/** Nobody reaches a provider any more, and it reaches nobody. */
export function cutOff(world: HutongWorld, provider: string): void {
  const lifts = [plan(world, { fault: 'refuse', to: provider }), plan(world, { fault: 'lose', from: provider })];
  world.impose(`silence of ${provider}`, () => {
    for (const lift of lifts) lift();
  });
  declareSilence(world, provider, true);
}

/** The payer chooses and pays; where that is not possible, nothing of it is the scenario's trouble. */
export async function payIfPossible(world: HutongWorld, order: PlacedOrder, provider: string): Promise<void> {
  try {
    await choose(world, order, provider);
    await payAtWallet(world, provider, order);
  } catch (error) {
    if (!(error instanceof Prerequisite) && !(error instanceof ConnectionLost)) throw error;
  }
}

function declareSilence(world: HutongWorld, provider: string, silent: boolean): void {
  const facts = { provider, silent };
  world.market.history.append({ type: 'declared', by: 'harness', kind: 'silence', facts });
}

/** A forged or mistaken notice arrives at the platform in a provider's name. */
export async function sendForgedNotice(
  world: HutongWorld,
  provider: string,
  forgery: Forgery | undefined,
): Promise<void> {
  await sendNotices(world, provider, [await forgeNotice(world, provider, forgery)]);
}

/** Makes several genuine notices of the order's payment, and then delivers all of them at once. */
export async function sendTogether(world: HutongWorld, provider: string, times: number): Promise<void> {
  const requests: Request[] = [];
  for (let i = 0; i < times; i += 1) requests.push(await forgeNotice(world, provider, undefined));
  await sendNotices(world, provider, requests);
}

/** A notice of the order's payment, forged or genuine, ready to be sent. */
export async function forgeNotice(
  world: HutongWorld,
  provider: string,
  forgery: Forgery | undefined,
): Promise<Request> {
  const { trade, payee } = await tradeOf(world, world.order, provider);
  const request = await world.provider(provider).forgeNotice(payee, trade, forgery);
  if (!request) throw new Prerequisite(`a payment at ${provider} to speak of`, 'its books have none');
  return request;
}

/** Sends notices in a provider's name, all at once. */
export async function sendNotices(world: HutongWorld, provider: string, requests: readonly Request[]): Promise<void> {
  const reader = world.provider(provider).noticeReader;
  await Promise.all(requests.map((request) => world.market.network.send(request, { from: provider, reader })));
}

/** The amount that scenarios pay when they name none. */
export const USUAL_AMOUNT = fen(12_850);

/** What the scenario expects in plain words is put beside what the page shows; the judge compares both with the oracle. */
export function expectMethods(world: HutongWorld, expected: readonly string[], refused: readonly string[] = []): void {
  world.market.history.append({
    type: 'probe',
    by: 'harness',
    kind: 'cashier.expected',
    order: world.order.orderNo,
    facts: { methods: expected, without: refused },
  });
  world.judge('CHO-001/shown-equals-eligible');
}
