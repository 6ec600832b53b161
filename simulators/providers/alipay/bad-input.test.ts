import './tests/keys';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BODY_LIMIT_BYTES } from '../../network/message';
import type { MerchantKit } from './enrolment';
import { CLOSE, nested, ORDER, PRECREATE, QUERY, REFUND, REFUND_QUERY, RIGHT, STRANGE } from './tests/bad-values';
import {
  type Bench,
  call,
  DIRECT,
  encoded,
  isSealed,
  openBench,
  openedPage,
  paidOrder,
  type RawRequest,
  type Reply,
  readReply,
  send,
  sendRaw,
  signedByHand,
  stateOf,
  type Values,
} from './tests/bench';
import './tests/fuzz';
import './tests/v3-fuzz';

describe('Alipay: bad input', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
    await paidOrder(bench, kit, { out_trade_no: 'PAID_1' });
    await bench.provider.pay(await openedPage(bench, kit, { out_trade_no: 'OPEN_1' }), 'li-na', 'declined');
  });
  after(() => assert.deepEqual(bench.troubles, []));

  /** Refused with Alipay's own envelope, signed for whoever is known, and nothing has changed. */
  async function refused(request: () => Promise<Reply>, known: boolean): Promise<string> {
    const state = stateOf(bench);
    const reply = await request();
    assert.equal(reply.status, 200);
    assert.match(reply.envelope, /^([A-Za-z0-9_]+_response|error_response)$/);
    const { code, msg, sub_code: subCode = '', sub_msg: subMsg } = reply.body;
    assert.match(code ?? '', /^(20001|4000[1-46])$/, reply.text.slice(0, 300));
    assert.ok(msg && subMsg && /^(isv|aop|ACQ)\./.test(subCode), reply.text.slice(0, 300));
    if (known) assert.ok(isSealed(bench, kit, reply), reply.text.slice(0, 300));
    else assert.equal(reply.sign, undefined);
    assert.equal(stateOf(bench), state);
    return subCode;
  }

  const signed = (method: string, content: unknown, change: Values = {}) => signedByHand(kit, method, content, change);

  it('answers content that is not the JSON of an object', async () => {
    const contents = [
      '',
      ' ',
      'null',
      '1',
      '"x"',
      '[]',
      '[{"out_trade_no":"PAID_1"}]',
      '{',
      '{"out_trade_no":"PAID_1"',
      "{'out_trade_no':'PAID_1'}",
      '{"out_trade_no":"PAID_1"}{}',
      '{"out_trade_no":"PAID_1",}',
      '\ufeff{"out_trade_no":"PAID_1"}',
      '{"out_trade_no":"a\u0000b"}',
      '{"out_trade_no":NaN}',
      nested(20_000),
      `{"out_trade_no":1234567890123456${',"a":{"b"'.repeat(15_000)}`,
      'x'.repeat(100_000),
    ];
    for (const content of contents) {
      for (const method of [PRECREATE, REFUND]) await refused(() => call(bench, signed(method, content)), true);
    }
  });

  /** Whatever it is, it is answered in a signed envelope, and a refusal changes nothing. */
  async function answered(method: string, content: unknown): Promise<string> {
    const state = stateOf(bench);
    const reply = await call(bench, signed(method, content));
    assert.ok(reply.status === 200 && isSealed(bench, kit, reply), reply.text.slice(0, 300));
    const { code = '' } = reply.body;
    assert.match(code, /^(10000|4000[24])$/, reply.text.slice(0, 300));
    if (code !== '10000') assert.equal(stateOf(bench), state);
    return code;
  }

  it('answers fields of wrong types, sizes and characters, whichever method', async () => {
    for (const [method, right] of Object.entries(RIGHT)) {
      // A refund query's fields are a refund's, and a close's are a query's.
      for (const name of [REFUND_QUERY, CLOSE].includes(method) ? [] : Object.keys(right)) {
        for (const strange of STRANGE) {
          const code = await answered(method, { ...right, [name]: strange });
          const isText = typeof strange === 'string' && strange !== '' && strange.length < 64;
          const optional = method === REFUND && name === 'out_request_no' && (strange === null || strange === '');
          // Numbers are taken for text, and text may say almost anything.
          if (!isText && typeof strange !== 'number' && !optional)
            assert.equal(code, '40004', `${name} ${JSON.stringify(strange)}`);
        }
      }
    }
  });

  it('answers missing fields, and orders whose optional fields are strange', async () => {
    for (const [method, right] of Object.entries(RIGHT)) {
      for (const name of Object.keys(right)) {
        if (method === REFUND && name === 'out_request_no') continue;
        const { [name]: _missing, ...content } = right;
        assert.equal(await refused(() => call(bench, signed(method, content)), true), 'ACQ.INVALID_PARAMETER');
      }
    }
    const optional = ['timeout_express', 'goods_detail', 'sub_merchant', 'settle_info', 'time_expire', 'extend_params'];
    for (const name of optional) {
      for (const strange of [1, true, ['x'], { x: 1 }, 'x'.repeat(600)]) {
        if (name === 'goods_detail' && Array.isArray(strange)) continue;
        if (name === 'extend_params' && typeof strange === 'object' && !Array.isArray(strange)) continue;
        await refused(() => call(bench, signed(PRECREATE, { ...ORDER, [name]: strange })), true);
      }
    }
  });

  it('refuses more than one mebibyte, wherever the application is named', async () => {
    const huge = signed(PRECREATE, { ...ORDER, body: 'x'.repeat(BODY_LIMIT_BYTES) });
    await refused(async () => readReply(await send(bench, {}, huge)), false);
    const { app_id = '', method = '', charset = '', ...rest } = huge;
    await refused(async () => readReply(await send(bench, { app_id, method, charset }, rest)), true);
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(BODY_LIMIT_BYTES / 4).fill(0x78)),
    });
    const endless = new Request('https://openapi.alipay.com/gateway.do', {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit);
    await refused(async () => readReply(await bench.network.receive(bench.provider, endless)), false);
  });

  it('refuses what was not signed by the application', async () => {
    const right = signed(REFUND, RIGHT[REFUND]);
    const { sign = '' } = right;
    const wrong: Values[] = [
      { sign: '' },
      { sign: 'x' },
      { sign: '\u0000' },
      { sign: sign.slice(0, -4) },
      { sign: `${sign.startsWith('A') ? 'B' : 'A'}${sign.slice(1)}` },
      { sign: sign.replaceAll('+', ' ') === sign ? `${sign} ` : sign.replaceAll('+', ' ') },
      { sign: 'x'.repeat(100_000) },
      { biz_content: JSON.stringify({ ...RIGHT[REFUND], refund_amount: '1.01' }) },
      { sign_type: 'none' },
      { charset: '\u0000' },
      { format: '\ud800' },
      { version: '1.0\u0000' },
      { timestamp: '0000-00-00 00:00:00' },
      { timestamp: '９９９９-12-31 00:00:00' },
      { method: 'alipay.trade.steal' },
      { method: '__proto__' },
      { method: 'constructor' },
      { method: 'hasOwnProperty' },
      { method: '../../alipay.trade.query' },
      { method: 'x'.repeat(100_000) },
      { prod_code: 'added' },
    ];
    for (const change of wrong) await refused(() => call(bench, { ...right, ...change }), true);
    for (const app_id of ['0', '__proto__', 'constructor', "' OR 1=1", 'x'.repeat(100_000), '\u0000']) {
      assert.equal(await refused(() => call(bench, { ...right, app_id }), false), 'isv.invalid-app-id');
    }
  });

  it('answers bodies and queries that are no form', async () => {
    const { sign: _sign, ...common } = signed(QUERY, RIGHT[QUERY]);
    const query = encoded(common);
    const bodies: [type: string, body: string | Uint8Array<ArrayBuffer>][] = [
      ['application/json', JSON.stringify(common)],
      ['text/xml', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
      ['multipart/form-data', 'x'],
      ['multipart/form-data; boundary=', 'x'],
      ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b'],
      ['multipart/form-data; boundary=b', '--b\r\n'.repeat(10_000)],
      ['application/x-www-form-urlencoded', '%'],
      ['application/x-www-form-urlencoded', '&&&===&=x&%zz=%zz'],
      ['application/x-www-form-urlencoded', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
    ];
    for (const [type, body] of bodies) {
      const request: RawRequest = { query, body, headers: { 'content-type': type } };
      await refused(async () => readReply(await sendRaw(bench, request)), true);
      await refused(async () => readReply(await sendRaw(bench, { ...request, query: '' })), false);
    }
  });

  it('answers ten thousand parameters, and the same one ten thousand times', async () => {
    const right = encoded(signed(QUERY, RIGHT[QUERY]));
    const many = Array.from({ length: 10_000 }, (_, i) => `p${i}=${i}`).join('&');
    assert.equal(
      await refused(async () => readReply(await sendRaw(bench, { body: `${right}&${many}` })), true),
      'isv.invalid-signature',
    );
    const again = '&sign=x'.repeat(10_000);
    const reply = await readReply(await sendRaw(bench, { body: `${right}${again}` }));
    assert.equal(reply.body['trade_status'], 'TRADE_SUCCESS');
    assert.equal(
      await refused(async () => readReply(await sendRaw(bench, { body: `${again.slice(1)}&${right}` })), true),
      'isv.invalid-signature',
    );
  });

  it('knows one path, and records nothing else as a call', async () => {
    const query = encoded(signed(PRECREATE, ORDER));
    const state = stateOf(bench);
    for (const path of [
      '/x/../gateway.do',
      '/%67ateway.do',
      '/gateway.do/',
      '//gateway.do',
      '/GATEWAY.DO',
      '/gateway.do;x',
      '/gateway.do%00',
    ]) {
      const request = new Request(`https://openapi.alipay.com${path}?${query}`);
      const response = await bench.network.receive(bench.provider, request, `${path}?${query}`);
      assert.equal(response.status, 404);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      assert.equal((await sendRaw(bench, { query, method })).status, 404);
    }
    assert.equal(stateOf(bench), state);
  });

  it('keeps what strangers write short in its history', () => {
    for (const { trade, facts } of bench.history.events()) {
      for (const text of [trade, ...Object.values(facts)])
        if (typeof text === 'string') assert.ok(text.length <= 256, text);
    }
  });
});
