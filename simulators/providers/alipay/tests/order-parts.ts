import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS } from '../../../kernel/time';
import { accountOf } from '../buyers';
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
  send,
  signedByHand,
  type Values,
} from './bench';

const opened: Bench[] = [];

async function bench(settings: Values = {}): Promise<{ at: Bench; kit: MerchantKit }> {
  const at = await openBench({ settings });
  opened.push(at);
  return { at, kit: await at.provider.enrolDirect(DIRECT, { mode: 'key' }) };
}

const outcome = ({ body }: Reply) => body['sub_code'] ?? body['code'];
const ask = (at: Bench, kit: MerchantKit, name: string, content: object) =>
  call(at, signedByHand(kit, `alipay.trade.${name}`, content));
const ORDER = { total_amount: '100.00', subject: '一壶龙井' };

describe('Alipay: what an order may say besides', () => {
  let at: Bench;
  let kit: MerchantKit;

  before(async () => {
    ({ at, kit } = await bench());
  });
  after(() =>
    assert.deepEqual(
      opened.flatMap(({ troubles }) => troubles),
      [],
    ),
  );

  const precreate = (more: object) => ask(at, kit, 'precreate', { out_trade_no: 'PART_1', ...ORDER, ...more });
  const funds = async (out_trade_no: string) =>
    (await ask(at, kit, 'query', { out_trade_no, query_options: ['fund_bill_list'] })).body['fund_bill_list'];

  it('is paid with the first that the wallet holds and the order allows (sheet 2.1, 2.14)', async () => {
    const allowed: [more: object, fund: object][] = [
      [{}, { fund_channel: 'ALIPAYACCOUNT' }],
      [{ enable_pay_channels: 'pcredit,balance' }, { fund_channel: 'ALIPAYACCOUNT' }],
      [{ enable_pay_channels: 'debitCardExpress' }, { fund_channel: 'BANKCARD', fund_type: 'DEBIT_CARD' }],
      [{ enable_pay_channels: 'credit_group' }, { fund_channel: 'BANKCARD', fund_type: 'CREDIT_CARD' }],
      [{ enable_pay_channels: 'pcredit' }, { fund_channel: 'PCREDIT' }],
      [{ disable_pay_channels: 'balance' }, { fund_channel: 'BANKCARD', fund_type: 'DEBIT_CARD' }],
      [{ disable_pay_channels: 'balance,debitCardExpress,creditCard' }, { fund_channel: 'PCREDIT' }],
      [{ disable_pay_channels: 'something-new' }, { fund_channel: 'ALIPAYACCOUNT' }],
    ];
    for (const [i, [more, fund]] of allowed.entries()) {
      await paidOrder(at, kit, { out_trade_no: `FUND_${i}`, ...more });
      assert.deepEqual(await funds(`FUND_${i}`), [{ amount: '128.50', ...fund }], JSON.stringify(more));
    }
    const told = at.shop.heard.find(({ values }) => values['out_trade_no'] === 'FUND_2')?.values['fund_bill_list'];
    assert.equal(told, '[{"amount":"128.50","fundChannel":"BANKCARD","fundType":"DEBIT_CARD"}]');
  });

  it('refuses an order that leaves nothing to pay with, or both allows and forbids', async () => {
    const nothing = { enable_pay_channels: 'coupon,point' };
    const code = at.provider.showCode('li-na', 'pays').code;
    const buyer_id = accountOf(at.provider.context, 'li-na');
    const of = (name: string, more: object) => ask(at, kit, name, { out_trade_no: 'NONE_1', ...ORDER, ...more });
    assert.equal(outcome(await of('precreate', nothing)), 'ACQ.INVALID_PARAMETER');
    assert.equal(outcome(await of('pay', { ...nothing, auth_code: code })), 'ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE');
    assert.equal(outcome(await of('create', { ...nothing, buyer_id })), 'ACQ.NOT_SUPPORT_PAYMENT_INST');
    const both = { enable_pay_channels: 'balance', disable_pay_channels: 'pcredit' };
    assert.equal(outcome(await of('precreate', both)), 'ACQ.INVALID_PARAMETER');
  });

  it('reads names of ways to pay as the settings say', async () => {
    const strict = await bench({ unknownPayChannels: 'refused', creditGroup: 'cards' });
    const order = { out_trade_no: 'STRICT_1', ...ORDER };
    const { at: bank, kit: own } = strict;
    const unknown = await ask(bank, own, 'precreate', { ...order, disable_pay_channels: 'something-new' });
    assert.equal(outcome(unknown), 'ACQ.INVALID_PARAMETER');
    const cards = { disable_pay_channels: 'balance,debitCardExpress,credit_group' };
    await paidOrder(bank, own, { out_trade_no: 'STRICT_2', ...cards });
    const { body } = await ask(bank, own, 'query', { out_trade_no: 'STRICT_2', query_options: ['fund_bill_list'] });
    assert.deepEqual(body['fund_bill_list'], [{ amount: '128.50', fund_channel: 'PCREDIT' }]);
    assert.equal(outcome(await precreate({ out_trade_no: 'STRICT_3', ...cards })), 'ACQ.INVALID_PARAMETER');
  });

  it('checks what is inside its objects, also where a page sends them as text', async () => {
    const wrong: object[] = [
      { extend_params: { sys_service_provider_id: 'x'.repeat(65) } },
      { extend_params: JSON.stringify({ card_type: 'x'.repeat(33) }) },
      { business_params: { mc_create_trade_ip: 'x'.repeat(129) } },
      { goods_type: '2' },
      { royalty_info: 'x' },
      { query_options: 'fund_bill_list' },
      { goods_detail: [{ goods_id: 'G', goods_name: 'x', quantity: 1, price: 1, show_url: 'x'.repeat(401) }] },
    ];
    for (const more of wrong)
      assert.equal(outcome(await precreate(more)), 'ACQ.INVALID_PARAMETER', JSON.stringify(more));
    const right = {
      goods_type: '1',
      extend_params: JSON.stringify({ sys_service_provider_id: '2088000000000000' }),
      royalty_info: { royalty_type: 'ROYALTY' },
      goods_detail: [{ goods_id: 'G', goods_name: 'x', quantity: 1, price: 1, goods_category: 'tea' }],
    };
    assert.equal(outcome(await precreate(right)), '10000');
  });

  it('settles to a sub-merchant after the order’s period, and says what is left (sheet 2.1, 2.8)', async () => {
    const shops = [{ ...DIRECT, owner: 'merchant:shop' }];
    const { platform, payees } = await platformKit(at, shops);
    const detail = { trans_in_type: 'defaultSettle', amount: '128.50' };
    const settled = (more: object, change: object = {}) => ({
      sub_merchant: { merchant_id: payees['merchant:shop'] },
      settle_info: { settle_detail_infos: [{ ...detail, ...change }], ...more },
    });
    const order = (out_trade_no: string, more: object) =>
      ask(at, platform, 'precreate', { out_trade_no, subject: 'x', total_amount: '128.50', ...more });
    for (const settle_period_time of ['0d', '366d', '7', '1h', '1.5d', '-1d']) {
      assert.equal(outcome(await order('SETTLE_0', settled({ settle_period_time }))), 'ACQ.INVALID_PARAMETER');
    }
    for (const change of [{ actual_amount: 'x' }, { settle_entity_type: 'Nobody' }, { amount: '0' }]) {
      assert.equal(outcome(await order('SETTLE_0', settled({}, change))), 'ACQ.INVALID_PARAMETER');
    }
    const twice = { settle_info: { settle_detail_infos: [detail, detail] } };
    assert.equal(outcome(await order('SETTLE_0', { ...settled({}), ...twice })), 'ACQ.TRADE_SETTLE_ERROR');
    for (const [number, period] of Object.entries({ SETTLE_1: '365d', SETTLE_2: '1d', SETTLE_3: undefined })) {
      await paidOrder(at, platform, { out_trade_no: number, ...settled({ settle_period_time: period }) });
    }
    await ask(at, platform, 'refund', { out_trade_no: 'SETTLE_1', refund_amount: '28.50', out_request_no: 'R1' });
    const left = async (out_trade_no: string) => {
      const options = { query_options: ['trade_settle_info', 'mdiscount_amount'] };
      const { body } = await ask(at, platform, 'query', { out_trade_no, ...options });
      assert.equal(body['mdiscount_amount'], '0.00');
      return body['trade_settle_info'];
    };
    await at.clock.advance(DAY_MS - 1);
    assert.deepEqual(await left('SETTLE_1'), { trade_unsettled_amount: '100.00' });
    assert.deepEqual(await left('SETTLE_2'), { trade_unsettled_amount: '128.50' });
    await at.clock.advance(1);
    assert.deepEqual(await left('SETTLE_2'), { trade_unsettled_amount: '0.00' });
    assert.equal(await left('SETTLE_3'), undefined);
  });

  it('wants settlement of a platform’s orders as a setting says', async () => {
    const { at: free } = await bench({ settleInfo: 'optional' });
    const { platform, payees } = await platformKit(free, [DIRECT]);
    const content = { out_trade_no: 'FREE_1', ...ORDER, sub_merchant: { merchant_id: payees[DIRECT.owner] } };
    assert.equal(outcome(await ask(free, platform, 'precreate', content)), '10000');
    const wrong = { settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount: '1.00' }] } };
    assert.equal(outcome(await ask(free, platform, 'precreate', { ...content, ...wrong })), 'ACQ.TRADE_SETTLE_ERROR');
  });

  it('gives back what the caller sent along, where that is told', async () => {
    const along = { store_id: 'S1', terminal_id: 'T1', passback_params: 'table%3D7' };
    for (const passbackInQuery of ['absent', 'present']) {
      const { at: other, kit: own } = await bench({ passbackInQuery, receiptCurrency: 'DC' });
      await paidOrder(other, own, { out_trade_no: 'ALONG_1', ...along });
      const { body } = await ask(other, own, 'query', { out_trade_no: 'ALONG_1' });
      const passed = passbackInQuery === 'present' ? along.passback_params : undefined;
      assert.deepEqual(
        [body['store_id'], body['terminal_id'], body['passback_params'], body['receipt_currency_type']],
        ['S1', 'T1', passed, 'DC'],
      );
      assert.equal(other.shop.heard[0]?.values['passback_params'], along.passback_params);
    }
  });

  it('says of a refund where the money is: back at once, or days on its way to a card (sheet 2.12, 4)', async () => {
    const options = { query_options: ['deposit_back_info', 'refund_detail_item_list', 'gmt_refund_pay'] };
    const { at: bank, kit: own } = await bench();
    const refund = async (out_trade_no: string, more: object) => {
      await paidOrder(bank, own, { out_trade_no, ...more });
      const { body } = await ask(bank, own, 'refund', { out_trade_no, refund_amount: '128.50', ...options });
      return body['has_deposit_back'];
    };
    const info = async (out_trade_no: string) => {
      const content = { out_trade_no, out_request_no: out_trade_no, ...options };
      return (await ask(bank, own, 'fastpay.refund.query', content)).body['deposit_back_info'];
    };
    assert.equal(await refund('BALANCE_1', {}), 'false');
    assert.equal(await refund('CARD_1', { enable_pay_channels: 'debitCardExpress' }), 'true');
    assert.deepEqual(await info('BALANCE_1'), { has_deposit_back: 'false' });
    const pending = { dback_amount: '128.50', est_bank_receipt_time: '2026-11-25 09:00:00', has_deposit_back: 'true' };
    assert.deepEqual(await info('CARD_1'), { ...pending, dback_status: 'P' });
    await bank.clock.advance(DAY_MS);
    const done = { ...pending, dback_status: 'S', bank_ack_time: '2026-11-25 09:00:00' };
    assert.deepEqual(await info('CARD_1'), done);
    const { at: other, kit: theirs } = await bench({ depositBackFlag: 'Y', depositBackTakes: '0d' });
    const order = { out_trade_no: 'CARD_2', enable_pay_channels: 'debitCardExpress' };
    await paidOrder(other, theirs, order);
    const all = { out_trade_no: 'CARD_2', refund_amount: '128.50', ...options };
    assert.equal((await ask(other, theirs, 'refund', all)).body['has_deposit_back'], 'Y');
  });

  it('checks what a refund says of goods and royalties', async () => {
    await paidOrder(at, kit, { out_trade_no: 'GOODS_1' });
    const refund = (more: object) =>
      ask(at, kit, 'refund', { out_trade_no: 'GOODS_1', out_request_no: 'R1', refund_amount: '1.00', ...more });
    const royalty = { royalty_type: 'transfer', trans_out: kit.app.pid, trans_in: kit.app.pid, amount: '0.10' };
    for (const more of [
      { refund_goods_detail: [{ goods_id: 'G' }] },
      { refund_goods_detail: [{ goods_id: 'G', refund_amount: '1.005' }] },
      { refund_royalty_parameters: [{ ...royalty, trans_in: undefined }] },
      { refund_royalty_parameters: [{ ...royalty, royalty_type: 'gift' }] },
      { refund_royalty_parameters: [{ ...royalty, desc: 'x'.repeat(1001) }] },
      { operator_id: 'x'.repeat(29) },
    ]) {
      assert.equal(outcome(await refund(more)), 'ACQ.INVALID_PARAMETER', JSON.stringify(more));
    }
    const right = { refund_goods_detail: [{ goods_id: 'G', refund_amount: '1.00' }] };
    assert.equal(outcome(await refund({ ...right, refund_royalty_parameters: [royalty] })), '10000');
  });

  it('shows a page’s refused parts on the page', async () => {
    assert.notEqual(await openedPage(at, kit, { out_trade_no: 'PAGE_1', enable_pay_channels: 'pcredit' }), '');
    const order = { out_trade_no: 'PAGE_2', ...ORDER, product_code: 'QUICK_WAP_WAY', enable_pay_channels: 'coupon' };
    const response = await send(at, signedByHand(kit, 'alipay.trade.wap.pay', order));
    assert.equal(response.headers.get('location'), null);
    assert.match(await response.text(), /ACQ\.INVALID_PARAMETER/);
  });
});
