import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { beijingDateTime, MINUTE_MS, SECOND_MS, signingNow } from '../../../kernel/time';
import type { MerchantKit } from '../enrolment';
import { type Bench, call, DIRECT, isSealed, openBench, signedByHand, type Values } from './bench';

const QUERY = 'alipay.trade.query';
const NOTHING = { out_trade_no: 'NOTHING' };

/** What is wrong with the common parameters, and the answer (sheet 1.3 and 1.6). */
const WRONG: readonly [change: Values, code: string, subCode: string][] = [
  [{ sign: '' }, '40001', 'isv.missing-signature'],
  [{ sign_type: '' }, '40001', 'isv.missing-signature-type'],
  [{ timestamp: '' }, '40001', 'isv.missing-timestamp'],
  [{ version: '' }, '40001', 'isv.missing-version'],
  [{ charset: '' }, '40002', 'isv.invalid-signature'],
  [{ charset: 'latin1' }, '40002', 'isv.invalid-charset'],
  [{ charset: 'utf8' }, '40002', 'isv.invalid-charset'],
  [{ sign_type: 'MD5' }, '40002', 'isv.invalid-signature-type'],
  [{ sign_type: 'rsa2' }, '40002', 'isv.invalid-signature-type'],
  [{ sign_type: 'RSA' }, '40002', 'isv.invalid-signature-type'],
  [{ format: 'xml' }, '40002', 'isv.invalid-format'],
  [{ version: '2.0' }, '40002', 'isv.invalid-parameter'],
  [{ timestamp: '2026/11/24 09:00:00' }, '40002', 'isv.invalid-timestamp'],
  [{ timestamp: '2026-02-30 09:00:00' }, '40002', 'isv.invalid-timestamp'],
  [{ timestamp: '1795482000000' }, '40002', 'isv.invalid-timestamp'],
  [{ encrypt_type: 'DES' }, '40002', 'isv.invalid-encrypt-type'],
  [{ encrypt_type: 'AES' }, '40003', 'isv.decryption-error-unknown'],
  [{ app_auth_token: 'T' }, '20001', 'aop.invalid-app-auth-token'],
  [{ notify_url: `https://shop.example/${'n'.repeat(256)}` }, '40002', 'isv.invalid-parameter'],
  [{ app_cert_sn: 'f'.repeat(32) }, '40002', 'isv.app-cert-not-exist'],
  [{ biz_content: '{"out_trade_no":' }, '40002', 'isv.illegal-json'],
  [{ biz_content: '["NOTHING"]' }, '40002', 'isv.illegal-json'],
];

