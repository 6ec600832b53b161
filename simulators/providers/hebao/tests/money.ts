import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS } from '../../../kernel/time';
import {
  type Bench,
  call,
  doubleHmac,
  openBench,
  paidOrder,
  send,
  sessionOf,
  signed,
  stateOf,
  valuesOf,
} from './bench';

const NOTICE =
  'merchantId payNo returnCode message signType type version amount amtItem bankAbbr mobile orderId payDate accountDate reserved1 reserved2 status orderDate fee';

describe('HeBao: notices, refunds, codes, files', () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  it('tells a payment with the fields and the signature of the public demo, and how it was paid unsigned (HB-05)', async () => {
    await paidOrder(bench, 'TOLD');
    const { values } = bench.shop.heard.at(-1) ?? { values: {} as Record<string, string> };
    const text = NOTICE.split(' ')
      .map((name) => values[name] ?? '')
      .join('');
    assert.equal(values['hmac'], doubleHmac(text, bench.merchant.signKeys[0] ?? ''));
    assert.deepEqual(
      [values['type'], values['status'], values['orderId'], values['amount']],
      ['OfflineNotify', 'SUCCESS', 'TOLD', '12850'],
    );
    assert.equal(values['payDate'], '20261124090000');
    assert.equal(values['payType'], 'SIM_BALANCE');
    assert.match(values['payNo'] ?? '', /^20261124\d{10}$/);
    const parts = (values['amtItem'] ?? '').split('#').map((part) => Number(part.split('=')[1]));
    assert.equal(
      parts.reduce((sum, part) => sum + part, 0),
      12_850,
      'the parts add up (HB-07)',
    );
  });

  it('tells it again on its schedule until it is heard, which is the word SUCCESS and nothing else (HB-06)', async () => {
    const answers = ['', 'success', 'SUCCESS\n', 'FAIL'];
    const start = bench.shop.heard.length;
    bench.shop.reply = () => new Response(answers.shift() ?? 'SUCCESS');
    await paidOrder(bench, 'HEARD');
    await bench.clock.advance(DAY_MS);
    const times = bench.shop.heard.slice(start).map(({ at }) => at);
    const gaps = times.slice(1).map((at, i) => (at - (times[i] ?? 0)) / MINUTE_MS);
    assert.deepEqual(gaps, [1, 3, 5, 10]);
    bench.shop.reply = () => new Response('SUCCESS');
  });

  it('gives back in parts, under one request number once, never more than was paid (HB-08)', async () => {
    await paidOrder(bench, 'BACK');
    const refund = (requestId: string, amount: string, orderId = 'BACK') =>
      call(bench, 'OrderRefund', { requestId, orderId, amount });
    const first = await refund('F1', '5000');
    assert.deepEqual(
      [first.values['returnCode'], first.values['status'], first.values['amount']],
      ['000000', 'SUCCESS', '5000'],
    );
    const state = stateOf(bench);
    assert.equal((await refund('F1', '5000')).text, first.text, 'the first result again');
    assert.equal((await refund('F1', '5001')).values['returnCode'], 'SIM0022');
    assert.equal((await refund('F2', '7851')).values['returnCode'], 'SIM0021');
    assert.equal(stateOf(bench), state);
    assert.equal((await refund('F2', '7850')).values['returnCode'], '000000');
    assert.equal((await refund('F3', '1')).values['returnCode'], 'SIM0021');
    await paidOrder(bench, 'BACK2');
    assert.equal((await refund('F1', '5000', 'BACK2')).values['returnCode'], 'SIM0011', 'a number of another refund');
    await bench.provider.crash();
    assert.equal((await refund('F1', '5000')).text, first.text, 'after a crash, too');
  });

  it('gives nothing back that was not paid, and nothing for ever', async () => {
    await call(bench, 'DirectPayConfirm', { orderId: 'OPEN' });
    assert.equal((await call(bench, 'OrderRefund', { orderId: 'OPEN', amount: '1' })).values['returnCode'], 'SIM0020');
    assert.equal((await call(bench, 'OrderRefund', { orderId: 'NONE', amount: '1' })).values['returnCode'], 'SIM0010');
    const late = await openBench();
    await paidOrder(late, 'LATE');
    await late.clock.advance(366 * DAY_MS);
    assert.equal((await call(late, 'OrderRefund', { orderId: 'LATE', amount: '1' })).values['returnCode'], 'SIM0023');
  });

  it('keeps the orders of one merchant from every other', async () => {
    await paidOrder(bench, 'MINE');
    const other = bench.provider.enrolDirect({ owner: 'merchant:other', name: '别家', domains: [] });
    const stranger = { ...bench, merchant: other };
    assert.equal((await call(stranger, 'OrderQuery', { orderId: 'MINE' })).values['returnCode'], 'SIM0010');
    const theirs = signed(stranger, { ...valuesOf(bench, 'OrderRefund', { orderId: 'MINE', amount: '1' }) });
    assert.equal((await send(bench, theirs)).values['returnCode'], 'SIM0005', 'the key is chosen by the number');
  });

  it('reads a payer’s code of the configured range once, for one order', async () => {
    const { code } = bench.provider.showCode('li-na', 'pays');
    assert.match(code, /^81\d{16}$/);
    const pay = (orderId: string, change = {}) => call(bench, 'CloudQuickPay', { orderId, userToken: code, ...change });
    const { values } = await pay('TILL', { requestId: 'TILL' });
    assert.deepEqual([values['returnCode'], values['cashAmt'], values['coupAmt']], ['000000', '12850', '0']);
    assert.equal((await pay('TILL2')).values['returnCode'], 'SIM0016', 'used');
    assert.equal((await pay('TILL', { requestId: 'TILL' })).values['returnCode'], '000000', 'told again');
    assert.equal((await pay('TILL', { requestId: 'TILL', amount: '1' })).values['returnCode'], 'SIM0013');
    const newer = await call(bench, 'CloudQuickPay', { orderId: 'TILL3', userToken: '123' });
    assert.equal(newer.values['returnCode'], 'SIM0016');
    const poor = bench.provider.showCode('li-na', 'insufficient-balance').code;
    assert.equal(
      (await call(bench, 'CloudQuickPay', { orderId: 'TILL4', userToken: poor })).values['returnCode'],
      'SIM0017',
    );
  });

  it('asks the payer where his wallet wants it or the amount is above the limit; the order stays open (HB-04)', async () => {
    const { code } = bench.provider.showCode('li-na', 'needs-password');
    const asked = await call(bench, 'CloudQuickPay', { orderId: 'ASKED', userToken: code });
    assert.equal(asked.values['returnCode'], 'CPS01134');
    const status = async (orderId: string) => (await call(bench, 'OrderQueryCPS', { orderId })).values['status'];
    assert.equal(await status('ASKED'), 'SIM_WAITING');
    assert.equal(await bench.provider.pay(code, 'wang-wei', 'paid'), 'wrong-payer');
    assert.equal(await bench.provider.pay(code, 'li-na', 'paid'), undefined);
    assert.equal(await status('ASKED'), 'SUCCESS');
    const dear = bench.provider.showCode('li-na', 'pays').code;
    const limit = await call(bench, 'CloudQuickPay', { orderId: 'DEAR', userToken: dear, amount: '100001' });
    assert.equal(limit.values['returnCode'], 'PCC00225');
    assert.equal(await status('DEAR'), 'SIM_WAITING');
    await bench.clock.advance(31 * MINUTE_MS);
    assert.equal(await status('DEAR'), 'SIM_CLOSED', 'nobody confirmed in time');
  });

  it('undoes a payment with a payer’s code as a whole, once, and no other (HB-09)', async () => {
    const cancel = (orequestId: string, oorderDate = '20261124') =>
      call(bench, 'CloudTxnCancel', { orequestId, oorderDate });
    const { code } = bench.provider.showCode('li-na', 'pays');
    const before = bench.provider.ledger.balance(`payee:${bench.merchant.merchantId}`);
    await call(bench, 'CloudQuickPay', { orderId: 'UNDO', requestId: 'UNDO', userToken: code });
    assert.equal((await cancel('UNDO')).values['returnCode'], '000000');
    assert.equal((await cancel('UNDO')).values['returnCode'], '000000', 'asked again, it says the same');
    assert.equal(bench.provider.ledger.balance(`payee:${bench.merchant.merchantId}`), before);
    assert.equal((await call(bench, 'OrderQueryCPS', { orderId: 'UNDO' })).values['status'], 'SIM_CLOSED');
    const waiting = bench.provider.showCode('li-na', 'never-confirms').code;
    await call(bench, 'CloudQuickPay', { orderId: 'UNDO2', requestId: 'UNDO2', userToken: waiting });
    assert.equal((await cancel('UNDO2')).values['returnCode'], '000000');
    assert.equal(await bench.provider.pay(waiting, 'li-na', 'paid'), 'already-closed');
    await paidOrder(bench, 'PAGE', { requestId: 'PAGE' });
    assert.equal((await cancel('PAGE')).values['returnCode'], 'SIM0018');
    assert.equal((await cancel('NONE')).values['returnCode'], 'SIM0010');
    assert.equal((await cancel('UNDO', '20261123')).values['returnCode'], 'SIM0010');
  });

  it('makes a file of each merchant’s day, which is ours and says so', async () => {
    const fresh = await openBench();
    await paidOrder(fresh, 'ROW', { amount: '12850' });
    await call(fresh, 'OrderRefund', { orderId: 'ROW', requestId: 'ROWBACK', amount: '50' });
    const ask = () => call(fresh, 'SIMReconQuery', { billDate: '20261124' });
    assert.equal((await ask()).values['returnCode'], 'SIM0030');
    fresh.provider.closeDay('2026-11-24');
    const { values } = await ask();
    const response = await fresh.network.receive(fresh.provider, new Request(values['fileUrl'] ?? ''));
    const text = await response.text();
    assert.equal(createHash('sha256').update(text).digest('hex'), values['fileDigest']);
    const [profile, about, columns, payment = '', refund = '', total, ...rest] = text.split('\n');
    assert.deepEqual(
      [profile, about, columns],
      [
        '#hebao-sim-profile/0',
        `#${fresh.merchant.merchantId},2026-11-24`,
        'kind,orderId,payNo,requestId,amountYuan,feeYuan,completedAt',
      ],
    );
    assert.match(payment, /^PAY,ROW,\d{18},,128\.50,0\.77,2026-11-24 09:00:00$/);
    assert.match(refund, /^REFUND,ROW,\d{18},ROWBACK,0\.50,0\.00,2026-11-24 09:00:00$/);
    assert.deepEqual([total, rest], ['#TOTAL,1,128.50,1,0.50', ['']]);
    assert.equal((await call(fresh, 'SIMReconQuery', { billDate: '20261123' })).values['returnCode'], 'SIM0031');
    await fresh.clock.advance(6 * MINUTE_MS);
    assert.equal((await fresh.network.receive(fresh.provider, new Request(values['fileUrl'] ?? ''))).status, 404);
  });

  it('leads a browser to the wallet by either spelling and either method, and nowhere without a session', async () => {
    const reply = await call(bench, 'WAPDirectPayConfirm', { orderId: 'WALK' });
    const session = sessionOf(reply);
    for (const [path, method] of [
      [`/wap/index.xhtml?SESSIONID=${session}`, 'POST'],
      [`/wap/index.xhtml?sessionId=${session}`, 'GET'],
      [`/sim/cashier?SESSIONID=${session}`, 'POST'],
    ] as const) {
      const request = new Request(`https://ipos.10086.cn${path}`, { method });
      const response = await bench.network.receive(bench.provider, request);
      assert.equal(response.headers.get('location'), `/sim/wallet?code=${session}`, path);
    }
    const page = await bench.network.receive(bench.provider, new Request(bench.provider.walletUrl(session)));
    const text = await page.text();
    assert.ok(text.includes('直连商户') && text.includes('¥128.50') && text.includes('name="password"'));
    const nobody = await bench.network.receive(bench.provider, new Request(bench.provider.walletUrl('nobody')));
    assert.equal(nobody.status, 404);
  });

  it('left no trouble behind', () => assert.deepEqual(bench.troubles, []));
});
