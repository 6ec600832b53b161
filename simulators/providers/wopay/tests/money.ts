import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS } from '../../../kernel/time';
import { ask, type Bench, openBench, order, paidOrder, refund, send, signed, signMsg, stateOf } from './bench';

describe('WoPay: notices, refunds, files', () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  it('tells a payment with every member of the public example, by the algorithm of its order (WO-08)', async () => {
    for (const signType of ['MD5', 'SHA-1']) {
      const journal = await paidOrder(bench, `TOLD${signType.slice(0, 3)}`, { signType, merExtend: 'x=1' });
      const { signMsg: given, ...values } = bench.shop.heard.at(-1)?.values ?? {};
      assert.equal(given, signMsg(values, bench.merchant.keys[0] ?? ''));
      assert.deepEqual(
        Object.keys(values),
        [
          'interfaceVersion merNo goodId goodsName goodsDesc orderNo amount merUserId mobileNo orderDate merExtend charSet',
          'merchantTime transRst errDis payJnlno payTime acountDate payAcountDetail respMode payProAmt payBankCode',
          'bankAcountNo bankAcountName remark signType',
        ].flatMap((names) => names.split(' ')),
      );
      assert.deepEqual([values['transRst'], values['payJnlno'], values['merExtend']], ['1', journal, 'x=1']);
      assert.deepEqual([values['payAcountDetail'], values['payProAmt']], ['06:12850', 'B2CWY:12850']);
      assert.deepEqual(
        [values['payTime'], values['acountDate'], values['respMode']],
        ['20261124090000', '20261124', '2'],
      );
    }
  });

  it('tells it again on its schedule until it is heard', async () => {
    const answers = ['', 'success', 'SUCCESS '];
    const start = bench.shop.heard.length;
    bench.shop.reply = () => new Response(answers.shift() ?? 'SUCCESS');
    await paidOrder(bench, 'HEARD');
    await bench.clock.advance(DAY_MS);
    const times = bench.shop.heard.slice(start).map(({ at }) => at);
    assert.deepEqual(
      times.slice(1).map((at, i) => (at - (times[i] ?? 0)) / MINUTE_MS),
      [1, 3, 5],
    );
    const lenient = await openBench({ acknowledgement: 'http-200' });
    lenient.shop.reply = () => new Response('anything');
    await paidOrder(lenient, 'HEARD');
    await lenient.clock.advance(DAY_MS);
    assert.equal(lenient.shop.heard.length, 1);
  });

  it('gives back by its own number of the payment, in parts, once under one number, never too much (WO-07)', async () => {
    const payJournl = await paidOrder(bench, 'BACK');
    const back = (number: string, amount: string, change = {}) =>
      refund(bench, 'BACK', number, amount, { payJournl, ...change });
    const first = await back('F1', '5000');
    assert.deepEqual(
      [first.values['refundResult'], first.values['refundReqJournl'], first.values['amount']],
      ['SUCCESS', 'F1', '5000'],
    );
    const state = stateOf(bench);
    assert.equal((await back('F1', '5000')).text, first.text);
    assert.equal((await back('F1', '5001')).values['refundResult'], 'SIM0022');
    assert.equal((await back('F2', '7851')).values['refundResult'], 'SIM0021');
    assert.equal((await back('F2', '1', { payJournl: '20261124000000000000' })).values['refundResult'], 'SIM0025');
    assert.equal((await back('F2', '1', { orderDate: '20261123' })).values['refundResult'], 'SIM0010');
    assert.equal(stateOf(bench), state);
    assert.equal((await ask(bench, 'BACK')).values['orderState'], '1', 'a part is not the whole');
    await bench.provider.crash();
    assert.equal((await back('F1', '5000')).text, first.text, 'after a crash, too');
    assert.equal((await back('F2', '7850')).values['refundResult'], 'SUCCESS');
    assert.equal((await ask(bench, 'BACK')).values['orderState'], '3');
    assert.equal((await ask(bench, 'BACK')).values['payAmount'], '12850');
    const other = await paidOrder(bench, 'BACK2');
    assert.equal((await refund(bench, 'BACK2', 'F1', '5000', { payJournl: other })).values['refundResult'], 'SIM0024');
  });

  it('gives nothing back that was not paid, and nothing for ever', async () => {
    await order(bench, 'OPEN');
    const nothing = { payJournl: '20261124000000000000' };
    assert.equal((await refund(bench, 'OPEN', 'G1', '1', nothing)).values['refundResult'], 'SIM0020');
    const late = await openBench();
    const payJournl = await paidOrder(late, 'LATE');
    await late.clock.advance(366 * DAY_MS);
    assert.equal((await refund(late, 'LATE', 'G2', '1', { payJournl })).values['refundResult'], 'SIM0023');
  });

  it('makes a file of each merchant’s day, which is ours and says so', async () => {
    const fresh = await openBench();
    const payJournl = await paidOrder(fresh, 'ROW');
    await refund(fresh, 'ROW', 'ROWBACK', '50', { payJournl });
    const values = { merNo: fresh.merchant.merNo, billDate: '20261124', charSet: 'UTF-8', signType: 'MD5' };
    const wish = (change = {}) => send(fresh, 'file', signed(fresh, { ...values, ...change }));
    assert.equal((await wish()).values['billResult'], 'SIM0030');
    fresh.provider.closeDay('2026-11-24');
    const { values: said } = await wish();
    const response = await fresh.network.receive(fresh.provider, new Request(said['fileUrl'] ?? ''));
    const text = await response.text();
    assert.equal(createHash('sha256').update(text).digest('hex'), said['fileDigest']);
    const [profile, about, columns, payment = '', back = '', total] = text.split('\n');
    assert.deepEqual([profile, about], ['#wopay-sim-profile/0', `#${fresh.merchant.merNo},2026-11-24`]);
    assert.equal(columns, 'kind,orderNo,payJournl,refundReqJournl,amountYuan,feeYuan,completedAt');
    assert.match(payment, /^PAY,ROW,\d{20},,128\.50,0\.77,2026-11-24 09:00:00$/);
    assert.match(back, /^REFUND,ROW,\d{20},ROWBACK,0\.50,0\.00,2026-11-24 09:00:00$/);
    assert.equal(total, '#TOTAL,1,128.50,1,0.50');
    assert.equal((await wish({ billDate: '20261123' })).values['billResult'], 'SIM0031');
    await fresh.clock.advance(6 * MINUTE_MS);
    assert.equal((await fresh.network.receive(fresh.provider, new Request(said['fileUrl'] ?? ''))).status, 404);
  });

  it('left no trouble behind', () => assert.deepEqual(bench.troubles, []));
});
