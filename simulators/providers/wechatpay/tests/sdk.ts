import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { LoopbackWire } from '../../../network/loopback';
import { platformKeys } from '../enrolment';
import { type Bench, openBench } from './bench';
import { combinedPartnerOrder, H5_SCENE, order, partnerOrder, refund } from './calls';

/** WeChat Pay over a socket, as the unmodified client meets it, which verifies every answer. */
describe('the public SDK over loopback', () => {
  const wire = new LoopbackWire();
  let bench: Bench;
  let origin: string;

  before(async () => {
    bench = await openBench();
    await wire.attach(bench.network);
    origin = wire.originFor(bench.provider);
  });
  after(() => wire.close());

  const client = (
    caller: Bench['direct'] | Bench['partner'],
    headers = {},
    certs = platformKeys(bench.provider.signers),
  ) => {
    const { mchid, serial, privateKey } = caller;
    return new Wechatpay({ mchid, serial, privateKey, certs, headers, baseURL: origin }).client.v3;
  };

  it('orders, asks, closes, pays, hears, refunds', async () => {
    const http = client(bench.direct);
    const { mchid } = bench.direct;
    const native = await http.post('/v3/pay/transactions/native', order(bench, 'SDK|0001'));
    assert.match(native.data.code_url, /^weixin:\/\/wxpay\/bizpayurl\?pr=/);
    const h5 = await http.post('/v3/pay/transactions/h5', order(bench, 'SDK-0002', { scene_info: H5_SCENE }));
    assert.match(h5.data.h5_url, /checkmweb\?prepay_id=wx/);
    const closed = await http.post('/v3/pay/transactions/out-trade-no/SDK-0002/close', { mchid });
    assert.equal(closed.status, 204);
    await bench.provider.pay(native.data.code_url, 'li-na', 'paid');
    const params = { mchid };
    const byNumber = await http.get('/v3/pay/transactions/out-trade-no/SDK|0001', { params });
    const byId = await http.get(`/v3/pay/transactions/id/${byNumber.data.transaction_id}`, { params });
    assert.deepEqual([byId.data, byId.data.trade_state], [byNumber.data, 'SUCCESS']);
    await http.post('/v3/refund/domestic/refunds', refund('SDK|0001', 'SDK-R@1', 850));
    await bench.clock.advance(10_000);
    const done = await http.get('/v3/refund/domestic/refunds/SDK-R@1');
    assert.equal(done.data.status, 'SUCCESS');
    const told = bench.shop.heard.map(({ headers, text }) => {
      const [time, nonce] = [headers.get('wechatpay-timestamp') ?? '', headers.get('wechatpay-nonce') ?? ''];
      const key = platformKeys(bench.provider.signers)[headers.get('wechatpay-serial') ?? ''] ?? '';
      assert.ok(Rsa.verify(Formatter.response(time, nonce, text), headers.get('wechatpay-signature') ?? '', key));
      const { ciphertext, nonce: iv, associated_data: aad } = JSON.parse(text).resource;
      return JSON.parse(Aes.AesGcm.decrypt(ciphertext, bench.direct.apiV3Key, iv, aad));
    });
    assert.deepEqual(
      told.map((each) => each.trade_state ?? each.refund_status),
      ['SUCCESS', 'SUCCESS'],
    );
  });

  it('combines, asks, closes and gives back', async () => {
    const http = client(bench.partner);
    const body = combinedPartnerOrder(bench, 'SDK|COMB');
    const { data: placed } = await http.post('/v3/combine-transactions/native', body);
    const target = (number: string) => `/v3/combine-transactions/out-trade-no/${number}`;
    const open = await http.get(target('SDK|COMB'));
    assert.equal(open.data.sub_orders[0].trade_state, 'NOTPAY');
    await bench.provider.pay(placed.code_url, 'li-na', 'paid');
    const { data: paid } = await http.get(target('SDK|COMB'));
    assert.deepEqual(
      paid.sub_orders.map((sub: { trade_state: string }) => sub.trade_state),
      ['SUCCESS', 'SUCCESS'],
    );
    const { transaction_id, sub_mchid } = paid.sub_orders[1];
    const back = await http.post('/v3/refund/domestic/refunds', {
      ...refund('SDK|COMB-1', 'SDK-C@1', 850),
      transaction_id,
      sub_mchid,
    });
    assert.equal(back.data.status, 'PROCESSING');
    const { combine_appid, sub_orders } = combinedPartnerOrder(bench, 'SDK-COM2');
    await http.post('/v3/combine-transactions/app', combinedPartnerOrder(bench, 'SDK-COM2'));
    const named = (sub_orders as Array<Record<string, string>>).map(({ mchid, sub_mchid: sub, out_trade_no }) => ({
      mchid,
      sub_mchid: sub,
      out_trade_no,
    }));
    assert.equal((await http.post(`${target('SDK-COM2')}/close`, { combine_appid, sub_orders: named })).status, 204);
  });

  it('reads bills of either kind, compressed or not, and their digests fit', async () => {
    const http = client(bench.direct);
    bench.provider.closeDay('2026-11-24');
    for (const path of ['tradebill', 'fundflowbill']) {
      for (const more of [{}, { tar_type: 'GZIP' }]) {
        const asked = await http.get(`/v3/bill/${path}`, { params: { bill_date: '2026-11-24', ...more } });
        const { pathname, searchParams } = new URL(asked.data.download_url);
        // The client exempts a path from verification only without a query behind it.
        const params = Object.fromEntries(searchParams);
        const file = await http.get(pathname, { params, responseType: 'arraybuffer' });
        const bytes = 'tar_type' in more ? gunzipSync(file.data) : Buffer.from(file.data);
        assert.equal(createHash('sha1').update(bytes).digest('hex'), asked.data.hash_value);
        const { rows } = Formatter.castCsvBill(bytes) as { rows: Array<Record<string, string>> };
        assert.deepEqual(rows.map((row) => row['商户订单号'] ?? row['业务凭证号']).slice(0, 2), [
          'SDK|0001',
          'SDK|0001',
        ]);
      }
    }
  });

  it('works with the public key alone, when its header names it', async () => {
    const { publicKey } = bench.provider.signers;
    const certs = { [publicKey.serial]: platformKeys(bench.provider.signers)[publicKey.serial] ?? '' };
    const http = client(bench.direct, { 'Wechatpay-Serial': publicKey.serial }, certs);
    const placed = await http.post('/v3/pay/transactions/app', order(bench, 'SDK-0003'));
    assert.equal(placed.headers['wechatpay-serial'], publicKey.serial);
    const closed = await http.post('/v3/pay/transactions/out-trade-no/SDK-0003/close', { mchid: bench.direct.mchid });
    assert.equal(closed.status, 204);
  });

  it('works for a service provider', async () => {
    const { mchid, subs } = bench.partner;
    const http = client(bench.partner);
    const { data } = await http.post('/v3/pay/partner/transactions/native', partnerOrder(bench, 'SDK-0004'));
    await bench.provider.pay(data.code_url, 'li-na', 'paid');
    const params = { sp_mchid: mchid, sub_mchid: subs[0] };
    const found = await http.get('/v3/pay/partner/transactions/out-trade-no/SDK-0004', { params });
    assert.equal(found.data.trade_state, 'SUCCESS');
  });

  it('gets refusals as the gateway words them', async () => {
    const body = order(bench, 'SDK-0005', { amount: { total: 0.01, currency: 'CNY' } });
    const refused = await client(bench.direct)
      .post('/v3/pay/transactions/native', body)
      .catch((caught) => caught.response);
    assert.deepEqual(
      [refused.status, refused.data],
      [
        400,
        {
          code: 'PARAM_ERROR',
          detail: { location: 'body', value: 0.01 },
          message:
            '无法将 JSON 输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数',
        },
      ],
    );
  });

  it('writes header names as the gateway does: one official client tells upper case from lower', async () => {
    const { request } = await client(bench.direct).post('/v3/pay/transactions/native', order(bench, 'SDK-0006'));
    const names = request.res.rawHeaders.filter((_: string, i: number) => i % 2 === 0);
    for (const name of ['Nonce', 'Timestamp', 'Serial', 'Signature', 'Signature-Type']) {
      assert.ok(names.includes(`Wechatpay-${name}`), `${name} in ${names}`);
    }
    assert.ok(names.includes('Request-ID') && names.includes('Content-Type') && names.includes('Content-Length'));
  });

  it('gets what was signed, uncompressed, though it would take it compressed', async () => {
    // Sheet 8.2.
    const { request, headers } = await client(bench.direct).get('/v3/certificates');
    assert.match(request.getHeader('accept-encoding'), /gzip/);
    assert.deepEqual(
      [headers['content-encoding'], headers['content-type']],
      [undefined, 'application/json; charset=utf-8'],
    );
  });

  it('is refused by a path that the socket got as it is', async () => {
    const statuses = [];
    for (const path of [
      '/v3/pay/../certificates',
      '/v3//certificates',
      '//v3/certificates',
      '/v3/certificates/',
      '/v3/%2e%2e/certificates',
    ]) {
      statuses.push(await rawStatus(origin, path));
    }
    assert.deepEqual(new Set(statuses), new Set([404]));
  });
});

/** A request whose path no library has touched. */
async function rawStatus(origin: string, path: string): Promise<number> {
  const { request } = await import('node:http');
  const { port } = new URL(origin);
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers: { accept: '*/*', 'user-agent': 'raw' } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
