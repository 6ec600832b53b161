import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Bench, openBench } from './bench';
import { H5_SCENE, order, paid, place, refund } from './calls';
import { refused, refusedOrder } from './refusals';

const NATIVE = '/v3/pay/transactions/native';
const REFUNDS = '/v3/refund/domestic/refunds';

describe('members that cannot be used', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paid(bench, 'PAID-001');
    await bench.clock.settle();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('members that are missing or of another type', async () => {
    const body = order(bench, 'BAD-0001');
    for (const name of Object.keys(body)) {
      const { [name]: _, ...rest } = body;
      await refused(bench, `no ${name}`, '400 PARAM_ERROR', ['POST', NATIVE], rest);
      for (const value of [null, '']) await refusedOrder(bench, `${name} ${JSON.stringify(value)}`, { [name]: value });
      for (const value of [true, [], ['x'], 7])
        await refusedOrder(bench, `${name} ${JSON.stringify(value)}`, { [name]: value });
      if (name !== 'amount') await refusedOrder(bench, `${name} an object`, { [name]: { total: 1 } });
    }
    const nested: Record<string, unknown> = {
      time_expire: 20261124,
      attach: { a: 1 },
      goods_tag: [],
      support_fapiao: 'true',
      detail: 'goods',
      scene_info: [],
      settle_info: { profit_sharing: 1 },
      limit_pay: 'no_credit',
    };
    for (const [name, value] of Object.entries(nested)) await refusedOrder(bench, name, { [name]: value });
    await refusedOrder(bench, 'an unknown way to pay', { limit_pay: ['cash'] });
    await refusedOrder(bench, 'a scene without address', { scene_info: { device_id: '1' } });
    await refusedOrder(bench, 'goods without number', { detail: { goods_detail: [{ quantity: 1, unit_price: 1 }] } });
    await refusedOrder(bench, 'no goods at all', {
      detail: { goods_detail: [{ merchant_goods_id: '1', quantity: 0, unit_price: 1 }] },
    });
  });

  it('amounts that are no whole fen of CNY', async () => {
    const integer =
      '无法将 JSON 输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数';
    const low = '输入源“/body/amount/total”映射到数值字段“总金额”规则校验失败，值低于最小值 1';
    for (const [total, message] of [
      [1.5, integer],
      ['1', integer],
      [1e21, integer],
      [2 ** 53, integer],
      [true, integer],
      [0, low],
      [-1, low],
      [-0, low],
    ]) {
      const { json } = await refusedOrder(bench, `total ${total}`, { amount: { total } });
      assert.deepEqual(
        [json.message, json.detail],
        [message, { location: 'body', value: Object.is(total, -0) ? 0 : total }],
      );
    }
    for (const currency of ['USD', 'cny', 'CNYCNYCNYCNYCNYCNY', 156])
      await refusedOrder(bench, `${currency}`, { amount: { total: 1, currency } });
    const huge = JSON.stringify(order(bench, 'BAD-0001')).replace('12850', '1e400');
    await refused(bench, '1e400', '400 PARAM_ERROR', ['POST', NATIVE], huge);
  });

  it('texts that are too long or too short, counted as the gateway counts', async () => {
    const long = await refusedOrder(bench, '43 characters of three bytes', { description: '茶'.repeat(43) });
    assert.equal(
      long.json.message,
      '输入源“/body/description”映射到值字段“商品描述”字符串规则校验失败，字节数 129，大于最大值 127',
    );
    assert.deepEqual(long.json.detail, { location: 'body', value: 129 });
    await refusedOrder(bench, '128 letters', { description: 'x'.repeat(128) });
    await refusedOrder(bench, 'attach', { attach: 'x'.repeat(129) });
    await refusedOrder(bench, 'appid', { appid: 'x'.repeat(33) });
    await refusedOrder(bench, 'goods', {
      detail: {
        goods_detail: Array.from({ length: 60 }, (_, i) => ({
          merchant_goods_id: `${i}`,
          goods_name: 'x'.repeat(100),
          quantity: 1,
          unit_price: 1,
        })),
      },
    });
    assert.equal(
      (
        await place(
          bench,
          'native',
          order(bench, 'LONG-001', { description: '茶'.repeat(42), attach: 'x'.repeat(128) }),
        )
      ).status,
      200,
    );
    const counting = await openBench({ lengthsCountedIn: 'characters' });
    assert.equal(
      (await place(counting, 'native', order(counting, 'LONG-001', { description: '茶'.repeat(127) }))).status,
      200,
    );
    const { json } = await place(counting, 'native', order(counting, 'LONG-002', { description: '茶'.repeat(128) }));
    assert.match(json.message, /字符数 128，大于最大值 127$/);
  });

  it('order numbers that are none', async () => {
    const numbers = [
      '12345',
      'x'.repeat(33),
      'A B C D',
      '#12345',
      '订单一二三',
      'ORDER\n1',
      'ORDER\u00001',
      'ORDER@1',
      'ORDER/1',
      '../../etc',
      "1'; DROP TABLE trades; --",
      '<script>',
      '１２３４５６',
    ];
    for (const out_trade_no of numbers) await refusedOrder(bench, out_trade_no, { out_trade_no });
    const short = await refusedOrder(bench, 'short', { out_trade_no: 'abc' });
    assert.equal(
      short.json.message,
      '输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 3，小于最小值 6',
    );
    assert.deepEqual(short.json.detail, { location: 'body', value: 3 });
    const odd = await refusedOrder(bench, 'odd', { out_trade_no: '订单号1' });
    assert.equal(
      odd.json.message,
      String.raw`输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字符串必须匹配正则表达式“^[0-9a-zA-Z_\-\|\*]+$”`,
    );
    assert.deepEqual(odd.json.detail, { location: 'body', value: '订单号1' });
  });

  it('characters that the gateway does not take', async () => {
    for (const description of ['🍵', 'NUL\u0000', 'bell\u0007', 'lone \uD83C', 'lone \uDF75', '\u007F']) {
      await refusedOrder(bench, JSON.stringify(description), { description });
    }
    const escaped = JSON.stringify(order(bench, 'BAD-0001')).replace('一壶龙井', String.raw`\ud83c`);
    await refused(bench, 'an escaped half', '400 PARAM_ERROR', ['POST', NATIVE], escaped);
    const sql = { description: "Robert'); DROP TABLE trades;--", attach: '<img src=x onerror=alert(1)>' };
    assert.equal((await place(bench, 'native', order(bench, 'TEXT-001', sql))).status, 200, 'text is only text');
  });

  it('notify addresses', async () => {
    const long = `https://shop.example/${'x'.repeat(235)}`;
    assert.equal(long.length, 256);
    const bad = [
      'ftp://shop.example/',
      'shop.example',
      '//shop.example',
      '/notify',
      'https://',
      'https://shop.example/?a=1',
      'https://shop.example/#a',
      'https://shop example/',
      ' https://shop.example',
      'javascript:alert(1)',
      'https:/shop.example',
      long,
    ];
    for (const notify_url of bad) await refusedOrder(bench, notify_url, { notify_url });
    const good = [
      'http://127.0.0.1:8080/notify',
      'https://shop.example',
      long.slice(0, 255),
      'https://商店.example/通知',
    ];
    for (const [i, notify_url] of good.entries()) {
      assert.equal((await place(bench, 'native', order(bench, `NOTIFY-${i}`, { notify_url }))).status, 200, notify_url);
    }
    const on = await openBench({ notifyUrlLength: '256', notifyUrlScheme: 'https' });
    assert.equal((await place(on, 'native', order(on, 'NOTIFY-1', { notify_url: long }))).status, 200);
    const { json } = await place(on, 'native', order(on, 'NOTIFY-2', { notify_url: 'http://shop.example/' }));
    assert.match(json.message, /字符串必须匹配正则表达式“\^https:/);
  });

  it('deadlines', async () => {
    for (const time_expire of [
      'tomorrow',
      '2026-11-24',
      '2026-11-24T10:00:00',
      '2026-11-24 10:00:00+08:00',
      '1790000000',
      '2026-13-40T10:00:00+08:00',
    ]) {
      await refusedOrder(bench, time_expire, { time_expire });
    }
  });

  it('h5 scenes', async () => {
    const scenes = [
      undefined,
      {},
      { payer_client_ip: '203.0.113.7' },
      { h5_info: { type: 'Wap' } },
      { ...H5_SCENE, h5_info: {} },
      { ...H5_SCENE, h5_info: { type: 'wap' } },
      { ...H5_SCENE, payer_client_ip: 'x'.repeat(46) },
    ];
    for (const scene_info of scenes) {
      await refused(
        bench,
        'scene',
        '400 PARAM_ERROR',
        ['POST', '/v3/pay/transactions/h5'],
        order(bench, 'BAD-0001', { scene_info }),
      );
    }
  });

  it('refunds', async () => {
    const bad: Record<string, Record<string, unknown>> = {
      'no amount': { amount: undefined },
      'no total': { amount: { refund: 1, currency: 'CNY' } },
      'no currency': { amount: { refund: 1, total: 12850 } },
      'a part of a fen': { amount: { refund: 0.5, total: 12850, currency: 'CNY' } },
      nothing: { amount: { refund: 0, total: 12850, currency: 'CNY' } },
      less: { amount: { refund: -1, total: 12850, currency: 'CNY' } },
      dollars: { amount: { refund: 1, total: 12850, currency: 'USD' } },
      'a refund number with a blank': { out_refund_no: 'R 1' },
      'a refund number of 65 letters': { out_refund_no: 'R'.repeat(65) },
      'no refund number': { out_refund_no: undefined },
      'a long reason': { reason: '茶'.repeat(27) },
      'an address with a query': { notify_url: 'https://shop.example/?a=1' },
      'funds of nobody': { funds_account: 'MINE' },
      'payers of the refund': {
        amount: { refund: 1, total: 12850, currency: 'CNY', from: [{ account: 'X', amount: 1 }] },
      },
      goods: { goods_detail: [{ merchant_goods_id: '1' }] },
    };
    for (const [what, more] of Object.entries(bad)) {
      await refused(bench, what, '400 PARAM_ERROR', ['POST', REFUNDS], refund('PAID-001', 'R-1', 100, more));
    }
    await refused(
      bench,
      'more than was paid',
      '400 INVALID_REQUEST',
      ['POST', REFUNDS],
      refund('PAID-001', 'R-1', 12851),
    );
    await refused(bench, 'SQL', '404 RESOURCE_NOT_EXISTS', ['GET', `${REFUNDS}/1*1--`]);
    const sub = { sub_mchid: bench.partner.subs[0] };
    assert.equal(
      (await bench.call(bench.direct, 'POST', REFUNDS, refund('PAID-001', 'R-2', 1, sub))).status,
      200,
      'ignored',
    );
  });
});
