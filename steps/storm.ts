import type { FaultKind, FaultRule } from '../simulators/kernel/faults';
import { fen } from '../simulators/kernel/money';
import { Random } from '../simulators/kernel/random';
import { MINUTE_MS, SECOND_MS } from '../simulators/kernel/time';
import { ConnectionLost } from '../simulators/network/party';
import { choose, everyProvider, payAtWallet, placeOrder, plan, USUAL_AMOUNT } from './actions';
import { type PlacedOrder, Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

type Meeting = 'payment.*' | 'refund.*' | 'notice.*' | 'page.choose' | 'order.refund';

/** What a payer's own browser asks of a wallet is left alone: the payer would only try again. */
const FROM_PLATFORM: ReadonlySet<Meeting> = new Set(['payment.*', 'refund.*']);

/**
 * Which faults may meet which messages; a crash is the platform's, the only party that keeps a database. What can race
 * with something else at one instant is left out, because the wires may let the one or the other win.
 */
const WEATHER: ReadonlyArray<{ readonly fault: FaultKind; readonly meets: readonly Meeting[] }> = [
  { fault: 'lose', meets: ['payment.*', 'refund.*', 'notice.*'] },
  { fault: 'lose-answer', meets: ['payment.*', 'refund.*', 'notice.*'] },
  { fault: 'delay', meets: ['payment.*', 'refund.*', 'notice.*'] },
  { fault: 'duplicate', meets: ['payment.*', 'refund.*', 'notice.*'] },
  { fault: 'reorder', meets: ['notice.*'] },
  { fault: 'crash-before', meets: ['notice.*', 'page.choose', 'order.refund'] },
  { fault: 'crash-after', meets: ['page.choose', 'order.refund'] },
];

/** Pauses are drawn to the millisecond, so that no two schedules meet by chance. */
const PAUSES_MS = [SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 3 * MINUTE_MS];
const DELAYS_MS = [SECOND_MS, 20 * SECOND_MS, 4 * MINUTE_MS];
const MOST_RULES_OF_A_KIND = 3;
const RANDOM_PAYERS = 3;
const ACTS = 6;

/** Draws the faults of one storm: some kinds at all, and of those some meetings with messages, each bounded in number. */
function drawFaults(random: Random): FaultRule[] {
  const kinds = random.sample(WEATHER, random.int(3, WEATHER.length));
  return kinds.flatMap(({ fault, meets }) =>
    Array.from({ length: random.int(1, MOST_RULES_OF_A_KIND) }, (): FaultRule => {
      const kind = random.pick(meets);
      return {
        fault,
        kind,
        after: random.int(0, 3),
        times: random.int(1, 2),
        perTrade: true,
        ...(FROM_PLATFORM.has(kind) ? { from: 'platform' } : {}),
        ...(fault === 'delay' ? { delayMs: random.pick(DELAYS_MS) } : {}),
      };
    }),
  );
}

/** In a storm much is not possible; nothing of that is the scenario's trouble. */
async function ifPossible(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Prerequisite) && !(error instanceof ConnectionLost)) throw error;
  }
}

/** Less than a second, so that two things do not happen at one instant. */
const moment = (world: HutongWorld, random: Random) => world.market.clock.advance(random.int(1, SECOND_MS));

/** Somewhat longer than one of the usual pauses. */
const pause = (world: HutongWorld, random: Random) =>
  world.market.clock.advance(random.pick(PAUSES_MS) + random.int(1, SECOND_MS));

/** Closes at a provider are lost for a while, so that the payer has two pages open at once. */
async function openTwoPages(
  world: HutongWorld,
  [first, second]: readonly [string, string],
  random: Random,
): Promise<PlacedOrder> {
  const order = await placeOrder(world, USUAL_AMOUNT);
  await choose(world, order, first);
  await moment(world, random);
  plan(world, { fault: 'lose', from: 'platform', to: first, kind: 'payment.close', times: 2 });
  await choose(world, order, second);
  return order;
}

async function actAtRandom(world: HutongWorld, order: PlacedOrder, random: Random): Promise<void> {
  const providers = await everyProvider(world);
  const provider = random.pick(providers);
  const act = random.pick(['choose', 'buy', 'buy', 'pay', 'refund', 'refund', 'look']);
  await ifPossible(async () => {
    if (act === 'choose' || act === 'buy') await choose(world, order, provider);
    if (act === 'pay' || act === 'buy') await payAtWallet(world, provider, order);
    if (act === 'refund') await world.platform.refund(order, world.nextRefundNo(), fen(random.int(1, 9_000)));
    if (act === 'look') await world.platform.openStatus(order, world.setting);
  });
}

/**
 * One storm: a payer who pays twice by mistake, one who leaves a page open, and some who do anything, while faults meet
 * their messages. Everything is drawn from the seed of the scenario and the number of the storm.
 */
export async function liveThroughStorm(world: HutongWorld, number: number): Promise<void> {
  const random = new Random(world.seed).stream(`storm/${number}`);
  const [first = '', second = ''] = random.sample(await everyProvider(world), 2);
  const mistaken = await openTwoPages(world, [first, second], random);
  const left = await openTwoPages(world, [second, first], random);
  // The page that was left open is paid last: until the provider hears that it should close it, it can be.
  for (const provider of [second, first]) {
    await payAtWallet(world, provider, mistaken);
    await moment(world, random);
  }
  await payAtWallet(world, first, left);
  const faults = drawFaults(random);
  for (const rule of faults) plan(world, rule);
  const mix = faults.map(({ fault, kind }) => `${fault} ${kind}`);
  world.market.history.append({ type: 'act', by: 'harness', kind: 'storm.begins', facts: { mix } });
  world.log(`storm ${number} of seed ${world.seed}: ${mix.join(', ')}`);
  const orders: PlacedOrder[] = [];
  for (let payer = 0; payer < RANDOM_PAYERS; payer += 1) orders.push(await placeOrder(world, USUAL_AMOUNT));
  for (let act = 0; act < ACTS; act += 1) {
    for (const order of orders) {
      await actAtRandom(world, order, random);
      await pause(world, random);
      await world.observe();
    }
  }
}