describe('Alipay: what the gateway refuses', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
  });
  after(() => assert.deepEqual(bench.troubles, []));

  for (const [change, code, subCode] of WRONG) {
    it(`answers ${JSON.stringify(change).slice(0, 60)} with ${subCode}, signed`, async () => {
      const signed = signedByHand(kit, QUERY, NOTHING, change);
      const reply = await call(bench, 'sign' in change ? { ...signed, ...change } : signed);
      assert.deepEqual([reply.status, reply.body['code'], reply.body['sub_code']], [200, code, subCode]);
      assert.equal(reply.envelope, 'alipay_trade_query_response');
      assert.ok(reply.text.endsWith(`"sign":"${reply.sign}"}`));
      const signer = 'app_cert_sn' in change ? { ...kit, app: { ...kit.app, keys: other.app.keys } } : kit;
      assert.ok(isSealed(bench, signer, reply));
      assert.match(reply.headers.get('content-type') ?? '', /^text\/html;charset=/);
      assert.ok(reply.headers.get('trace_id'));
    });
  }

  let other: MerchantKit;
  before(async () => {
    other = await bench.provider.enrolDirect({ ...DIRECT, owner: 'merchant:direct' }, { mode: 'certificate' });
  });

  it('knows the application before it looks at the signature, and signs for no stranger (traps 2 and 24)', async () => {
    const unknown = { app_id: '2021000000000000' };
    for (const change of [unknown, { ...unknown, sign: '' }, { ...unknown, version: '' }]) {
      const reply = await call(bench, { ...signedByHand(kit, QUERY, NOTHING), ...change });
      assert.deepEqual([reply.body['code'], reply.body['sub_code']], ['40002', 'isv.invalid-app-id']);
      assert.deepEqual([reply.envelope, reply.sign], ['alipay_trade_query_response', undefined]);
    }
    const crossed = await call(bench, { ...signedByHand(other, QUERY, NOTHING), app_id: kit.app.appId });
    assert.equal(crossed.body['sub_code'], 'isv.app-cert-not-exist');
    const wrongKey = await call(
      bench,
      signedByHand({ ...other, app: kit.app, certificates: undefined }, QUERY, NOTHING),
    );
    assert.equal(wrongKey.body['sub_code'], 'isv.invalid-signature');
    assert.ok(isSealed(bench, kit, wrongKey));
    // The text ends with the gateway's own signing string.
    assert.match(
      wrongKey.body['sub_msg'] ?? '',
      /：app_id=\d+&amp;biz_content=\{.*\}&amp;charset=utf-8&amp;.*&amp;version=1\.0$/,
    );
  });

  it('answers without a method in the old general root (trap 25)', async () => {
    const reply = await call(bench, signedByHand(kit, '', NOTHING));
    assert.deepEqual([reply.envelope, reply.body['sub_code']], ['error_response', 'isv.missing-method']);
    const nobody = await call(bench, {});
    assert.deepEqual([nobody.envelope, nobody.sign], ['error_response', undefined]);
    const anonymous = await call(bench, { method: QUERY });
    assert.deepEqual([anonymous.body['sub_code'], anonymous.sign], ['isv.missing-app-id', undefined]);
  });

  it('names the root of an unknown method as a setting says', async () => {
    for (const [root, expected] of [
      ['method', 'alipay_trade_steal_response'],
      ['error_response', 'error_response'],
    ] as const) {
      const changed = await openBench({ settings: { unknownMethodRoot: root } });
      const own = await changed.provider.enrolDirect(DIRECT, { mode: 'key' });
      const reply = await call(changed, signedByHand(own, 'alipay.trade.steal', NOTHING));
      assert.deepEqual([reply.envelope, reply.body['sub_code']], [expected, 'isv.invalid-method']);
      assert.ok(isSealed(changed, own, reply));
      const method = await call(changed, signedByHand(own, 'constructor', NOTHING));
      assert.equal(method.body['sub_code'], 'isv.invalid-method');
    }
  });

  it('minds the time of a request only where a setting says so (trap 6)', async () => {
    const at = (offsetMs: number) => ({ timestamp: beijingDateTime(signingNow() + offsetMs) });
    const strict = await openBench({ settings: { timestampSkew: 'strict' } });
    const own = await strict.provider.enrolDirect(DIRECT, { mode: 'key' });
    for (const offset of [-8 * 60 * MINUTE_MS, -11 * MINUTE_MS, 11 * MINUTE_MS]) {
      assert.equal((await call(bench, signedByHand(kit, QUERY, NOTHING, at(offset)))).body['sub_code'], ABSENT);
      const refused = await call(strict, signedByHand(own, QUERY, NOTHING, at(offset)));
      assert.equal(refused.body['sub_code'], 'isv.invalid-timestamp');
    }
    const recent = await call(strict, signedByHand(own, QUERY, NOTHING, at(-9 * MINUTE_MS - 30 * SECOND_MS)));
    assert.equal(recent.body['sub_code'], ABSENT);
  });

  const ABSENT = 'ACQ.TRADE_NOT_EXIST';

  it('takes GBK only where a setting says so', async () => {
    const strict = await openBench({ settings: { gbkRequests: 'refused' } });
    const own = await strict.provider.enrolDirect(DIRECT, { mode: 'key' });
    const refused = await call(strict, signedByHand(own, QUERY, { out_trade_no: 'X' }, { charset: 'gbk' }));
    assert.equal(refused.body['sub_code'], 'isv.invalid-charset');
  });

  it('asks certificate mode for both serial numbers, and key mode for none', async () => {
    const changed = async (change: Values) =>
      (await call(bench, signedByHand(other, QUERY, NOTHING, change))).body['sub_code'];
    assert.equal(await changed({}), ABSENT);
    assert.equal(await changed({ app_cert_sn: '' }), 'isv.missing-app-cert-sn');
    assert.equal(await changed({ alipay_root_cert_sn: '' }), 'isv.missing-alipay-root-cert-sn');
    assert.equal(await changed({ alipay_root_cert_sn: 'f'.repeat(32) }), 'isv.invalid-alipay-root-cert-sn');
    assert.equal(await changed({ app_cert_sn: 'f'.repeat(32) }), 'isv.app-cert-not-exist');
  });

  it('says 20000 when it fails itself, signed, and tells the harness', async () => {
    const broken = await openBench({
      parts: {
        engine: () => {
          throw new Error('planted');
        },
      },
    });
    const own = await broken.provider.enrolDirect(DIRECT, { mode: 'key' });
    const order = { out_trade_no: 'BROKEN', total_amount: '1.00', subject: 'x' };
    const reply = await call(broken, signedByHand(own, 'alipay.trade.precreate', order));
    assert.deepEqual([reply.status, reply.body['code'], reply.body['sub_code']], [200, '20000', 'isp.unknow-error']);
    assert.ok(isSealed(broken, own, reply));
    assert.equal(broken.troubles.length, 1);
  });
});
