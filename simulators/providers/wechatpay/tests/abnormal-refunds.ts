import assert from 'node:assert/strict';
import { constants, publicEncrypt } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Rsa } from 'wechatpay-axios-plugin';
import { DAY_MS, SECOND_MS } from '../../../kernel/time';
import type { RefundEnd } from '../../engine/trade';
import { platformKeys } from '../enrolment';
import { type Bench, isSigned, openBench, opened, type Reply } from './bench';
import { paid, partnerOrder, query, refund } from './calls';
import { refused } from './refusals';

const REFUNDS = '/v3/refund/domestic/refunds';
const CARD = '6225880112346789';

const target = (refundId: string) => `${REFUNDS}/${refundId}/apply-abnormal-refund`;

/** Encrypts as a merchant does, without any code of the simulator. */
const sealed = (on: Bench, text: string, oaepHash = 'sha1') => {
  const { serial } = on.provider.signers.active();
  const key = platformKeys(on.provider.signers)[serial] ?? '';
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, Buffer.from(text)).toString(
    'base64',
  );
};
const serialHeader = (on: Bench) => ({ headers: { 'Wechatpay-Serial': on.provider.signers.active().serial } });

const toUser = (on: Bench, number: string, more: object = {}) => ({
  out_refund_no: number,
  type: 'USER_BANK_CARD',
  bank_type: 'CMB_DEBIT',
  bank_account: sealed(on, CARD),
  real_name: sealed(on, '李娜'),
  ...more,
});

/** A refund of a paid order that ends as it is said, and what its creation answered. */
async function refunded(on: Bench, number: string, refundNumber: string, ends: RefundEnd): Promise<Reply> {
  await paid(on, number);
  const trade = on.provider.book.byOutTradeNo(on.direct.mchid, number);
  on.provider.book.apply(trade, { type: 'expect-refund', endsAs: ends, at: on.clock.now() });
  const reply = await on.call(on.direct, 'POST', REFUNDS, refund(number, refundNumber, 850));
  await on.clock.advance(3 * SECOND_MS);
  return reply;
}

const viewOf = async (on: Bench, number: string) => (await on.call(on.direct, 'GET', `${REFUNDS}/${number}`)).json;
const told = (on: Bench) => opened(on.shop.heard.at(-1), on.direct.apiV3Key);

