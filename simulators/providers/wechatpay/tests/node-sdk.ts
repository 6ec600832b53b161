import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Aes } from 'wechatpay-axios-plugin';
import Pay from 'wechatpay-node-v3';
import { PayRequest } from 'wechatpay-node-v3/dist/lib/pay-request';
import { LoopbackWire } from '../../../network/loopback';
import { decrypt } from '../encryption';
import { type Bench, openBench } from './bench';
import { ORIGIN } from './by-hand';
import { order, paid } from './calls';

/** That client's own way to send what it sends, led elsewhere: what its `createHttp` is for. */
class Led extends PayRequest {
  constructor(readonly origin: string) {
    super();
  }
  override get(url: string, headers: Record<string, unknown>) {
    return super.get(url.replace(ORIGIN, this.origin), headers);
  }
  override post(url: string, params: Record<string, unknown>, headers: Record<string, unknown>) {
    return super.post(url.replace(ORIGIN, this.origin), params, headers);
  }
}

/** What the traps of `wechatpay-node-v3` look like from here (sheet 8.2, and 9, no. 15): the gateway cannot mend them. */
describe('a client that checks less than it should', () => {
  const wire = new LoopbackWire();
  let bench: Bench;
  let pay: Pay;
  let origin: string;
  before(async () => {
    bench = await openBench({ signtestProbes: 'each' });
    await wire.attach(bench.network);
    origin = wire.originFor(bench.provider);
    const { appid, mchid, privateKey, certificate, apiV3Key } = bench.direct;
    const pems = { publicKey: Buffer.from(certificate), privateKey: Buffer.from(privateKey) };
    pay = new Pay({ appid, mchid, ...pems, key: apiV3Key });
    pay.createHttp(new Led(origin));
  });
  after(() => wire.close());

  it('opens a content whose tag or type was changed, which others refuse', async () => {
    await paid(bench, 'NODE-0001');
    await bench.clock.settle();
    const { apiV3Key } = bench.direct;
    const { resource } = JSON.parse(bench.shop.heard.at(-1)?.text ?? '{}');
    const bytes = Buffer.from(resource.ciphertext, 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    for (const spoilt of [
      { ...resource, ciphertext: bytes.toString('base64') },
      { ...resource, associated_data: 'refund' },
    ]) {
      const { ciphertext, associated_data: aad, nonce } = spoilt;
      assert.equal(decrypt(spoilt, apiV3Key), undefined);
      assert.throws(() => Aes.AesGcm.decrypt(ciphertext, apiV3Key, nonce, aad));
      assert.equal(pay.decipher_gcm<{ out_trade_no: string }>(ciphertext, aad, nonce).out_trade_no, 'NODE-0001');
    }
  });

  it('takes a probe for an answer', async () => {
    const { out_trade_no, description, notify_url, amount } = order(bench, 'NODE-0002') as unknown as Parameters<
      Pay['transactions_native']
    >[0];
    const placed = await pay.transactions_native({ out_trade_no, description, notify_url, amount });
    assert.equal(placed.status, 200);
  });

  it('signs the address of a file whole unless it begins as in production, and is refused', async () => {
    bench.provider.closeDay('2026-11-24');
    const asked = await pay.tradebill({ bill_date: '2026-11-24', bill_type: 'ALL' });
    const address: string = asked.data.download_url;
    assert.ok(address.startsWith(`${ORIGIN}/v3/billdownload/file?token=`), address);
    assert.equal((await pay.downloadBill(address.replace(ORIGIN, origin))).status, 401);
    const file = await pay.downloadBill(address);
    assert.match(String(file.data), /NODE-0001/);
  });
});
