import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AlipaySdk } from 'alipay-sdk';
import { parse } from 'node-html-parser';
import { verifyRsa } from '../../../kernel/keys';
import { DAY_MS } from '../../../kernel/time';
import { signedObject } from '../answers';
import type { AppOutcome } from '../app-pay';
import type { MerchantKit } from '../enrolment';
import {
  type Bench,
  call,
  DIRECT,
  encoded,
  NOTIFY_URL,
  openBench,
  send,
  sendRaw,
  signedByHand,
  stateOf,
} from './bench';
import { sdkFor } from './sdk-client';

const APP = 'alipay.trade.app.pay';
const ENVELOPE = 'alipay_trade_app_pay_response';

for (const mode of ['key', 'certificate'] as const) {
  describe(`Alipay: orders of apps, ${mode} mode`, () => {
    let bench: Bench;
    let kit: MerchantKit;
    let sdk: AlipaySdk;

    before(async () => {
      bench = await openBench();
      kit = await bench.provider.enrolDirect(DIRECT, { mode });
      sdk = sdkFor(kit, bench.origin);
    });
    after(() => assert.deepEqual(bench.troubles, []));

    const order = (outTradeNo: string, more: object = {}) =>
      sdk.sdkExec(APP, {
        notifyUrl: NOTIFY_URL,
        bizContent: {
          outTradeNo,
          totalAmount: '128.50',
          subject: '一壶 "龙井" + 100%',
          productCode: 'QUICK_MSECURITY_PAY',
          ...more,
        },
      });
    const query = async (out_trade_no: string) => {
      const { body } = await call(bench, signedByHand(kit, 'alipay.trade.query', { out_trade_no }));
      return body['trade_status'] ?? body['sub_code'];
    };

    it('has no trade until the wallet opens the order, and gives the app a signed result (sheet 2.4)', async () => {
      const text = order('APP_1');
      assert.equal(await query('APP_1'), 'ACQ.TRADE_NOT_EXIST');
      const page = await bench.provider.fetch(new Request(bench.provider.walletUrl(text)));
      assert.match(await page.text(), /¥128\.50/);
      assert.equal(await query('APP_1'), 'WAIT_BUYER_PAY');
      const { resultStatus, result, memo } = await bench.provider.payInApp(text, 'li-na', 'paid');
      assert.deepEqual([resultStatus, memo], ['9000', '']);
      assert.equal(await query('APP_1'), 'TRADE_SUCCESS');
      const { [ENVELOPE]: body, sign, sign_type: signType, alipay_cert_sn: sn, ...rest } = JSON.parse(result);
      assert.deepEqual([signType, sn, rest], ['RSA2', sdk.config.alipayCertSn, {}]);
      const { trade_no: tradeNo, ...told } = body;
      assert.match(tradeNo, /^20261124\d{20}$/);
      assert.deepEqual(told, {
        code: '10000',
        msg: 'Success',
        app_id: kit.app.appId,
        charset: 'utf-8',
        out_trade_no: 'APP_1',
        seller_id: kit.app.pid,
        timestamp: '2026-11-24 09:00:00',
        total_amount: '128.50',
      });
      const object = signedObject(result, ENVELOPE) ?? '';
      assert.ok(verifyRsa(object, sign, bench.provider.signers.signerFor(kit.app).publicKey));
      await bench.clock.settle();
      assert.ok(sdk.checkNotifySignV2(bench.shop.heard.at(-1)?.values));
    });

    it('tells the app less than what happened, so that only a query counts (trap 13)', async () => {
      const expected: Record<AppOutcome, [status: string, trade: string]> = {
        paid: ['9000', 'TRADE_SUCCESS'],
        declined: ['6001', 'WAIT_BUYER_PAY'],
        processing: ['8000', 'TRADE_SUCCESS'],
        unknown: ['6004', 'WAIT_BUYER_PAY'],
        'network-down': ['6002', 'ACQ.TRADE_NOT_EXIST'],
      };
      for (const [i, [outcome, [status, trade]]] of Object.entries(expected).entries()) {
        const told = await bench.provider.payInApp(order(`LESS_${i}`), 'li-na', outcome as AppOutcome);
        assert.deepEqual([told.resultStatus, told.result === ''], [status, status !== '9000']);
        assert.equal(await query(`LESS_${i}`), trade);
      }
    });

    it('takes up the same order again, refuses it once it is over, and another under its number', async () => {
      const text = order('TWICE_1');
      assert.equal(await bench.provider.pay(text, 'li-na', 'declined'), undefined);
      assert.equal(await bench.provider.pay(order('TWICE_1'), 'wang-wei', 'paid'), 'wrong-payer');
      assert.equal(
        await bench.provider.pay(order('TWICE_1', { totalAmount: '1.00' }), 'li-na', 'paid'),
        'content-changed',
      );
      assert.equal((await bench.provider.payInApp(text, 'wang-wei', 'paid')).resultStatus, '4000');
      assert.equal(await bench.provider.pay(order('TWICE_1'), 'li-na', 'paid'), undefined);
      assert.equal(await bench.provider.pay(text, 'li-na', 'paid'), 'already-paid');
      assert.equal((await bench.provider.payInApp(text, 'li-na', 'paid')).resultStatus, '5000');
      const late = order('LATE_1', { timeoutExpress: '5m' });
      await bench.provider.pay(late, 'li-na', 'declined');
      await bench.clock.advance(DAY_MS);
      assert.equal(await bench.provider.pay(late, 'li-na', 'paid'), 'already-closed');
      assert.equal((await bench.provider.payInApp(late, 'li-na', 'paid')).resultStatus, '4000');
    });

    it('opens no order that the application did not sign, or that is none', async () => {
      const text = order('FORGED_1');
      const state = stateOf(bench);
      const values = signedByHand(kit, APP, { out_trade_no: 'FORGED_1', total_amount: '1.00', subject: 'x' });
      const { sign: _sign, ...unsigned } = values;
      const forged = [
        text.replace('128.50', '0.01'),
        `${text}&return_url=https%3A%2F%2Fthief.example`,
        encoded(unsigned),
        encoded({ ...values, app_id: '2021000000000000' }),
        encoded(signedByHand(kit, APP, '{')),
        encoded(signedByHand(kit, APP, { out_trade_no: 'FORGED_1', subject: 'x' })),
        encoded(signedByHand(kit, 'alipay.trade.page.pay', { out_trade_no: 'FORGED_1' })),
        encoded(signedByHand(kit, 'constructor', {})),
        '',
        'method=alipay.trade.app.pay',
        '%',
        '&&==',
        'x'.repeat(10_000),
      ];
      for (const wrong of forged) {
        const told = await bench.provider.payInApp(wrong, 'li-na', 'paid');
        assert.deepEqual([told.resultStatus, told.result], ['4000', ''], wrong.slice(0, 80));
        assert.ok(told.memo);
        assert.equal(await bench.provider.pay(wrong, 'li-na', 'paid'), 'no-such-trade');
        const path = `/sim/app-pay?${new URLSearchParams({ order: wrong })}`;
        assert.equal((await sendRaw(bench, { path })).status, 400);
      }
      assert.equal(stateOf(bench), state);
    });

    it('is nothing that a server could call', async () => {
      const reply = await call(bench, signedByHand(kit, APP, { out_trade_no: 'CALLED_1' }));
      assert.equal(reply.body['sub_code'], 'isv.invalid-method');
      assert.equal((await send(bench, signedByHand(kit, APP, {}))).headers.get('location'), null);
    });
  });
}

