import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { PATHS } from '../gate';
import { ask, type Bench, openBench, order, orderOf, paidOrder, refund, sendRaw, signed, stateOf } from './bench';

const WRONG: ReadonlyArray<readonly [string, Readonly<Record<string, string>>]> = [
  ['SIM0002', { amount: '0' }],
  ['SIM0002', { amount: '-1' }],
  ['SIM0002', { amount: '1.5' }],
  ['SIM0002', { amount: '1e3' }],
  ['SIM0002', { amount: '' }],
  ['SIM0002', { amount: '99999999999999' }],
  ['SIM0002', { orderNo: '' }],
  ['SIM0002', { orderNo: 'a'.repeat(41) }],
  ['SIM0002', { orderNo: '../x' }],
  ['SIM0002', { orderDate: '20261131' }],
  ['SIM0002', { reqTime: '20261124250000' }],
  ['SIM0002', { goodsName: '' }],
  ['SIM0002', { goodsName: 'a|amount=1' }],
  ['SIM0002', { goodsName: '长'.repeat(129) }],
  ['SIM0002', { merExtend: 'a\nb' }],
  ['SIM0002', { serverCallUrl: '' }],
  ['SIM0002', { serverCallUrl: 'ftp://shop.example' }],
  ['SIM0002', { callbackUrl: 'javascript:alert(1)' }],
  ['SIM0002', { tranType: '20103' }],
  ['SIM0002', { tradeMode: '0002' }],
  ['SIM0002', { respMode: '2' }],
  ['SIM0002', { interfaceVersion: '2.2.2' }],
  ['SIM0005', { signType: 'RSA' }],
  ['SIM0005', { signType: '__proto__' }],
  ['SIM0004', { merNo: '301100000000000' }],
];

describe('WoPay: bad input', () => {
  let bench: Bench;
  let payJournl = '';

  before(async () => {
    bench = await openBench();
    payJournl = await paidOrder(bench, 'PAID');
  });

  it('refuses values that have not their form, and changes nothing', async () => {
    const state = stateOf(bench);
    for (const [code, change] of WRONG) {
      const reply = await order(bench, 'BAD', change);
      assert.deepEqual([reply.status, reply.text.includes(code)], [400, true], JSON.stringify(change));
    }
    const wrong: Array<Readonly<Record<string, string>>> = [
      { amount: '12.50' },
      { amount: '0' },
      { refundReqJournl: '' },
      { payJournl: 'x' },
      { reason: '|' },
    ];
    for (const change of wrong) {
      const { values } = await refund(bench, 'PAID', 'R', '1', { payJournl, ...change });
      assert.equal(values['refundResult'], 'SIM0002', JSON.stringify(change));
    }
    assert.equal((await ask(bench, 'PAID', { orderDate: '2026-11-24' })).values['queryResult'], 'SIM0002');
    assert.equal(stateOf(bench), state);
  });

  it('refuses a member that swallowed another under a signature that fits', async () => {
    const { amount, callbackUrl, ...rest } = signed(bench, orderOf(bench, 'SWALLOW'));
    const swallowed = { ...rest, amount: `${amount}|callbackUrl=${callbackUrl}` };
    const reply = await sendRaw(bench, PATHS.order, new URLSearchParams(swallowed).toString());
    assert.ok(reply.text.includes('SIM0002'), reply.text);
    assert.equal(bench.provider.book.byOutTradeNo(bench.merchant.merNo, 'SWALLOW'), undefined);
  });

  it('refuses a field that stands twice, and what is no message at all', async () => {
    const state = stateOf(bench);
    const body = new URLSearchParams(signed(bench, orderOf(bench, 'TWICE'))).toString();
    assert.ok((await sendRaw(bench, PATHS.order, `${body}&amount=1`)).text.includes('SIM0001'));
    const bodies = [
      '',
      '&&',
      '=',
      '%',
      '%ff=%ff',
      '{"orderNo":"PAID"}',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'merNo=__proto__',
    ];
    for (const text of bodies) {
      for (const path of Object.values(PATHS)) {
        const reply = await sendRaw(bench, path, text);
        assert.ok(/SIM000[14]/.test(reply.text), `${path} ${text} ${reply.text}`);
      }
    }
    assert.ok((await sendRaw(bench, PATHS.query, 'a'.repeat(1024 * 1024 + 1))).text.includes('SIM0001'));
    assert.equal(stateOf(bench), state);
  });

  it('answers anything with a refusal and never with a crash', async () => {
    const state = stateOf(bench);
    const name = fc.constantFrom('merNo', 'signMsg', 'signType', 'amount', 'orderNo', 'charSet', 'x');
    const body = fc.array(fc.tuple(name, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 12 });
    const path = fc.constantFrom(...Object.values(PATHS));
    await fc.assert(
      fc.asyncProperty(path, body, async (where, pairs) => {
        const reply = await sendRaw(bench, where, new URLSearchParams(pairs as Array<[string, string]>).toString());
        assert.match(reply.text, /SIM00/);
      }),
      { seed: 7, numRuns: 60 },
    );
    assert.equal(stateOf(bench), state);
    assert.deepEqual(bench.troubles, []);
  });

  it('has no other addresses and no other methods', async () => {
    for (const path of ['/', '/pay', PATHS.order, PATHS.query, '/sim/reconciliation/1/2']) {
      const response = await bench.network.receive(bench.provider, new Request(`https://epay.10010.com${path}`));
      assert.equal(response.status, 404, path);
    }
  });
});
