import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS, SECOND_MS } from '../../../kernel/time';
import { signedText, signV2 } from '../v2/sign';
import { type Bench, openBench } from './bench';
import { order, paid, place, query } from './calls';
import { callV2, micropayment, signedBy, type Texts } from './v2-by-hand';
import vectors from './vectors.json';

const PAY = '/pay/micropay';
const QUERY = '/pay/orderquery';
const REVERSE = '/secapi/pay/reverse';
const REFUND = '/secapi/pay/refund';
const REFUNDS = '/pay/refundquery';

/** Outer code, inner code, error, in this order; what is absent is left out. */
const outcome = ({ members }: { members: Texts }) =>
  [members['return_code'], members['result_code'], members['err_code']].filter(Boolean).join(' ');

describe('published vectors of the old protocol', () => {
  for (const { id, alg, input, key, sign } of vectors.v2) {
    it(id, () => {
      const members = Object.fromEntries(new URLSearchParams(input));
      const shuffled = Object.fromEntries(Object.entries(members).reverse());
      assert.equal(signedText({ ...shuffled, empty: '', sign: 'X' }), input);
      assert.equal(signV2(shuffled, key, alg as 'MD5' | 'HMAC-SHA256'), sign);
      assert.notEqual(signV2({ ...members, body: 'tests' }, key, alg as 'MD5'), sign);
    });
  }

  it('a key of 16 bytes is refused', () => {
    assert.throws(() => signV2({ a: '1' }, '192006250b4c0924', 'MD5'), /found a v2 key of 16 bytes, expected 32/);
  });
});

