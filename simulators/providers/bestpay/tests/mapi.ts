import assert from 'node:assert/strict';
import { type KeyObject, verify } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { type RsaKeyPair, signRsa } from '../../../kernel/keys';
import { DAY_MS, MINUTE_MS } from '../../../kernel/time';
import type { MerchantKit } from '../enrolment';
import { signedText } from '../mapi/signature';
import { type Bench, NOTIFY, openBench, post, stateOf } from './bench';

const MAPI = 'https://mapi.bestpay.com.cn/mapi';
const SDK = `${MAPI}/sdkRequest?BESTPAY_MAPI_VERSION=1.0`;

interface Answer {
  readonly success: boolean;
  readonly errorCode: string | null;
  readonly result: Readonly<Record<string, string>> | null;
  readonly sign: string;
}

describe('BestPay: the newer platform, a profile of this project', () => {
  let bench: Bench;
  let kit: MerchantKit;
  let code: string;
  let bestpayKey: KeyObject;
  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect({ owner: 'merchant:newer', name: '新平台商户', domains: [] });
    code = kit.merchant.institution?.code ?? '';
    bestpayKey = (await bench.provider.platformKeys.active()).publicKey;
  });

  const members = (path: string, bizContent: string, { pair }: { pair: RsaKeyPair } = kit) => {
    const commonParams = JSON.stringify({ institutionCode: code, institutionType: 'MERCHANT' });
    const values = { path, commonParams, bizContent };
    return { ...values, sign: signRsa(signedText(values), pair.privateKey), version: '1.0' };
  };
  const send = async (body: object | string): Promise<Answer> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await post(bench, SDK, text, 'application/json;charset=UTF-8');
    assert.equal(response.headers.get('x-sim-profile'), 'bestpay-sim-profile/0');
    return (await response.json()) as Answer;
  };
  const ask = (path: string, content: object) =>
    send(members(`/uniformReceipt/${path}`, JSON.stringify({ merchantNo: code, ...content })));
  const order = (outTradeNo: string, change: object = {}) =>
    ask('proCreateOrder', {
      outTradeNo,
      tradeAmt: 1234,
      ccy: '156',
      requestDate: '2026-11-24 09:00:00',
      tradeChannel: 'H5',
      accessCode: 'CASHIER',
      mediumType: 'WIRELESS',
      subject: '一壶龙井',
      goodsInfo: '茶/茶',
      operator: code,
      notifyUrl: NOTIFY,
      riskControlInfo: '[]',
      ...change,
    });
  const back = { requestDate: '2026-11-24 09:01:00', tradeChannel: 'H5', ccy: '156', accessCode: 'CASHIER' };

  it('takes an order, leads to the cashier, tells, and gives back', async () => {
    const made = await order('M1');
    assert.deepEqual(
      [made.success, made.result?.['tradeStatus'], made.result?.['tradeAmt']],
      [true, 'WAITFORPAY', '1234'],
    );
    const { sign, ...rest } = made;
    assert.ok(verify('sha256', Buffer.from(signedText(rest as never)), bestpayKey, Buffer.from(sign, 'base64')));
    assert.deepEqual((await order('M1')).result, made.result, 'the same order again is the same order');
    assert.equal((await order('M1', { tradeAmt: 1235 })).errorCode, 'SIM1005');

    const fields = {
      merchantNo: code,
      institutionCode: code,
      institutionType: 'MERCHANT',
      signType: 'CA',
      platform: 'H5_4.0_route',
      tradeType: 'acquiring',
      outTradeNo: 'M1',
      tradeNo: made.result?.['tradeNo'] ?? '',
      tradeAmt: '1234',
      tradeDesc: '一壶龙井',
      merchantFrontUrl: 'https://shop.example/back',
    };
    const signed = { ...fields, sign: signRsa(signedText(fields), kit.pair.privateKey) };
    const cashier = `${MAPI}/form/cashier/H5/pay`;
    const led = await post(bench, cashier, new URLSearchParams(signed).toString());
    const credential = new URL(led.headers.get('location') ?? '', MAPI).searchParams.get('code') ?? '';
    const forged = await post(bench, cashier, new URLSearchParams({ ...signed, tradeAmt: '1' }).toString());
    assert.match(await forged.text(), /API100001/);

    bench.shop.reply = () => '{"resultCode":"SUCCESS","resultMsg":"OK"}';
    assert.equal(await bench.provider.pay(credential, 'li-na', 'paid'), undefined);
    await bench.clock.settle();
    const notice = JSON.parse(bench.shop.heard.at(-1)?.body ?? '{}');
    assert.deepEqual(
      [notice.outTradeNo, notice.totalAmt, notice.tradeStatus, notice.notifyType],
      ['M1', '1234', 'SUCCESS', 'PAY'],
    );
    assert.ok(verify('sha256', Buffer.from(signedText(notice)), bestpayKey, Buffer.from(notice.sign, 'base64')));
    const found = await ask('tradeQuery', { outTradeNo: 'M1', tradeDate: '2026-11-24 09:00:00' });
    assert.equal(found.result?.['tradeStatus'], 'SUCCESS');

    const refund = (outRequestNo: string, refundAmt: string) =>
      ask('tradeRefund', { outTradeNo: 'M1', outRequestNo, refundAmt, ...back });
    assert.equal((await refund('MB1', '1000')).result?.['refundStatus'], 'PROCESSING');
    assert.equal((await refund('MB1', '1000')).success, true);
    assert.equal((await refund('MB2', '235')).errorCode, 'SIM1006');
    await bench.clock.advance(MINUTE_MS);
    assert.equal(
      (await ask('refundOrderQuery', { outTradeNo: 'MB1', tradeDate: '' })).result?.['refundStatus'],
      'SUCCESS',
    );
    const trade = bench.provider.book.byOutTradeNo(kit.merchant.merchantId, 'M1');
    assert.ok(trade && bench.provider.proves(trade));
  });

  it('takes forms as well as JSON, and signs over the texts that were sent (BP-11)', async () => {
    const spaced = `{ "merchantNo" : "${code}",  "outTradeNo":"M1" }`;
    const form = new URLSearchParams(members('/uniformReceipt/tradeQuery', spaced)).toString();
    const response = await post(bench, SDK, form);
    assert.equal(((await response.json()) as Answer).success, true);
    const { bizContent, ...rest } = members('/uniformReceipt/tradeQuery', spaced);
    const rewritten = { ...rest, bizContent: JSON.stringify(JSON.parse(bizContent)) };
    assert.equal((await send(rewritten)).errorCode, 'API100001');
  });

  it('refuses who is not known, not signed, or signed with another key', async () => {
    const good = members('/uniformReceipt/tradeQuery', JSON.stringify({ merchantNo: code, outTradeNo: 'M1' }));
    const stranger = { ...good, commonParams: '{"institutionCode":"1","institutionType":"MERCHANT"}' };
    const { sign: _sign, ...unsigned } = good;
    const other = await bench.provider.context.keys.rsa('forger');
    assert.equal((await send(stranger)).errorCode, 'SIM1002');
    assert.equal((await send(unsigned)).errorCode, 'API100001');
    assert.equal((await send({ ...good, sign: 'x' })).errorCode, 'API100001');
    assert.equal((await send(members(good.path, good.bizContent, { pair: other }))).errorCode, 'API100001');
    assert.equal((await send(members('/pay/tradeCreate', '{}'))).errorCode, 'SIM1003');
    assert.equal((await ask('tradeQuery', { merchantNo: '1', outTradeNo: 'M1' })).errorCode, 'SIM1001');
    assert.equal((await ask('tradeQuery', { outTradeNo: 'NONE' })).errorCode, 'SIM1004');
  });

  it('refuses what it cannot read, and nothing changes', async () => {
    const state = stateOf(bench);
    for (const body of ['', 'null', '[]', '{', '{"path":1}', '{"__proto__":{}}', '"x"']) {
      assert.equal((await send(body)).errorCode, 'SIM1001', body);
    }
    for (const change of [
      { tradeAmt: 0.5 },
      { tradeAmt: -1 },
      { tradeAmt: '1.00' },
      { ccy: '840' },
      { notifyUrl: 'x:' },
    ]) {
      assert.equal((await order('M9', change)).errorCode, 'SIM1001', JSON.stringify(change));
    }
    assert.equal((await send(members('/uniformReceipt/tradeQuery', 'no JSON'))).errorCode, 'SIM1001');
    assert.equal(stateOf(bench), state);
    assert.deepEqual(bench.troubles, []);
  });

  it('tells twice more, five minutes apart, while it hears no object that says SUCCESS (BP-12)', async () => {
    bench.shop.heard.length = 0;
    bench.shop.reply = () => 'success';
    const made = await order('M2');
    const trade = bench.provider.book.byOutTradeNo(kit.merchant.merchantId, made.result?.['outTradeNo'] ?? '');
    await bench.provider.pay(trade?.credential ?? '', 'li-na', 'paid');
    await bench.clock.advance(DAY_MS);
    const times = bench.shop.heard.map(({ at }) => at);
    assert.deepEqual(
      times.slice(1).map((at, i) => at - (times[i] ?? 0)),
      [5 * MINUTE_MS, 5 * MINUTE_MS],
    );
  });

  it('signs with another key, or another hash, when it is told to', async () => {
    await bench.provider.rotateKeys(false);
    const { sign: before, ...same } = await ask('tradeQuery', { outTradeNo: 'M1' });
    const text = Buffer.from(signedText(same as never));
    assert.ok(verify('sha256', text, bestpayKey, Buffer.from(before, 'base64')));
    await bench.provider.rotateKeys(true);
    const { sign } = await ask('tradeQuery', { outTradeNo: 'M1' });
    assert.ok(!verify('sha256', text, bestpayKey, Buffer.from(sign, 'base64')));
    const { publicKey } = await bench.provider.platformKeys.active();
    assert.ok(verify('sha256', text, publicKey, Buffer.from(sign, 'base64')));
    const older = await openBench({ mapiAnswerHash: 'sha1' });
    const response = await post(older, SDK, '{}', 'application/json');
    const { sign: old, ...rest } = (await response.json()) as Answer;
    const key = (await older.provider.platformKeys.active()).publicKey;
    assert.ok(verify('sha1', Buffer.from(signedText(rest as never)), key, Buffer.from(old, 'base64')));
  });
});
