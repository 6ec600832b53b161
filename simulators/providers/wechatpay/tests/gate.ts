import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { wechatpayWith } from '..';
import { SCHEME } from '../authorization';
import { type Bench, isSigned, openBench, type Reply } from './bench';
import { signature } from './by-hand';
import { order } from './calls';

const QUERY = '/v3/pay/transactions/out-trade-no/GATE-0001';
const CERTIFICATES = '/v3/certificates';

describe('the gate', () => {
  let bench: Bench;
  let query: string;
  before(async () => {
    bench = await openBench();
    query = `${QUERY}?mchid=${bench.direct.mchid}`;
    await bench.call(bench.direct, 'POST', '/v3/pay/transactions/native', order(bench, 'GATE-0001'));
  });

  const refused = (reply: Reply, message: string) => {
    assert.deepEqual([reply.status, reply.json.code, reply.json.message], [401, 'SIGN_ERROR', message]);
    for (const name of reply.headers.keys()) assert.doesNotMatch(name, /^wechatpay-/, 'errors are unsigned');
  };
  const ago = (seconds: number) => String(Math.floor(Date.now() / 1000) - seconds);

  it('words a missing header otherwise for payments than elsewhere, and gives those no Request-ID', async () => {
    for (const authorization of [null, 'Bearer x', SCHEME]) {
      const payments = await bench.call(bench.direct, 'GET', query, undefined, { authorization });
      refused(payments, '签名信息错误，验签失败');
      assert.equal(payments.headers.get('request-id'), null);
      const keys = await bench.call(bench.direct, 'GET', CERTIFICATES, undefined, { authorization });
      refused(keys, 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》');
      assert.match(keys.headers.get('request-id') ?? '', /-268443699$/);
    }
  });

  it('looks at the time before the signature: five minutes either way, seconds only', async () => {
    const late = 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟';
    for (const timestamp of ['1554208460', ago(302), ago(-303), String(Date.now())]) {
      refused(await bench.call(bench.direct, 'GET', query, undefined, { timestamp, signature: 'bm8=' }), late);
    }
    for (const timestamp of [ago(295), ago(-295)]) {
      assert.equal((await bench.call(bench.direct, 'GET', query, undefined, { timestamp })).status, 200);
    }
  });

  it('chooses the key by merchant and serial', async () => {
    const text = '商户证书序列号有误。请使用签名私钥匹配的证书序列号';
    const { serial } = bench.direct;
    for (const other of ['FFFF', serial.slice(1), bench.partner.serial, bench.provider.signers.active().serial]) {
      refused(await bench.call(bench.direct, 'GET', query, undefined, { serial: other }), text);
    }
    refused(await bench.call(bench.direct, 'GET', query, undefined, { mchid: '1900000000' }), '签名错误');
    refused(await bench.call(bench.direct, 'GET', query, undefined, { mchid: bench.partner.mchid }), text);
  });

  it('tells what it has verified when a signature does not fit', async () => {
    const body = JSON.stringify(order(bench, 'GATE-0002'));
    const target = '/v3/pay/transactions/native';
    const change = { timestamp: ago(0), nonce: 'abc', signedBody: body.replace(':', ': ') };
    const reply = await bench.call(bench.direct, 'POST', target, body, change);
    refused(reply, '签名错误，请检查后再试');
    const signed = `POST\n${target}\n${change.timestamp}\nabc\n${body}\n`;
    assert.deepEqual(reply.json.detail, {
      detail: { issue: 'sign not match' },
      field: 'signature',
      location: 'authorization',
      sign_information: {
        method: 'POST',
        sign_message_length: Buffer.byteLength(signed),
        truncated_sign_message: `POST\n${target}\n${change.timestamp}\nabc\n{"appid"\n`,
        url: target,
      },
    });
    const keys = await bench.call(bench.direct, 'GET', CERTIFICATES, undefined, { signature: 'c2ln' });
    refused(keys, '错误的签名，验签失败');
  });

  it('refuses text that is no signature at all', async () => {
    for (const signature of ['WECHATPAY/SIGNTEST/abc', '%%', 'c2ln====', 'é', 'A'.repeat(5000)]) {
      refused(await bench.call(bench.direct, 'GET', query, undefined, { signature }), '签名错误，请检查后再试');
    }
  });

  it('verifies the raw target: query, encoding and order of parameters are part of it', async () => {
    const piped = 'GATE|003';
    await bench.call(bench.direct, 'POST', '/v3/pay/transactions/native', order(bench, piped));
    const raw = `/v3/pay/transactions/out-trade-no/${piped}?mchid=${bench.direct.mchid}`;
    const encoded = raw.replace('|', '%7C');
    assert.equal((await bench.call(bench.direct, 'GET', raw)).status, 200);
    assert.equal((await bench.call(bench.direct, 'GET', encoded)).status, 200);
    // Some clients sign the one and send the other.
    const changes = [raw, encoded.replace('%7C', '%7c'), encoded.split('?')[0], `${encoded}&`, `https://x${encoded}`];
    for (const signedTarget of changes) {
      const reply = await bench.call(bench.direct, 'GET', encoded, undefined, { signedTarget });
      refused(reply, '签名错误，请检查后再试');
    }
  });

  it('verifies the raw body: blanks and the order of members count as they were sent', async () => {
    // Sheet 9, no. 4.
    const place = (body: string, signedBody = body) =>
      bench.call(bench.direct, 'POST', '/v3/pay/transactions/native', body, { signedBody });
    const body = order(bench, 'GATE-0004');
    const compact = JSON.stringify(body);
    const others = [
      JSON.stringify(body, null, 1).replace(/\n */g, ' '),
      JSON.stringify(body, null, 2),
      JSON.stringify(Object.fromEntries(Object.entries(body).toReversed())),
      `${compact}\n`,
    ];
    for (const other of others) {
      assert.equal((await place(other)).status, 200, other);
      refused(await place(compact, other), '签名错误，请检查后再试');
    }
  });

  it('wants the last line end, also behind a body that is empty', async () => {
    // Sheet 9, no. 11.
    const [timestamp, nonce] = [ago(0), 'abc'];
    const ask = (text: string) => {
      const change = { timestamp, nonce, signature: signature(bench.direct, text) };
      return bench.call(bench.direct, 'GET', query, undefined, change);
    };
    const lines = `GET\n${query}\n${timestamp}\n${nonce}\n`;
    assert.equal((await ask(`${lines}\n`)).status, 200);
    for (const text of [lines, lines.trimEnd(), `${lines}\n\n`, `${lines}{}\n`]) {
      refused(await ask(text), '签名错误，请检查后再试');
    }
  });

  it('takes no signature where the serial should be', async () => {
    // Sheet 9, no. 9.
    const [serial, signed] = [signature(bench.direct, 'x'), bench.direct.serial];
    const reply = await bench.call(bench.direct, 'GET', query, undefined, { serial, signature: signed });
    refused(reply, '商户证书序列号有误。请使用签名私钥匹配的证书序列号');
  });

  it('wants Accept and User-Agent on certificates and refunds, before anything else', async () => {
    for (const [target, method] of [
      [CERTIFICATES, 'GET'],
      ['/v3/refund/domestic/refunds/R1', 'GET'],
    ] as const) {
      for (const name of ['Accept', 'User-Agent']) {
        const change = { authorization: null, headers: { [name]: null } };
        const reply = await bench.call(bench.direct, method, target, undefined, change);
        assert.deepEqual([reply.status, reply.json.code], [400, 'INVALID_REQUEST']);
        assert.equal(reply.json.message, 'Http头缺少Accept或User-Agent');
      }
    }
    const change = { headers: { Accept: null, 'User-Agent': null } };
    assert.equal((await bench.call(bench.direct, 'GET', query, undefined, change)).status, 200);
  });

  it('signs what succeeds, with all five headers, also without a body', async () => {
    const open = await bench.call(bench.direct, 'GET', query);
    const closed = await bench.call(bench.direct, 'POST', `${QUERY}/close`, { mchid: bench.direct.mchid });
    assert.deepEqual([open.status, closed.status, closed.text], [200, 204, '']);
    for (const reply of [open, closed]) {
      assert.ok(isSigned(bench.provider, reply));
      assert.equal(reply.headers.get('wechatpay-signature-type'), SCHEME);
      assert.match(reply.headers.get('request-id') ?? '', /^08[0-9A-F]{40}-0$/);
      assert.match(reply.headers.get('content-type') ?? '', /^application\/json/);
      assert.match(reply.headers.get('wechatpay-serial') ?? '', /^[0-9A-F]{40}$/);
    }
  });
});

describe('open questions of the gate', () => {
  const ask = async (settings: Record<string, string>, headers: Record<string, string>, nonce?: string) => {
    const bench = await openBench(settings);
    const send = () => bench.call(bench.direct, 'GET', CERTIFICATES, undefined, { headers, nonce });
    return [await send(), await send()].map(({ status, json }) => json?.code ?? status);
  };

  it('a nonce may come again or not', async () => {
    assert.deepEqual(await ask({}, {}, 'once'), [200, 200]);
    assert.deepEqual(await ask({ repeatedNonce: 'refused' }, {}, 'once'), [200, 'SIGN_ERROR']);
    assert.deepEqual(await ask({ repeatedNonce: 'refused' }, {}), [200, 200]);
  });

  it('an unknown Wechatpay-Serial is ignored or not', async () => {
    const headers = { 'Wechatpay-Serial': '5AFF' };
    assert.deepEqual(await ask({}, headers), [200, 200]);
    assert.deepEqual(await ask({ unknownWechatpaySerial: 'refused' }, headers), ['PARAM_ERROR', 'PARAM_ERROR']);
  });

  it('a serial in small letters, as one client reads it from its certificate, is taken or not', async () => {
    for (const [chosen, status] of [
      ['accepted', 200],
      ['refused', 401],
    ] as const) {
      const bench = await openBench({ lowerCaseSerial: chosen });
      const change = { serial: bench.direct.serial.toLowerCase() };
      assert.equal((await bench.call(bench.direct, 'GET', CERTIFICATES, undefined, change)).status, status);
    }
  });

  it('another Accept is ignored or not', async () => {
    assert.deepEqual(await ask({}, { Accept: 'text/html' }), [200, 200]);
    const refused = ['INVALID_REQUEST', 'INVALID_REQUEST'];
    assert.deepEqual(await ask({ otherAccept: 'refused' }, { Accept: 'text/html' }), refused);
    assert.deepEqual(await ask({ otherAccept: 'refused' }, { Accept: 'text/html, */*;q=0.1' }), [200, 200]);
  });

  it('a setting must exist and have the value', () => {
    assert.throws(() => wechatpayWith({ nothing: 'x' }), /no setting "nothing"/);
    assert.throws(() => wechatpayWith({ repeatedNonce: 'perhaps' }), /expected one of accepted, refused/);
  });
});