describe('refunds that cannot reach the payer', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('are accepted, become ABNORMAL, and go to a card that the merchant names', async () => {
    const balance = () => bench.provider.ledger.balance('payer:li-na');
    const created = await refunded(bench, 'ABN-0001', 'ABN-R1', 'abnormal');
    assert.equal(created.json.status, 'PROCESSING');
    const view = await viewOf(bench, 'ABN-R1');
    assert.deepEqual([view.status, view.channel, view.success_time], ['ABNORMAL', 'ORIGINAL', undefined]);
    const { event_type, summary, content } = told(bench);
    assert.deepEqual([event_type, summary, content.refund_status], ['REFUND.ABNORMAL', '退款异常', 'ABNORMAL']);
    assert.equal(content.success_time, undefined);
    const before = balance();

    const body = toUser(bench, 'ABN-R1');
    const { refund_id } = view;
    const applied = await bench.call(bench.direct, 'POST', target(refund_id), body, serialHeader(bench));
    assert.deepEqual([applied.status, isSigned(bench.provider, applied)], [200, true]);
    const { status, channel, user_received_account } = applied.json;
    assert.deepEqual([status, channel, user_received_account], ['PROCESSING', 'OTHER_BANKCARD', '招商银行借记卡6789']);
    const again = await bench.call(
      bench.direct,
      'POST',
      target(refund_id),
      toUser(bench, 'ABN-R1'),
      serialHeader(bench),
    );
    assert.deepEqual(again.json, applied.json, 'the same wish is the same redirection');
    await bench.clock.advance(3 * SECOND_MS);
    const done = await viewOf(bench, 'ABN-R1');
    assert.deepEqual(
      [done.status, done.channel, done.success_time],
      ['SUCCESS', 'OTHER_BANKCARD', '2026-11-24T09:00:06+08:00'],
    );
    assert.deepEqual(
      [told(bench).event_type, told(bench).content.user_received_account],
      ['REFUND.SUCCESS', '招商银行借记卡6789'],
    );
    assert.equal(balance(), before, 'nothing reached the account that paid');
    assert.equal(bench.provider.ledger.balance('user-bank-card:li-na'), 850n);
    const ledger = bench.history.events().filter(({ type, kind }) => type === 'ledger' && kind === 'refund');
    assert.match(String(ledger.at(-1)?.facts['to']), /^user-bank-card:token:/);
    assert.ok(
      !JSON.stringify([bench.provider.book.trades(), bench.history.events()]).includes(CARD),
      'the number is kept nowhere',
    );
  });

  it('or to the merchant, who needs no card for it', async () => {
    await refunded(bench, 'ABN-0002', 'ABN-R2', 'abnormal');
    const { refund_id } = await viewOf(bench, 'ABN-R2');
    const body = { out_refund_no: 'ABN-R2', type: 'MERCHANT_BANK_CARD' };
    const applied = await bench.call(bench.direct, 'POST', target(refund_id), body);
    assert.deepEqual([applied.status, applied.json.user_received_account], [200, '商户银行卡']);
  });

  it('may be encrypted by the public client, for the certificate or for the public key', async () => {
    const { publicKey } = bench.provider.signers;
    for (const [i, { serial }] of [bench.provider.signers.active(), publicKey].entries()) {
      const number = `ABN-SDK-${i}`;
      await refunded(bench, number, number, 'abnormal');
      const key = platformKeys(bench.provider.signers)[serial] ?? '';
      const seal = (text: string) => Rsa.encrypt(text, key);
      const body = toUser(bench, number, { bank_account: seal(CARD), real_name: seal('李娜') });
      const { refund_id } = await viewOf(bench, number);
      const applied = await bench.call(bench.direct, 'POST', target(refund_id), body, {
        headers: { 'Wechatpay-Serial': serial },
      });
      assert.equal(applied.status, 200, applied.text);
    }
  });

  it('a refund whose money never comes is CLOSED; the order stays REFUND and may be refunded again', async () => {
    await refunded(bench, 'ABN-0003', 'ABN-R3', 'closed');
    assert.equal((await viewOf(bench, 'ABN-R3')).status, 'CLOSED');
    assert.deepEqual([told(bench).event_type, told(bench).content.refund_status], ['REFUND.CLOSED', 'CLOSED']);
    assert.equal((await query(bench, 'ABN-0003')).json.trade_state, 'REFUND', 'any accepted refund shows');
    const whole = await bench.call(bench.direct, 'POST', REFUNDS, refund('ABN-0003', 'ABN-R4', 12850));
    assert.equal(whole.status, 200);
    await bench.clock.advance(DAY_MS);
    assert.equal((await viewOf(bench, 'ABN-R4')).status, 'SUCCESS', 'only the next refund was meant');
  });

  it('other refunds are not sent elsewhere', async () => {
    for (const [chosen, status] of [
      ['INVALID_REQUEST', 400],
      ['RULE_LIMIT', 403],
    ] as const) {
      const on = await openBench({ abnormalRefundOfOther: chosen });
      await refunded(on, 'ABN-0005', 'ABN-R5', 'closed');
      await on.call(on.direct, 'POST', REFUNDS, refund('ABN-0005', 'ABN-R6', 1));
      for (const number of ['ABN-R5', 'ABN-R6']) {
        const { refund_id } = await viewOf(on, number);
        const reply = await on.call(on.direct, 'POST', target(refund_id), toUser(on, number), serialHeader(on));
        assert.deepEqual([reply.status, reply.json.code], [status, chosen], number);
      }
    }
  });

  it('a service provider names the sub-merchant, and nobody touches other people’s refunds', async () => {
    const { partner, provider } = bench;
    const [sub, other] = partner.subs;
    const order = partnerOrder(bench, 'ABN-0007');
    const { code_url } = (await bench.call(partner, 'POST', '/v3/pay/partner/transactions/native', order)).json;
    await provider.pay(code_url, 'li-na', 'paid');
    const trade = provider.book.byOutTradeNo(sub, 'ABN-0007');
    provider.book.apply(trade, { type: 'expect-refund', endsAs: 'abnormal', at: bench.clock.now() });
    const asked = { ...refund('ABN-0007', 'ABN-R7', 100), sub_mchid: sub };
    const { refund_id } = (await bench.call(partner, 'POST', REFUNDS, asked)).json;
    await bench.clock.advance(3 * SECOND_MS);
    const send = (more: object) =>
      bench.call(partner, 'POST', target(refund_id), { ...toUser(bench, 'ABN-R7'), ...more }, serialHeader(bench));
    assert.equal((await send({})).json.code, 'PARAM_ERROR', 'no sub-merchant');
    assert.equal((await send({ sub_mchid: other })).json.code, 'RESOURCE_NOT_EXISTS');
    const foreign = await bench.call(
      bench.direct,
      'POST',
      target(refund_id),
      toUser(bench, 'ABN-R7'),
      serialHeader(bench),
    );
    assert.equal(foreign.json.code, 'RESOURCE_NOT_EXISTS');
    assert.equal((await send({ sub_mchid: sub })).json.status, 'PROCESSING');
  });

  it('bad input is refused and changes nothing', async () => {
    await refunded(bench, 'ABN-0008', 'ABN-R8', 'abnormal');
    const { refund_id } = await viewOf(bench, 'ABN-R8');
    const path = ['POST', target(refund_id)] as const;
    const good = toUser(bench, 'ABN-R8');
    const bad: Record<string, object> = {
      'no refund number': { out_refund_no: undefined },
      'no type': { type: undefined },
      'an unknown type': { type: 'CASH' },
      'no bank': { bank_type: undefined },
      'an unknown bank': { bank_type: 'XYZ_DEBIT' },
      'no card': { bank_account: '' },
      'no name': { real_name: null },
      'a card in clear': { bank_account: CARD },
      'a name in clear': { real_name: '李娜' },
      'a card under SHA-256': { bank_account: sealed(bench, CARD, 'sha256') },
      'a card that is none': { bank_account: sealed(bench, 'x') },
      'an empty name': { real_name: sealed(bench, ' ') },
      'half of a card': { bank_account: sealed(bench, CARD).slice(0, 100) },
      'a list for a card': { bank_account: [sealed(bench, CARD)] },
      'a long card': { bank_account: 'A'.repeat(1025) },
    };
    for (const [what, more] of Object.entries(bad)) {
      await refused(bench, what, '400 PARAM_ERROR', path, { ...good, ...more }, serialHeader(bench));
    }
    const bare = await refused(bench, 'no serial', '400 PARAM_ERROR', path, good);
    assert.equal(bare.json.message, 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)');
    const named = { headers: { 'Wechatpay-Serial': '5A'.padEnd(40, '0') } };
    const wrong = await refused(bench, 'an unknown serial', '400 PARAM_ERROR', path, good, named);
    assert.equal(wrong.json.message, '平台证书序列号Wechatpay-Serial错误');
    const { serial } = bench.provider.signers.publicKey;
    const otherKey = { headers: { 'Wechatpay-Serial': serial } };
    await refused(bench, 'for another key', '400 PARAM_ERROR', path, good, otherKey);
    const nobodys = ['POST', target('50000000000000000000')] as const;
    await refused(bench, 'an unknown id', '404 RESOURCE_NOT_EXISTS', nobodys, good, serialHeader(bench));
    const otherNumber = { ...good, out_refund_no: 'ABN-R1' };
    await refused(bench, 'another number', '404 RESOURCE_NOT_EXISTS', path, otherNumber, serialHeader(bench));
    await refused(bench, 'a question', '405', ['GET', target(refund_id)]);
  });
});
