import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { AlipayFormData, type AlipaySdk } from 'alipay-sdk';
import { fenFromYuan } from '../../../kernel/money';
import { HOUR_MS } from '../../../kernel/time';
import type { MerchantKit } from '../enrolment';
import { type Bench, DIRECT, openBench } from './bench';
import { sdkFor } from './sdk-client';

const CHECKED = { validateSign: true };

const MODES = [
  { what: 'key mode', mode: 'key', keyType: 'PKCS1' },
  { what: 'certificate mode', mode: 'certificate', keyType: 'PKCS8' },
] as const;

/** Alipay as a merchant meets it through the unmodified SDK over a socket. */
for (const { what, mode, keyType } of MODES) {
  describe(`Alipay through its SDK, ${what}`, () => {
    let bench: Bench;
    let kit: MerchantKit;
    let sdk: AlipaySdk;

    before(async () => {
      bench = await openBench({ sockets: true });
      kit = await bench.provider.enrolDirect(DIRECT, { mode });
      sdk = sdkFor(kit, bench.origin, keyType);
    });
    after(async () => {
      await bench.close();
      assert.deepEqual(bench.troubles, []);
    });

    const exec = (method: string, bizContent: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      sdk.exec(method, { bizContent, ...more }, CHECKED);

    const precreate = (outTradeNo: string, more: Record<string, unknown> = {}) =>
      exec('alipay.trade.precreate', { outTradeNo, totalAmount: '128.50', subject: '一壶龙井', ...more });

    const query = (outTradeNo: string) => exec('alipay.trade.query', { outTradeNo });

    const pay = (credential: string, payer = 'li-na') => bench.provider.pay(credential, payer, 'paid');

    it('has no trade until somebody opens the code, then one that waits, then one that is paid', async () => {
      const { code, qrCode } = await precreate('LIFE_1');
      assert.equal(code, '10000');
      assert.match(qrCode, /^https:\/\/qr\.alipay\.com\/bax[0-9a-z]+$/);
      assert.equal((await query('LIFE_1'))['subCode'], 'ACQ.TRADE_NOT_EXIST');
      assert.equal(await bench.provider.pay(qrCode, 'li-na', 'declined'), undefined);
      assert.equal((await query('LIFE_1'))['tradeStatus'], 'WAIT_BUYER_PAY');
      assert.equal(await pay(qrCode, 'wang-wei'), 'wrong-payer');
      assert.equal(await pay(qrCode), undefined);
      const paid = await query('LIFE_1');
      assert.equal(paid['tradeStatus'], 'TRADE_SUCCESS');
      assert.equal(paid['totalAmount'], '128.50');
      assert.match(paid['tradeNo'], /^20261124\d{20}$/);
      assert.equal(paid['sendPayDate'], '2026-11-24 09:00:00');
      assert.equal((await exec('alipay.trade.query', { tradeNo: paid['tradeNo'] }))['outTradeNo'], 'LIFE_1');
    });

    it('counts refunds together, moves money once for each number, and shows the whole as closed', async () => {
      const { qrCode } = await precreate('REFUND_1');
      const unpaid = await exec('alipay.trade.refund', { outTradeNo: 'REFUND_1', refundAmount: '1.00' });
      assert.equal(unpaid['subCode'], 'ACQ.TRADE_NOT_EXIST');
      await pay(qrCode);
      const refund = (outRequestNo: string, refundAmount: string) =>
        exec('alipay.trade.refund', { outTradeNo: 'REFUND_1', outRequestNo, refundAmount });
      const first = await refund('R1', '28.50');
      assert.deepEqual([first['fundChange'], first['refundFee']], ['Y', '28.50']);
      const second = await refund('R2', '50.00');
      assert.deepEqual([second['fundChange'], second['refundFee']], ['Y', '78.50']);
      const repeated = await refund('R1', '28.5');
      assert.deepEqual([repeated['fundChange'], repeated['refundFee']], ['N', '78.50']);
      assert.equal((await refund('R1', '28.51'))['subCode'], 'ACQ.DISCORDANT_REPEAT_REQUEST');
      assert.equal((await refund('R3', '50.01'))['subCode'], 'ACQ.REASON_TRADE_REFUND_FEE_ERR');
      assert.equal((await query('REFUND_1'))['tradeStatus'], 'TRADE_SUCCESS');
      assert.equal((await refund('R4', '50.00'))['refundFee'], '128.50');
      const closed = await query('REFUND_1');
      assert.equal(closed['tradeStatus'], 'TRADE_CLOSED');
      assert.equal(closed['sendPayDate'], '2026-11-24 09:00:00');
      assert.equal((await refund('R5', '0.01'))['subCode'], 'ACQ.TRADE_HAS_CLOSE');
      assert.equal((await refund('R4', '50.00'))['fundChange'], 'N');
      assert.equal(bench.provider.ledger.balance(`payee:${kit.app.pid}`), BigInt(fenFromYuan('128.50')));
    });

    it('answers a refund query for an unknown number with a success that says nothing', async () => {
      const { qrCode } = await precreate('REFUND_2');
      await pay(qrCode);
      await exec('alipay.trade.refund', { outTradeNo: 'REFUND_2', refundAmount: '128.50' });
      const ask = (outRequestNo: string) =>
        exec('alipay.trade.fastpay.refund.query', { outTradeNo: 'REFUND_2', outRequestNo });
      const known = await ask('REFUND_2');
      assert.deepEqual([known['refundStatus'], known['refundAmount']], ['REFUND_SUCCESS', '128.50']);
      const unknown = await ask('REFUND_X');
      assert.deepEqual(
        [unknown.code, unknown['refundStatus'], unknown['refundAmount']],
        ['10000', undefined, undefined],
      );
      const partial = await exec('alipay.trade.refund', { outTradeNo: 'REFUND_2', refundAmount: '1.00' });
      assert.equal(partial['subCode'], 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
    });

    it('closes only what waits for its payer', async () => {
      const close = async (outTradeNo: string) => (await exec('alipay.trade.close', { outTradeNo }))['subCode'];
      const { qrCode } = await precreate('CLOSE_1');
      assert.equal(await close('CLOSE_1'), 'ACQ.TRADE_NOT_EXIST');
      await bench.provider.pay(qrCode, 'li-na', 'declined');
      assert.equal(await close('CLOSE_1'), undefined);
      assert.equal(await close('CLOSE_1'), 'ACQ.TRADE_STATUS_ERROR');
      assert.equal(await pay(qrCode), 'already-closed');
      assert.equal((await precreate('CLOSE_1'))['subCode'], 'ACQ.TRADE_HAS_CLOSE');
      const other = await precreate('CLOSE_2');
      await pay(other['qrCode']);
      assert.equal(await close('CLOSE_2'), 'ACQ.TRADE_STATUS_ERROR');
      assert.equal((await precreate('CLOSE_2'))['subCode'], 'ACQ.TRADE_HAS_SUCCESS');
    });

    it('takes the same order again and refuses another under its number', async () => {
      const first = await precreate('SAME_1');
      assert.equal((await precreate('SAME_1'))['qrCode'], first['qrCode']);
      assert.equal((await precreate('SAME_1', { totalAmount: '1.00' }))['subCode'], 'ACQ.CONTEXT_INCONSISTENT');
      assert.equal((await precreate('SAME_1', { subject: '别的' }))['subCode'], 'ACQ.CONTEXT_INCONSISTENT');
    });

    it('verifies what becomes of a payer’s code and of an order for a known buyer', async () => {
      const order = { totalAmount: '1000.00', subject: '一壶龙井' };
      const { code: authCode } = bench.provider.showCode('li-na', 'pays');
      const asked = await exec('alipay.trade.pay', { outTradeNo: 'CODE_1', authCode, scene: 'bar_code', ...order });
      assert.deepEqual([asked.code, asked.msg], ['10003', ' order success pay inprocess']);
      assert.equal(await pay(authCode), undefined);
      assert.equal((await query('CODE_1'))['tradeStatus'], 'TRADE_SUCCESS');
      const buyerOpenId = bench.provider.payers.identifier('li-na', kit.app.appId);
      const made = await exec('alipay.trade.create', { outTradeNo: 'MADE_1', buyerOpenId, ...order });
      assert.equal(made.code, '10000');
      assert.equal(await pay(made['tradeNo']), undefined);
      assert.equal((await query('MADE_1'))['buyerOpenId'], buyerOpenId);
    });

    it('is called with the key in either format, with or without its first and last line (trap 3)', async () => {
      const { privateKeyPkcs1, privateKeyPkcs8 } = kit;
      const bare = (text: string) => text.replace(/-----[A-Z ]+-----/g, '').trim();
      assert.notEqual(bare(privateKeyPkcs1), bare(privateKeyPkcs8));
      const tool = { ...kit, privateKeyPkcs1: bare(privateKeyPkcs1), privateKeyPkcs8: bare(privateKeyPkcs8) };
      for (const keys of [kit, tool]) {
        for (const format of ['PKCS1', 'PKCS8'] as const) {
          const own = sdkFor(keys, bench.origin, format);
          const asked = await own.exec('alipay.trade.query', { bizContent: { outTradeNo: 'FORMAT_1' } }, CHECKED);
          assert.equal(asked['subCode'], 'ACQ.TRADE_NOT_EXIST');
        }
      }
    });

    it('takes the fields of an upload as signed and its files as not', async () => {
      const form = new AlipayFormData();
      form.addField('imageName', '图 1');
      form.addFile('imageContent', '图 1.png', Buffer.from([0, 0x0d, 0x0a, 0x2d, 0x2d, 0xff]));
      const answer = await sdk.exec('alipay.trade.query', {}, { ...CHECKED, formData: form });
      // Past the signature, the query misses its content.
      assert.equal(answer['subCode'], 'ACQ.INVALID_PARAMETER');
    });

    it('verifies answers whose values look like the envelope itself, and texts in Chinese (traps 23 and 30)', async () => {
      for (const outTradeNo of [
        '"},"sign":"x"}',
        '{"alipay_trade_query_response":{"code":"10000"},"sign":"x"}',
        'alipay_trade_query_response',
        '}{',
        '\\"\u2028茶',
      ]) {
        const absent = await query(outTradeNo);
        assert.deepEqual(
          [absent['subCode'], absent['subMsg'], absent['outTradeNo']],
          ['ACQ.TRADE_NOT_EXIST', '交易不存在', outTradeNo],
        );
      }
    });

    it('lets a code die after two hours, and a trade at its deadline', async () => {
      const dead = await precreate('TIME_1', { timeoutExpress: '15d' });
      const early = await precreate('TIME_2', { timeoutExpress: '90m', timeExpire: '2026-11-24 09:30:00' });
      const late = await precreate('TIME_3', { timeoutExpress: '3h' });
      await bench.provider.pay(late['qrCode'], 'li-na', 'declined');
      await bench.provider.pay(early['qrCode'], 'li-na', 'declined');
      await bench.clock.advance(2 * HOUR_MS + 1);
      assert.equal(await pay(dead['qrCode']), 'expired');
      assert.equal((await query('TIME_2'))['tradeStatus'], 'TRADE_CLOSED');
      assert.equal((await query('TIME_3'))['tradeStatus'], 'WAIT_BUYER_PAY');
      assert.equal(await pay(late['qrCode']), undefined);
      const past = await precreate('TIME_4', { timeExpire: '2026-11-24 09:00:00' });
      assert.equal(past['subCode'], 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR');
    });

    it('signs for nobody unknown, and for everybody with Alipay’s own key (traps 1, 2 and 24)', async () => {
      const other = await bench.provider.enrolDirect({ ...DIRECT, owner: 'merchant:other' }, { mode: 'key' });
      const stranger = sdkFor({ ...kit, app: { ...kit.app, appId: '2021000000000000' } }, bench.origin, keyType);
      await assert.rejects(stranger.exec('alipay.trade.query', {}, CHECKED), TypeError);
      const { privateKeyPkcs1, privateKeyPkcs8 } = other;
      const wrongKey = sdkFor({ ...kit, privateKeyPkcs1, privateKeyPkcs8 }, bench.origin, keyType);
      const refused = await wrongKey.exec('alipay.trade.query', { bizContent: { outTradeNo: 'X' } }, CHECKED);
      assert.equal(refused['subCode'], 'isv.invalid-signature');
      assert.match(refused['subMsg'], /：.*app_id=\d+&amp;.*&amp;version=1\.0$/);
      const own = createPublicKey(privateKeyPkcs8).export({ type: 'spki', format: 'pem' }).toString();
      const confused = sdkFor({ ...other, alipayPublicKey: own }, bench.origin);
      await assert.rejects(
        confused.exec('alipay.trade.query', { bizContent: { outTradeNo: 'X' } }, CHECKED),
        /验签失败/,
      );
    });
  });
}

/** The SDK looks for the signed text under the method's own root, so the old general root fails every check (trap 25). */
describe('Alipay through its SDK: the root of an error', () => {
  for (const [unknownMethodRoot, readable] of [
    ['method', true],
    ['error_response', false],
  ] as const) {
    it(`${readable ? 'is verified' : 'cannot be verified'} where the setting is "${unknownMethodRoot}"`, async () => {
      const bench = await openBench({ settings: { unknownMethodRoot }, sockets: true });
      try {
        const sdk = sdkFor(await bench.provider.enrolDirect(DIRECT, { mode: 'key' }), bench.origin);
        const asked = sdk.exec('alipay.trade.steal', {}, CHECKED);
        if (readable) assert.equal((await asked)['subCode'], 'isv.invalid-method');
        else await assert.rejects(asked, /验签失败/);
        assert.deepEqual(bench.troubles, []);
      } finally {
        await bench.close();
      }
    });
  }
});