describe('Alipay: the wallet that an app opens', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench({ settings: { paidAgainInApp: '4000', noticeTriggers: 'legacy' } });
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const order = (out_trade_no: string, more: object = {}) =>
    encoded(
      signedByHand(kit, APP, { out_trade_no, total_amount: '1.00', subject: 'x', ...more }, { notify_url: NOTIFY_URL }),
    );
  const post = (values: Record<string, string>, accept = '*/*') =>
    sendRaw(bench, { path: '/sim/app-pay', body: encoded(values), headers: { accept } });

  it('offers every outcome as a button, and shows or sends the result', async () => {
    const text = order('PAGE_1');
    const html = parse(await (await bench.provider.fetch(new Request(bench.provider.walletUrl(text)))).text());
    const buttons = html.querySelectorAll('button').map((button) => button.getAttribute('value'));
    assert.deepEqual(buttons.sort(), ['declined', 'network-down', 'paid', 'processing', 'unknown']);
    const hidden = html.querySelector('input[name=order]')?.getAttribute('value');
    assert.equal(hidden, text);
    const right = { order: text, payer: 'li-na', outcome: 'paid' };
    for (const change of [{ payer: 'nobody' }, { outcome: 'stolen' }, { outcome: '' }]) {
      assert.equal((await post({ ...right, ...change })).status, 400);
    }
    const declined = parse(await (await post({ ...right, outcome: 'declined' })).text());
    const shown = JSON.parse(declined.querySelector('[data-fact=app-result]')?.textContent ?? '');
    assert.deepEqual(shown, { resultStatus: '6001', result: '', memo: '用户取消支付' });
    const told = JSON.parse(await (await post(right, 'application/json')).text());
    assert.equal(told.resultStatus, '9000');
    assert.equal(JSON.parse(await (await post(right, 'application/json')).text()).resultStatus, '4000');
  });

  it('tells the ends of apps’ trades where the older table is chosen (trap 12, A22)', async () => {
    await bench.provider.pay(order('END_1', { timeout_express: '30m' }), 'li-na', 'declined');
    await bench.clock.advance(366 * DAY_MS);
    assert.deepEqual(
      bench.shop.heard.map(({ values }) => [values['out_trade_no'], values['trade_status']]),
      [
        ['PAGE_1', 'TRADE_SUCCESS'],
        ['END_1', 'TRADE_CLOSED'],
        ['PAGE_1', 'TRADE_FINISHED'],
      ],
    );
  });
});
