import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SimProvider } from '../provider';
import { openSimBench, type SimBench } from './bench';
import { harbour } from './harbour';

const LINE = 'x'.repeat(129);

/** Members of an order, each with values that it may not have. */
const BAD_MEMBERS: Readonly<Record<string, readonly unknown[]>> = {
  outTradeNo: ['', 'a b', '单号', 'x'.repeat(65), 7, null, ['A'], '../A', 'A\u0000'],
  amount: [0, -1, 0.5, '12850', '1e3', 2 ** 53, null, [1], { fen: 1 }, true],
  currency: ['USD', 'cny', '', undefined],
  present: ['', 'merchant_qr', 'PAYER_CODE', 'constructor', '__proto__', 1, undefined],
  summary: ['', LINE, 'a\nb', 'a\u0000', 5, undefined],
  merchantId: ['', 'x'.repeat(33), '../1', 5, undefined],
  expireAt: ['tomorrow', '2026-11-24 10:00:00', '2026-13-01T00:00:00+08:00', 0, '2026-11-24T08:00:00+08:00'],
  expireMinutes: [0, -5, 1.5, '30', 1e9],
  notifyUrl: ['javascript:alert(1)', 'shop.example', 'file:///etc/passwd', `https://a.example/${'x'.repeat(600)}`, 5],
  returnUrl: ['data:text/html,x', '//evil.example', 5],
  attach: ['', 'x'.repeat(257), 'a\u0007'],
  surprise: ['anything'],
  payerCode: ['510000000000000000'],
};

/** Texts that are no body of an order at all. */
const BAD_BODIES: readonly string[] = [
  '',
  'null',
  '[]',
  '"text"',
  '7',
  '{',
  '{"outTradeNo":"A"',
  'outTradeNo=A&amount=1',
  '<xml><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a></xml>',
  '\uFEFF{}',
  '{}{}',
  '{"a":{"b":{"c":{"d":{"e":1}}}}}',
  `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`,
];

describe('what is no request of the profile', () => {
  let bench: SimBench<SimProvider>;
  before(async () => {
    bench = await openSimBench(harbour);
  });

  it('is refused with the member that is wrong, and changes nothing', async () => {
    for (const [member, values] of Object.entries(BAD_MEMBERS)) {
      for (const value of values) {
        const { status, body } = await bench.client.order('B1', { [member]: value });
        const at = `${member} ${JSON.stringify(value)}: ${JSON.stringify(body)}`;
        assert.deepEqual([status, body['code']], [400, 'PARAM_ERROR'], at);
        const named = member === 'surprise' || member === 'payerCode' ? /Unrecognized key/ : new RegExp(member);
        if (!/over before/.test(String(body['message']))) assert.match(String(body['message']), named, at);
      }
    }
    assert.equal(bench.provider.book.trades().length, 0);
  });

  it('is refused where the body is none', async () => {
    for (const text of BAD_BODIES) {
      const { status, body } = await bench.client.call('POST', '/v0/orders', text);
      assert.deepEqual([status, body['code']], [400, 'PARAM_ERROR'], text.slice(0, 80));
    }
  });

  it('is refused where a member comes twice, however it is written', async () => {
    const good = {
      outTradeNo: 'T1',
      amount: 1,
      currency: 'CNY',
      present: 'MERCHANT_QR',
      summary: 's',
      merchantId: bench.client.payee,
    };
    const text = JSON.stringify(good);
    for (const twice of [text.replace('{', '{"amount":9,'), text.replace('}', ',"am\\u006funt":9}')]) {
      const { body } = await bench.client.call('POST', '/v0/orders', twice);
      assert.match(`${body['code']} ${body['message']}`, /PARAM_ERROR .*"amount" comes twice/);
    }
    const values = text.replace('"summary":"s"', '"summary":"amount, {\\"amount\\": 1} [amount]"');
    assert.equal((await bench.client.call('POST', '/v0/orders', values)).status, 200);
    const { body } = await bench.client.call('GET', `/v0/orders/T1?merchantId=${bench.client.payee}&merchantId=1`);
    assert.match(String(body['message']), /a parameter comes twice/);
  });

  it('is refused where it is not UTF-8, or too large', async () => {
    const { client, provider } = bench;
    const bytes = Buffer.concat([
      Buffer.from('{"summary":"'),
      Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
      Buffer.from('"}'),
    ]);
    const url = `${provider.desk.apiOrigin}/v0/orders`;
    const signedLike = (body: Uint8Array) => {
      const { headers } = client.request('POST', '/v0/orders', Buffer.from(body).toString('latin1'));
      return new Request(url, { method: 'POST', headers, body: Buffer.from(body) });
    };
    // The signature is over other bytes than the client wrote: either way nothing of it is taken.
    assert.ok([400, 401].includes((await client.send(signedLike(bytes))).status));
    const { status, body } = await client.call('POST', '/v0/orders', `{"summary":"${'x'.repeat(1_100_000)}"}`);
    assert.deepEqual([status, body['code']], [413, 'TOO_LARGE']);
  });

  it('is refused in refunds, questions and files as well', async () => {
    const { client } = bench;
    await client.order('P1');
    await bench.pay('P1');
    for (const more of [
      { amount: 0 },
      { amount: '1' },
      { outRefundNo: '' },
      { outTradeNo: '?' },
      { currency: 'USD' },
      { to: 'me' },
    ]) {
      const { body } = await client.refund('P1', 'R1', 1, more);
      assert.equal(body['code'], 'PARAM_ERROR', JSON.stringify(more));
    }
    assert.equal(bench.trade('P1')?.refunds.length, 0);
    for (const target of [
      '/v0/orders/P1',
      '/v0/orders/P1?merchantId=',
      '/v0/orders/P1?other=1',
      '/v0/recon',
      '/v0/recon?date=2026-02-30',
      '/v0/recon?date=24.11.2026',
      '/v0/recon?date=2026-11-24',
      '/v0/recon?date=2027-01-01',
    ])
      assert.equal((await client.call('GET', target)).body['code'], 'PARAM_ERROR', target);
    assert.equal((await client.call('GET', '/v0/recon/files/ffff')).body['code'], 'NOT_FOUND');
    assert.equal(
      (await client.call('GET', `/v0/orders/${encodeURIComponent('../P1')}?merchantId=${client.payee}`)).status,
      400,
    );
    assert.equal((await client.call('DELETE', '/v0/orders/P1')).status, 404);
    assert.deepEqual(bench.troubles, []);
  });
});