describe("the old protocol: payers' codes", () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));
  const code = (
    behaviour: 'pays' | 'needs-password' | 'insufficient-balance' | 'never-confirms' = 'pays',
    on = bench,
  ) => on.provider.showCode('li-na', behaviour).code;
  const credential = (number: string) => bench.provider.book.byOutTradeNo(bench.direct.mchid, number)?.credential ?? '';

  it('pays at once; both signatures are answered in kind, and both protocols see one order', async () => {
    for (const [type, length] of [
      ['', 32],
      ['MD5', 32],
      ['HMAC-SHA256', 64],
    ] as const) {
      const number = `V2-PAY-${type || 'NONE'}`;
      const more = { attach: '桌<3>&"', device_info: 'POS-1', ...(type ? { sign_type: type } : {}) };
      const { status, members } = await callV2(bench, PAY, micropayment(number, code(), more));
      const { sign = '', nonce_str, openid, transaction_id, ...rest } = members;
      assert.equal(sign, signedBy(bench.direct.apiV2Key, members, type || 'MD5'));
      assert.equal(sign.length, length);
      assert.equal(openid, bench.provider.payers.identifier('li-na', bench.direct.appid));
      assert.match(`${transaction_id} ${nonce_str}`, /^42000\d+ [0-9a-f]{32}$/);
      assert.deepEqual(
        [status, rest],
        [
          200,
          {
            return_code: 'SUCCESS',
            return_msg: 'OK',
            appid: bench.direct.appid,
            mch_id: bench.direct.mchid,
            device_info: 'POS-1',
            result_code: 'SUCCESS',
            is_subscribe: 'N',
            trade_type: 'MICROPAY',
            bank_type: 'OTHERS',
            fee_type: 'CNY',
            total_fee: '12850',
            cash_fee_type: 'CNY',
            cash_fee: '12850',
            out_trade_no: number,
            attach: '桌<3>&"',
            time_end: '20261124090000',
          },
        ],
      );
      assert.equal((await query(bench, number)).json.trade_state, 'SUCCESS');
    }
    await bench.clock.settle();
    assert.equal(bench.shop.heard.length, 0);
  });

  it('a text cannot break out of an answer', async () => {
    const attach = 'x]]></attach><result_code>FAIL</result_code><![CDATA[';
    const { text, members } = await callV2(bench, PAY, micropayment('V2-CDATA', code(), { attach }));
    assert.equal(outcome({ members }), 'SUCCESS SUCCESS');
    assert.equal((text.match(/<result_code>/g) ?? []).length, 2, 'one of them is only text');
    const { members: asked } = await callV2(bench, QUERY, { out_trade_no: 'V2-CDATA' });
    assert.equal(asked['result_code'], 'SUCCESS');
  });

  it('USERPAYING until the payer has confirmed, declined, or let the time pass', async () => {
    const pay = micropayment('V2-ASK-1', code('needs-password'));
    for (let i = 0; i < 2; i += 1) assert.equal(outcome(await callV2(bench, PAY, pay)), 'SUCCESS FAIL USERPAYING');
    const asked = await callV2(bench, QUERY, { out_trade_no: 'V2-ASK-1' });
    assert.deepEqual([outcome(asked), asked.members['trade_state']], ['SUCCESS SUCCESS', 'USERPAYING']);
    assert.equal(asked.members['transaction_id'], undefined);
    await bench.provider.pay(credential('V2-ASK-1'), 'li-na', 'paid');
    const done = await callV2(bench, QUERY, { out_trade_no: 'V2-ASK-1' });
    assert.deepEqual([done.members['trade_state'], done.members['trade_state_desc']], ['SUCCESS', '支付成功']);
    const byId = await callV2(bench, QUERY, { transaction_id: done.members['transaction_id'] ?? '' });
    assert.equal(byId.members['out_trade_no'], 'V2-ASK-1');
    assert.equal(outcome(await callV2(bench, PAY, pay)), 'SUCCESS FAIL ORDERPAID');

    await callV2(bench, PAY, micropayment('V2-ASK-2', code('needs-password')));
    await bench.provider.pay(credential('V2-ASK-2'), 'li-na', 'declined');
    const silent = micropayment('V2-ASK-3', code('never-confirms'));
    await callV2(bench, PAY, silent);
    await bench.clock.advance(45 * SECOND_MS + 1);
    for (const number of ['V2-ASK-2', 'V2-ASK-3']) {
      assert.equal((await callV2(bench, QUERY, { out_trade_no: number })).members['trade_state'], 'PAYERROR');
    }
    assert.equal((await callV2(bench, PAY, silent)).members['err_code_des'], '用户没有输入支付密码');
  });

  it('refuses codes in the words of its own table', async () => {
    const pay = async (number: string, given: string, on = bench) => {
      const { members } = await callV2(on, PAY, micropayment(number, given));
      return [members['err_code'], members['err_code_des']];
    };
    assert.deepEqual(await pay('V2-BAD-1', '139999999999999999'), ['AUTH_CODE_INVALID', '101 付款码无效，请重新扫码']);
    assert.deepEqual(await pay('V2-BAD-1', 'x'), [
      'AUTH_CODE_INVALID',
      '请扫描微信支付授权码(以10/11/12/13/14/15为前缀的18位数字)',
    ]);
    assert.deepEqual(await pay('V2-BAD-2', code('insufficient-balance')), ['NOTENOUGH', '余额不足']);
    const used = code();
    await pay('V2-BAD-3', used);
    assert.deepEqual(await pay('V2-BAD-4', used), ['AUTH_CODE_INVALID', '101 每个二维码仅限使用一次，请刷新再试']);
    assert.deepEqual((await pay('V2-BAD-2', code()))[0], 'OUT_TRADE_NO_USED');
    for (const chosen of ['AUTHCODEEXPIRE', 'AUTH_CODE_INVALID']) {
      const on = await openBench({ v2ExpiredCode: chosen });
      const late = code('pays', on);
      await on.clock.advance(DAY_MS);
      assert.deepEqual(await pay('V2-BAD-5', late, on), [chosen, '二维码已过期，请用户在微信上刷新后再试']);
    }
  });

  it('reverses, once and again; too late, too soon and other orders are refused with a word on asking again', async () => {
    const pay = (number: string, on: Bench) => callV2(on, PAY, micropayment(number, code('pays', on)));
    await pay('V2-REV-1', bench);
    const before = bench.provider.ledger.balance('payer:li-na');
    for (let i = 0; i < 2; i += 1) {
      const reply = await callV2(bench, REVERSE, { out_trade_no: 'V2-REV-1' });
      assert.deepEqual([outcome(reply), reply.members['recall']], ['SUCCESS SUCCESS', 'N']);
    }
    assert.equal(bench.provider.ledger.balance('payer:li-na') - before, 12850n);
    assert.equal((await callV2(bench, QUERY, { out_trade_no: 'V2-REV-1' })).members['trade_state'], 'REVOKED');
    const on = await openBench({ reverseTooSoon: 'INVALID_REQUEST' });
    await pay('V2-REV-2', on);
    const soon = await callV2(on, REVERSE, { out_trade_no: 'V2-REV-2' });
    assert.deepEqual([outcome(soon), soon.members['recall']], ['SUCCESS FAIL INVALID_REQUEST', 'Y']);
    await on.clock.advance(7 * DAY_MS + 1);
    const late = await callV2(on, REVERSE, { out_trade_no: 'V2-REV-2' });
    assert.deepEqual([outcome(late), late.members['recall']], ['SUCCESS FAIL REVERSE_EXPIRE', 'N']);
    await paid(on, 'V2-NATIVE');
    assert.equal(outcome(await callV2(on, REVERSE, { out_trade_no: 'V2-NATIVE' })), 'SUCCESS FAIL INVALID_REQUEST');
    assert.equal(outcome(await callV2(on, REVERSE, { out_trade_no: 'NOBODYS' })), 'SUCCESS FAIL INVALID_TRANSACTIONID');
    assert.equal(outcome(await callV2(on, REVERSE, {})), 'SUCCESS FAIL LACK_PARAMS');
  });

  it('refunds, and lists the refunds of an order', async () => {
    await callV2(bench, PAY, micropayment('V2-REF-1', code()));
    const refund = (number: string, fee: string, more: Texts = {}) =>
      callV2(bench, REFUND, {
        out_trade_no: 'V2-REF-1',
        out_refund_no: number,
        total_fee: '12850',
        refund_fee: fee,
        ...more,
      });
    const first = await refund('V2R@1', '850');
    assert.equal(outcome(first), 'SUCCESS SUCCESS');
    const { refund_id, refund_fee, total_fee, cash_refund_fee } = first.members;
    assert.match(refund_id ?? '', /^50\d+$/);
    assert.deepEqual([refund_fee, total_fee, cash_refund_fee], ['850', '12850', '850']);
    assert.equal((await refund('V2R@1', '850')).members['refund_id'], refund_id, 'the same refund');
    assert.equal(outcome(await refund('V2R@1', '851')), 'SUCCESS FAIL INVALID_REQUEST');
    assert.equal(outcome(await refund('V2R@2', '12001')), 'SUCCESS FAIL INVALID_REQUEST');
    assert.equal(outcome(await refund('V2R@2', '1', { total_fee: '12000' })), 'SUCCESS FAIL INVALID_REQUEST');
    assert.equal(outcome(await refund('V2R@2', '1', { out_trade_no: 'NOBODYS' })), 'SUCCESS FAIL ORDERNOTEXIST');
    await refund('V2R@2', '1000');
    await bench.clock.advance(3 * SECOND_MS);
    assert.equal((await callV2(bench, QUERY, { out_trade_no: 'V2-REF-1' })).members['trade_state'], 'REFUND');
    const all = (await callV2(bench, REFUNDS, { out_trade_no: 'V2-REF-1' })).members;
    assert.deepEqual(
      [
        all['refund_count'],
        all['out_refund_no_0'],
        all['refund_fee_1'],
        all['refund_status_1'],
        all['refund_channel_0'],
      ],
      ['2', 'V2R@1', '1000', 'SUCCESS', 'ORIGINAL'],
    );
    const ways: readonly Texts[] = [{ refund_id: refund_id ?? '' }, { out_refund_no: 'V2R@1' }];
    for (const by of ways) {
      const { refund_count, out_refund_no_0 } = (await callV2(bench, REFUNDS, by)).members;
      assert.deepEqual([refund_count, out_refund_no_0], ['1', 'V2R@1']);
    }
    assert.equal(outcome(await callV2(bench, REFUNDS, { out_refund_no: 'NOBODYS' })), 'SUCCESS FAIL REFUNDNOTEXIST');
  });

  it('closes orders of other products, not payments with a code', async () => {
    const close = (number: string) => callV2(bench, '/pay/closeorder', { out_trade_no: number });
    await place(bench, 'native', order(bench, 'V2-CLOSE-1'));
    assert.equal(outcome(await close('V2-CLOSE-1')), 'SUCCESS SUCCESS');
    assert.equal(outcome(await close('V2-CLOSE-1')), 'SUCCESS FAIL ORDERCLOSED');
    await paid(bench, 'V2-CLOSE-2');
    assert.equal(outcome(await close('V2-CLOSE-2')), 'SUCCESS FAIL ORDERPAID');
    await callV2(bench, PAY, micropayment('V2-CLOSE-3', code('needs-password')));
    assert.equal(outcome(await close('V2-CLOSE-3')), 'SUCCESS FAIL INVALID_REQUEST');
    assert.equal(outcome(await close('NOBODYS')), 'SUCCESS FAIL ORDERNOTEXIST');
  });

  it('knows service providers, and whose orders are whose', async () => {
    const { partner, direct } = bench;
    const [sub, second] = partner.subs;
    const pay = (number: string, more: Texts) =>
      callV2(bench, PAY, { ...micropayment(number, code()), ...more }, partner);
    const done = await pay('V2-SUB-1', { sub_mch_id: sub });
    assert.deepEqual([outcome(done), done.members['sub_mch_id']], ['SUCCESS SUCCESS', sub]);
    assert.equal(outcome(await pay('V2-SUB-1', { sub_mch_id: second })), 'SUCCESS FAIL INVALID_REQUEST');
    assert.equal(outcome(await pay('V2-SUB-2', {})), 'SUCCESS FAIL INVALID_REQUEST', 'no sub-merchant');
    assert.equal(outcome(await pay('V2-SUB-2', { sub_mch_id: '1' })), 'SUCCESS FAIL MCHID_NOT_EXIST');
    assert.equal(
      outcome(await pay('V2-SUB-2', { sub_mch_id: sub, appid: direct.appid })),
      'SUCCESS FAIL APPID_MCHID_NOT_MATCH',
    );
    assert.equal(
      outcome(await callV2(bench, PAY, { ...micropayment('V2-SUB-2', code()), sub_mch_id: sub })),
      'SUCCESS FAIL NOAUTH',
    );
    assert.equal(outcome(await callV2(bench, QUERY, { out_trade_no: 'V2-SUB-1' })), 'SUCCESS FAIL ORDERNOTEXIST');
    const id = done.members['transaction_id'] ?? '';
    assert.equal(outcome(await callV2(bench, QUERY, { transaction_id: id })), 'SUCCESS FAIL ORDERNOTEXIST');
    assert.equal(outcome(await callV2(bench, REFUNDS, { transaction_id: id })), 'SUCCESS FAIL REFUNDNOTEXIST');
  });
});
