import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS } from '../../kernel/time';
import { bearer, type CheckoutBench, MERCHANT_KEY, OPERATOR_KEY, OTHER_KEY, openCheckoutBench } from '../test-bench';

describe('the records of payers', () => {
  let bench: CheckoutBench;
  beforeEach(async () => {
    bench = await openCheckoutBench();
  });
  afterEach(() => {
    bench.close();
    assert.deepEqual(bench.troubles, []);
  });

  const paidAndRefunded = async () => {
    const { orderNo, page } = await bench.place('N1', { payerId: 'li-na' });
    await bench.choose(page, 'first');
    bench.providers.first.onQuery = ({ attemptNo }) => ({
      kind: 'paid',
      attemptNo,
      tradeNo: 'T1',
      amountFen: 12_850,
      payee: 'shop-at-first',
      application: 'app',
      paidAt: bench.clock.now(),
    });
    await bench.clock.advance(MINUTE_MS);
    const body = { refundNo: 'R1', amountFen: 50 };
    await bench.call('POST', `/api/orders/${orderNo}/refunds`, body, bearer(MERCHANT_KEY));
    return { orderNo, page };
  };

  it('say number, amount, provider, way and refunds, in both languages and without a script', async () => {
    const { orderNo, page } = await paidAndRefunded();
    for (const [language, words] of [
      ['en', ['Order number of the platform', 'The first', 'Refunds', '¥0.50 · completed']],
      ['zh', ['平台订单号', 'first支付', '退款', '¥0.50 · 已完成']],
    ] as const) {
      const text = await (await bench.call('GET', `${page}/record?lang=${language}`)).text();
      for (const word of [...words, orderNo, '¥128.50', 'native', 'T1'])
        assert.ok(text.includes(word), `${language}: ${word}`);
      assert.doesNotMatch(text, /<script/);
    }
    const status = await (await bench.call('GET', `${page}/status?lang=en`)).text();
    assert.ok(status.includes(`${page}/record?lang=en`));
    assert.equal((await bench.call('GET', '/pay/nobody/record')).status, 404);
  });

  it('are given to the merchant who sold, and to no other', async () => {
    const { orderNo } = await paidAndRefunded();
    const records = async (key: string, payer = 'li-na') => {
      const response = await bench.call('GET', `/api/records?payer=${payer}`, undefined, bearer(key));
      return ((await response.json()) as { records: Array<Record<string, unknown>> }).records;
    };
    const [own] = await records(MERCHANT_KEY);
    assert.deepEqual([own?.['orderNo'], own?.['amountFen'], own?.['provider']], [orderNo, 12_850, 'first']);
    assert.deepEqual(await records(OTHER_KEY), []);
    assert.deepEqual(await records(MERCHANT_KEY, 'nobody'), []);
    assert.equal((await bench.call('GET', '/api/records?payer=li-na')).status, 401);
  });

  it('end with their periods: logs first, then what was done, then what was bought', async () => {
    const { page } = await paidAndRefunded();
    await bench.clock.advance(2 * DAY_MS);
    for (const id of ['first', 'second'])
      await bench.call('PUT', `/api/providers/${id}`, { platformOptedIn: false }, bearer(OPERATOR_KEY));
    const count = (table: string) =>
      Number(bench.checkout.service.store.database.prepared(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
    const left = () => ['bill_calls', 'bills', 'orders', 'movements', 'outbox'].map((table) => count(table) > 0);
    await bench.clock.advanceTo(Date.parse('2027-05-27T00:00:00+08:00') - 1);
    assert.deepEqual(left().slice(0, 3), [true, true, true]);
    await bench.clock.advanceTo(Date.parse('2027-06-01T00:00:00+08:00'));
    assert.deepEqual(left(), [false, true, true, true, false]);
    await bench.clock.advanceTo(Date.parse('2031-12-01T00:00:00+08:00'));
    assert.deepEqual(left().slice(0, 3), [false, false, true]);
    await bench.clock.advanceTo(Date.parse('2036-11-25T00:00:00+08:00') - 1);
    assert.equal((await bench.call('GET', `${page}/record`)).status, 200);
    await bench.clock.advance(1);
    assert.equal((await bench.call('GET', `${page}/record`)).status, 404);
    assert.deepEqual(left(), [false, false, false, false, false]);
  });
});
