import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import { FORGERIES } from '../../contract';
import { type Bench, isSealed, openBench, openedPage, orderOf, paidOrder, START, type Values } from './bench';

describe('UnionPay: notices', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('are forms that say everything about the payment, sealed like answers (sheet 7)', async () => {
    const order = await paidOrder(bench, { reqReserved: '会员+1' });
    const { values, type } = bench.shop.heard.at(-1) ?? { values: {} as Values, type: '' };
    assert.equal(type, 'application/x-www-form-urlencoded;charset=UTF-8');
    assert.ok(isSealed(bench, values));
    const { queryId = '', signature: _, signPubKeyCert: __, accNo = '', traceNo = '', ...said } = values;
    assert.deepEqual(said, {
      version: '5.1.0',
      encoding: 'UTF-8',
      signMethod: '01',
      txnType: '01',
      txnSubType: '01',
      bizType: '000201',
      accessType: '0',
      merId: order['merId'],
      orderId: order['orderId'],
      txnTime: order['txnTime'],
      txnAmt: '12850',
      currencyCode: '156',
      traceTime: '1124090000',
      settleAmt: '12850',
      settleCurrencyCode: '156',
      settleDate: '1124',
      respCode: '00',
      respMsg: 'success',
      payCardType: '01',
      payType: '0001',
      payCardIssueName: '中国工商银行',
      reqReserved: '会员+1',
    });
    assert.match(queryId, /^\d{2}261124090000\d{7}$/);
    assert.equal(queryId.slice(14, 20), traceNo);
    assert.ok(!accNo.includes(bench.provider.secretsOf('li-na').card.slice(4, 15)));
  });

  it('come up to five times, one, two, four and five minutes apart, until somebody answers 200 (UP-09)', async () => {
    const own = await openBench();
    own.shop.reply = () => new Response('success', { status: 500 });
    await paidOrder(own);
    await own.clock.advance(60 * MINUTE_MS);
    assert.deepEqual(
      own.shop.heard.map(({ at }) => (at - START) / MINUTE_MS),
      [0, 1, 3, 7, 12],
    );
    own.shop.reply = () => new Response('anything at all');
    await paidOrder(own);
    await own.clock.advance(60 * MINUTE_MS);
    assert.equal(own.shop.heard.length, 6);
  });

  it('tell only success of what a browser ordered (sheet 7)', async () => {
    const own = await openBench();
    await openedPage(own, orderOf(own));
    await own.clock.advance(60 * MINUTE_MS);
    assert.deepEqual(own.shop.heard, []);
  });

  it('are each forged as their name says, and a genuine one is sealed', async () => {
    const { merId = '', orderId = '' } = await paidOrder(bench);
    const read = async (forgery?: (typeof FORGERIES)[number]) => {
      const request = await bench.provider.forgeNotice(merId, orderId, forgery);
      assert.ok(request, forgery);
      return Object.fromEntries(new URLSearchParams(await request.text()));
    };
    const genuine = await read();
    assert.ok(isSealed(bench, genuine));
    const spoilt = ['unsigned', 'signed-with-another-key', 'one-bit-changed', 'rewritten-after-signing'] as const;
    for (const forgery of [...spoilt, 'with-the-signature-of-another-order'] as const) {
      const told = await read(forgery);
      assert.ok(told['signature'] === undefined || !isSealed(bench, told), forgery);
    }
    assert.ok(!isSealed(bench, await read('named-key-unknown')));
    for (const [forgery, name] of [
      ['wrong-amount', 'txnAmt'],
      ['wrong-payee', 'merId'],
      ['wrong-order', 'orderId'],
      ['wrong-application', 'accessType'],
      ['says-closed', 'respCode'],
      ['says-unpaid', 'respCode'],
    ] as const) {
      const told = await read(forgery);
      assert.ok(isSealed(bench, told), forgery);
      assert.notEqual(told[name], genuine[name], forgery);
    }
    for (const forgery of FORGERIES) assert.ok(await bench.provider.forgeAnswer(merId, orderId, forgery), forgery);
    assert.equal(await bench.provider.forgeNotice(merId, 'NOBODY0001', undefined), undefined);
  });

  it('refuse requests that are forged in the merchant’s name', async () => {
    const { merId = '', orderId = '' } = await paidOrder(bench);
    const codes: Record<string, string | undefined> = {};
    for (const forgery of FORGERIES) {
      const request = await bench.provider.forgeRequest(merId, orderId, forgery);
      assert.ok(request);
      const text = await (await bench.network.receive(bench.provider, request)).text();
      codes[forgery] = /(?:^|&)respCode=(\w\w)/.exec(text)?.[1];
    }
    for (const forgery of [
      'unsigned',
      'signed-with-another-key',
      'one-bit-changed',
      'rewritten-after-signing',
      'named-key-unknown',
      'with-the-signature-of-another-order',
      'wrong-payee',
    ]) {
      assert.equal(codes[forgery], '11', forgery);
    }
    // A query carries no time of sending and names an order by the order's own time.
    assert.equal(codes['ten-minutes-old'], '00');
    assert.equal(codes['wrong-order'], '34');
  });
});
