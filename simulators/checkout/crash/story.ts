import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/time';
import { CrashOrder } from './crash-order';
import type { CrashMarket } from './market';

/** How many orders live beside each other in one story. */
const ORDERS = 2;

/** What may happen to messages of a story, beside the crashes: the platform must get over both at once. */
const FAULTS = [
  { fault: 'lose', kind: 'payment.close', times: 3 },
  { fault: 'lose-answer', kind: 'payment.create', times: 1 },
  { fault: 'lose-answer', kind: 'refund.create', times: 1 },
] as const;

/** Time passes in leaps that meet questions, retries and the end of the orders. */
const LEAPS_MS = [6 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 8 * HOUR_MS];

/**
 * Orders are placed, paid once, twice or never, and refunded, while the checkout dies again and again; then everything
 * settles.
 * @returns What is not as it must be; empty when nobody has lost anything.
 */
export async function liveStory(market: CrashMarket, index: number): Promise<string[]> {
  const random = market.random.stream(`story/${index}`);
  const orders = Array.from(
    { length: ORDERS },
    (_, i) => new CrashOrder(market, random.stream(`${i}`), `N${index}-${i}`),
  );
  if (random.int(0, 1) === 1) market.faults.add(random.pick(FAULTS));
  const together = (act: (order: CrashOrder) => Promise<void>) => Promise.all(orders.map(act));
  const violations: string[] = [];
  await together((order) => order.place());
  await together((order) => order.openPages());
  await together((order) => order.pay());
  await market.settle();
  for (const order of orders) violations.push(...(await order.unknownPayments()));
  await together((order) => order.payAgain());
  await together((order) => order.refund());
  await market.settle();
  market.faults.clear();
  for (const leap of LEAPS_MS) await market.advance(leap);
  for (const order of orders) violations.push(...(await order.violations()));
  return violations;
}
