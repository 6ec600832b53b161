import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Bench, openBench } from './bench';
import { order, partnerOrder, place, placeAsPartner, refusal } from './calls';

const DIRECT = '/v3/pay/transactions';

describe('who orders, and who pays', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });

  it('jsapi: the openid must be there, known, and of the order’s application', async () => {
    const { provider, direct, partner } = bench;
    const ask = async (payer: unknown) => refusal(await place(bench, 'jsapi', order(bench, 'JSAPI-BAD', { payer })));
    const required = (path: string, name: string) =>
      `输入源“/body${path}”映射到字段“${name}”必填性规则校验失败，此字段为必填项`;
    assert.deepEqual(await ask(undefined), [400, 'PARAM_ERROR', required('/payer', '支付者')]);
    assert.deepEqual(await ask({}), [400, 'PARAM_ERROR', required('/payer/openid', '用户标识')]);
    assert.deepEqual(await ask({ openid: 'oNobody' }), [400, 'PARAM_ERROR', '无效的openid']);
    const foreign = provider.payers.identifier('li-na', partner.appid);
    assert.deepEqual(await ask({ openid: foreign }), [400, 'PARAM_ERROR', 'appid与openid不匹配']);
    const openid = provider.payers.identifier('li-na', direct.appid);
    assert.equal((await place(bench, 'jsapi', order(bench, 'JSAPI-BAD', { payer: { openid } }))).status, 200);
    assert.equal(
      await provider.pay(
        (await place(bench, 'jsapi', order(bench, 'JSAPI-BAD', { payer: { openid } }))).json.prepay_id,
        'wang-wei',
        'paid',
      ),
      'wrong-payer',
    );
  });

  it('jsapi for a sub-merchant: one openid is enough, two must mean one person', async () => {
    const { provider, partner } = bench;
    const sub_appid = provider.register.account(partner.subs[0])?.appids[0] ?? '';
    const sp = (person: string) => provider.payers.identifier(person, partner.appid);
    const sub = (person: string) => provider.payers.identifier(person, sub_appid);
    const ask = async (number: string, payer: unknown, more = {}) =>
      (await placeAsPartner(bench, 'jsapi', partnerOrder(bench, number, { payer, ...more }))).json;
    assert.equal((await ask('SUBJS-0', {}, { sub_appid })).message, 'JSAPI支付必须传openid');
    assert.equal((await ask('SUBJS-1', { sub_openid: sub('li-na') })).message, 'sub_appid和sub_openid不匹配');
    assert.equal(
      (await ask('SUBJS-1', { sub_openid: sp('li-na') }, { sub_appid })).message,
      'sub_appid和sub_openid不匹配',
    );
    assert.ok((await ask('SUBJS-1', { sub_openid: sub('li-na') }, { sub_appid })).prepay_id);
    const two = { sp_openid: sp('li-na'), sub_openid: sub('li-na') };
    assert.ok((await ask('SUBJS-2', two, { sub_appid })).prepay_id);
    const others = { sp_openid: sp('li-na'), sub_openid: sub('wang-wei') };
    assert.equal((await ask('SUBJS-3', others, { sub_appid })).code, 'PARAM_ERROR');
  });

  it('only jsapi looks at a payer', async () => {
    assert.equal(
      (await place(bench, 'native', order(bench, 'PAYER-NAT', { payer: { openid: 'oNobody' } }))).status,
      200,
    );
  });

  it('knows who may act for whom', async () => {
    const { partner, direct } = bench;
    const direct400 = (more: Record<string, unknown>) =>
      place(bench, 'native', order(bench, 'WHO-DIRECT', { ...more }));
    assert.deepEqual(refusal(await direct400({ mchid: '1900000000' })), [
      400,
      'PARAM_ERROR',
      'http header中的mchid与post payload中的mchid不匹配',
    ]);
    assert.deepEqual(refusal(await direct400({ appid: 'wx0' })), [400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配']);
    const asPartner = async (more: Record<string, unknown>) =>
      refusal(await placeAsPartner(bench, 'native', partnerOrder(bench, 'WHO-SUB', more)));
    assert.deepEqual(await asPartner({ sub_mchid: '1600000000' }), [400, 'MCH_NOT_EXISTS', '商户号不存在']);
    assert.deepEqual(await asPartner({ sub_mchid: direct.mchid }), [403, 'NO_AUTH', '受理关系不存在']);
    assert.equal((await asPartner({ sub_mchid: partner.mchid }))[2], '子商户mchid不能与自身mchid相同');
    assert.equal((await asPartner({ sub_appid: direct.appid }))[2], 'sub_mch_id与sub_appid不匹配');
    const own = order(bench, 'WHO-SELF', { appid: partner.appid, mchid: partner.mchid });
    const selfish = await bench.call(partner, 'POST', `${DIRECT}/native`, own);
    assert.deepEqual(refusal(selfish), [400, 'INVALID_REQUEST', '受理机构必须传入sub_mch_id']);
    const open = await openBench({ directOrderByServiceProvider: 'accepted' });
    const taken = order(open, 'WHO-SELF', { appid: open.partner.appid, mchid: open.partner.mchid });
    assert.equal((await open.call(open.partner, 'POST', `${DIRECT}/native`, taken)).status, 200);
  });

  it('a number is one order of a service provider across its sub-merchants', async () => {
    const [first, second] = bench.partner.subs;
    assert.equal(
      (await placeAsPartner(bench, 'native', partnerOrder(bench, 'SHARED-1', { sub_mchid: first }))).status,
      200,
    );
    const other = await placeAsPartner(bench, 'native', partnerOrder(bench, 'SHARED-1', { sub_mchid: second }));
    assert.deepEqual(refusal(other), [400, 'INVALID_REQUEST', '商户号或子商户号与订单号不匹配']);
  });
});
