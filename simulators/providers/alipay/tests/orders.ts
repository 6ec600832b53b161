import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import type { MerchantKit } from '../enrolment';
import {
  type Bench,
  call,
  DIRECT,
  openBench,
  openedPage,
  paidOrder,
  platformKit,
  type Reply,
  signedByHand,
} from './bench';

const INVALID = 'ACQ.INVALID_PARAMETER';
let orders = 0;
const numbered = (content: object) => {
  orders += 1;
  return { out_trade_no: `ORDER_${orders}`, total_amount: '100.00', subject: '一壶龙井', ...content };
};
const outcome = ({ body }: Reply) => body['sub_code'] ?? body['code'];

describe('Alipay: orders', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const method = (name: string, content: object) => call(bench, signedByHand(kit, `alipay.trade.${name}`, content));
  const precreate = (content: object) => method('precreate', numbered(content));

  it('reads yuan exactly, as text or number, from 0.01 to 100000000 (trap 21)', async () => {
    const asked: Record<string, unknown> = {
      '0.01': '0.01',
      '0.1': '0.10',
      '0.10': '0.10',
      '1': '1.00',
      '100000000': '100000000.00',
      '100000000.00': '100000000.00',
    };
    for (const [amount, written] of Object.entries(asked)) {
      for (const total_amount of [amount, Number(amount)]) {
        const content = numbered({ total_amount });
        const { body } = await method('precreate', content);
        assert.equal(await bench.provider.pay(body['qr_code'] ?? '', 'li-na', 'declined'), undefined);
        assert.equal((await method('query', { out_trade_no: content.out_trade_no })).body['total_amount'], written);
      }
    }
    for (const total_amount of [
      '0',
      '0.00',
      0,
      '-1',
      '1.005',
      1.005,
      '1e2',
      '01',
      ' 1',
      '1,000',
      '１',
      true,
      ['1'],
      {},
    ]) {
      assert.equal(outcome(await precreate({ total_amount })), INVALID, JSON.stringify(total_amount));
    }
    for (const total_amount of ['100000000.01', 100000000.01]) {
      assert.equal(outcome(await precreate({ total_amount })), 'ACQ.TOTAL_FEE_EXCEED');
    }
    const strict = await openBench({ settings: { amountAsNumber: 'refused' } });
    const own = await strict.provider.enrolDirect(DIRECT, { mode: 'key' });
    const content = numbered({ total_amount: 1 });
    assert.equal(outcome(await call(strict, signedByHand(own, 'alipay.trade.precreate', content))), INVALID);
  });

  it('answers with texts only, and with two decimals in every amount (requirement A11)', async () => {
    const content = numbered({ total_amount: 100.5 });
    const [refund, part] = [{ ...content, refund_amount: 28.5 }, { out_request_no: 'TEXTS_1' }];
    const ordered = await method('precreate', content);
    await bench.provider.pay(ordered.body['qr_code'] ?? '', 'li-na', 'paid');
    const options = { query_options: ['fund_bill_list', 'refund_detail_item_list', 'gmt_refund_pay'] };
    const replies = [
      ordered,
      await method('query', { ...content, ...options }),
      await method('refund', { ...refund, ...part, ...options }),
      await method('fastpay.refund.query', { ...content, ...part, ...options }),
      await method('cancel', content),
    ];
    let amounts = 0;
    const look = (name: string, value: unknown): void => {
      if (typeof value === 'object' && value !== null) {
        for (const [inner, each] of Object.entries(value)) look(Array.isArray(value) ? name : inner, each);
        return;
      }
      assert.equal(typeof value, 'string', name);
      if (!/amount$|_fee$/.test(name)) return;
      amounts += 1;
      assert.match(String(value), /^\d+\.\d\d$/, name);
    };
    for (const { body } of replies) {
      assert.equal(body['code'], '10000');
      look('', body);
    }
    assert.ok(amounts >= 8, `${amounts} amounts`);
  });

  it('checks every field of an order', async () => {
    const goods = { goods_id: 'G', goods_name: '龙井', quantity: '1', price: '1.00' };
    const wrong: object[] = [
      { out_trade_no: '' },
      { out_trade_no: 'a b' },
      { out_trade_no: '号' },
      { out_trade_no: 'x'.repeat(65) },
      { subject: undefined },
      { subject: 'x'.repeat(257) },
      { subject: ['x'] },
      { body: 'x'.repeat(129) },
      { passback_params: 'x'.repeat(513) },
      { timeout_express: '1.5h' },
      { timeout_express: '0m' },
      { timeout_express: '16d' },
      { timeout_express: '22000m' },
      { time_expire: '2026-11-24' },
      { time_expire: '2026-13-01 00:00:00' },
      { enable_pay_channels: 'balance', disable_pay_channels: 'credit_group' },
      { discountable_amount: '60.00', undiscountable_amount: '50.00' },
      { product_code: 'QUICK_WAP_WAY' },
      { goods_detail: goods },
      { goods_detail: [{ ...goods, price: undefined }] },
      { goods_detail: [{ ...goods, goods_id: 'x'.repeat(33) }] },
      { extend_params: 'no json' },
      { business_params: '[]' },
      { sub_merchant: 'x' },
      { sub_merchant: { merchant_id: 'x', merchant_type: 'other' } },
      { settle_info: { settle_detail_infos: [{ trans_in_type: 'nobody', amount: '100.00' }] } },
    ];
    for (const content of wrong) assert.equal(outcome(await precreate(content)), INVALID, JSON.stringify(content));
    const more = Array.from({ length: 151 }, () => goods);
    assert.equal(outcome(await precreate({ goods_detail: more })), 'ACQ.SUB_GOODS_SIZE_MAX_COUNT');
    const right = {
      body: '茶'.repeat(128),
      goods_detail: [goods],
      discountable_amount: '100',
      undiscountable_amount: '',
      extend_params: { sys_service_provider_id: '2088' },
      business_params: '{"mc_create_trade_ip":"203.0.113.7"}',
      timeout_express: '15d',
      product_code: '',
      seller_id: '',
      something_new: { deep: [1] },
    };
    assert.equal(outcome(await precreate(right)), '10000');
  });

  it('forbids reserved characters in a subject as a setting says (trap 28)', async () => {
    for (const [reservedInSubject, expected] of [
      ['ACQ.INVALID_PARAMETER', INVALID],
      ['isv.suspected-attack', 'isv.suspected-attack'],
      ['accepted', '10000'],
    ] as const) {
      const at = await openBench({ settings: { reservedInSubject } });
      const own = await at.provider.enrolDirect(DIRECT, { mode: 'key' });
      for (const subject of ['a/b', 'a=b', 'a&b']) {
        const reply = await call(at, signedByHand(own, 'alipay.trade.precreate', numbered({ subject })));
        assert.equal(outcome(reply), expected);
      }
    }
  });

  it('takes hyphens in order numbers and orders without the payer’s address as settings say', async () => {
    const at = await openBench({ settings: { hyphenInOrderNumber: 'refused', payerAddress: 'required' } });
    const own = await at.provider.enrolDirect(DIRECT, { mode: 'key' });
    const ask = async (content: object) =>
      outcome(await call(at, signedByHand(own, 'alipay.trade.precreate', numbered(content))));
    const business_params = { mc_create_trade_ip: '203.0.113.7' };
    assert.equal(await ask({ out_trade_no: 'a-b', business_params }), INVALID);
    assert.equal(await ask({ business_params }), '10000');
    assert.equal(await ask({ business_params: JSON.stringify(business_params) }), '10000');
    for (const none of [{}, '', '{}', undefined]) {
      assert.equal(await ask({ business_params: none }), 'ACQ.RISK_MERCHANT_IP_NOT_EXIST');
    }
    assert.equal(outcome(await precreate({ out_trade_no: 'a-b' })), '10000');
  });

  it('repeats an order code, or refuses the repetition, as a setting says', async () => {
    const at = await openBench({ settings: { repeatedPrecreate: 'ACQ.APPLY_PC_MERCHANT_CODE_ERROR' } });
    const own = await at.provider.enrolDirect(DIRECT, { mode: 'key' });
    const values = signedByHand(own, 'alipay.trade.precreate', numbered({}));
    assert.equal(outcome(await call(at, values)), '10000');
    assert.equal(outcome(await call(at, values)), 'ACQ.APPLY_PC_MERCHANT_CODE_ERROR');
  });

  it('pays only the caller’s own account, and a platform only its sub-merchants', async () => {
    const other = await bench.provider.enrolDirect({ ...DIRECT, owner: 'merchant:other' }, { mode: 'key' });
    assert.equal(outcome(await precreate({ seller_id: kit.app.pid })), '10000');
    assert.equal(outcome(await precreate({ seller_id: '2088000000000000' })), 'ACQ.SELLER_NOT_EXIST');
    assert.equal(outcome(await precreate({ seller_id: other.app.pid })), 'ACQ.ACCESS_FORBIDDEN');
    const sub_merchant = { merchant_id: other.app.pid };
    assert.equal(outcome(await precreate({ sub_merchant })), 'ACQ.SECONDARY_MERCHANT_ID_INVALID');

    const shops = [{ ...DIRECT, owner: 'merchant:shop' }];
    const { platform, payees } = await platformKit(bench, shops);
    const ask = async (content: object) =>
      outcome(await call(bench, signedByHand(platform, 'alipay.trade.precreate', numbered(content))));
    const shop = { merchant_id: payees['merchant:shop'] };
    const settled = (amount: string) => ({
      settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount }] },
    });
    assert.equal(await ask({ sub_merchant: shop, ...settled('100.00') }), '10000');
    assert.equal(await ask(settled('100.00')), 'ACQ.SECONDARY_MERCHANT_ID_BLANK');
    assert.equal(await ask({ sub_merchant, ...settled('100.00') }), 'ACQ.SECONDARY_MERCHANT_ID_INVALID');
    assert.equal(await ask({ sub_merchant: shop }), 'ACQ.TRADE_SETTLE_ERROR');
    assert.equal(await ask({ sub_merchant: shop, ...settled('99.99') }), 'ACQ.TRADE_SETTLE_ERROR');
  });

  it('finds only the caller’s trades, by Alipay’s number before the caller’s', async () => {
    const other = await bench.provider.enrolDirect({ ...DIRECT, owner: 'merchant:other' }, { mode: 'key' });
    await paidOrder(bench, kit, { out_trade_no: 'MINE_1' });
    await paidOrder(bench, kit, { out_trade_no: 'MINE_2' });
    const { trade_no } = (await method('query', { out_trade_no: 'MINE_1' })).body;
    const both = await method('query', { out_trade_no: 'MINE_2', trade_no });
    assert.equal(both.body['out_trade_no'], 'MINE_1');
    for (const content of [{ trade_no }, { out_trade_no: 'MINE_1' }]) {
      for (const name of ['query', 'close', 'fastpay.refund.query', 'refund']) {
        const full = { ...content, refund_amount: '1.00', out_request_no: 'R' };
        const reply = await call(bench, signedByHand(other, `alipay.trade.${name}`, full));
        assert.equal(outcome(reply), 'ACQ.TRADE_NOT_EXIST');
      }
    }
    assert.equal(outcome(await method('query', {})), INVALID);
    // A trade of its own under the same number is another trade.
    await paidOrder(bench, other, { out_trade_no: 'MINE_1', total_amount: '1.00' });
    assert.equal((await method('query', { out_trade_no: 'MINE_1' })).body['total_amount'], '128.50');
  });

  it('has a trade that waits as soon as somebody opens the code, and closes it', async () => {
    const content = numbered({});
    const code = (await method('precreate', content)).body['qr_code'] ?? '';
    assert.equal(outcome(await method('query', content)), 'ACQ.TRADE_NOT_EXIST');
    await bench.provider.fetch(new Request(`https://openapi.alipay.com/sim/wallet?${new URLSearchParams({ code })}`));
    const { body } = await method('query', content);
    assert.equal(body['trade_status'], 'WAIT_BUYER_PAY');
    assert.equal(body['buyer_user_type'], undefined);
    assert.equal((await method('close', content)).body['code'], '10000');
    assert.equal((await method('query', content)).body['trade_status'], 'TRADE_CLOSED');
    assert.equal(await bench.provider.pay(code, 'li-na', 'paid'), 'already-closed');
  });

  it('cancels: closes what is unpaid, gives back what was paid, and says the same when asked again (sheet 2.10)', async () => {
    const absent = (await method('cancel', { out_trade_no: 'NEVER_1' })).body;
    assert.deepEqual([absent['code'], absent['retry_flag'], absent['action']], ['10000', 'N', undefined]);
    const unpaid = numbered({});
    const code = (await method('precreate', unpaid)).body['qr_code'] ?? '';
    assert.equal(await bench.provider.pay(code, 'li-na', 'declined'), undefined);
    for (let i = 0; i < 2; i += 1) assert.equal((await method('cancel', unpaid)).body['action'], 'close');
    assert.equal((await method('query', unpaid)).body['trade_status'], 'TRADE_CLOSED');
    const paid = { out_trade_no: 'CANCEL_1' };
    await paidOrder(bench, kit, paid);
    await method('refund', { ...paid, refund_amount: '28.50', out_request_no: 'PART_1' });
    for (let i = 0; i < 2; i += 1) assert.equal((await method('cancel', paid)).body['action'], 'refund');
    assert.equal((await method('query', paid)).body['trade_status'], 'TRADE_CLOSED');
    const balance = [...bench.provider.ledger.balances().values()].reduce((sum, each) => sum + each, 0n);
    assert.equal(balance, 0n);
    assert.equal(bench.provider.book.byOutTradeNo(kit.app.pid, 'CANCEL_1')?.refunds.length, 2);
    assert.equal(outcome(await method('cancel', {})), INVALID);
  });

  it('leaves a code payable after a close that found no trade (traps 14 and 15)', async () => {
    const content = numbered({});
    const code = (await method('precreate', content)).body['qr_code'] ?? '';
    assert.equal(outcome(await method('close', content)), 'ACQ.TRADE_NOT_EXIST');
    assert.equal(await bench.provider.pay(code, 'li-na', 'paid'), undefined);
    const { body } = await method('query', { ...content, query_options: ['fund_bill_list'] });
    assert.equal(body['trade_status'], 'TRADE_SUCCESS');
    assert.deepEqual(body['fund_bill_list'], [{ amount: '100.00', fund_channel: 'ALIPAYACCOUNT' }]);
  });

  it('adds nothing to the trades of an old number and a new one (trap 16)', async () => {
    const [old, fresh] = [numbered({}), numbered({})];
    const codes = [];
    for (const content of [old, fresh]) codes.push((await method('precreate', content)).body['qr_code'] ?? '');
    for (const code of codes) assert.equal(await bench.provider.pay(code, 'li-na', 'paid'), undefined);
    for (const { out_trade_no } of [old, fresh]) {
      assert.equal((await method('query', { out_trade_no })).body['trade_status'], 'TRADE_SUCCESS');
    }
  });

  it('keeps refunds apart by their numbers and answers for each (traps 18 and 20)', async () => {
    await paidOrder(bench, kit, { out_trade_no: 'APART_1' });
    const refund = async (content: object) => {
      const { body } = await method('refund', { out_trade_no: 'APART_1', ...content });
      return [body['fund_change'] ?? body['sub_code'], body['refund_fee']];
    };
    const detailed = { query_options: ['refund_detail_item_list', 'gmt_refund_pay'] };
    assert.deepEqual(await refund({ refund_amount: '28.50' }), ['ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', undefined]);
    assert.deepEqual(await refund({ refund_amount: '28.50', out_request_no: 'R1' }), ['Y', '28.50']);
    assert.deepEqual(await refund({ refund_amount: 28.5, out_request_no: 'R1' }), ['N', '28.50']);
    assert.deepEqual(await refund({ refund_amount: '28.5', out_request_no: 'R2' }), ['Y', '57.00']);
    assert.deepEqual(await refund({ refund_amount: '1', out_request_no: 'R2' }), [
      'ACQ.DISCORDANT_REPEAT_REQUEST',
      undefined,
    ]);
    assert.deepEqual(await refund({ refund_amount: '128.50' }), ['ACQ.REASON_TRADE_REFUND_FEE_ERR', undefined]);
    const known = { out_trade_no: 'APART_1', out_request_no: 'R2', ...detailed };
    const { body } = await method('fastpay.refund.query', known);
    assert.deepEqual(
      [body['refund_status'], body['refund_amount'], body['total_amount'], body['send_back_fee']],
      ['REFUND_SUCCESS', '28.50', '128.50', '28.50'],
    );
    const unknown = (await method('fastpay.refund.query', { ...known, out_request_no: 'R9' })).body;
    assert.deepEqual(Object.keys(unknown).sort(), ['code', 'msg', 'out_trade_no', 'trade_no']);
    assert.equal(outcome(await method('fastpay.refund.query', { out_trade_no: 'APART_1' })), INVALID);
  });

  it('takes no refund before the payment and after its time', async () => {
    const at = await openBench();
    const own = await at.provider.enrolDirect(DIRECT, { mode: 'key' });
    const ask = async (name: string, content: object) =>
      call(at, signedByHand(own, `alipay.trade.${name}`, { out_trade_no: 'LATE_1', ...content }));
    const code = await openedPage(at, own, { out_trade_no: 'LATE_1' });
    await at.provider.pay(code, 'li-na', 'declined');
    const all = { refund_amount: '128.50' };
    assert.equal(outcome(await ask('refund', all)), 'ACQ.TRADE_STATUS_ERROR');
    await at.provider.pay(code, 'li-na', 'paid');
    await at.clock.advance(365 * DAY_MS + 1);
    assert.equal((await ask('query', {})).body['trade_status'], 'TRADE_FINISHED');
    assert.equal(outcome(await ask('refund', all)), 'ACQ.TRADE_HAS_FINISHED');
  });

  it('ends payments at their deadlines: time_expire before timeout_express, midnight, two hours for codes (A14)', async () => {
    const at = await openBench();
    const own = await at.provider.enrolDirect(DIRECT, { mode: 'key' });
    const page = (out_trade_no: string, more: object) => openedPage(at, own, { out_trade_no, ...more });
    const absolute = await page('T1', { time_expire: '2026-11-24 10:00:00', timeout_express: '15d' });
    const midnight = await page('T2', { timeout_express: '1c' });
    const usual = await page('T3', {});
    const short = { ...numbered({ out_trade_no: 'T4' }), qr_code_timeout_express: '10m' };
    const code = (await call(at, signedByHand(own, 'alipay.trade.precreate', short))).body['qr_code'] ?? '';
    await at.clock.advance(10 * MINUTE_MS + 1);
    assert.equal(await at.provider.pay(code, 'li-na', 'paid'), 'expired');
    await at.clock.advance(50 * MINUTE_MS);
    assert.equal(await at.provider.pay(absolute, 'li-na', 'paid'), 'already-closed');
    await at.clock.advance(14 * HOUR_MS - 2 * MINUTE_MS);
    assert.equal(await at.provider.pay(midnight, 'li-na', 'declined'), undefined);
    await at.clock.advance(2 * MINUTE_MS);
    assert.equal(await at.provider.pay(midnight, 'li-na', 'paid'), 'already-closed');
    assert.equal(await at.provider.pay(usual, 'li-na', 'paid'), undefined);
    assert.equal(outcome(await call(at, signedByHand(own, 'alipay.trade.precreate', short))), '10000');
  });

  it('says of a trade that cannot be closed what the setting says', async () => {
    const at = await openBench({ settings: { closeNotWaiting: 'ACQ.REASON_ILLEGAL_STATUS', fundChangeOnRepeat: 'Y' } });
    const own = await at.provider.enrolDirect(DIRECT, { mode: 'key' });
    await paidOrder(at, own, { out_trade_no: 'SAID_1' });
    const ask = (name: string, content: object) =>
      call(at, signedByHand(own, `alipay.trade.${name}`, { out_trade_no: 'SAID_1', ...content }));
    assert.equal(outcome(await ask('close', {})), 'ACQ.REASON_ILLEGAL_STATUS');
    await ask('refund', { refund_amount: '128.50' });
    assert.equal((await ask('refund', { refund_amount: '128.50' })).body['fund_change'], 'Y');
  });
});
