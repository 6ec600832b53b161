import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HOUR_MS } from '../../../kernel/time';
import { accountOf } from '../buyers';
import type { MerchantKit } from '../enrolment';
import { type Bench, call, DIRECT, NOTIFY_URL, openBench, type Reply, signedByHand, stateOf } from './bench';
import { sdkFor } from './sdk-client';

const outcome = ({ body }: Reply) => body['sub_code'] ?? body['code'];

describe('Alipay: orders for a known buyer', () => {
  let bench: Bench;
  let kit: MerchantKit;
  let buyerId: string;
  let openId: string;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
    const { context, payers } = bench.provider;
    buyerId = accountOf(context, 'li-na');
    openId = payers.identifier('li-na', kit.app.appId);
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const method = (name: string, content: object, at = bench, by = kit) =>
    call(at, signedByHand(by, `alipay.trade.${name}`, content, { notify_url: NOTIFY_URL }));
  const create = (out_trade_no: string, more: object = {}) =>
    method('create', { out_trade_no, total_amount: '128.50', subject: '一壶龙井', buyer_id: buyerId, ...more });
  const query = async (out_trade_no: string) => (await method('query', { out_trade_no })).body;

  it('has a trade at once, which its buyer pays by its number (sheet 2.7)', async () => {
    const { body } = await create('MADE_1');
    const tradeNo = body['trade_no'] ?? '';
    assert.deepEqual(Object.keys(body).sort(), ['code', 'msg', 'out_trade_no', 'trade_no']);
    assert.match(tradeNo, /^20261124\d{20}$/);
    const waiting = await query('MADE_1');
    assert.deepEqual(
      [waiting['trade_status'], waiting['trade_no'], waiting['buyer_open_id'], waiting['buyer_user_type']],
      ['WAIT_BUYER_PAY', tradeNo, openId, 'PRIVATE'],
    );
    assert.equal(await bench.provider.pay(tradeNo, 'wang-wei', 'paid'), 'wrong-payer');
    assert.equal(await bench.provider.pay(tradeNo, 'li-na', 'declined'), undefined);
    const page = `https://openapi.alipay.com/sim/wallet?${new URLSearchParams({ code: tradeNo })}`;
    assert.match(await (await bench.provider.fetch(new Request(page))).text(), /¥128\.50/);
    assert.equal(await bench.provider.pay(tradeNo, 'li-na', 'paid'), undefined);
    assert.equal((await query('MADE_1'))['trade_status'], 'TRADE_SUCCESS');
    await bench.clock.settle();
    const { values = {} } = bench.shop.heard.at(-1) ?? {};
    assert.deepEqual([values['out_trade_no'], values['trade_status']], ['MADE_1', 'TRADE_SUCCESS']);
    assert.ok(sdkFor(kit, bench.origin).checkNotifySignV2(values));
  });

  it('knows its buyer by account, by the application’s own number, or by another application’s', async () => {
    const other = await bench.provider.enrolDirect({ ...DIRECT, owner: 'merchant:other' }, { mode: 'key' });
    const otherId = bench.provider.payers.identifier('li-na', other.app.appId);
    const none = { buyer_id: undefined };
    const strange = { op_app_id: other.app.appId, op_buyer_open_id: otherId };
    const known: object[] = [
      { ...none, buyer_open_id: openId },
      { buyer_open_id: openId },
      { ...none, ...strange },
      { ...none, op_buyer_open_id: openId },
      { product_code: 'JSAPI_PAY' },
    ];
    for (const [i, more] of known.entries()) {
      const reply = await create(`KNOWN_${i}`, more);
      assert.equal(outcome(reply), '10000', JSON.stringify(more));
      assert.equal(await bench.provider.pay(reply.body['trade_no'] ?? '', 'li-na', 'paid'), undefined);
    }
    const refused: Record<string, object[]> = {
      'ACQ.INVALID_PARAMETER': [none, { buyer_id: ['x'] }, { logistics_detail: { logistics_type: 'DRONE' } }],
      'ACQ.BUYER_NOT_EXIST': [{ buyer_id: '2088000000000000' }, { ...none, buyer_open_id: otherId }],
      'ACQ.PAYER_UNMATCHED': [{ buyer_open_id: bench.provider.payers.identifier('wang-wei', kit.app.appId) }],
      'ACQ.BUYER_SELLER_EQUAL': [{ buyer_id: kit.app.pid }],
      'ACQ.UNBOUND_APPLICATION': [{ op_app_id: '2021000000000000' }],
    };
    const before = stateOf(bench);
    for (const [expected, contents] of Object.entries(refused)) {
      for (const more of contents) {
        assert.equal(outcome(await create('REFUSED_1', more)), expected, JSON.stringify(more));
        assert.equal(stateOf(bench), before);
      }
    }
  });

  it('answers the same order with the same trade, and another under its number with a refusal (A15)', async () => {
    const first = await create('AGAIN_1');
    await bench.clock.advance(HOUR_MS);
    assert.equal((await create('AGAIN_1')).body['trade_no'], first.body['trade_no']);
    const another = { buyer_id: accountOf(bench.provider.context, 'wang-wei') };
    for (const more of [{ total_amount: '1.00' }, another]) {
      assert.equal(outcome(await create('AGAIN_1', more)), 'ACQ.CONTEXT_INCONSISTENT');
    }
    await bench.provider.pay(first.body['trade_no'] ?? '', 'li-na', 'paid');
    assert.equal(outcome(await create('AGAIN_1')), 'ACQ.TRADE_HAS_SUCCESS');
  });

  it('closes in three hours face to face, in fifteen days otherwise, and stays known', async () => {
    await create('SOON_1');
    await create('LATER_1', { product_code: 'JSAPI_PAY' });
    await bench.clock.advance(3 * HOUR_MS + 1);
    assert.equal((await query('SOON_1'))['trade_status'], 'TRADE_CLOSED');
    assert.equal((await query('LATER_1'))['trade_status'], 'WAIT_BUYER_PAY');
    assert.equal(outcome(await create('SOON_1')), 'ACQ.TRADE_HAS_CLOSE');
    assert.equal(outcome(await method('close', { out_trade_no: 'LATER_1' })), '10000');
  });

  it('takes the newer product code as a setting says', async () => {
    const at = await openBench({ settings: { jsapiPay: 'refused' } });
    const own = await at.provider.enrolDirect(DIRECT, { mode: 'key' });
    const order = { out_trade_no: 'CODE_1', total_amount: '1.00', subject: 'x', buyer_id: buyerId };
    const reply = await method('create', { ...order, product_code: 'JSAPI_PAY' }, at, own);
    assert.equal(outcome(reply), 'ACQ.INVALID_PARAMETER');
    assert.equal(outcome(await method('create', order, at, own)), '10000');
  });
});
