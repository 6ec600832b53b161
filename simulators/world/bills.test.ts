import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { keyOf } from '../checkout/books/entries';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/time';
import { openTestDay, type TestDay } from './test-day';
import { DEFAULT_START } from './world';

const DAY = '2026-11-24';

interface OwnBooks {
  readonly provider: string;
  readonly matched: readonly string[];
  readonly balanced: boolean;
}

for (const provider of ['wechatpay', 'alipay', 'jdpay', 'ecny', 'banks']) {
  describe(`the bill of a day, read by the unmodified SDK: ${provider}`, () => {
    let day: TestDay;
    const bill = (of = DAY) => day.world.checkout.service.protocol(provider).bill(of);
    before(async () => {
      day = await openTestDay(`bills/${provider}`);
      for (const [i, merchant] of ['tea-house', 'book-shop', 'tea-house'].entries()) {
        const order = await day.order(merchant, 12_850 + i, provider);
        await day.pay(order);
        await day.world.clock.advance(MINUTE_MS);
        if (i === 0) {
          const key = day.world.merchantKeys[merchant] ?? '';
          await day.call('POST', `/api/orders/${order.orderNo}/refunds`, key, { refundNo: 'R1', amountFen: 50 });
        }
      }
    });
    after(async () => {
      assert.deepEqual(day.world.troubles, []);
      await day.close();
    });

    it('is not there before it is published', async () => {
      await day.world.clock.advanceTo(DEFAULT_START + DAY_MS - MINUTE_MS);
      assert.equal((await bill()).kind, 'not-yet');
      assert.equal((await bill('2026-11-25')).kind, 'refused');
    });

    it('has every payment and refund, with the platform’s own numbers, and balances', async () => {
      await day.world.clock.advanceTo(DEFAULT_START + DAY_MS);
      const result = await bill();
      assert.ok(result.kind === 'ready', JSON.stringify(result));
      assert.deepEqual(result.rows.map(({ amountFen }) => amountFen).toSorted(), [12_850, 12_851, 12_852, 50]);
      assert.deepEqual(result.rows.map(({ kind }) => kind).toSorted(), ['payment', 'payment', 'payment', 'refund']);
      assert.equal(new Set(result.rows.map(keyOf)).size, 4);
      const view = await day.call('GET', `/api/books/${DAY}`, day.world.operatorKey);
      const { balanced, providers } = view as { balanced: boolean; providers: OwnBooks[] };
      assert.ok(balanced, JSON.stringify(view));
      assert.equal(providers.find((each) => each.provider === provider)?.matched.length, 4);
    });

    it('says that nothing happened on a day without trades', async () => {
      const result = await bill('2026-11-23');
      const none = result.kind === 'empty' || (result.kind === 'ready' && result.rows.length === 0);
      assert.ok(none, JSON.stringify(result));
    });

    it('is not used when the line damages, cuts or loses it', async () => {
      const { faults } = day.world;
      faults.add({ fault: 'corrupt-answer', kind: 'bill.fetch', to: provider, times: 1 });
      const damaged = await bill();
      assert.equal(damaged.kind, 'unusable', JSON.stringify(damaged));
      faults.add({ fault: 'lose-answer', kind: 'bill.fetch', to: provider, times: 1 });
      assert.equal((await bill()).kind, 'unanswered');
      faults.add({ fault: 'corrupt-answer', kind: 'bill.ask', to: provider, times: 1 });
      assert.equal((await bill()).kind, 'unanswered');
      const impostor = async () => new Response(Buffer.alloc(1_000), { headers: { 'Content-Type': 'text/plain' } });
      faults.add({ fault: 'impostor', kind: 'bill.fetch', to: provider, times: 1, answer: impostor });
      assert.equal((await bill()).kind, 'unusable');
      assert.equal((await bill()).kind, 'ready');
    });

    it('is fetched by the books themselves until it can be used', async () => {
      const { clock, faults } = day.world;
      await day.pay(await day.order('tea-house', 100, provider));
      await clock.settle();
      faults.add({ fault: 'corrupt-answer', kind: 'bill.fetch', to: provider, times: 2 });
      await clock.advance(DAY_MS);
      const state = async () => {
        const view = await day.call('GET', '/api/books/2026-11-25', day.world.operatorKey);
        const { providers } = view as { providers: OwnBooks[] };
        return providers.find((each) => each.provider === provider);
      };
      assert.equal((await state())?.balanced, false);
      await clock.advance(HOUR_MS);
      assert.equal((await state())?.balanced, true);
    });
  });
}
