import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MINUTE_MS, signingNow } from '../../../kernel/time';
import { BODY_LIMIT_BYTES } from '../../../network/message';
import type { MerchantKit } from '../enrolment';
import { success } from '../v3/answer';
import { type Bench, call, DIRECT, NOTIFY_URL, openBench, paidOrder, signedByHand, stateOf } from './bench';
import { type V3Wish, v3IsSealed, v3Send } from './v3-bench';

const QUERY = '/v3/alipay/trade/query';
const PAID = JSON.stringify({ out_trade_no: 'PAID_1' });

describe('Alipay in the HTTP style', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
    await paidOrder(bench, kit, { out_trade_no: 'PAID_1' });
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const ask = (wish: Partial<V3Wish> = {}) => v3Send(bench, kit, { target: QUERY, body: PAID, ...wish });

  it('answers signed over time, nonce and body, with header names in lower case (A23)', async () => {
    const reply = await ask();
    assert.equal(reply.status, 200);
    assert.ok(v3IsSealed(bench, kit, reply));
    const failed = await ask({ body: '' });
    for (const name of [...reply.names, ...failed.names]) assert.equal(name, name.toLowerCase());
    assert.deepEqual(
      [reply.body['trade_status'], reply.body['total_amount'], reply.body['code'], reply.headers.get('alipay-sn')],
      ['TRADE_SUCCESS', '128.50', undefined, null],
    );
    assert.match(reply.headers.get('alipay-trace-id') ?? '', /^[0-9a-f]{32}$/);
  });

  it('says by its status that something is not over yet', async () => {
    const seal = {
      signer: bench.provider.signers.signerFor(kit.app),
      signType: 'RSA2',
      withCertificate: false,
      charset: 'utf-8',
    } as const;
    const asked = success({ code: '10003', msg: 'order success pay inprocess', out_trade_no: 'X' }, seal);
    assert.deepEqual([asked.status, await asked.text()], [202, '{"out_trade_no":"X"}']);
  });

  it('says the same as the gateway, whichever wire asks', async () => {
    const { code: _code, msg: _msg, ...rest } = (await call(bench, signedByHand(kit, 'alipay.trade.query', PAID))).body;
    assert.deepEqual((await ask()).body, rest);
    assert.deepEqual((await ask({ verb: 'GET', target: `${QUERY}?out_trade_no=PAID_1`, body: '' })).body, rest);
  });

  it('takes the header as it was sent: other members, another order, the token of another merchant', async () => {
    const [app_id, timestamp] = [kit.app.appId, String(signingNow())];
    for (const wish of [
      { members: { expired_seconds: '120' } },
      { members: { additional: 'a=b c' } },
      { ordered: { timestamp, expired_seconds: '120', nonce: 'n-1', app_id } },
    ]) {
      assert.equal((await ask(wish)).status, 200, JSON.stringify(wish));
    }
    const token = await ask({ headers: { 'alipay-app-auth-token': 'T1' } });
    assert.deepEqual([token.status, token.body['code']], [401, 'invalid-app-auth-token']);
    const unsigned = await ask({
      tamper: ({ headers }) => ({ headers: { ...headers, 'alipay-app-auth-token': 'T1' } }),
    });
    assert.equal(unsigned.body['code'], 'invalid-signature');
  });

  it('reads the text of an upload’s data part as its body', async () => {
    const part = `--b\r\nContent-Disposition: form-data; name="data"\r\nContent-Type: application/json\r\n\r\n${PAID}\r\n`;
    const file = '--b\r\nContent-Disposition: form-data; name="f"; filename="f.png"\r\n\r\n\u0000\r\n--b--\r\n';
    const type = { 'content-type': 'multipart/form-data; boundary=b' };
    const reply = await ask({ headers: type, tamper: () => ({ body: `${part}${file}` }) });
    assert.deepEqual([reply.status, reply.body['trade_status']], [200, 'TRADE_SUCCESS']);
  });

  it('orders with the address for notices in its body, and refunds what was paid', async () => {
    const post = (op: string, content: object) =>
      ask({ target: `/v3/alipay/trade/${op}`, body: JSON.stringify(content) });
    const order = { out_trade_no: 'V3_1', total_amount: '128.50', subject: '一壶龙井', notify_url: NOTIFY_URL };
    const { body } = await post('precreate', order);
    const heard = bench.shop.heard.length;
    await bench.provider.pay(String(body['qr_code']), 'li-na', 'paid');
    await bench.clock.settle();
    assert.equal(bench.shop.heard[heard]?.values['out_trade_no'], 'V3_1');
    const refund = { out_trade_no: 'V3_1', out_request_no: 'R1', refund_amount: '28.50' };
    assert.equal((await post('refund', refund)).body['fund_change'], 'Y');
    const asked = await post('fastpay/refund/query', { out_trade_no: 'V3_1', out_request_no: 'R1' });
    assert.equal(asked.body['refund_status'], 'REFUND_SUCCESS');
    assert.equal((await post('cancel', { out_trade_no: 'V3_1' })).body['action'], 'refund');
    const closed = await post('close', { out_trade_no: 'V3_1' });
    assert.deepEqual([closed.status, closed.body['code']], [400, 'ACQ.TRADE_STATUS_ERROR']);
    const long = await post('precreate', { ...order, notify_url: `${NOTIFY_URL}/${'n'.repeat(256)}` });
    assert.equal(long.body['code'], 'invalid-parameter');
  });

  it('hands out bills by address only, https where it is asked for', async () => {
    const target = '/v3/alipay/data/dataservice/bill/downloadurl/query?bill_type=trade&bill_date=2026-11-23';
    const { body } = await ask({ verb: 'GET', target: `${target}&secure=true`, body: '' });
    assert.match(
      String(body['bill_download_url']),
      /^https:\/\/dwbillcenter\.alipay\.com\/downloadBillFile\.resource\?/,
    );
    const plain = await ask({ verb: 'GET', target, body: '' });
    assert.match(String(plain.body['bill_download_url']), /^http:/);
    const posted = await ask({ target, body: JSON.stringify({ bill_type: 'trade', bill_date: '2026-11-23' }) });
    assert.deepEqual([posted.status, posted.body['code']], [400, 'invalid-method']);
    const wrong = await ask({ verb: 'GET', target: target.replace('trade&', 'x&'), body: '' });
    assert.deepEqual([wrong.status, wrong.body['code']], [400, 'TYPE_NOT_SUPPORTED']);
  });

  /** Refused without a signature, in JSON, and nothing has changed (sheet 7.4). */
  async function refused(wish: Partial<V3Wish>, status: number, code: string): Promise<void> {
    const state = stateOf(bench);
    const reply = await ask(wish);
    assert.deepEqual([reply.status, reply.body['code']], [status, code], `${JSON.stringify(wish)} ${reply.text}`);
    assert.deepEqual(Object.keys(reply.body), ['code', 'message', 'links']);
    const [link] = reply.body['links'] as { link: string; desc: string }[];
    assert.ok(link?.link.endsWith(reply.headers.get('alipay-trace-id') ?? 'none') && link.desc);
    assert.equal(reply.headers.get('alipay-signature'), null);
    assert.equal(stateOf(bench), state);
  }

  const authorized =
    (change: (header: string) => string): V3Wish['tamper'] =>
    ({ headers }) => ({ headers: { ...headers, authorization: change(headers['authorization'] ?? '') } });

  it('refuses what does not say who, when and what', async () => {
    await refused({ tamper: () => ({ headers: {} }) }, 400, 'missing-timestamp');
    for (const header of [
      '',
      'Bearer x',
      'ALIPAY-SHA1withRSA app_id=1,sign=x',
      'alipay-sha256withrsa x',
      'x'.repeat(9_000),
    ]) {
      await refused({ tamper: authorized(() => header) }, 400, 'invalid-signature-type');
    }
    await refused({ tamper: authorized(() => 'ALIPAY-SHA256withRSA ,,,=,=') }, 400, 'missing-app-id');
    await refused({ members: { app_id: undefined } }, 400, 'missing-app-id');
    for (const app_id of ['2021000000000000', '__proto__', 'x'.repeat(4_000)]) {
      await refused({ members: { app_id } }, 400, 'invalid-app-id');
    }
    await refused({ members: { timestamp: undefined } }, 400, 'missing-timestamp');
    await refused({ members: { nonce: undefined } }, 400, 'invalid-parameter');
    for (const timestamp of ['x', '2026-11-24 09:00:00', '-1', '1e12', `${2 ** 60}`]) {
      await refused({ members: { timestamp } }, 400, 'invalid-timestamp');
    }
    for (const target of [
      '/v3/alipay/trade/steal',
      '/v3/alipay/trade',
      '/v3/constructor',
      '/v3/__proto__',
      '/v3/hasownproperty',
    ]) {
      await refused({ target }, 400, 'invalid-method');
    }
    for (const verb of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) await refused({ verb }, 400, 'invalid-method');
    await refused(
      { verb: 'GET', target: '/v3/alipay/trade/refund?out_trade_no=PAID_1', body: '' },
      400,
      'invalid-method',
    );
  });

  it('refuses what was not signed by the application, to the byte', async () => {
    const changed: V3Wish['tamper'][] = [
      authorized((header) => header.replace(/,sign=.*/, '')),
      authorized((header) => header.replace(/,sign=.*/, ',sign=')),
    ];
    for (const tamper of changed) await refused({ tamper }, 400, 'missing-signature');
    const invalid: V3Wish['tamper'][] = [
      authorized((header) => header.replace(/,sign=/, ',sign=A')),
      authorized((header) => header.replace('app_id', 'x=1,app_id')),
      authorized((header) => header.replace('nonce=', 'nonce=x')),
      authorized((header) => `${header},sign=x`),
      ({ body }) => ({ body: body.replace(':', ': ') }),
      () => ({ body: '' }),
      ({ target }) => ({ target: `${target}?` }),
      ({ target }) => ({ target: `${target}?out_trade_no=PAID_2` }),
    ];
    for (const tamper of invalid) await refused({ tamper }, 400, 'invalid-signature');
    await refused({ members: { app_cert_sn: 'f'.repeat(32) } }, 400, 'app-cert-not-exist');
  });

  it('refuses the same request twice, and one that is older than ten minutes', async () => {
    const old = String(signingNow() - 10 * MINUTE_MS - 1000);
    await refused({ members: { timestamp: old } }, 400, 'invalid-timestamp');
    await refused({ members: { timestamp: String(signingNow() + 11 * MINUTE_MS) } }, 400, 'invalid-timestamp');
    const again = { members: { nonce: 'once', timestamp: String(signingNow()) } };
    assert.equal((await ask(again)).status, 200);
    await refused(again, 400, 'suspected-attack');
  });

  it('refuses bodies that are not the JSON of an object', async () => {
    for (const body of [
      'null',
      '[]',
      '1',
      '{',
      '{"a":1,}',
      `${'{"a":'.repeat(20_000)}`,
      '\ufeff{}',
      'out_trade_no=PAID_1',
    ]) {
      await refused({ body }, 400, 'illegal-json');
    }
    for (const body of ['', '{}', '{"out_trade_no":{}}', '{"out_trade_no":"\\u0000"}']) {
      const reply = await ask({ body });
      assert.match(String(reply.body['code']), /^ACQ\.(INVALID_PARAMETER|TRADE_NOT_EXIST)$/);
    }
    const type = { 'content-type': 'multipart/form-data; boundary=b' };
    assert.equal((await ask({ headers: type, body: '' })).body['code'], 'ACQ.INVALID_PARAMETER');
    await refused({ tamper: () => ({ body: 'x'.repeat(2 * BODY_LIMIT_BYTES) }) }, 400, 'invalid-parameter');
  });

  it('knows paths only as they are written', async () => {
    for (const target of [
      '/v3/alipay/trade/query/',
      '/v3//alipay/trade/query',
      '/V3/alipay/trade/query',
      '/v3/alipay/trade/QUERY',
      '/v3/x/../alipay/trade/query',
      '/v3/alipay%2Ftrade/query',
      '/v3/',
      '/v3',
    ]) {
      assert.equal((await ask({ target })).status, 404, target);
    }
  });

  it('answers as the settings say', async () => {
    const settings = {
      v3TimestampWindow: 'none',
      v3RepeatedNonce: 'accepted',
      v3SignatureStatus: '401',
      v3Links: 'text',
    };
    const other = await openBench({ settings });
    const own = await other.provider.enrolDirect(DIRECT, { mode: 'key' });
    const send = (wish: Partial<V3Wish>) => v3Send(other, own, { target: QUERY, body: PAID, ...wish });
    const again = { members: { nonce: 'once', timestamp: '1' } };
    for (let time = 0; time < 2; time += 1) assert.equal((await send(again)).body['code'], 'ACQ.TRADE_NOT_EXIST');
    const forged = await send({ tamper: () => ({ body: '{}' }) });
    assert.deepEqual(
      [forged.status, forged.body['code'], typeof forged.body['links']],
      [401, 'invalid-signature', 'string'],
    );
    const strict = await openBench({ settings: { v3RepeatedNonce: 'invalid-parameter' } });
    const kit2 = await strict.provider.enrolDirect(DIRECT, { mode: 'key' });
    const twice = { target: QUERY, body: PAID, members: { nonce: 'once', timestamp: String(signingNow()) } };
    await v3Send(strict, kit2, twice);
    assert.equal((await v3Send(strict, kit2, twice)).body['code'], 'invalid-parameter');
  });

  it('is read by the harness as any other call', () => {
    const lines = bench.history.events().filter(({ trade }) => trade === 'V3_1');
    const kinds = lines.filter(({ type }) => type === 'message').map(({ kind, facts }) => [kind, facts['signature']]);
    assert.deepEqual(kinds.slice(0, 3), [
      ['payment.create', 'valid'],
      ['notice.payment', 'valid'],
      ['refund.create', 'valid'],
    ]);
    const answers = bench.history.events().filter(({ type, kind }) => type === 'answer' && kind === 'payment.close');
    assert.deepEqual(
      answers.map(({ facts }) => [facts['error'], facts['signature']]),
      [['ACQ.TRADE_STATUS_ERROR', 'missing']],
    );
  });
});
