import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../kernel/time';
import { appSignature } from '../signature';
import type { Members } from '../xml';
import { ORDER, openBench, paidOrder, pay, stateOf } from './bench';

describe('orders', () => {
  it('the same number again is the same order, with other content it is refused, and nobody pays twice (JD-06)', async () => {
    const bench = await openBench();
    const { elements: first } = await bench.call('uniorder', ORDER);
    const { elements: again } = await bench.call('uniorder', { ...ORDER, tradeTime: '20261124090005' });
    assert.deepEqual([again['orderId'], again['qrCode']], [first['orderId'], first['qrCode']]);
    const changes: Members[] = [{ amount: '1' }, { tradeName: '别的' }, { notifyUrl: 'https://shop.example/other' }];
    for (const change of changes) {
      assert.equal((await bench.call('uniorder', { ...ORDER, ...change })).code, 'JPGT100006');
    }
    await pay(bench);
    assert.equal((await bench.call('uniorder', ORDER)).code, 'JMPT200071');
    const trade = bench.provider.book.byOutTradeNo(bench.kit.account.merchant, 'HARNESS0001');
    assert.equal(await bench.provider.pay(trade?.credential ?? '', 'li-na', 'paid'), 'already-paid');
    assert.equal(bench.provider.ledger.postings().length, 1);
  });

  it('one merchant’s number is nobody else’s', async () => {
    const bench = await openBench();
    await bench.call('uniorder', ORDER);
    const { code } = await bench.call('query', { tradeNum: 'HARNESS0001', tradeType: '0' }, { kit: bench.other });
    assert.equal(code, 'RFND000003');
    assert.equal((await bench.call('uniorder', { ...ORDER, amount: '7' }, { kit: bench.other })).code, '000000');
  });

  it('states: created, paid, and nothing of a payment before there is one', async () => {
    const bench = await openBench();
    await bench.call('uniorder', ORDER);
    const { elements: open } = await bench.call('query', { tradeNum: 'HARNESS0001', tradeType: '0' });
    assert.deepEqual(
      [open['status'], open['payList'], open['tradeType'], open['amount']],
      ['0', undefined, '0', '12850'],
    );
    await pay(bench);
    const { elements: paid } = await bench.call('query', { tradeNum: 'HARNESS0001', tradeType: '0' });
    assert.equal(paid['status'], '2');
    assert.deepEqual(paid['payList'], {
      pay: { payType: '2', amount: '12850', currency: 'CNY', tradeTime: '20261124090000' },
    });
  });

  it('the ways of paying add up, with a coupon and by card as well (JD-14)', async () => {
    for (const [paidWith, payType] of Object.entries({ card: '0', baitiao: '1', xiaojinku: '5' })) {
      const bench = await paidOrder({ settings: { couponShare: 'one-tenth', paidWith } });
      const { elements } = await bench.call('query', { tradeNum: 'HARNESS0001', tradeType: '0' });
      const { pay: ways } = elements['payList'] as unknown as { pay: Array<Record<string, string>> };
      assert.deepEqual(
        ways.map((way) => way['payType']),
        [payType, '3'],
      );
      assert.equal(
        ways.reduce((sum, way) => sum + Number(way['amount']), 0),
        12_850,
      );
      assert.equal(ways[0]?.['detail'] !== undefined, paidWith === 'card');
      const back = { tradeNum: 'R', oTradeNum: 'HARNESS0001', currency: 'CNY' };
      assert.equal((await bench.call('refund', { ...back, amount: '12851' })).code, 'RFND000002');
      assert.equal((await bench.call('refund', { ...back, amount: '12850' })).code, '000000');
    }
  });

  it('expireTime ends it: nobody can pay it then, and it is closed (JD-13)', async () => {
    const bench = await openBench();
    const { elements } = await bench.call('uniorder', { ...ORDER, expireTime: '600' });
    assert.equal(elements['expireTime'], '600');
    await bench.clock.advance(10 * MINUTE_MS);
    assert.equal(await stateOf(bench), '0');
    await bench.clock.advance(SECOND_MS);
    assert.equal(await stateOf(bench), '4');
    const trade = bench.provider.book.byOutTradeNo(bench.kit.account.merchant, 'HARNESS0001');
    assert.equal(await bench.provider.pay(trade?.credential ?? '', 'li-na', 'paid'), 'already-closed');
    assert.equal((await bench.call('uniorder', ORDER)).code, 'JPGT100006');
  });

  it('without one it waits for seven days', async () => {
    const bench = await openBench();
    await bench.call('uniorder', ORDER);
    await bench.clock.advance(7 * DAY_MS);
    assert.equal(await stateOf(bench), '0');
    await bench.clock.advance(1);
    assert.equal(await stateOf(bench), '4');
  });

  it('an app gets a number instead of a code, and what it hands on is signed with the third key (sheet 2.5)', async () => {
    const bench = await openBench();
    const { elements } = await bench.call('uniorder', { ...ORDER, tradeType: 'GEN' });
    assert.equal(elements['qrCode'], undefined);
    const { merchant } = bench.kit.account;
    const orderId = String(elements['orderId']);
    const signData = appSignature(bench.kit.account, orderId);
    const query = (named: Record<string, string>) => bench.provider.walletUrl(new URLSearchParams(named).toString());
    const opened = await bench.get(query({ merchant, orderId, signData }));
    assert.equal(opened.status, 302);
    assert.match(opened.headers.get('location') ?? '', /^\/sim\/wallet\?code=app-/);
    for (const bad of [
      { merchant, orderId, signData: 'x' },
      { merchant: bench.other.account.merchant, orderId, signData },
    ]) {
      assert.equal((await bench.get(query(bad))).status, 400);
    }
  });

  it('an order without a time, and one without a type, are what the settings say', async () => {
    const { tradeTime: _, ...timeless } = ORDER;
    const bench = await openBench({ settings: { tradeTypeLeftOut: 'GEN' } });
    const { code, elements } = await bench.call('uniorder', timeless);
    assert.deepEqual([code, elements['qrCode']], ['000000', undefined]);
    const strict = await openBench({ settings: { tradeTimeInOrders: 'required' } });
    assert.equal((await strict.call('uniorder', timeless)).code, 'JPGT100005');
  });

  it('outlives a crash with everything that was written down', async () => {
    const bench = await paidOrder();
    await bench.provider.crash();
    assert.equal(await stateOf(bench), '2');
    assert.equal(bench.provider.ledger.postings().length, 1);
  });
});
