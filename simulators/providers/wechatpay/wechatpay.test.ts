import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { LoopbackWire } from '../../network/loopback';
import { openWorld, type World } from '../../world/world';
import type { WechatPay } from '.';
import type { MerchantKit } from './enrolment';
import { platformKeys } from './enrolment';

/** WeChat Pay as a direct merchant meets it, through the unmodified client over a socket. */
describe('WeChat Pay over loopback', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hutong-test-'));
  const wire = new LoopbackWire();
  let world: World;
  let provider: WechatPay;
  let kit: MerchantKit;
  let origin: string;

  before(async () => {
    world = await openWorld({ seed: 'wechatpay-test', wire, databaseFile: join(folder, 'checkout.db') });
    provider = world.providers.get('wechatpay') as WechatPay;
    kit = await provider.enrolDirect({ owner: 'merchant:direct', name: '直连商户', domains: ['shop.example'] });
    origin = wire.originFor(provider);
  });
  after(async () => {
    world.close();
    await wire.close();
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(world.troubles, []);
  });

  const client = () =>
    new Wechatpay({
      mchid: kit.account.mchid,
      serial: kit.serial,
      privateKey: kit.privateKey,
      certs: platformKeys(provider.signers),
      baseURL: origin,
    }).client.v3;

  const order = (outTradeNo: string, more: Record<string, unknown> = {}) => ({
    appid: kit.account.appids[0],
    mchid: kit.account.mchid,
    description: '一壶龙井',
    out_trade_no: outTradeNo,
    notify_url: 'https://shop.example/notify',
    amount: { total: 12850, currency: 'CNY' },
    ...more,
  });

  /** A request signed by hand, for what an SDK would never send. */
  async function raw(method: string, target: string, body: string, change: Record<string, string> = {}) {
    const timestamp = change['timestamp'] ?? String(Formatter.timestamp());
    const nonce = Formatter.nonce();
    const signature = Rsa.sign(Formatter.request(method, target, timestamp, nonce, body), kit.privateKey);
    const serial = change['serial'] ?? kit.serial;
    const authorization = Formatter.authorization(
      kit.account.mchid,
      nonce,
      change['signature'] ?? signature,
      timestamp,
      serial,
    );
    return fetch(`${origin}${target}`, {
      method,
      headers: {
        Authorization: change['authorization'] ?? authorization,
        Accept: 'application/json',
        'Content-Type': 'application/json',
      },
      ...(body ? { body } : {}),
    });
  }

  it('hands out a code, a prepay id and an H5 page', async () => {
    const http = client();
    const native = await http.post('/v3/pay/transactions/native', order('NATIVE-1'));
    assert.match(native.data.code_url, /^weixin:\/\/wxpay\/bizpayurl\?pr=/);
    const app = await http.post('/v3/pay/transactions/app', order('APP-0001'));
    assert.match(app.data.prepay_id, /^wx\d{14}[0-9a-f]{22}$/);
    const scene = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } };
    const h5 = await http.post('/v3/pay/transactions/h5', order('H5-00001', { scene_info: scene }));
    assert.match(h5.data.h5_url, /^https:\/\/wx\.tenpay\.com\/cgi-bin\/mmpayweb-bin\/checkmweb\?prepay_id=wx/);
  });

  it('closes with a signed 204 and says so twice', async () => {
    const http = client();
    await http.post('/v3/pay/transactions/native', order('CLOSE-1'));
    for (let i = 0; i < 2; i += 1) {
      const { status } = await http.post('/v3/pay/transactions/out-trade-no/CLOSE-1/close', {
        mchid: kit.account.mchid,
      });
      assert.equal(status, 204);
    }
  });

  it('refuses yuan as a float with the gateway’s own words', async () => {
    const error = await client()
      .post('/v3/pay/transactions/native', order('FLOAT-1', { amount: { total: 0.01, currency: 'CNY' } }))
      .catch((caught) => caught.response);
    assert.equal(error.status, 400);
    assert.equal(
      error.data.message,
      '无法将 JSON 输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数',
    );
    assert.equal(error.data.detail.value, 0.01);
  });

  it('answers bad input in its own envelope and changes nothing', async () => {
    const target = '/v3/pay/transactions/native';
    const good = JSON.stringify(order('BAD-0001'));
    const cases: ReadonlyArray<readonly [string, Promise<Response>, number, string]> = [
      ['broken JSON', raw('POST', target, '{"appid":'), 400, 'PARAM_ERROR'],
      ['JSON that is a list', raw('POST', target, '[]'), 400, 'PARAM_ERROR'],
      ['a stale timestamp', raw('POST', target, good, { timestamp: '1600000000' }), 401, 'SIGN_ERROR'],
      ['an unknown serial', raw('POST', target, good, { serial: 'FFFF' }), 401, 'SIGN_ERROR'],
      ['another scheme', raw('POST', target, good, { authorization: 'Bearer x' }), 401, 'SIGN_ERROR'],
      [
        'a signature that is not base64',
        raw('POST', target, good, { signature: 'WECHATPAY/SIGNTEST/%%' }),
        401,
        'SIGN_ERROR',
      ],
      [
        'a body of over 1 MiB',
        raw('POST', target, JSON.stringify({ a: 'x'.repeat(1_100_000) })),
        400,
        'INVALID_REQUEST',
      ],
      ['SQL as a number', raw('POST', target, JSON.stringify(order("1'; DROP TABLE orders"))), 400, 'PARAM_ERROR'],
      ['an emoji', raw('POST', target, JSON.stringify(order('BAD-0002', { description: '🍵' }))), 400, 'PARAM_ERROR'],
    ];
    const before = provider.book.trades().length;
    for (const [what, request, status, code] of cases) {
      const response = await request;
      assert.equal(response.status, status, what);
      assert.equal(((await response.json()) as { code: string }).code, code, what);
      assert.equal(response.headers.get('wechatpay-signature'), null, `${what}: errors are unsigned`);
      assert.ok(response.headers.get('request-id'), what);
    }
    assert.equal(provider.book.trades().length, before);
  });

  it('knows unknown paths and wrong methods, both without a body', async () => {
    const unknown = await raw('GET', '/v3/pay/transactions/../../etc/passwd', '');
    assert.deepEqual([unknown.status, await unknown.text()], [404, '']);
    const method = await raw('GET', '/v3/pay/transactions/native', '');
    assert.deepEqual([method.status, await method.text()], [405, '']);
  });

  it('verifies the raw request target', async () => {
    await client().post('/v3/pay/transactions/native', order('PIPE|001'));
    const path = `/v3/pay/transactions/out-trade-no/PIPE%7C001?mchid=${kit.account.mchid}`;
    assert.equal((await raw('GET', path, '')).status, 200);
  });
});
