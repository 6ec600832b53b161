import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Bench, call, openBench, paidOrder, send, sendRaw, signed, stateOf, valuesOf } from './bench';

const WRONG: ReadonlyArray<readonly [string, string, Readonly<Record<string, string>>]> = [
  ['DirectPayConfirm', 'SIM0002', { amount: '0' }],
  ['DirectPayConfirm', 'SIM0002', { amount: '-1' }],
  ['DirectPayConfirm', 'SIM0002', { amount: '1.5' }],
  ['DirectPayConfirm', 'SIM0002', { amount: '1e3' }],
  ['DirectPayConfirm', 'SIM0002', { amount: '０１' }],
  ['DirectPayConfirm', 'SIM0002', { amount: '99999999999999' }],
  ['DirectPayConfirm', 'SIM0002', { amount: '' }],
  ['DirectPayConfirm', 'SIM0002', { currency: 'USD' }],
  ['DirectPayConfirm', 'SIM0002', { orderId: 'a b' }],
  ['DirectPayConfirm', 'SIM0002', { orderId: 'a'.repeat(51) }],
  ['DirectPayConfirm', 'SIM0002', { orderId: "';--" }],
  ['DirectPayConfirm', 'SIM0002', { requestId: '' }],
  ['DirectPayConfirm', 'SIM0002', { orderDate: '20261332' }],
  ['DirectPayConfirm', 'SIM0002', { orderDate: '20260230' }],
  ['DirectPayConfirm', 'SIM0002', { period: '0' }],
  ['DirectPayConfirm', 'SIM0002', { period: '1000' }],
  ['DirectPayConfirm', 'SIM0002', { periodUnit: '04' }],
  ['DirectPayConfirm', 'SIM0002', { notifyUrl: 'javascript:alert(1)' }],
  ['DirectPayConfirm', 'SIM0002', { notifyUrl: 'file:///etc/passwd' }],
  ['DirectPayConfirm', 'SIM0002', { callbackUrl: '' }],
  ['DirectPayConfirm', 'SIM0002', { ipAddress: '999.1.1.1' }],
  ['DirectPayConfirm', 'SIM0002', { productName: '' }],
  ['DirectPayConfirm', 'SIM0002', { productName: 'a\nb' }],
  ['DirectPayConfirm', 'SIM0002', { productName: '长'.repeat(129) }],
  ['DirectPayConfirm', 'SIM0002', { reserved1: 'x'.repeat(257) }],
  ['DirectPayConfirm', 'SIM0002', { version: '3.0.0' }],
  ['CloudQuickPay', 'SIM0002', { version: '__proto__' }],
  ['DirectPayConfirm', 'SIM0004', { merchantId: '__proto__' }],
  ['DirectPayConfirm', 'SIM0006', { signType: 'RSA' }],
  ['DirectPayConfirm', 'SIM0004', { merchantId: '000000000000000' }],
  ['OrderRefund', 'SIM0002', { orderId: 'PAID', amount: '12.50' }],
  ['OrderRefund', 'SIM0002', { orderId: 'PAID', amount: '0' }],
  ['OrderQueryByYPOS', 'SIM0002', { orderId: 'PAID', orderDate: '2026-11-24' }],
  ['SIMReconQuery', 'SIM0002', { billDate: '20261131' }],
  ['CloudTxnCancel', 'SIM0002', { orequestId: '', oorderDate: '20261124' }],
];

describe('HeBao: bad input', () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
    await paidOrder(bench, 'PAID');
  });

  it('refuses values that have not their form, and changes nothing', async () => {
    const state = stateOf(bench);
    for (const [type, code, change] of WRONG) {
      const { values, status } = await call(bench, type, change);
      assert.deepEqual([status, values['returnCode']], [200, code], JSON.stringify([type, change]));
    }
    assert.equal(stateOf(bench), state);
  });

  it('refuses a field that stands twice, whichever of them is signed', async () => {
    const state = stateOf(bench);
    const body = new URLSearchParams(signed(bench, valuesOf(bench, 'OrderRefund', { orderId: 'PAID', amount: '1' })));
    for (const twice of ['amount=12850', 'hmac=0', 'merchantId=1', 'amount=1']) {
      const { values } = await sendRaw(bench, `${body}&${twice}`);
      assert.equal(values['returnCode'], 'SIM0001', twice);
    }
    assert.equal(stateOf(bench), state);
  });

  it('refuses what is no message at all', async () => {
    const state = stateOf(bench);
    const bodies = [
      '',
      '&&&',
      '=',
      'type',
      '%',
      '%ff=%ff',
      '{"type":"OrderQuery"}',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'type=__proto__&merchantId=constructor',
      '\u0000',
    ];
    for (const body of bodies) {
      const { status, values } = await sendRaw(bench, body);
      assert.deepEqual([status, values['returnCode']?.slice(0, 3)], [200, 'SIM'], body);
    }
    const { values } = await sendRaw(bench, 'a'.repeat(1024 * 1024 + 1));
    assert.equal(values['returnCode'], 'SIM0001');
    assert.equal(stateOf(bench), state);
  });

  it('refuses a message in another charset than it says', async () => {
    const values = signed(bench, valuesOf(bench, 'DirectPayConfirm', { orderId: 'CHARSET', characterSet: '00' }));
    assert.equal((await send(bench, values)).values['returnCode'], 'SIM0005', 'UTF-8 that says it is GBK');
    const bytes = Buffer.from(
      `${new URLSearchParams(signed(bench, valuesOf(bench, 'DirectPayConfirm', { orderId: 'BYTES' })))}`.replace(
        '%E4',
        '%FF',
      ),
    );
    assert.equal(
      (await sendRaw(bench, new Uint8Array(bytes))).values['returnCode'],
      'SIM0005',
      'bytes that are no UTF-8',
    );
  });

  it('answers anything with a refusal and never with a crash', async () => {
    const state = stateOf(bench);
    const name = fc.constantFrom('type', 'merchantId', 'hmac', 'amount', 'orderId', 'characterSet', 'version', 'x');
    const body = fc.array(fc.tuple(name, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(body, async (pairs) => {
        const { status, values } = await sendRaw(
          bench,
          new URLSearchParams(pairs as Array<[string, string]>).toString(),
        );
        assert.equal(status, 200);
        assert.match(values['returnCode'] ?? '', /^SIM/);
      }),
      { seed: 7, numRuns: 80 },
    );
    assert.equal(stateOf(bench), state);
    assert.deepEqual(bench.troubles, []);
  });

  it('has no other addresses', async () => {
    for (const path of ['/', '/ips', '/ips/cmpayService/', '/sim/reconciliation/1/2', '/sim/nowhere']) {
      const response = await bench.network.receive(bench.provider, new Request(`https://ipos.10086.cn${path}`));
      assert.equal(response.status, 404, path);
    }
  });
});
