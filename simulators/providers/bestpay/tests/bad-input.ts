import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  type Bench,
  back,
  call,
  openBench,
  paidOrder,
  post,
  QUERY,
  type Reply,
  sealed,
  stateOf,
  WAP,
  WEB,
  webOrder,
} from './bench';

const CALLS = ['/barcode/placeOrder', '/query/queryOrder', '/refund/commonRefund', '/reverse/reverse'];
const CASHIERS = [`${WEB}/payWeb.do`, `${WAP}/payWap.do`, `${WAP}/payWapDirect.do`];

describe('BestPay: what is no request', () => {
  let bench: Bench;
  let state: string;
  before(async () => {
    bench = await openBench();
    await paidOrder(bench, 'F1');
    state = stateOf(bench);
  });
  const unchanged = () => {
    assert.equal(stateOf(bench), state);
    assert.deepEqual(bench.troubles, []);
  };

  const BODIES: ReadonlyArray<readonly [string, string, string?]> = [
    ['nothing', ''],
    ['no form', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'text/xml'],
    ['JSON', '{"merchantId":"1"}', 'application/json'],
    ['a form that says it is text', 'merchantId=1', 'text/plain'],
    ['a broken escape', 'merchantId=%E4%BD&mac=%'],
    ['bytes of another charset', 'merchantId=%C4%E3'],
    ['a field twice', 'merchantId=1&merchantId=2&MERCHANTID=1&MERCHANTID=2'],
    ['a field without a value', 'merchantId&MERCHANTID'],
    ['names that objects have', '__proto__=1&constructor=2&toString=3'],
    ['an endless value', `merchantId=${'1'.repeat(5_000)}&MERCHANTID=${'1'.repeat(5_000)}`],
  ];

  for (const [what, body, type] of BODIES) {
    it(`${what} is refused by every call, in the gateway's own words`, async () => {
      for (const path of CALLS) {
        const response = await post(bench, `${WEB}${path}`, body, type);
        const reply = (await response.json()) as Reply;
        assert.deepEqual([response.status, reply.success, reply.result], [200, false, null], path);
        assert.equal(reply.errorCode, 'BE199999', path);
      }
      for (const url of CASHIERS) {
        const response = await post(bench, url, body, type);
        assert.equal(response.headers.get('location'), null);
        assert.match(await response.text(), /role="alert"[^>]*>BE199999 /);
      }
      unchanged();
    });
  }

  it('a body that is too large is refused', async () => {
    const response = await post(bench, `${WEB}/query/queryOrder`, `merchantId=${'1'.repeat(1_100_000)}`);
    assert.equal(((await response.json()) as Reply).errorCode, 'BE199999');
    unchanged();
  });

  it('a field in the address and once more in the body is refused', async () => {
    const { merchantId, key } = bench.merchant;
    const values = { merchantId, orderNo: 'F1', orderReqNo: 'F100', orderDate: '20261124' };
    const body = new URLSearchParams({ ...values, mac: sealed(values, QUERY, key) }).toString();
    const good = await post(bench, `${WEB}/query/queryOrder`, body);
    assert.equal(((await good.json()) as Reply).success, true);
    const twice = await post(bench, `${WEB}/query/queryOrder?orderNo=F2`, body);
    assert.equal(((await twice.json()) as Reply).errorCode, 'BE199999');
  });

  it('values of another form are refused before anything is looked up', async () => {
    const { merchantId, key } = bench.merchant;
    const values = { merchantId, orderNo: 'F1', orderReqNo: 'F100', orderDate: '20261124' };
    for (const change of [
      { orderNo: 'F-1' },
      { orderNo: 'F1&ORDERREQNO=F100' },
      { orderNo: '测试' },
      { orderDate: '2026-11-24' },
      { orderDate: '20261301' },
      { orderReqNo: '' },
      { merchantId: '1'.repeat(31) },
    ]) {
      const changed: Record<string, string> = { ...values, ...change };
      const reply = await call(bench, '/query/queryOrder', { ...changed, mac: sealed(changed, QUERY, key) });
      assert.equal(reply.errorCode, 'BE199999', JSON.stringify(change));
    }
    for (const amount of ['1.5', '-1', '1e3', ' 1', '0x1', '99999999999', '١'])
      assert.equal((await back(bench, 'F1', 'X1', amount).refund()).errorCode, 'BE199999', amount);
    unchanged();
  });

  it('addresses that a browser would run are refused', async () => {
    for (const [name, address] of [
      ['MERCHANTURL', 'javascript:alert(1)'],
      ['BACKMERCHANTURL', 'file:///etc/passwd'],
    ] as const) {
      const body = new URLSearchParams(webOrder(bench, 'F9', '1', { [name]: address })).toString();
      assert.match(await (await post(bench, `${WEB}/payWeb.do`, body)).text(), /BE199999/);
    }
    unchanged();
  });

  it('what payers read is text and nothing else', async () => {
    const body = new URLSearchParams(
      webOrder(bench, 'F8', '1', { PRODUCTDESC: '<script>alert(1)</script>' }),
    ).toString();
    const { headers } = await post(bench, `${WEB}/payWeb.do`, body);
    const page = await bench.network.receive(bench.provider, new Request(`${WEB}${headers.get('location')}`));
    assert.doesNotMatch(await page.text(), /<script>alert/);
  });

  it('an address that nobody knows is none', async () => {
    assert.equal((await post(bench, `${WEB}/pay.do`, '')).status, 404);
    assert.deepEqual(bench.troubles, []);
  });
});
