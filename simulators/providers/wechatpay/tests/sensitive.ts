import assert from 'node:assert/strict';
import { constants, createHash, privateDecrypt, publicEncrypt, X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Rsa } from 'wechatpay-axios-plugin';
import { namedKey, openField, sealField } from '../sensitive';
import { type Bench, openBench } from './bench';
import { combine, combinedOrder, order, partnerOrder } from './calls';
import { refused } from './refusals';

const NATIVE = '/v3/pay/transactions/native';
const AT = { pointer: '/payer/identity/number', zh: '证件号' };

/** A payer's identity as a merchant sends it. */
const identity = (encrypt: (text: string) => string, more: object = {}) => ({
  identity: { type: 'IDCARD', number: encrypt('11010119900307803X'), name: encrypt('李娜'), ...more },
});

describe('encrypted fields', () => {
  let bench: Bench;
  let encrypt: (text: string) => string;
  before(async () => {
    bench = await openBench();
    const { pem } = bench.provider.signers.active().certificate;
    encrypt = (text) => Rsa.encrypt(text, pem);
  });
  after(() => assert.deepEqual(bench.troubles, []));
  const named = (serial: string | null) => ({ headers: { 'Wechatpay-Serial': serial } });
  const serial = () => bench.provider.signers.active().serial;

  it('are opened with the key that the request names: certificate or public key', async () => {
    const { signers } = bench.provider;
    const { publicKey } = signers;
    const withPublicKey = (text: string) =>
      publicEncrypt({ key: publicKey.publicKey, oaepHash: 'sha1' }, Buffer.from(text)).toString('base64');
    for (const [number, named, how] of [
      ['IDENT-01', serial(), encrypt],
      ['IDENT-02', publicKey.serial, withPublicKey],
    ] as const) {
      const headers = { 'Wechatpay-Serial': named };
      const body = order(bench, number, { payer: identity(how) });
      for (let i = 0; i < 2; i += 1) {
        const { status, text } = await bench.call(bench.direct, 'POST', NATIVE, body, { headers });
        assert.equal(status, 200, text);
      }
      const signer = namedKey(signers, { headers: new Headers(headers) });
      assert.equal(openField(signer, how('李娜'), AT), '李娜');
    }
    const partner = partnerOrder(bench, 'IDENT-03', { payer: identity(encrypt) });
    const target = '/v3/pay/partner/transactions/app';
    assert.equal((await bench.call(bench.partner, 'POST', target, partner, named(serial()))).status, 200);
    const combined = combinedOrder(bench, 'IDENT-04', { combine_payer_info: identity(encrypt) });
    const asked = await bench.call(bench.direct, 'POST', '/v3/combine-transactions/native', combined, named(serial()));
    assert.equal(asked.status, 200);
    assert.equal((await combine(bench, 'native', combined)).json.code, 'PARAM_ERROR', 'no key is named');
  });

  it('need a key to be named, and a published one', async () => {
    const body = order(bench, 'BAD-0001', { payer: identity(encrypt) });
    const missing = 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)';
    const wrong = '平台证书序列号Wechatpay-Serial错误';
    for (const [name, message] of [
      [null, missing],
      ['', missing],
      ['5AFF', wrong],
      [bench.direct.serial, wrong],
      [serial().toLowerCase(), wrong],
    ] as const) {
      const { json } = await refused(bench, `${name}`, '400 PARAM_ERROR', ['POST', NATIVE], body, named(name));
      assert.equal(json.message, message);
    }
  });

  it('that cannot be opened are refused, and nothing is kept', async () => {
    const { pem } = bench.provider.signers.active().certificate;
    const pkcs1 = (text: string) =>
      publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(text)).toString('base64');
    const sha256 = (text: string) =>
      publicEncrypt({ key: pem, oaepHash: 'sha256' }, Buffer.from(text)).toString('base64');
    const own = (text: string) => Rsa.encrypt(text, bench.provider.signers.publicKey.publicKey);
    const ways = {
      clear: (text: string) => text,
      'no base64': () => '%%%',
      'no ciphertext': () => 'AAAA',
      'another padding': pkcs1,
      'another digest': sha256,
      'another key': own,
      'nothing in it': () => encrypt(''),
      'no text in it': () =>
        publicEncrypt({ key: pem, oaepHash: 'sha1' }, Buffer.from([0xc3, 0x28])).toString('base64'),
      'cut off': (text: string) => encrypt(text).slice(0, -4),
    };
    for (const [what, how] of Object.entries(ways)) {
      const body = order(bench, 'BAD-0001', { payer: identity(how) });
      const { json } = await refused(bench, what, '400 PARAM_ERROR', ['POST', NATIVE], body, named(serial()));
      assert.match(json.message, /^输入源“\/body\/payer\/identity\/number”/);
    }
    for (const more of [
      { type: 'PASSPORT' },
      { type: undefined },
      { name: undefined },
      { number: 1 },
      { name: 'x'.repeat(1025) },
    ]) {
      const body = order(bench, 'BAD-0001', { payer: identity(encrypt, more) });
      await refused(bench, JSON.stringify(more), '400 PARAM_ERROR', ['POST', NATIVE], body, named(serial()));
    }
    for (const payer of [{ identity: 'IDCARD' }, { identity: [] }, 'li-na', { identity: { type: 'IDCARD' } }]) {
      const body = order(bench, 'BAD-0001', { payer });
      await refused(bench, JSON.stringify(payer), '400 PARAM_ERROR', ['POST', NATIVE], body, named(serial()));
    }
  });

  it('may be something that a merchant has no permission for', async () => {
    const on = await openBench({ payerIdentity: 'refused' });
    const body = order(on, 'BAD-0001', { payer: identity(encrypt) });
    await refused(on, 'not permitted', '403 NO_AUTH', ['POST', NATIVE], body, named(serial()));
  });

  it('do not keep an order from being repeated, though they never are the same', async () => {
    const on = await openBench({ reorderCompares: 'every-member' });
    const ask = (more: object) =>
      on.call(on.direct, 'POST', NATIVE, order(on, 'REPEAT-1', { payer: identity(encrypt), ...more }), named(serial()));
    assert.deepEqual(
      [(await ask({})).status, (await ask({})).status, (await ask({ goods_tag: 'x' })).status],
      [200, 200, 403],
    );
  });

  it('of answers are sealed with the merchant’s own certificate', () => {
    const {
      account,
      serial: own,
      privateKey,
    } = { account: bench.provider.register.account(bench.direct.mchid), ...bench.direct };
    assert.ok(account);
    const sealed = sealField(account, own, '中国银行');
    assert.equal(Rsa.decrypt(sealed, privateKey), '中国银行');
    assert.equal(
      privateDecrypt({ key: privateKey, oaepHash: 'sha1' }, Buffer.from(sealed, 'base64')).toString(),
      '中国银行',
    );
    assert.notEqual(sealField(account, own, '中国银行'), sealed);
    assert.throws(() => sealField(account, 'FFFF', 'x'), /no certificate FFFF/);
  });

  it('hold as much as a key of 2048 bits can: 214 bytes', () => {
    const signer = bench.provider.signers.active();
    const longest = 'x'.repeat(214);
    assert.equal(openField(signer, encrypt(longest), AT), longest);
    assert.throws(() => encrypt(`${longest}x`), /too large|data/i);
    assert.equal(new X509Certificate(signer.certificate.pem).serialNumber, signer.serial);
    assert.equal(createHash('sha1').digest().length, (2048 / 8 - 2 - 214) / 2, 'the digest is SHA-1');
  });
});
