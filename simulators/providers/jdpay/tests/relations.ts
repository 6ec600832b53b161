import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import { ORDER, openBench, pay } from './bench';

describe('the smaller services', () => {
  it('know a merchant’s user from his first payment until that is cancelled', async () => {
    const bench = await openBench();
    const has = async (kit = bench.kit) =>
      (await bench.call('getUserRelation', { userId: 'u1' }, { kit })).elements['isHas'];
    await bench.call('uniorder', { ...ORDER, userId: 'u1', userType: 'BIZ' });
    assert.equal(await has(), 'false');
    await pay(bench);
    assert.equal(await has(), 'true');
    assert.equal(await has(bench.other), 'false');
    await bench.clock.advance(MINUTE_MS);
    assert.equal((await bench.call('cancelUserRelation', { userId: 'u1' })).code, '000000');
    assert.equal(await has(), 'false');
    assert.equal((await bench.call('getUserRelation', {})).code, 'JPGT100005');
  });

  it('offer instalments that add up', async () => {
    const bench = await openBench();
    const { elements, response } = await bench.call('queryBaiTiaoFQ', { tradeNum: 'HARNESS0001', amount: '10001' });
    assert.equal(response.headers.get('x-sim-profile'), 'jdpay-sim-profile/0');
    const { billsInfo } = elements['billsInfoList'] as unknown as { billsInfo: Array<Record<string, string>> };
    assert.deepEqual(
      billsInfo.map(({ plan }) => plan),
      ['3', '6', '12', '24'],
    );
    for (const { plan, fee, firstPay, laterPay, total } of billsInfo) {
      assert.equal(Number(total), 10_001 + Number(fee));
      assert.equal(Number(firstPay) + (Number(plan) - 1) * Number(laterPay), Number(total));
    }
  });
});
