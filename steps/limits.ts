import { levelByRule } from '../reports/judges/limits-oracle';
import { fen } from '../simulators/kernel/money';
import { beijingDay } from '../simulators/kernel/time';
import type { Way } from '../simulators/providers/engine/limits/counters';
import { FACTORS, type Factor } from '../simulators/providers/engine/limits/factors';
import { limitTable } from '../simulators/providers/engine/limits/table';
import { payStaticCode } from '../simulators/providers/engine/static-codes';
import { choose, everyProvider, MERCHANT, openShop, PERSON, placeOrder, settle, tradeOf } from './actions';
import { payeeAt } from './direct';
import { type HandOff, type PlacedOrder, Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

/** The factors that a scenario names, separated by commas. */
export function factorsNamed(text: string): Factor[] {
  return text.split(/,\s*/).map((name) => {
    const found = FACTORS.find((factor) => factor === name);
    if (!found) throw new Error(`found factor "${name}", expected one of ${FACTORS.join(', ')}`);
    return found;
  });
}

/** Opens the shop, and puts the limits of the day into the history, so that judges hold everybody to them. */
export async function openWithLimits(world: HutongWorld): Promise<void> {
  await openShop(world, await everyProvider(world));
  const today = beijingDay(world.market.clock.now());
  const inForce = limitTable.filter(({ from }) => from <= today);
  const limits = Object.fromEntries(inForce.map(({ name, fen: most }) => [name, most]));
  world.market.history.append({ type: 'declared', by: 'harness', kind: 'payment.limits', facts: { limits } });
}

/** Changes how the payer's account is set up at a wallet. */
export function setUp(
  world: HutongWorld,
  provider: string,
  changes: { factors?: readonly Factor[]; funding?: 'balance' | 'card'; tier?: 'I' | 'II' | 'III' },
): void {
  const { limits } = world.provider(provider).book;
  limits.change(PERSON, changes);
  const { factors, funding, tier } = limits.setup(PERSON);
  const facts = { provider, payer: PERSON, factors, funding, tier };
  world.market.history.append({ type: 'act', by: 'payer', kind: 'wallet.set-up', facts });
}

/** Writes down what was tried and whether money moved; with what the payer was set up to confirm and to pay. */
function note(world: HutongWorld, provider: string, way: Way, amountFen: number, paid: boolean): void {
  const { factors, funding, tier } = world.provider(provider).book.limits.setup(PERSON);
  const day = beijingDay(world.market.clock.now());
  const source = way === 'own-bank-transfer' ? 'balance' : funding;
  const facts = { provider, payer: PERSON, amountFen, way, funding: source, tier, factors, day, paid };
  world.market.history.append({ type: 'act', by: 'payer', kind: 'limit.attempt', facts });
}

/** An order that the payer has chosen to pay, and where he goes to pay it. */
interface Waiting {
  readonly order: PlacedOrder;
  readonly handOff: HandOff;
}

async function waiting(world: HutongWorld, provider: string, amountFen: number, merchant = MERCHANT): Promise<Waiting> {
  const order = await placeOrder(world, fen(amountFen), { merchant });
  await choose(world, order, provider);
  const handOff = world.handOffs.get(`${order.orderNo} ${provider}`);
  if (!handOff) throw new Prerequisite('something to pay with', 'the platform shows neither a code nor an address');
  return { order, handOff };
}

async function isPaid(world: HutongWorld, provider: string, order: PlacedOrder): Promise<boolean> {
  const { trade, payee } = await tradeOf(world, order, provider);
  return world.provider(provider).book.byOutTradeNo(payee, trade)?.status === 'paid';
}

/** What was scanned is paid by code, what was opened over the net. */
const wayOf = ({ handOff }: Waiting): Way => (handOff.code === undefined ? 'online' : 'dynamic-code');

async function confirm(world: HutongWorld, provider: string, payment: Waiting): Promise<void> {
  await world.payer(provider).pay(payment.handOff, PERSON, 'paid', payment.order);
}

/** The payer goes all the way to the wallet and confirms there; the wallet may refuse. */
export async function tryToPay(world: HutongWorld, provider: string, amountFen: number): Promise<void> {
  const payment = await waiting(world, provider, amountFen);
  await confirm(world, provider, payment);
  note(world, provider, wayOf(payment), amountFen, await isPaid(world, provider, payment.order));
  await settle(world);
}

/** Several payments wait in the wallet, and all of them are confirmed at the same moment. */
export async function confirmAtOnce(world: HutongWorld, provider: string, amountFen: number, n: number): Promise<void> {
  const payments: Waiting[] = [];
  for (let i = 0; i < n; i += 1) payments.push(await waiting(world, provider, amountFen));
  const issuer = world.provider(provider);
  const credentials = await Promise.all(
    payments.map(async ({ order }) => {
      const { trade, payee } = await tradeOf(world, order, provider);
      return issuer.book.byOutTradeNo(payee, trade)?.credential ?? '';
    }),
  );
  // At the very same moment, which no two requests are on a wire: the wallet is asked directly.
  const { activity } = world.market.network;
  await activity.track(() => Promise.all(credentials.map((credential) => issuer.pay(credential, PERSON, 'paid'))));
  const outcomes = await Promise.all(payments.map(({ order }) => isPaid(world, provider, order)));
  // Who came first is the wallet's to say; those who were let in are written down first.
  for (const paid of [...outcomes].sort((a, b) => Number(b) - Number(a))) {
    note(world, provider, wayOf(payments[0] as Waiting), amountFen, paid);
  }
  await settle(world);
}

/** The payer types an amount for a printed code of the merchant. */
export async function payPrintedCode(world: HutongWorld, provider: string, amountFen: number): Promise<void> {
  const { book } = world.provider(provider);
  const payment = { payee: payeeAt(world, provider, MERCHANT), amountFen: fen(amountFen), payer: PERSON };
  const random = world.market.random.stream(`printed-code/${world.market.history.events().length}`);
  const { ok } = await payStaticCode(book, random, payment);
  note(world, provider, 'static-code', amountFen, ok);
}

/** The payer moves money from the balance to the own bank account. */
export function moveToBank(world: HutongWorld, provider: string, amountFen: number): void {
  const moved = world.provider(provider).book.withdraw(PERSON, fen(amountFen));
  note(world, provider, 'own-bank-transfer', amountFen, moved);
}

/** The payer disowns the payment of the current order at the wallet. */
export async function disown(world: HutongWorld): Promise<void> {
  const { payments } = await world.platform.readOrder(world.order);
  const [payment] = payments as ReadonlyArray<{ readonly provider: string }>;
  if (!payment) throw new Prerequisite('a payment to disown', 'the order has none');
  const { provider } = payment;
  const { trade, payee } = await tradeOf(world, world.order, provider);
  const { book } = world.provider(provider);
  const tradeNo = book.byOutTradeNo(payee, trade)?.tradeNo ?? '';
  const facts = { provider, amountFen: world.order.amountFen };
  world.market.history.append({ type: 'act', by: 'payer', kind: 'payment.disowned', trade, facts });
  book.disown(tradeNo);
}

/** What a confirmation is bound to, as the page of the wallet has it. */
const SEAL = 'seal';

/** A payment that waits in the wallet, and the confirmation that its page would send. */
export async function lookInWallet(world: HutongWorld, provider: string, amountFen: number): Promise<void> {
  const payment = await waiting(world, provider, amountFen);
  const { form } = await world.payer(provider).arrive(payment.handOff, payment.order);
  const seal = form.fields[SEAL];
  if (seal === undefined) throw new Prerequisite('a page that binds the confirmation', 'it has no such member');
  world.confirmation = { provider, seal, ...payment };
}

/** The confirmation is used for another payment, which must fail, and then for its own. */
export async function useConfirmation(world: HutongWorld, amountFen: number, merchant: string): Promise<void> {
  const kept = world.confirmation;
  if (!kept) throw new Prerequisite('a confirmation', 'nobody has looked at a payment');
  const { provider, seal } = kept;
  const other = await waiting(world, provider, amountFen, merchant);
  for (const [payment, fits] of [
    [other, false],
    [kept, true],
  ] as const) {
    await world.payer(provider).pay(payment.handOff, PERSON, 'paid', payment.order, { [SEAL]: seal });
    const facts = { provider, fits, paid: await isPaid(world, provider, payment.order) };
    const { orderNo: order } = payment.order;
    world.market.history.append({ type: 'act', by: 'payer', kind: 'confirmation.used', order, facts });
  }
  await settle(world);
}

/** Holds a level that a scenario names to the one that the rule gives. */
export function expectLevel(world: HutongWorld, level: string): void {
  const setUps = world.events().filter(({ kind }) => kind === 'wallet.set-up');
  const factors = setUps.at(-1)?.facts['factors'] as readonly string[];
  const byRule = levelByRule(factors);
  if (byRule !== level) throw new Error(`the scenario says level ${level}, the rule gives ${byRule}`);
}
