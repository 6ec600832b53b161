import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import { stateOf } from './bench';
import { sdkFor } from './sdk-client';
import { openTill, outcome } from './till';

describe('Alipay: the payer’s code', () => {
  let at: Awaited<ReturnType<typeof openTill>>;
  const status = async (out_trade_no: string) => {
    const { body } = await at.method('query', { out_trade_no });
    return body['trade_status'] ?? body['sub_code'];
  };

  before(async () => {
    at = await openTill();
  });
  after(() => assert.deepEqual(at.bench.troubles, []));

  it('pays at once, with everything that the answer and the notice say of it (sheet 2.6)', async () => {
    const { body } = await at.read('CODE_1', at.show());
    const { trade_no: tradeNo, buyer_open_id: buyer, ...rest } = body;
    assert.match(tradeNo ?? '', /^20261124\d{20}$/);
    assert.match(buyer ?? '', /^0/);
    assert.deepEqual(rest, {
      code: '10000',
      msg: 'Success',
      buyer_logon_id: 'li-***@example.com',
      buyer_pay_amount: '128.50',
      fund_bill_list: [{ amount: '128.50', fund_channel: 'ALIPAYACCOUNT' }],
      gmt_payment: '2026-11-24 09:00:00',
      invoice_amount: '128.50',
      out_trade_no: 'CODE_1',
      point_amount: '0.00',
      receipt_amount: '128.50',
      total_amount: '128.50',
    });
    await at.bench.clock.settle();
    const { values = {} } = at.bench.shop.heard.at(-1) ?? {};
    assert.deepEqual(
      [values['out_trade_no'], values['trade_status'], values['fund_bill_list'], values['trade_no']],
      ['CODE_1', 'TRADE_SUCCESS', '[{"amount":"128.50","fundChannel":"ALIPAYACCOUNT"}]', tradeNo],
    );
    assert.ok(sdkFor(at.kit, at.bench.origin).checkNotifySignV2(values));
    assert.equal(at.bench.provider.ledger.balance(`payee:${at.kit.app.pid}`), 12850n);
  });

  it('asks for a password from a certain amount on, and moves the money when the payer confirms', async () => {
    assert.equal(outcome(await at.read('ASK_1', at.show(), { total_amount: '999.99' })), '10000');
    const code = at.show();
    const { body } = await at.read('ASK_2', code, { total_amount: '1000' });
    assert.deepEqual([body['code'], body['msg']], ['10003', ' order success pay inprocess']);
    assert.deepEqual(Object.keys(body).sort(), [
      'buyer_logon_id',
      'buyer_open_id',
      'buyer_pay_amount',
      'code',
      'invoice_amount',
      'msg',
      'out_trade_no',
      'point_amount',
      'receipt_amount',
      'total_amount',
      'trade_no',
    ]);
    assert.deepEqual([body['total_amount'], body['receipt_amount']], ['1000.00', '0.00']);
    assert.equal(await status('ASK_2'), 'WAIT_BUYER_PAY');
    assert.equal(outcome(await at.read('ASK_2', code, { total_amount: '1000' })), '10003');
    assert.equal(await at.bench.provider.pay(code, 'wang-wei', 'paid'), 'wrong-payer');
    assert.equal(await at.bench.provider.pay(code, 'li-na', 'declined'), undefined);
    assert.equal(await status('ASK_2'), 'WAIT_BUYER_PAY');
    assert.equal(await at.bench.provider.pay(code, 'li-na', 'paid'), undefined);
    assert.equal(await status('ASK_2'), 'TRADE_SUCCESS');
    assert.equal(await at.bench.provider.pay(code, 'li-na', 'paid'), 'already-paid');
  });

  it('is confirmed in the wallet’s page, too', async () => {
    const code = at.show('needs-password');
    await at.read('PAGE_1', code);
    const page = `https://openapi.alipay.com/sim/wallet?${new URLSearchParams({ code })}`;
    assert.match(await (await at.bench.provider.fetch(new Request(page))).text(), /¥128\.50/);
    const body = new URLSearchParams({ code, payer: 'li-na', outcome: 'paid' });
    await at.bench.provider.fetch(new Request(page, { method: 'POST', body: body.toString() }));
    assert.equal(await status('PAGE_1'), 'TRADE_SUCCESS');
  });

  it('serves one order only, and dies to the tick', async () => {
    const code = at.show();
    assert.equal(outcome(await at.read('ONCE_1', code)), '10000');
    assert.equal(outcome(await at.read('ONCE_2', code)), 'ACQ.PAYMENT_AUTH_CODE_INVALID');
    assert.equal(await status('ONCE_2'), 'ACQ.TRADE_NOT_EXIST');
    const [last, late] = [at.show(), at.show()];
    await at.bench.clock.advance(MINUTE_MS);
    assert.equal(outcome(await at.read('LAST_1', last)), '10000');
    await at.bench.clock.advance(1);
    assert.equal(outcome(await at.read('LATE_1', late)), 'ACQ.PAYMENT_AUTH_CODE_INVALID');
  });

  it('names amounts of nothing in every error, and keeps the number free where nothing was begun', async () => {
    const { body } = await at.read('WRONG_1', '280000000000000000');
    assert.deepEqual(body, {
      code: '40004',
      msg: 'Business Failed',
      sub_code: 'ACQ.PAYMENT_AUTH_CODE_INVALID',
      sub_msg: '付款码无效',
      buyer_pay_amount: '0.00',
      invoice_amount: '0.00',
      out_trade_no: 'WRONG_1',
      point_amount: '0.00',
      receipt_amount: '0.00',
    });
    assert.equal(outcome(await at.read('WRONG_1', at.show())), '10000');
  });

  it('keeps a number for one order: paid, closed, other amount, other payer (requirement A15)', async () => {
    const code = at.show('needs-password');
    assert.equal(outcome(await at.read('SAME_1', code)), '10003');
    for (const more of [{ total_amount: '1.00' }, { subject: '别的' }, { passback_params: 'x' }]) {
      assert.equal(outcome(await at.read('SAME_1', code, more)), 'ACQ.CONTEXT_INCONSISTENT');
    }
    assert.equal(outcome(await at.read('SAME_1', at.show('pays', 'wang-wei'))), 'ACQ.TRADE_BUYER_NOT_MATCH');
    assert.equal(await at.bench.provider.pay(code, 'li-na', 'paid'), undefined);
    for (const again of [code, at.show()]) {
      assert.equal(outcome(await at.read('SAME_1', again)), 'ACQ.TRADE_HAS_SUCCESS');
    }
    assert.equal(outcome(await at.read('GONE_1', at.show('needs-password'))), '10003');
    assert.equal((await at.method('close', { out_trade_no: 'GONE_1' })).body['code'], '10000');
    assert.equal(outcome(await at.read('GONE_1', at.show())), 'ACQ.TRADE_HAS_CLOSE');
    // A code of the merchant's and a code of the payer's are not the same order.
    await at.method('precreate', { out_trade_no: 'MIXED_1', total_amount: '128.50', subject: '一壶龙井' });
    assert.equal(outcome(await at.read('MIXED_1', at.show())), 'ACQ.CONTEXT_INCONSISTENT');
  });

  it('follows the newest code of the same payer', async () => {
    const first = at.show('needs-password');
    assert.equal(outcome(await at.read('NEW_1', first)), '10003');
    const second = at.show('needs-password');
    assert.equal(outcome(await at.read('NEW_1', second)), '10003');
    assert.equal(await at.bench.provider.pay(second, 'li-na', 'paid'), undefined);
    assert.equal(await at.bench.provider.pay(first, 'li-na', 'paid'), 'already-paid');
  });

  it('closes what nobody confirmed in time: three hours face to face, or what the order says (requirement A14)', async () => {
    const codes = [at.show('never-confirms'), at.show('never-confirms')];
    await at.read('SLOW_1', codes[0] ?? '', { timeout_express: '5m' });
    await at.read('SLOW_2', codes[1] ?? '');
    await at.bench.clock.advance(5 * MINUTE_MS);
    assert.equal(await status('SLOW_1'), 'WAIT_BUYER_PAY');
    await at.bench.clock.advance(1);
    assert.equal(await status('SLOW_1'), 'TRADE_CLOSED');
    assert.equal(await at.bench.provider.pay(codes[0] ?? '', 'li-na', 'paid'), 'already-closed');
    await at.bench.clock.advance(175 * MINUTE_MS);
    assert.equal(await status('SLOW_2'), 'TRADE_CLOSED');
  });

  it('takes faces for faces and numbers for numbers', async () => {
    const face = at.show('pays', 'li-na', 'security_code');
    assert.match(face, /^fp\w{33}$/);
    assert.equal(outcome(await at.read('FACE_1', face)), 'ACQ.PAYMENT_AUTH_CODE_INVALID');
    assert.equal(outcome(await at.read('FACE_1', face, { scene: 'security_code' })), '10000');
    assert.equal(
      outcome(await at.read('FACE_2', at.show(), { scene: 'security_code' })),
      'ACQ.PAYMENT_AUTH_CODE_INVALID',
    );
    assert.equal(outcome(await at.read('WAVE_1', at.show(), { scene: 'wave_code' })), '10000');
    assert.equal(outcome(await at.read('NONE_1', at.show(), { scene: undefined })), '10000');
    assert.equal(outcome(await at.read('OTHER_1', at.show(), { scene: 'smell' })), 'ACQ.INVALID_PARAMETER');
  });

  it('refuses what is no such payment, and begins nothing', async () => {
    const refusals: Record<string, object[]> = {
      'ACQ.INVALID_PARAMETER': [
        { auth_code: undefined },
        { auth_code: '' },
        { auth_code: ['28'] },
        { auth_code: '2'.repeat(65) },
        { scene: {} },
        { product_code: 'QUICK_WAP_WAY' },
        { agreement_params: 'x' },
        { total_amount: '0' },
        { out_trade_no: 'a b' },
        { time_expire: 'soon' },
      ],
      'ACQ.TOTAL_FEE_EXCEED': [{ total_amount: '100000000.01' }],
      'ACQ.PAYMENT_AUTH_CODE_INVALID': ['24', '31', '00'].map((start) => ({ auth_code: start.padEnd(18, '0') })),
      'ACQ.AGREEMENT_NOT_EXIST': [{ product_code: 'CYCLE_PAY_AUTH' }, { product_code: 'GENERAL_WITHHOLDING' }],
      'ACQ.AUTH_NO_ERROR': [{ product_code: 'PRE_AUTH' }, { product_code: 'PRE_AUTH_ONLINE' }],
      'ACQ.SELLER_NOT_EXIST': [{ seller_id: '2088000000000000' }],
      'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR': [{ time_expire: '2020-01-01 00:00:00' }],
    };
    const code = at.show();
    const before = stateOf(at.bench);
    for (const [expected, contents] of Object.entries(refusals)) {
      for (const more of contents) {
        assert.equal(outcome(await at.read('REFUSED_1', code, more)), expected, JSON.stringify(more));
        assert.equal(stateOf(at.bench), before);
      }
    }
    assert.equal(outcome(await at.read('REFUSED_1', code, { product_code: 'OFFLINE_PAYMENT' })), '10000');
  });

  it('is written into the history in neutral words: asked is open, paid is paid, and neither is an error', async () => {
    const start = at.bench.history.events().length;
    await at.read('WORD_1', at.show('needs-password'));
    await at.read('WORD_2', at.show());
    await at.read('WORD_3', '280000000000000000');
    const events = at.bench.history.events().slice(start);
    const asked = events.filter(({ type }) => type === 'message').map(({ kind, facts }) => [kind, facts?.['product']]);
    assert.deepEqual(asked.slice(0, 2), Array(2).fill(['payment.create', 'code']));
    const told = events.filter(({ type, kind }) => type === 'answer' && kind === 'payment.create');
    assert.deepEqual(
      told.map(({ facts }) => [facts?.['state'], facts?.['error'], facts?.['amountFen']]),
      [
        ['open', undefined, 12850],
        ['paid', undefined, 12850],
        [undefined, 'ACQ.PAYMENT_AUTH_CODE_INVALID', undefined],
      ],
    );
  });
});
