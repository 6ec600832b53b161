import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../kernel/time';
import { type Heard, isSigned, openBench, opened, START } from './bench';
import { paid, partnerOrder, refund } from './calls';

const REFUNDS = '/v3/refund/domestic/refunds';

describe('notices', () => {
  it('tells a payment once it is heard, signed and encrypted for the merchant', async () => {
    const bench = await openBench();
    await paid(bench, 'NOTICE-1');
    await bench.clock.settle();
    const [heard] = bench.shop.heard;
    assert.ok(heard && isSigned(bench.provider, heard));
    assert.ok(heard.headers.get('request-id') && heard.headers.get('wechatpay-signature-type'));
    const { content, resource, ...envelope } = opened(heard, bench.direct.apiV3Key);
    assert.match(envelope.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual(envelope, {
      id: envelope.id,
      create_time: '2026-11-24T09:00:00+08:00',
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
    });
    const { ciphertext: _, nonce, ...sealed } = resource;
    assert.deepEqual(
      [nonce.length, sealed],
      [12, { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', associated_data: 'transaction' }],
    );
    const { mchid } = bench.direct;
    const query = await bench.call(bench.direct, 'GET', `/v3/pay/transactions/out-trade-no/NOTICE-1?mchid=${mchid}`);
    assert.deepEqual(content, query.json, 'the notice says what the query says');
    await bench.clock.advance(DAY_MS + HOUR_MS);
    assert.equal(bench.shop.heard.length, 1);
  });

  it('tells a refund under its own type, with refund_status', async () => {
    const bench = await openBench();
    await paid(bench, 'NOTICE-2');
    await bench.call(bench.direct, 'POST', REFUNDS, refund('NOTICE-2', 'R-1', 850));
    await bench.clock.advance(3 * SECOND_MS);
    const { content, resource, event_type, summary } = opened(bench.shop.heard.at(-1), bench.direct.apiV3Key);
    assert.deepEqual([event_type, summary, resource.original_type], ['REFUND.SUCCESS', '退款成功', 'refund']);
    const { refund_id: _, transaction_id: __, ...rest } = content;
    assert.deepEqual(rest, {
      mchid: bench.direct.mchid,
      out_trade_no: 'NOTICE-2',
      out_refund_no: 'R-1',
      refund_status: 'SUCCESS',
      success_time: '2026-11-24T09:00:03+08:00',
      user_received_account: '支付用户零钱',
      amount: { total: 12850, refund: 850, payer_total: 12850, payer_refund: 850 },
    });
  });

  it('tells a refund only where the refund itself names an address', async () => {
    const bench = await openBench();
    await paid(bench, 'NOTICE-3');
    const { notify_url: _, ...silent } = refund('NOTICE-3', 'R-1', 850);
    await bench.call(bench.direct, 'POST', REFUNDS, silent);
    await bench.clock.advance(HOUR_MS);
    assert.equal(bench.shop.heard.length, 1, 'the payment’s notice and no other');
  });

  it('repeats itself on the published schedule until 200 or 204, with one id and new signatures', async () => {
    const gaps = ['15s', '15s', '30s', '3m', '10m', '20m', '30m', '30m', '30m', '60m', '3h', '3h', '3h', '6h', '6h'];
    const unit: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS };
    const expected = [0];
    for (const gap of gaps)
      expected.push((expected.at(-1) ?? 0) + Number.parseInt(gap, 10) * (unit[gap.slice(-1)] ?? 0));
    assert.equal(expected.at(-1), 24 * HOUR_MS + 4 * MINUTE_MS);
    const bench = await openBench();
    const replies = [500, 404, 302, 201, 202];
    bench.shop.reply = () => {
      const status = replies[bench.shop.heard.length % replies.length] ?? 500;
      return Response.json({ code: 'SUCCESS' }, { status, headers: { location: 'https://shop.example/elsewhere' } });
    };
    await paid(bench, 'NOTICE-4');
    await bench.clock.advance(3 * DAY_MS);
    assert.deepEqual(
      bench.shop.heard.map(({ at }) => at - START),
      expected,
    );
    const seen = (value: (heard: Heard) => unknown) => new Set(bench.shop.heard.map(value)).size;
    assert.equal(
      seen(({ text }) => JSON.parse(text).id),
      1,
    );
    assert.equal(
      seen(({ headers }) => headers.get('wechatpay-signature')),
      expected.length,
    );
    assert.ok(bench.shop.heard.every((heard) => isSigned(bench.provider, heard)));
  });

  it('goes by the status alone: 200 with a FAIL body is heard', async () => {
    const bench = await openBench();
    bench.shop.reply = () =>
      Response.json({ code: 'FAIL', message: '失败' }, { status: bench.shop.heard.length > 1 ? 200 : 500 });
    await paid(bench, 'NOTICE-5');
    await bench.clock.advance(DAY_MS);
    assert.equal(bench.shop.heard.length, 2);
  });

  it('comes again when its answer is lost, and late or twice when the network wants it so', async () => {
    for (const [fault, times] of [
      ['lose-answer', 2],
      ['duplicate', 2],
      ['lose', 1],
      ['delay', 2],
    ] as const) {
      const bench = await openBench();
      const rule = {
        fault,
        from: 'wechatpay',
        to: 'shop',
        times: 1,
        ...(fault === 'delay' ? { delayMs: MINUTE_MS } : {}),
      };
      bench.faults.add(rule);
      await paid(bench, 'NOTICE-6');
      await bench.clock.advance(HOUR_MS);
      assert.equal(bench.shop.heard.length, times, fault);
    }
  });

  it('is not sent where no key can encrypt it', async () => {
    const bench = await openBench();
    bench.provider.register.change(bench.direct.mchid, { apiV3Key: undefined });
    await paid(bench, 'NOTICE-7');
    await bench.clock.advance(HOUR_MS);
    assert.equal(bench.shop.heard.length, 0);
  });

  it('is signed with the key that the merchant has moved to, whatever the request named', async () => {
    const bench = await openBench();
    const { signers, register } = bench.provider;
    const signedWith = async (number: string) => {
      await paid(bench, number);
      await bench.clock.settle();
      return bench.shop.heard.at(-1)?.headers.get('wechatpay-serial');
    };
    const first = signers.active().serial;
    assert.equal(await signedWith('KEYS-01'), first);
    await bench.provider.rotateKeys(false);
    assert.equal(await signedWith('KEYS-02'), first, 'published is not yet active');
    await bench.provider.rotateKeys(true);
    assert.equal(await signedWith('KEYS-03'), signers.certificates()[1]?.serial);
    register.change(bench.direct.mchid, { noticesSignedWith: 'public-key' });
    assert.equal(await signedWith('KEYS-04'), signers.publicKey.serial);
    assert.ok(bench.shop.heard.every((heard) => isSigned(bench.provider, heard)));
  });

  it('changes its certificate while it repeats itself', async () => {
    const bench = await openBench();
    bench.shop.reply = () => new Response(null, { status: bench.shop.heard.length > 2 ? 204 : 500 });
    await paid(bench, 'NOTICE-8');
    await bench.clock.settle();
    await bench.provider.rotateKeys(false);
    await bench.provider.rotateKeys(true);
    await bench.clock.advance(HOUR_MS);
    const [old, active] = bench.provider.signers.certificates().map(({ serial }) => serial);
    assert.deepEqual(
      bench.shop.heard.map(({ headers }) => headers.get('wechatpay-serial')),
      [old, active, active],
    );
  });

  it('authenticates its type, or nothing', async () => {
    const bench = await openBench({ associatedData: 'empty' });
    await paid(bench, 'NOTICE-9');
    await bench.clock.settle();
    const { resource, content } = opened(bench.shop.heard[0], bench.direct.apiV3Key);
    assert.deepEqual([resource.associated_data, content.out_trade_no], ['', 'NOTICE-9']);
  });

  it('looks for the platform’s endpoint, not for the sub-merchant’s key, in partner mode', async () => {
    const bench = await openBench();
    const placed = await bench.call(
      bench.partner,
      'POST',
      '/v3/pay/partner/transactions/native',
      partnerOrder(bench, 'NOTICE-10'),
    );
    await bench.provider.pay(placed.json.code_url, 'li-na', 'paid');
    await bench.clock.settle();
    const { content } = opened(bench.shop.heard[0], bench.partner.apiV3Key);
    const { partner } = bench;
    assert.deepEqual(
      [content.sp_mchid, content.sub_mchid, content.sp_appid],
      [partner.mchid, partner.subs[0], partner.appid],
    );
    assert.equal(content.payer.sp_openid, bench.provider.payers.identifier('li-na', partner.appid));
  });
});
