import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS, SECOND_MS } from '../../../kernel/time';
import { type Bench, isSigned, openBench } from './bench';
import { byCode, codeOrder, order, paid, partnerCodeOrder, place, query, refund, refusal } from './calls';

const DIRECT = '/v3/pay/transactions';
const PARTNER = '/v3/pay/partner/transactions';

const reverse = (on: Bench, number: string) =>
  on.call(on.direct, 'POST', `${DIRECT}/out-trade-no/${number}/reverse`, {
    appid: on.direct.appid,
    mchid: on.direct.mchid,
  });
const close = (on: Bench, number: string) =>
  on.call(on.direct, 'POST', `${DIRECT}/out-trade-no/${number}/close`, { mchid: on.direct.mchid });
const stateOf = async (on: Bench, number: string) => (await query(on, number)).json.trade_state;
const credential = (on: Bench, number: string) =>
  on.provider.book.byOutTradeNo(on.direct.mchid, number)?.credential ?? '';

describe("payments with a payer's code", () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('takes the money at once, answers with the transaction, and tells nobody', async () => {
    const reply = await place(bench, 'codepay', byCode(bench, 'CODE-0001', 'pays', { attach: '3 号桌' }));
    assert.deepEqual([reply.status, isSigned(bench.provider, reply)], [200, true]);
    const { transaction_id, payer, ...view } = reply.json;
    assert.match(transaction_id, /^42000\d+$/);
    assert.equal(payer.openid, bench.provider.payers.identifier('li-na', bench.direct.appid));
    assert.deepEqual(view, {
      appid: bench.direct.appid,
      mchid: bench.direct.mchid,
      out_trade_no: 'CODE-0001',
      trade_type: 'MICROPAY',
      bank_type: 'OTHERS',
      success_time: '2026-11-24T09:00:00+08:00',
      amount: { total: 12850, payer_total: 12850, currency: 'CNY', payer_currency: 'CNY' },
      attach: '3 号桌',
      promotion_detail: [],
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
    });
    await bench.clock.advance(DAY_MS);
    assert.equal(bench.shop.heard.length, 0);
  });

  it('an address for notices is no member of it', async () => {
    const body = byCode(bench, 'CODE-0002', 'pays', { notify_url: 'https://shop.example/notify' });
    assert.equal((await place(bench, 'codepay', body)).status, 200);
    await bench.clock.settle();
    assert.equal(bench.shop.heard.length, 0);
  });

  it('answers 202 while the payer is asked for a password, and again until the payer has decided', async () => {
    const body = byCode(bench, 'CODE-0003', 'needs-password');
    const asked = await place(bench, 'codepay', body);
    assert.deepEqual([asked.status, isSigned(bench.provider, asked)], [202, true]);
    assert.deepEqual([asked.json.trade_state, asked.json.trade_state_desc], ['USERPAYING', '用户支付中，需要输入密码']);
    for (const name of ['transaction_id', 'payer', 'success_time']) assert.ok(!(name in asked.json), name);
    assert.deepEqual((await place(bench, 'codepay', body)).json, asked.json);
    assert.equal(await stateOf(bench, 'CODE-0003'), 'USERPAYING');
    assert.equal(await bench.provider.pay(credential(bench, 'CODE-0003'), 'wang-wei', 'paid'), 'wrong-payer');
    assert.equal(await bench.provider.pay(credential(bench, 'CODE-0003'), 'wang-wei', 'declined'), 'wrong-payer');
    assert.equal(await bench.provider.pay(credential(bench, 'CODE-0003'), 'li-na', 'paid'), undefined);
    assert.equal(await stateOf(bench, 'CODE-0003'), 'SUCCESS');
    assert.equal(bench.shop.heard.length, 0);
    assert.deepEqual(
      refusal(await place(bench, 'codepay', body)).slice(0, 2),
      [400, 'INVALID_REQUEST'],
      'paid already',
    );
  });

  it('fails for good when the payer declines, has too little, or does nothing for 45 seconds', async () => {
    await place(bench, 'codepay', byCode(bench, 'CODE-0004', 'needs-password'));
    assert.equal(await bench.provider.pay(credential(bench, 'CODE-0004'), 'li-na', 'declined'), undefined);
    const poor = byCode(bench, 'CODE-0005', 'insufficient-balance');
    assert.deepEqual(refusal(await place(bench, 'codepay', poor)), [403, 'NOT_ENOUGH', '余额不足']);
    assert.deepEqual(refusal(await place(bench, 'codepay', poor)), [403, 'NOT_ENOUGH', '余额不足'], 'again');
    const silent = byCode(bench, 'CODE-0006', 'never-confirms');
    await place(bench, 'codepay', silent);
    await bench.clock.advance(45 * SECOND_MS);
    assert.equal(await stateOf(bench, 'CODE-0006'), 'USERPAYING');
    await bench.clock.advance(1);
    for (const number of ['CODE-0004', 'CODE-0005', 'CODE-0006']) {
      assert.equal(await stateOf(bench, number), 'PAYERROR', number);
      assert.equal(await bench.provider.pay(credential(bench, number), 'li-na', 'paid'), 'payment-failed', number);
    }
    assert.deepEqual(refusal(await place(bench, 'codepay', silent)), [403, 'TRADE_ERROR', '用户没有输入支付密码']);
    assert.equal(
      (await bench.call(bench.direct, 'POST', '/v3/refund/domestic/refunds', refund('CODE-0006', 'R-C1', 1))).status,
      404,
    );
  });

  it('a code is read once, in its minute, and belongs to one order', async () => {
    const { provider, clock } = bench;
    const pay = async (number: string, code: string) =>
      refusal(await place(bench, 'codepay', codeOrder(bench, number, code)));
    const invalid = (text: string) => [403, 'AUTH_CODE_INVALID', text];
    assert.deepEqual(await pay('CODE-0010', '139999999999999999'), invalid('101 付款码无效，请重新扫码'));
    for (const code of ['160000000000000000', '13000000000000000', '13000000000000000x', '281234567890123456']) {
      assert.deepEqual(
        await pay('CODE-0010', code),
        invalid('请扫描微信支付授权码(以10/11/12/13/14/15为前缀的18位数字)'),
      );
    }
    const late = provider.showCode('li-na', 'pays').code;
    await clock.advance(60 * SECOND_MS + 1);
    const expired = '二维码已过期，请用户在微信上刷新后再试';
    assert.deepEqual(await pay('CODE-0010', late), [403, 'AUTH_CODE_EXPIRED', expired]);
    assert.equal((await query(bench, 'CODE-0010')).json.code, 'ORDER_NOT_EXIST', 'nothing was ordered');
    const { code } = provider.showCode('li-na', 'needs-password');
    assert.equal((await place(bench, 'codepay', codeOrder(bench, 'CODE-0011', code))).status, 202);
    assert.deepEqual(await pay('CODE-0012', code), invalid('101 每个二维码仅限使用一次，请刷新再试'));
    const other = provider.showCode('li-na', 'pays').code;
    assert.deepEqual((await pay('CODE-0011', other)).slice(0, 2), [403, 'OUT_TRADE_NO_USED'], 'another code');
    assert.equal((await place(bench, 'codepay', codeOrder(bench, 'CODE-0013', other))).status, 200, 'was not used up');
  });

  it('spells its refusals as the profile chooses, and need not exist', async () => {
    for (const [codepayRefusals, expected] of [
      ['v2-names', ['403 NOTENOUGH', '403 AUTHCODEEXPIRE']],
      ['INVALID_REQUEST', ['400 INVALID_REQUEST', '400 INVALID_REQUEST']],
    ] as const) {
      const on = await openBench({ codepayRefusals });
      const late = codeOrder(on, 'CODE-0021', on.provider.showCode('li-na', 'pays').code);
      const poor = await place(on, 'codepay', byCode(on, 'CODE-0020', 'insufficient-balance'));
      await on.clock.advance(DAY_MS);
      const codes = [poor, await place(on, 'codepay', late)].map(({ status, json }) => `${status} ${json.code}`);
      assert.deepEqual(codes, expected);
    }
    const without = await openBench({ codepay: 'not-offered' });
    assert.deepEqual((await place(without, 'codepay', byCode(without, 'CODE-0022', 'pays'))).text, '');
    const open = await openBench({ codepayStoreInfo: 'optional' });
    const body = byCode(open, 'CODE-0023', 'pays', { scene_info: {} });
    assert.equal((await place(open, 'codepay', body)).status, 200);
  });

  it('other content, another product or an order of another kind under the number is refused', async () => {
    const { code } = bench.provider.showCode('li-na', 'needs-password');
    await place(bench, 'codepay', codeOrder(bench, 'CODE-0030', code));
    const changed = codeOrder(bench, 'CODE-0030', code, { amount: { total: 1 } });
    assert.equal((await place(bench, 'codepay', changed)).json.code, 'OUT_TRADE_NO_USED');
    assert.equal((await place(bench, 'native', order(bench, 'CODE-0030'))).json.code, 'OUT_TRADE_NO_USED');
    await place(bench, 'native', order(bench, 'CODE-0031'));
    assert.equal((await place(bench, 'codepay', byCode(bench, 'CODE-0031', 'pays'))).json.code, 'OUT_TRADE_NO_USED');
  });

  it('a plain close is refused whatever the state, with the internal number of the case', async () => {
    for (const behaviour of ['pays', 'needs-password', 'insufficient-balance'] as const) {
      const number = `CLOSE-${behaviour}`;
      await place(bench, 'codepay', byCode(bench, number, behaviour));
      const state = await stateOf(bench, number);
      const reply = await close(bench, number);
      assert.deepEqual(refusal(reply), [400, 'INVALID_REQUEST', '当前交易不允许进行普通关单（只能撤销）']);
      assert.match(reply.headers.get('request-id') ?? '', /-268449641$/);
      assert.equal(await stateOf(bench, number), state);
    }
    const on = await openBench({ closeCodeOrder: 'TRADE_ERROR' });
    await place(on, 'codepay', byCode(on, 'CLOSE-1', 'pays'));
    assert.deepEqual(refusal(await close(on, 'CLOSE-1')).slice(0, 2), [403, 'TRADE_ERROR']);
  });

  it('works for a service provider, under both of its applications', async () => {
    const { partner, provider } = bench;
    const { code } = provider.showCode('wang-wei', 'needs-password');
    const body = partnerCodeOrder(bench, 'CODE-0040', code);
    const asked = await bench.call(partner, 'POST', `${PARTNER}/codepay`, body);
    assert.deepEqual(
      [asked.status, asked.json.trade_state, asked.json.sub_mchid],
      [202, 'USERPAYING', partner.subs[0]],
    );
    const trade = provider.book.byOutTradeNo(partner.subs[0], 'CODE-0040');
    await provider.pay(trade?.credential ?? '', 'wang-wei', 'paid');
    const ids = { sp_mchid: partner.mchid, sub_mchid: partner.subs[0] };
    const found = await bench.call(partner, 'GET', `${PARTNER}/out-trade-no/CODE-0040?${new URLSearchParams(ids)}`);
    assert.equal(found.json.payer.sp_openid, provider.payers.identifier('wang-wei', partner.appid));
    const reversed = await bench.call(partner, 'POST', `${PARTNER}/out-trade-no/CODE-0040/reverse`, ids);
    assert.deepEqual(reversed.json, { sp_appid: partner.appid, ...ids, out_trade_no: 'CODE-0040' });
    const [, second] = partner.subs;
    const other = await bench.call(partner, 'POST', `${PARTNER}/codepay`, { ...body, sub_mchid: second });
    assert.deepEqual(refusal(other).slice(0, 2), [400, 'INVALID_REQUEST']);
  });
});

