import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { DAY_MS, SECOND_MS } from '../../../kernel/time';
import type { Bench, Values } from './bench';
import { openTill, outcome, troublesOf } from './till';

const opened: Bench[] = [];

async function till(settings: Values = {}) {
  const fresh = await openTill(settings);
  opened.push(fresh.bench);
  return fresh;
}

describe('Alipay: the payer’s code, as the settings say', () => {
  after(() => assert.deepEqual(troublesOf(opened), []));

  for (const [tradeAfterFailedCode, expected] of Object.entries({
    waits: 'WAIT_BUYER_PAY',
    closed: 'TRADE_CLOSED',
    none: 'ACQ.TRADE_NOT_EXIST',
  })) {
    it(`leaves of an order that a wallet could not pay what the setting "${tradeAfterFailedCode}" says`, async () => {
      const { method, show, read } = await till({ tradeAfterFailedCode });
      const code = show('insufficient-balance');
      assert.equal(outcome(await read('POOR_1', code)), 'ACQ.BUYER_BALANCE_NOT_ENOUGH');
      const { body } = await method('query', { out_trade_no: 'POOR_1' });
      assert.equal(body['trade_status'] ?? body['sub_code'], expected);
      const again = tradeAfterFailedCode === 'closed' ? 'ACQ.TRADE_HAS_CLOSE' : 'ACQ.BUYER_BALANCE_NOT_ENOUGH';
      assert.equal(outcome(await read('POOR_1', code)), again);
      const other = tradeAfterFailedCode === 'closed' ? 'ACQ.TRADE_HAS_CLOSE' : '10000';
      assert.equal(outcome(await read('POOR_1', show())), other);
    });
  }

  it('answers what sources leave open as the settings say', async () => {
    const settings = {
      passwordFrom: '2000.00',
      askingMessage: 'order success pay inprocess',
      repeatedCharge: 'same-answer',
      declinedCharge: 'closed',
      sceneInPay: 'required',
      otherScenes: 'as-bar-code',
      malformedCode: 'ACQ.INVALID_PARAMETER',
      receiptCurrency: 'DC',
    };
    const { bench, method, show, read } = await till(settings);
    const code = show();
    const first = await read('SET_1', code, { total_amount: '1999.99', scene: 'smell' });
    assert.deepEqual([first.body['code'], first.body['receipt_currency_type']], ['10000', 'DC']);
    assert.deepEqual((await read('SET_1', code, { total_amount: '1999.99' })).body, first.body);
    assert.equal(outcome(await read('SET_1', show(), { total_amount: '1999.99' })), 'ACQ.TRADE_HAS_SUCCESS');
    assert.equal(outcome(await read('SET_2', show(), { scene: '' })), 'ACQ.INVALID_PARAMETER');
    assert.equal(outcome(await read('SET_2', '28')), 'ACQ.INVALID_PARAMETER');
    const asked = show();
    assert.equal((await read('SET_3', asked, { total_amount: '2000.00' })).body['msg'], settings.askingMessage);
    assert.equal(await bench.provider.pay(asked, 'wang-wei', 'declined'), 'wrong-payer');
    assert.equal(await bench.provider.pay(asked, 'li-na', 'declined'), undefined);
    assert.equal(await bench.provider.pay(asked, 'li-na', 'paid'), 'payment-failed');
    assert.equal((await method('query', { out_trade_no: 'SET_3' })).body['trade_status'], 'TRADE_CLOSED');
    assert.equal((await method('cancel', { out_trade_no: 'SET_3' })).body['action'], 'close');
  });

  it('gives back refunds of code trades, finishes them in time, and tells what the setting says (A22)', async () => {
    const { bench, kit, method, show, read } = await till({ noticeTriggers: 'everything' });
    await read('TOLD_1', show('needs-password'), { timeout_express: '5m' });
    await read('TOLD_2', show());
    await method('refund', { out_trade_no: 'TOLD_2', refund_amount: '28.50', out_request_no: 'R1' });
    await bench.clock.settle();
    await bench.clock.advance(366 * DAY_MS);
    assert.deepEqual(
      bench.shop.heard.map(({ values }) => [values['out_trade_no'], values['trade_status']]),
      [
        ['TOLD_1', 'WAIT_BUYER_PAY'],
        ['TOLD_2', 'TRADE_SUCCESS'],
        ['TOLD_2', 'TRADE_SUCCESS'],
        ['TOLD_1', 'TRADE_CLOSED'],
        ['TOLD_2', 'TRADE_FINISHED'],
      ],
    );
    assert.equal(bench.provider.ledger.balance(`payee:${kit.app.pid}`), 10000n);
  });

  it('tells that a payment was rolled back where everything is told', async () => {
    const { bench, show, read } = await till({ noticeTriggers: 'everything' });
    bench.provider.scriptCharge({ what: 'rolled-back', afterMs: 10 * SECOND_MS });
    await read('UNDONE_1', show());
    await bench.clock.advance(DAY_MS);
    assert.deepEqual(
      bench.shop.heard.map(({ values }) => [values['trade_status'], values['gmt_close']]),
      [
        ['TRADE_SUCCESS', undefined],
        ['TRADE_CLOSED', '2026-11-24 09:00:10'],
      ],
    );
  });

  it('has scripts and cards for refusals that nobody here causes otherwise', async () => {
    const { bench, method, show, read } = await till();
    const code = show();
    bench.provider.scriptCharge({ what: 'refused', code: 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR' });
    assert.equal(outcome(await read('LIMIT_1', code)), 'ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR');
    assert.equal(outcome(await method('query', { out_trade_no: 'LIMIT_1' })), 'ACQ.TRADE_NOT_EXIST');
    assert.equal(outcome(await read('LIMIT_1', code)), '10000');
    const card = { enable_pay_channels: 'debitCardExpress' };
    const poor = await read('CARD_1', show('insufficient-balance'), card);
    assert.equal(outcome(poor), 'ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH');
    const paid = await read('CARD_2', show(), card);
    assert.deepEqual(paid.body['fund_bill_list'], [
      { amount: '128.50', fund_channel: 'BANKCARD', fund_type: 'DEBIT_CARD' },
    ]);
  });
});
