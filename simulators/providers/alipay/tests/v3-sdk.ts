import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AlipayFormData, AlipayRequestError, type AlipaySdk } from 'alipay-sdk';
import type { MerchantKit } from '../enrolment';
import { type Bench, DIRECT, openBench } from './bench';
import { sdkFor } from './sdk-client';

const MODES = [
  { what: 'key mode', mode: 'key', keyType: 'PKCS1' },
  { what: 'certificate mode', mode: 'certificate', keyType: 'PKCS8' },
] as const;

/** The HTTP style as a merchant meets it through the unmodified SDK over a socket; it verifies every answer. */
for (const { what, mode, keyType } of MODES) {
  describe(`Alipay in the HTTP style through its SDK, ${what}`, () => {
    let bench: Bench;
    let kit: MerchantKit;
    let sdk: AlipaySdk;

    before(async () => {
      bench = await openBench({ sockets: true });
      kit = await bench.provider.enrolDirect(DIRECT, { mode });
      sdk = sdkFor(kit, bench.origin, keyType, { endpoint: bench.origin, encryptKey: kit.aesKey ?? '' });
    });
    after(async () => {
      await bench.close();
      assert.deepEqual(bench.troubles, []);
    });

    const post = (op: string, body: Record<string, unknown>, more: { needEncrypt?: boolean } = {}) =>
      sdk.curl('POST', `/v3/alipay/trade/${op}`, { body, ...more });

    const code = async (promise: Promise<unknown>): Promise<unknown> => {
      const error = await promise.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return error instanceof AlipayRequestError ? `${error.responseHttpStatus} ${error.code}` : error;
    };

    for (const needEncrypt of [false, true]) {
      it(`orders, asks, refunds and closes${needEncrypt ? ', encrypted' : ''}`, async () => {
        const [first, second] = [`V_${needEncrypt}_1`, `V_${needEncrypt}_2`];
        const order = (out_trade_no: string) =>
          post('precreate', { out_trade_no, total_amount: '128.50', subject: '一壶龙井' }, { needEncrypt });
        const placed = await order(first);
        assert.equal(placed.responseHttpStatus, 200);
        assert.equal(await bench.provider.pay(placed.data.qr_code ?? placed.data.qrCode, 'li-na', 'paid'), undefined);
        const found = await post('query', { out_trade_no: first }, { needEncrypt });
        assert.equal(found.data.trade_status ?? found.data.tradeStatus, 'TRADE_SUCCESS');
        const refund = { out_trade_no: first, out_request_no: 'R1', refund_amount: '8.50' };
        const refunded = await post('refund', refund, { needEncrypt });
        assert.equal(refunded.data.refund_fee ?? refunded.data.refundFee, '8.50');
        const waiting = await order(second);
        await bench.provider.pay(waiting.data.qr_code ?? waiting.data.qrCode, 'li-na', 'declined');
        assert.equal((await post('close', { out_trade_no: second }, { needEncrypt })).responseHttpStatus, 200);
        assert.equal(
          await code(post('close', { out_trade_no: second }, { needEncrypt })),
          '400 ACQ.TRADE_STATUS_ERROR',
        );
      });
    }

    it('asks by address, for trades and bills, with values that must be escaped', async () => {
      const get = (path: string, query: Record<string, string>) => sdk.curl('GET', `/v3/alipay/${path}`, { query });
      assert.equal(await code(get('trade/query', { out_trade_no: '茶 +&=/%' })), '400 ACQ.TRADE_NOT_EXIST');
      const bill = await get('data/dataservice/bill/downloadurl/query', {
        bill_type: 'trade',
        bill_date: '2026-11-23',
      });
      const url = new URL(bill.data.bill_download_url ?? bill.data.billDownloadUrl);
      const file = await fetch(`${bench.origin}${url.pathname}${url.search}`);
      assert.equal(Buffer.from(await file.arrayBuffer()).toString('latin1', 0, 2), 'PK');
    });

    it('takes an upload’s data as signed and its files as not', async () => {
      const form = new AlipayFormData();
      form.addField('out_trade_no', '图 1');
      form.addFile('file', '图 1.png', Buffer.from([0, 0x0d, 0x0a, 0x2d, 0x2d, 0xff]));
      assert.equal(await code(sdk.curl('POST', '/v3/alipay/trade/query', { form })), '400 ACQ.TRADE_NOT_EXIST');
    });

    it('gives the SDK errors that it can read, with a list of links', async () => {
      const error = await post('query', {}).catch((reason: unknown) => reason);
      assert.ok(error instanceof AlipayRequestError);
      assert.deepEqual([error.code, error.links?.length], ['ACQ.INVALID_PARAMETER', 1]);
      assert.match(error.message, /参数无效/);
      const stranger = sdkFor({ ...kit, app: { ...kit.app, appId: '2021000000000000' } }, bench.origin, keyType, {
        endpoint: bench.origin,
      });
      assert.equal(await code(stranger.curl('POST', '/v3/alipay/trade/query')), '400 invalid-app-id');
      const token = sdk.curl('POST', '/v3/alipay/trade/query', { body: {}, appAuthToken: 'T' });
      assert.equal(await code(token), '401 invalid-app-auth-token');
    });
  });
}
