import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS } from '../kernel/time';
import { readMarket } from '../market/market';
import { openTestDay, type TestDay } from './test-day';
import { DEFAULT_START } from './world';

const DAY = '2026-11-24';

/** What every provider of the market can do, whatever its protocol; a new one starts here. */
describe('every provider of the market', () => {
  let day: TestDay;
  before(async () => {
    day = await openTestDay('every-provider');
  });
  after(async () => {
    assert.deepEqual(day.world.troubles, []);
    await day.close();
  });

  for (const { id } of readMarket('open-platform').providers) {
    it(`is paid, gives back and accounts for it: ${id}`, async () => {
      const { checkout, clock, merchantKeys } = day.world;
      const order = await day.order('tea-house', 12_850, id);
      const known = () => checkout.service.store.order(order.orderNo);
      const attempt = known()?.attempts.at(-1);
      assert.equal(attempt?.route.provider, id);
      await day.pay(order);
      await clock.settle();
      assert.equal(known()?.status, 'paid', JSON.stringify(known()?.attempts));
      const wish = { refundNo: 'R1', amountFen: 2_850 };
      await day.call('POST', `/api/orders/${order.orderNo}/refunds`, merchantKeys['tea-house'] ?? '', wish);
      await clock.advance(15 * MINUTE_MS);
      assert.deepEqual(
        known()?.refunds.map(({ status }) => status),
        ['done'],
      );
    });
  }

  it('and the books of the day are balanced for each', async () => {
    await day.world.clock.advanceTo(DEFAULT_START + DAY_MS + 2 * 60 * MINUTE_MS);
    const view = await day.call('GET', `/api/books/${DAY}`, day.world.operatorKey);
    const { balanced, providers } = view as { balanced: boolean; providers: ReadonlyArray<{ matched: string[] }> };
    assert.ok(balanced, JSON.stringify(view));
    for (const own of providers) assert.equal(own.matched.length, 2, JSON.stringify(own));
  });
});
