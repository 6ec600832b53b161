import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Wechatpay } from 'wechatpay-axios-plugin';
import { LoopbackWire } from '../../../network/loopback';
import { platformKeys } from '../enrolment';
import { type Bench, openBench } from './bench';
import { micropayment } from './v2-by-hand';

/** The old protocol over a socket, as the unmodified client speaks it, which checks every signature. */
describe('the public SDK speaks the old protocol', () => {
  const wire = new LoopbackWire();
  let bench: Bench;
  let origin: string;

  before(async () => {
    bench = await openBench();
    await wire.attach(bench.network);
    origin = wire.originFor(bench.provider);
  });
  after(() => wire.close());

  const client = (secret = bench.direct.apiV2Key) => {
    const { mchid, serial, privateKey } = bench.direct;
    const certs = platformKeys(bench.provider.signers);
    return new Wechatpay({ mchid, serial, privateKey, certs, secret, baseURL: origin }).client.v2;
  };
  const who = () => ({ appid: bench.direct.appid, mch_id: bench.direct.mchid });
  const code = (behaviour: 'pays' | 'needs-password') => bench.provider.showCode('li-na', behaviour).code;

  for (const sign_type of ['MD5', 'HMAC-SHA256']) {
    it(`pays, asks, refunds and reverses with ${sign_type}`, async () => {
      const http = client();
      const call = async (path: string, more: object) => (await http.post(path, { ...who(), sign_type, ...more })).data;
      const number = `V2-${sign_type}`;
      const paid = await call('/pay/micropay', micropayment(number, code('pays')));
      assert.deepEqual([paid.result_code, paid.trade_type, paid.out_trade_no], ['SUCCESS', 'MICROPAY', number]);
      const { transaction_id } = paid;
      assert.equal((await call('/pay/orderquery', { transaction_id })).trade_state, 'SUCCESS');
      const refund = { transaction_id, out_refund_no: `R-${sign_type}`, total_fee: 12850, refund_fee: 850 };
      assert.equal((await call('/secapi/pay/refund', refund)).refund_fee, '850');
      assert.equal((await call('/pay/refundquery', { transaction_id })).refund_status_0, 'PROCESSING');
      assert.equal((await call('/secapi/pay/reverse', { transaction_id })).recall, 'N');
      assert.equal((await call('/pay/orderquery', { out_trade_no: number })).trade_state, 'REVOKED');
    });
  }

  it('meets refusals of both layers, and a payer who is asked', async () => {
    const refused = async (http: ReturnType<typeof client>, path: string, more: object) => {
      const { response } = await http.post(path, { ...who(), ...more }).catch((error) => error);
      const { return_msg, err_code } = response.data;
      return err_code ?? return_msg;
    };
    const asked = micropayment('V2-ASKED', code('needs-password'));
    assert.equal(await refused(client(), '/pay/micropay', asked), 'USERPAYING');
    assert.equal(await refused(client(), '/pay/orderquery', { out_trade_no: 'NOBODYS' }), 'ORDERNOTEXIST');
    assert.equal(await refused(client('0'.repeat(32)), '/pay/orderquery', { out_trade_no: 'V2-ASKED' }), '签名错误');
  });
});
