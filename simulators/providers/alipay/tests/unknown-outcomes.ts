import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AlipaySdk } from 'alipay-sdk';
import { SECOND_MS } from '../../../kernel/time';
import type { CodeBehaviour } from '../../engine/payer-codes';
import type { ChargeScript } from '../charge-scripts';
import type { MerchantKit } from '../enrolment';
import { type Bench, DIRECT, openBench } from './bench';
import { sdkFor } from './sdk-client';

/** The table of decisions after alipay.trade.pay, walked as a careful merchant walks it, with the unmodified SDK (sheet 4). */
describe('Alipay: what became of a payer’s code', () => {
  let bench: Bench;
  let kit: MerchantKit;
  let sdk: AlipaySdk;
  let orders = 0;

  before(async () => {
    bench = await openBench({ sockets: true });
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
    sdk = sdkFor(kit, bench.origin);
  });
  after(async () => {
    await bench.close();
    assert.deepEqual(bench.troubles, []);
  });

  const exec = (method: string, bizContent: Record<string, unknown>) =>
    sdk.exec(`alipay.trade.${method}`, { bizContent }, { validateSign: true });

  /** Shows a code, reads it, and says what the merchant learned. */
  async function read(behaviour: CodeBehaviour, script?: ChargeScript) {
    orders += 1;
    const outTradeNo = `UNKNOWN_${orders}`;
    const { code: authCode } = bench.provider.showCode('li-na', behaviour);
    if (script) bench.provider.scriptCharge(script);
    const content = { outTradeNo, authCode, scene: 'bar_code', totalAmount: '128.50', subject: '一壶龙井' };
    const pay = () => exec('pay', content);
    const status = async () => {
      const found = await exec('query', { outTradeNo });
      return found['tradeStatus'] ?? found['subCode'];
    };
    const cancel = async () => {
      const { action, retryFlag } = await exec('cancel', { outTradeNo });
      return [action, retryFlag];
    };
    return { authCode, pay, status, cancel };
  }

  const inTheTill = () => bench.provider.ledger.balance(`payee:${kit.app.pid}`);

  it('10003, then the payer confirms (trap 17)', async () => {
    const { authCode, pay, status } = await read('needs-password');
    const asked = await pay();
    assert.deepEqual([asked.code, asked['subCode']], ['10003', undefined]);
    assert.equal(await status(), 'WAIT_BUYER_PAY');
    await bench.clock.advance(5 * SECOND_MS);
    await bench.provider.pay(authCode, 'li-na', 'paid');
    assert.equal(await status(), 'TRADE_SUCCESS');
  });

  it('10003, then nobody confirms: cancelled right after the last look, and dead for the payer', async () => {
    const { authCode, pay, status, cancel } = await read('never-confirms');
    const before = inTheTill();
    assert.equal((await pay()).code, '10003');
    for (let waited = 0; waited < 60; waited += 5) {
      assert.equal(await status(), 'WAIT_BUYER_PAY');
      await bench.clock.advance(5 * SECOND_MS);
    }
    assert.deepEqual(await cancel(), ['close', 'N']);
    assert.equal(await status(), 'TRADE_CLOSED');
    assert.equal(await bench.provider.pay(authCode, 'li-na', 'paid'), 'already-closed');
    assert.equal(inTheTill(), before);
  });

  it('20000 after the work was done: the money is there', async () => {
    const { pay, status } = await read('pays', { what: 'unavailable-after' });
    const unknown = await pay();
    assert.deepEqual(
      [unknown.code, unknown['subCode'], unknown['receiptAmount']],
      ['20000', 'isp.unknow-error', '0.00'],
    );
    assert.equal(await status(), 'TRADE_SUCCESS');
    assert.equal((await pay())['subCode'], 'ACQ.TRADE_HAS_SUCCESS');
  });

  it('20000 before anything was done: the same request again pays once', async () => {
    const { pay, status } = await read('pays', { what: 'unavailable-before' });
    const before = inTheTill();
    assert.equal((await pay()).code, '20000');
    assert.equal(await status(), 'ACQ.TRADE_NOT_EXIST');
    assert.equal((await pay()).code, '10000');
    assert.equal(inTheTill() - before, 12850n);
  });

  it('ACQ.SYSTEM_ERROR counts as unknown, too, and is cancelled with the money going back', async () => {
    const { pay, status, cancel } = await read('pays', { what: 'system-error-after' });
    const before = inTheTill();
    assert.equal((await pay())['subCode'], 'ACQ.SYSTEM_ERROR');
    for (let i = 0; i < 2; i += 1) assert.deepEqual(await cancel(), ['refund', 'N']);
    assert.equal(await status(), 'TRADE_CLOSED');
    assert.equal(inTheTill(), before);
  });

  it('an answer that is lost: the client repeats the request by itself, and the money has moved once', async () => {
    const { pay, status } = await read('pays');
    const before = inTheTill();
    bench.faults.add({ fault: 'lose-answer', to: 'alipay', kind: 'payment.create', times: 1 });
    assert.equal((await pay())['subCode'], 'ACQ.TRADE_HAS_SUCCESS');
    assert.equal(await status(), 'TRADE_SUCCESS');
    assert.equal(inTheTill() - before, 12850n);
  });

  it('answers that are all lost: nobody was told, and the money is there', async () => {
    const { pay, status } = await read('pays');
    const lift = bench.faults.add({ fault: 'lose-answer', to: 'alipay', kind: 'payment.create' });
    await assert.rejects(pay());
    lift();
    assert.equal(await status(), 'TRADE_SUCCESS');
  });

  it('asks whatever the amount where a script says so', async () => {
    const { pay, status } = await read('pays', { what: 'asks' });
    assert.equal((await pay()).code, '10003');
    assert.equal(await status(), 'WAIT_BUYER_PAY');
  });

  it('10000 that is rolled back later: only a look tells (requirement A18)', async () => {
    const { pay, status, cancel } = await read('pays', { what: 'rolled-back', afterMs: 30 * SECOND_MS });
    const before = inTheTill();
    assert.equal((await pay()).code, '10000');
    await bench.clock.advance(30 * SECOND_MS - 1);
    assert.equal(await status(), 'TRADE_SUCCESS');
    await bench.clock.advance(1);
    assert.equal(await status(), 'TRADE_CLOSED');
    assert.equal(inTheTill(), before);
    assert.deepEqual(await cancel(), ['refund', 'N']);
    assert.equal((await pay())['subCode'], 'ACQ.TRADE_HAS_CLOSE');
    const sum = [...bench.provider.ledger.balances().values()].reduce((total, each) => total + each, 0n);
    assert.equal(sum, 0n);
  });

  it('a new number while the old one waits: both are paid, because nobody cancelled (traps 15 and 16)', async () => {
    const [old, fresh] = [await read('needs-password'), await read('pays')];
    const before = inTheTill();
    assert.equal((await old.pay()).code, '10003');
    assert.equal((await fresh.pay()).code, '10000');
    assert.equal(await bench.provider.pay(old.authCode, 'li-na', 'paid'), undefined);
    assert.equal(inTheTill() - before, 25700n);
    assert.deepEqual(await old.cancel(), ['refund', 'N']);
    assert.equal(inTheTill() - before, 12850n);
  });

  it('a failure that is one: another code, and, where an order was begun, another number', async () => {
    const poor = await read('insufficient-balance');
    const failed = await poor.pay();
    assert.deepEqual(
      [failed.code, failed['subCode'], failed['buyerPayAmount']],
      ['40004', 'ACQ.BUYER_BALANCE_NOT_ENOUGH', '0.00'],
    );
    assert.deepEqual(await poor.cancel(), ['close', 'N']);
    assert.equal((await (await read('pays')).pay()).code, '10000');
  });
});
