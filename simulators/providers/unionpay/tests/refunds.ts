import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { compactDateTime, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import {
  ask,
  type Bench,
  nextOrder,
  openBench,
  orderOf,
  paidOrder,
  query,
  queryIdOf,
  refundOf,
  stateOf,
  type Values,
} from './bench';

describe('UnionPay: refunds, undoing and reversals', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const undoOf = (origQryId: string, txnAmt = '12850', more: Values = {}) =>
    refundOf(bench, origQryId, txnAmt, { txnType: '31', ...more });

  it('takes any number of refunds up to what was paid, each accepted first and done later (UP-11)', async () => {
    const origQryId = await queryIdOf(bench, await paidOrder(bench));
    const refunds = ['10000', '2000', '850'].map((amount) => refundOf(bench, origQryId, amount));
    const told = await Promise.all(refunds.map((refund) => ask(bench, 'back', refund)));
    assert.deepEqual(
      told.map(({ respCode }) => respCode),
      ['00', '00', '00'],
    );
    assert.equal((await ask(bench, 'back', refundOf(bench, origQryId, '1')))['respCode'], '36');
    const [first = {}] = refunds;
    assert.equal((await query(bench, first))['origRespCode'], '05');
    await bench.clock.advance(MINUTE_MS);
    const done = await query(bench, first);
    assert.deepEqual([done['origRespCode'], done['txnAmt'], done['origQryId']], ['00', '10000', origQryId]);
    const notices = bench.shop.heard.filter(({ values }) => values['txnType'] === '04');
    assert.deepEqual(notices.map(({ values }) => values['txnAmt']).sort(), ['10000', '2000', '850']);
  });

  it('never gives back more than was paid, whatever comes at once (UP-11)', async () => {
    const origQryId = await queryIdOf(bench, await paidOrder(bench));
    const wishes = Array.from({ length: 5 }, () => refundOf(bench, origQryId, '5000'));
    const told = await Promise.all(wishes.map((wish) => ask(bench, 'back', wish)));
    assert.equal(told.filter(({ respCode }) => respCode === '00').length, 2);
  });

  it('calls a repeated refund a duplicate, and moves no money for it', async () => {
    const origQryId = await queryIdOf(bench, await paidOrder(bench));
    const refund = refundOf(bench, origQryId, '100');
    assert.equal((await ask(bench, 'back', refund))['respCode'], '00');
    const before = stateOf(bench);
    assert.equal((await ask(bench, 'back', refund))['respCode'], '12');
    assert.equal((await ask(bench, 'back', { ...refund, txnAmt: '200' }))['respCode'], '12');
    assert.equal(stateOf(bench), before);
    const lenient = await openBench({ repeatedRefund: 'same-answer' });
    const own = refundOf(lenient, await queryIdOf(lenient, await paidOrder(lenient)), '100');
    const [one, two] = [await ask(lenient, 'back', own), await ask(lenient, 'back', own)];
    assert.deepEqual([two['respCode'], two['queryId']], ['00', one['queryId']]);
  });

  it('one number is one thing: no refund under the number of an order or of another payment’s refund', async () => {
    const [order, other] = [await paidOrder(bench), await paidOrder(bench)];
    const [id, otherId] = [await queryIdOf(bench, order), await queryIdOf(bench, other)];
    const { orderId = '', txnTime = '' } = order;
    assert.equal((await ask(bench, 'back', refundOf(bench, id, '1', { orderId, txnTime })))['respCode'], '12');
    const refund = refundOf(bench, id, '1');
    await ask(bench, 'back', refund);
    const same = { orderId: refund['orderId'] ?? '', txnTime: refund['txnTime'] ?? '' };
    assert.equal((await ask(bench, 'back', refundOf(bench, otherId, '1', same)))['respCode'], '12');
    assert.equal((await ask(bench, 'app', orderOf(bench, same)))['respCode'], '12');
  });

  it('refunds only its own, paid payments, within 330 days', async () => {
    const own = await openBench();
    const unpaid = orderOf(own);
    await ask(own, 'app', unpaid);
    assert.equal((await ask(own, 'back', refundOf(own, await queryIdOf(own, unpaid), '1')))['respCode'], '31');
    const none = await ask(own, 'back', refundOf(own, '0'.repeat(21), '1'));
    assert.deepEqual([none['respCode'], none['respMsg']], ['31', '原交易不存在或状态不正确[2011000]']);
    const id = await queryIdOf(own, await paidOrder(own));
    await own.clock.advance(330 * DAY_MS);
    assert.equal((await ask(own, 'back', refundOf(own, id, '1')))['respCode'], '00');
    await own.clock.advance(1);
    assert.match((await ask(own, 'back', refundOf(own, id, '1')))['respMsg'] ?? '', /\[4040007\]$/);
  });

  it('undoes a payment as a whole on its own clearing day, and not after 23:00 (UP-12)', async () => {
    const own = await openBench();
    const undo = (origQryId: string, txnAmt = '12850') => refundOf(own, origQryId, txnAmt, { txnType: '31' });
    const [first, second, third] = [await paidOrder(own), await paidOrder(own), await paidOrder(own)];
    const ids = [await queryIdOf(own, first), await queryIdOf(own, second), await queryIdOf(own, third)];
    const [one = '', two = '', three = ''] = ids;
    assert.equal((await ask(own, 'back', undo(one, '100')))['respCode'], '36');
    const wish = undo(one);
    assert.equal((await ask(own, 'back', wish))['respCode'], '00');
    await own.clock.advance(MINUTE_MS);
    assert.equal((await query(own, wish))['origRespCode'], '00');
    assert.equal((await ask(own, 'back', refundOf(own, one, '1')))['respCode'], '36');
    await ask(own, 'back', refundOf(own, three, '1'));
    assert.equal((await ask(own, 'back', undo(three)))['respCode'], '31');
    await own.clock.advanceTo(Date.parse('2026-11-24T23:00:00+08:00'));
    const late = await ask(own, 'back', undo(two));
    assert.deepEqual([late['respCode'], late['respMsg']], ['31', '非当日交易，不可撤销[2010002]']);
    assert.equal((await ask(own, 'back', refundOf(own, two, '12850')))['respCode'], '00');
  });

  it('reverses a payment by a payer’s code under its own number, and nothing else (sheet 9)', async () => {
    const charge = orderOf(bench, {
      txnSubType: '06',
      bizType: '000000',
      qrNo: bench.provider.showCode('li-na', 'pays').code,
    });
    await ask(bench, 'back', charge);
    const { orderId = '', txnTime = '' } = charge;
    const wish: Values = { ...undoOf('0'.repeat(21)), txnType: '99', txnSubType: '01', orderId, txnTime };
    const { origQryId: _, ...reversal } = wish;
    assert.equal((await ask(bench, 'back', reversal))['respCode'], '00');
    assert.equal((await ask(bench, 'back', reversal))['respCode'], '00');
    assert.equal((await query(bench, charge))['origRespCode'], '01');
    const trade = bench.provider.book.byOutTradeNo(bench.kit.merchant.merId, orderId);
    assert.equal(trade?.status, 'reversed');
    const page = await paidOrder(bench);
    const front = { ...reversal, orderId: page['orderId'] ?? '', txnTime: page['txnTime'] ?? '' };
    assert.equal((await ask(bench, 'back', front))['respCode'], '31');
    assert.equal((await ask(bench, 'back', { ...reversal, orderId: nextOrder() }))['respCode'], '34');
    const otherTime = compactDateTime(bench.clock.now() + HOUR_MS);
    assert.equal((await ask(bench, 'back', { ...reversal, txnTime: otherTime }))['respCode'], '34');
  });
});
