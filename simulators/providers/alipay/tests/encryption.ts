import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decryptContent, encryptContent } from '../content-encryption';
import type { MerchantKit } from '../enrolment';
import { type Bench, call, DIRECT, isSealed, openBench, paidOrder, type Reply, signedByHand, stateOf } from './bench';
import { sdkFor } from './sdk-client';
import { v3IsSealed, v3Send } from './v3-bench';

const QUERY = 'alipay.trade.query';
const PAID = { out_trade_no: 'PAID_1' };
const AES = { encrypt_type: 'AES' };

describe('Alipay: encrypted contents', () => {
  let bench: Bench;
  let kit: MerchantKit;
  let key: string;

  before(async () => {
    bench = await openBench({ sockets: true });
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
    key = kit.aesKey ?? '';
    await paidOrder(bench, kit, { ...PAID, subject: '茶' });
  });
  after(async () => {
    await bench.close();
    assert.deepEqual(bench.troubles, []);
  });

  const ask = (content: unknown, change: Record<string, string> = AES) =>
    call(bench, signedByHand(kit, QUERY, content, change));
  const encrypted = (content: unknown) => encryptContent(JSON.stringify(content), key);

  /** The answer of an encrypted request: a text, of which the quotation marks are signed. */
  function opened({ text, envelope }: Reply): Record<string, string> {
    return JSON.parse(decryptContent(JSON.parse(text)[envelope], key) ?? '{}');
  }

  it('has 16 random bytes for each application', async () => {
    const other = await bench.provider.enrolDirect({ ...DIRECT, owner: 'merchant:other' }, { mode: 'key' });
    assert.deepEqual(
      [key, other.aesKey].map((text) => Buffer.from(text ?? '', 'base64').length),
      [16, 16],
    );
    assert.notEqual(key, other.aesKey);
  });

  it('reads an encrypted content and answers encrypted, signed with the quotation marks', async () => {
    const reply = await ask(encrypted(PAID));
    assert.match(reply.text, /^\{"alipay_trade_query_response":"[A-Za-z0-9+/=]+","sign":"[^"]+"\}$/);
    assert.ok(isSealed(bench, kit, reply));
    assert.deepEqual([opened(reply)['code'], opened(reply)['trade_status']], ['10000', 'TRADE_SUCCESS']);
  });

  it('answers failures plainly, unless a setting says otherwise', async () => {
    const absent = await ask(encrypted({ out_trade_no: 'NOTHING' }));
    assert.equal(absent.body['sub_code'], 'ACQ.TRADE_NOT_EXIST');
    assert.ok(isSealed(bench, kit, absent));
    const other = await openBench({ settings: { encryptedFailures: 'encrypted', undecryptableCode: '40002' } });
    const own = await other.provider.enrolDirect(DIRECT, { mode: 'key' });
    const send = (content: string) => call(other, signedByHand(own, QUERY, content, AES));
    const hidden = await send(encryptContent('{"out_trade_no":"NOTHING"}', own.aesKey ?? ''));
    assert.equal(opened(hidden)['sub_code'], 'ACQ.TRADE_NOT_EXIST');
    const { code, sub_code } = (await send('x')).body;
    assert.deepEqual([code, sub_code], ['40002', 'isv.decryption-error-unknown']);
  });

  it('refuses what it cannot open, signed, and nothing has changed', async () => {
    const refused = async (content: unknown, change: Record<string, string>, code: string, subCode: string) => {
      const state = stateOf(bench);
      const reply = await ask(content, change);
      assert.deepEqual([reply.body['code'], reply.body['sub_code']], [code, subCode], String(content).slice(0, 60));
      assert.ok(isSealed(bench, kit, reply));
      assert.equal(stateOf(bench), state);
    };
    const stranger = encryptContent(JSON.stringify(PAID), Buffer.alloc(16, 7).toString('base64'));
    const short = encrypted(PAID).slice(4);
    const latin = encrypted(PAID).replaceAll('=', '');
    for (const wrong of [
      stranger,
      short,
      'x',
      '{}',
      JSON.stringify(PAID),
      'A'.repeat(100_000),
      '\u0000',
      latin.slice(0, -3),
    ]) {
      await refused(wrong, AES, '40003', 'isv.decryption-error-unknown');
    }
    await refused(encryptContent('[]', key), AES, '40002', 'isv.illegal-json');
    await refused(encrypted(PAID), {}, '40001', 'isv.decryption-error-missing-encrypt-type');
    for (const encrypt_type of ['aes', 'DES', 'RSA', 'x'.repeat(10_000)]) {
      await refused(encrypted(PAID), { encrypt_type }, '40002', 'isv.invalid-encrypt-type');
    }
  });

  it('encrypts for nobody who has set up no key', async () => {
    const settings = { wrongEncryptType: 'isv.decryption-error-not-valid-encrypt-type' };
    const other = await openBench({ settings });
    const own = await other.provider.enrolDirect(DIRECT, { mode: 'key', encrypts: false });
    assert.equal(own.aesKey, undefined);
    const code = async (encrypt_type: string) =>
      (await call(other, signedByHand(own, QUERY, encrypted(PAID), { encrypt_type }))).body['sub_code'];
    assert.equal(await code('AES'), 'isv.decryption-error-not-valid-encrypt-key');
    assert.equal(await code('DES'), 'isv.decryption-error-not-valid-encrypt-type');
  });

  it('does the same in the HTTP style: the ciphertext is the body and is signed', async () => {
    const headers = { 'content-type': 'text/plain', 'alipay-encrypt-type': 'AES', 'alipay-encryption-algm': 'AES' };
    const post = (body: string, more = {}) =>
      v3Send(bench, kit, { target: '/v3/alipay/trade/query', body, headers: { ...headers, ...more } });
    const reply = await post(encrypted(PAID));
    assert.ok(v3IsSealed(bench, kit, reply));
    assert.match(reply.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal(JSON.parse(decryptContent(reply.text, key) ?? '{}').trade_status, 'TRADE_SUCCESS');
    const absent = await post(encrypted({ out_trade_no: 'NOTHING' }));
    assert.deepEqual([absent.status, absent.body['code']], [400, 'ACQ.TRADE_NOT_EXIST']);
    assert.equal((await post('x')).body['code'], 'decryption-error-unknown');
    assert.equal((await post(encrypted(PAID), { 'alipay-encrypt-type': 'DES' })).body['code'], 'invalid-encrypt-type');
    assert.equal((await post(encryptContent('', key))).body['code'], 'ACQ.INVALID_PARAMETER');
  });

  it('believes its SDK, which encrypts and opens by itself', async () => {
    const sdk = sdkFor(kit, bench.origin, 'PKCS8', { encryptKey: key });
    const order = { outTradeNo: 'SECRET_1', totalAmount: '128.50', subject: '一壶龙井' };
    const placed = await sdk.exec('alipay.trade.precreate', { bizContent: order, needEncrypt: true });
    assert.equal(placed.code, '10000');
    assert.equal(await bench.provider.pay(placed['qrCode'], 'li-na', 'paid'), undefined);
    const found = await sdk.exec(QUERY, { bizContent: { outTradeNo: 'SECRET_1' }, needEncrypt: true });
    assert.equal(found['tradeStatus'], 'TRADE_SUCCESS');
    const absent = await sdk.exec(QUERY, { bizContent: { outTradeNo: 'NOTHING' }, needEncrypt: true });
    assert.equal(absent['subCode'], 'ACQ.TRADE_NOT_EXIST');
  });

  it('is read by the harness like a plain call, and no key is in the history', () => {
    const lines = bench.history.events().filter(({ trade }) => trade === 'SECRET_1');
    assert.ok(lines.some(({ kind, facts }) => kind === 'payment.create' && facts['amountFen'] === 12_850));
    const answers = bench.history.events().filter(({ type, kind }) => type === 'answer' && kind === 'payment.query');
    assert.ok(answers.some(({ facts }) => facts['state'] === 'paid' && facts['signature'] === 'valid'));
    assert.ok(!JSON.stringify(bench.history.events()).includes(key));
  });
});