describe('reversals', () => {
  it('shuts what is unpaid and gives back what was paid, once', async () => {
    const on = await openBench();
    const { ledger } = on.provider;
    for (const behaviour of ['pays', 'needs-password', 'insufficient-balance'] as const) {
      await place(on, 'codepay', byCode(on, `REV-${behaviour}`, behaviour));
    }
    assert.equal(ledger.balance('payer:li-na'), -12850n);
    for (let i = 0; i < 2; i += 1) {
      for (const number of ['REV-pays', 'REV-needs-password', 'REV-insufficient-balance']) {
        const reply = await reverse(on, number);
        const { appid, mchid } = on.direct;
        assert.deepEqual([reply.status, reply.json], [200, { appid, mchid, out_trade_no: number }]);
        assert.ok(isSigned(on.provider, reply));
        const { trade_state, trade_state_desc } = (await query(on, number)).json;
        assert.deepEqual([trade_state, trade_state_desc], ['REVOKED', '订单已撤销']);
      }
    }
    assert.equal(ledger.balance('payer:li-na'), 0n);
    assert.equal(await on.provider.pay(credential(on, 'REV-needs-password'), 'li-na', 'paid'), 'already-closed');
    assert.equal(on.shop.heard.length, 0);
    const refunded = await on.call(on.direct, 'POST', '/v3/refund/domestic/refunds', refund('REV-pays', 'R-1', 1));
    assert.deepEqual([refunded.status, refunded.json.code], [404, 'RESOURCE_NOT_EXISTS']);
  });

  it('gives back only what refunds have left', async () => {
    const on = await openBench();
    await place(on, 'codepay', byCode(on, 'REV-PART', 'pays'));
    await on.call(on.direct, 'POST', '/v3/refund/domestic/refunds', refund('REV-PART', 'R-1', 2850));
    await reverse(on, 'REV-PART');
    await on.clock.advance(DAY_MS);
    assert.equal(on.provider.ledger.balance('payer:li-na'), 0n);
  });

  it('is for seven days, and how soon is a setting', async () => {
    const soon = async (settings: Record<string, string>, afterMs: number) => {
      const on = await openBench(settings);
      await place(on, 'codepay', byCode(on, 'REV-SOON', 'pays'));
      await on.clock.advance(afterMs);
      return refusal(await reverse(on, 'REV-SOON')).slice(0, 2);
    };
    const refused = { reverseTooSoon: 'INVALID_REQUEST' };
    assert.deepEqual(await soon({}, 0), [200, undefined]);
    assert.deepEqual(await soon(refused, 15 * SECOND_MS - 1), [400, 'INVALID_REQUEST']);
    assert.deepEqual(await soon(refused, 15 * SECOND_MS), [200, undefined]);
    assert.deepEqual(await soon({}, 7 * DAY_MS), [200, undefined]);
    assert.deepEqual(await soon({}, 7 * DAY_MS + 1), [400, 'INVALID_REQUEST']);
    assert.deepEqual(await soon({ reverseTooLate: 'RULE_LIMIT' }, 7 * DAY_MS + 1), [403, 'RULE_LIMIT']);
  });

  it('is not for orders of other products, unknown ones or other people’s', async () => {
    for (const [chosen, status] of [
      ['INVALID_REQUEST', 400],
      ['TRADE_ERROR', 403],
    ] as const) {
      const on = await openBench({ reverseOfOtherOrder: chosen });
      await paid(on, 'REV-NATIVE');
      assert.deepEqual(refusal(await reverse(on, 'REV-NATIVE')).slice(0, 2), [status, chosen]);
      assert.equal(await stateOf(on, 'REV-NATIVE'), 'SUCCESS');
      assert.deepEqual(refusal(await reverse(on, 'NOBODYS-1')).slice(0, 2), [404, 'ORDER_NOT_EXIST']);
      const foreign = codeOrder(on, 'REV-SUB', on.provider.showCode('li-na', 'pays').code);
      await on.call(on.partner, 'POST', `${PARTNER}/codepay`, {
        ...partnerCodeOrder(on, 'REV-SUB', '1'),
        payer: foreign['payer'],
      });
      assert.deepEqual(refusal(await reverse(on, 'REV-SUB')).slice(0, 2), [404, 'ORDER_NOT_EXIST']);
    }
  });
});
