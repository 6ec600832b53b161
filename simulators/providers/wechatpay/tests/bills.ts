import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../kernel/time';
import { type Bench, isSigned, openBench } from './bench';
import { ask, billOf, businessOf, fetchBill, linesOf } from './bill-calls';
import type { Caller } from './by-hand';
import { order, paid, partnerOrder, refund } from './calls';

const REFUNDS = '/v3/refund/domestic/refunds';
const MORNING = DAY_MS + SECOND_MS;

describe('trade bills', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await businessOf(bench);
    await bench.clock.advance(MORNING);
  });
  const day = '2026-11-24';

  it('are byte-true: mark, line ends, backticks, yuan, and a digest of what is not compressed', async () => {
    const asked = await ask(bench, 'tradebill', { bill_date: day });
    assert.ok(isSigned(bench.provider, asked));
    const { hash_type, hash_value, download_url } = asked.json;
    assert.equal(hash_type, 'SHA1');
    assert.match(download_url, /^https:\/\/api\.mch\.weixin\.qq\.com\/v3\/billdownload\/file\?token=[0-9a-f]{48}$/);
    const { bytes, headers } = await fetchBill(bench, download_url);
    assert.equal(createHash('sha1').update(bytes).digest('hex'), hash_value);
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.ok(headers.get('request-id'));
    for (const name of headers.keys()) assert.doesNotMatch(name, /^wechatpay-/, 'a file is unsigned');
    const { direct, provider } = bench;
    const trade = (number: string) => provider.book.byOutTradeNo(direct.mchid, number);
    const [first, second] = [trade('BILL-001'), trade('BILL-002')];
    const openid = (person: string) => provider.payers.identifier(person, direct.appid);
    const start = (number: string, person: string, state: string) => [
      direct.appid,
      direct.mchid,
      '0',
      '',
      trade(number)?.tradeNo,
      number,
      openid(person),
      'NATIVE',
      state,
      'OTHERS',
      'CNY',
    ];
    const none = ['0', '0', '0.00', '0.00', '', ''];
    const rows = [
      ['2026-11-24 09:00:00', ...start('BILL-001', 'li-na', 'SUCCESS'), '128.50', '0.00', ...none],
      ['2026-11-24 10:00:00', ...start('BILL-002', 'wang-wei', 'SUCCESS'), '128.50', '0.00', ...none],
      ['2026-11-24 10:01:00', ...start('BILL-001', 'li-na', 'REFUND'), '0.00', '0.00'],
      ['2026-11-24 11:01:00', ...start('BILL-001', 'li-na', 'REFUND'), '0.00', '0.00'],
    ];
    const [one, two] = first?.refunds ?? [];
    rows[2]?.push(one?.refundNo, 'R@1', '8.50', '0.00', 'ORIGINAL', 'SUCCESS');
    rows[3]?.push(two?.refundNo, 'R@2', '120.00', '0.00', 'ORIGINAL', 'SUCCESS');
    const ends = [
      ['0.77000', '128.50', '0.00'],
      ['0.77000', '128.50', '0.00'],
      ['-0.05000', '0.00', '8.50'],
      ['-0.72000', '0.00', '120.00'],
    ];
    assert.ok(second);
    const lines = rows.map((row, i) => {
      const [fee = '', total = '', asked = ''] = ends[i] ?? [];
      return [...row, '一壶龙井', '', fee, '0.60%', total, asked, ''].map((value) => `\`${value}`).join(',');
    });
    const header =
      '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
    const summary = [
      '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
      '`4.0,`257.00,`128.50,`0.00,`0.77,`257.00,`128.50',
    ];
    assert.equal(bytes.subarray(3).toString('utf8'), [header, ...lines, ...summary, ''].join('\r\n'));
  });

  it('come in three kinds: with 27, 20 and 29 columns', async () => {
    const kinds = { ALL: [27, 4, 7], SUCCESS: [20, 2, 4], REFUND: [29, 2, 7] };
    for (const [bill_type, [columns, rows, sums]] of Object.entries(kinds)) {
      const lines = await linesOf(bench, 'tradebill', { bill_date: day, bill_type });
      const [head = '', ...rest] = lines;
      const [caption = '', values = '', last] = rest.slice(-3);
      assert.equal(last, '', 'it ends with a line end');
      const details = rest.slice(0, -3);
      assert.deepEqual([head.split(',').length, details.length, caption.split(',').length], [columns, rows, sums]);
      for (const line of details) assert.equal(line.split(',`').length, columns);
      assert.equal(values.split(',`').length, sums);
    }
    const [head = '', one = ''] = await linesOf(bench, 'tradebill', { bill_date: day, bill_type: 'REFUND' });
    const at = head.split(',').indexOf('退款申请时间');
    assert.deepEqual([at, ...one.split(',').slice(at, at + 2)], [14, '`2026-11-24 10:01:00', '`2026-11-24 10:01:03']);
    for (const bill_type of ['RECHARGE_REFUND', 'ALL_SPECIAL', 'SUC_SPECIAL', 'REF_SPECIAL']) {
      const { status, json } = await ask(bench, 'tradebill', { bill_date: day, bill_type });
      assert.deepEqual([status, json.code], [400, 'NO_STATEMENT_EXIST']);
    }
  });

  it('are compressed on demand, the file only', async () => {
    const plain = (await ask(bench, 'tradebill', { bill_date: day })).json;
    const zipped = (await ask(bench, 'tradebill', { bill_date: day, tar_type: 'GZIP' })).json;
    assert.equal(zipped.hash_value, plain.hash_value);
    assert.match(zipped.download_url, /&tartype=gzip$/);
    const { bytes, headers } = await fetchBill(bench, zipped.download_url);
    assert.deepEqual([headers.get('content-type'), headers.get('content-encoding')], ['application/x-gzip', null]);
    assert.equal(createHash('sha1').update(gunzipSync(bytes)).digest('hex'), plain.hash_value);
  });

  it('escape what would break a line or a column', async () => {
    const on = await openBench();
    const more = { description: '一壶,两杯\n三人', attach: 'a`,`b' };
    const { json } = await on.call(on.direct, 'POST', '/v3/pay/transactions/native', order(on, 'BILL-ESC', more));
    await on.provider.pay(json.code_url, 'li-na', 'paid');
    await on.clock.advance(MORNING);
    const lines = await linesOf(on, 'tradebill', { bill_date: day });
    assert.equal(lines.length, 5);
    assert.match(lines[1] ?? '', /,`一壶\\ 两杯\\n三人,`a`\\ `b,`0\.77000/);
  });

  it('tell a refund once, as it stood when the bill was made', async () => {
    const on = await openBench();
    await paid(on, 'BILL-NIGHT');
    await on.clock.advance(15 * HOUR_MS - SECOND_MS);
    await on.call(on.direct, 'POST', REFUNDS, refund('BILL-NIGHT', 'R@N', 1));
    on.provider.closeDay(day);
    const state = async () => (await billOf(on, { bill_date: day })).rows.at(-1)?.['退款状态'];
    assert.equal(await state(), 'PROCESSING');
    await on.clock.advance(HOUR_MS);
    assert.equal(await state(), 'SUCCESS', 'a bill that is asked for before its time is the newest');
    const next = await ask(on, 'tradebill', { bill_date: '2026-11-25' });
    assert.equal(next.json.code, 'INVALID_REQUEST');
  });

  it('fees of refunds come back or do not; many small ones give back what one large one does', async () => {
    const kept = await openBench({ feeOfRefunds: 'kept' });
    await businessOf(kept);
    await kept.clock.advance(MORNING);
    assert.deepEqual(
      (await billOf(kept, { bill_date: day })).rows.map((row) => row['手续费']),
      ['0.77000', '0.77000', '0.00000', '0.00000'],
    );
    const on = await openBench();
    await paid(on, 'BILL-TINY');
    for (let i = 0; i < 50; i += 1) {
      const fen = i === 49 ? 12850 - 49 * 257 : 257;
      await on.call(on.direct, 'POST', REFUNDS, refund('BILL-TINY', `R-${i}`, fen));
    }
    on.provider.closeDay(day);
    assert.equal((await billOf(on, { bill_date: day })).summary['手续费总金额'], '0.00');
  });

  it('write sums in either form', async () => {
    const on = await openBench({ billSummary: 'shortest' });
    await businessOf(on);
    on.provider.closeDay(day);
    const { summary } = await billOf(on, { bill_date: day });
    assert.deepEqual(Object.values(summary), ['4.0', '257.0', '128.5', '0.0', '0.77', '257.0', '128.5']);
  });

  it('of a service provider tell of all its sub-merchants, or of one', async () => {
    const { partner, provider } = bench;
    const [first, second] = partner.subs;
    for (const [number, sub_mchid] of [
      ['BILL-SUB1', first],
      ['BILL-SUB2', second],
    ] as const) {
      const body = partnerOrder(bench, number, { sub_mchid });
      const { json } = await bench.call(partner, 'POST', '/v3/pay/partner/transactions/native', body);
      await provider.pay(json.code_url, 'li-na', 'paid');
    }
    const today = '2026-11-25';
    provider.closeDay(today);
    const subs = async (query: Record<string, string>, caller: Caller = partner) =>
      (await billOf(bench, { bill_date: today, ...query }, caller)).rows.map((row) => [
        row['商户号'],
        row['特约商户号'],
        row['公众账号ID'],
      ]);
    const lines = [first, second].map((sub) => [partner.mchid, sub, partner.appid]);
    assert.deepEqual(await subs({}), lines);
    assert.deepEqual(await subs({ sub_mchid: second }), lines.slice(1));
    const foreign = await ask(bench, 'tradebill', { bill_date: today, sub_mchid: bench.direct.mchid }, partner);
    assert.deepEqual([foreign.status, foreign.json.code], [403, 'NO_AUTH']);
    const own = await ask(bench, 'tradebill', { bill_date: today }, bench.direct);
    assert.equal(own.json.code, 'NO_STATEMENT_EXIST', 'the sub-merchants’ trades are not the direct merchant’s');
  });

  it('tell of a payment that was undone as a whole', async () => {
    const on = await openBench();
    await paid(on, 'BILL-BACK');
    await on.clock.advance(HOUR_MS);
    const trade = on.provider.book.byOutTradeNo(on.direct.mchid, 'BILL-BACK');
    on.provider.book.apply(trade, { type: 'reverse', at: on.clock.now() });
    on.provider.closeDay(day);
    const { rows, summary } = await billOf(on, { bill_date: day });
    assert.deepEqual(
      rows.map((row) => [row['交易时间'], row['交易状态'], row['订单金额'], row['退款金额'], row['手续费']]),
      [
        ['2026-11-24 09:00:00', 'SUCCESS', '128.50', '0.00', '0.77000'],
        ['2026-11-24 10:00:00', 'REVOKED', '0.00', '128.50', '-0.77000'],
      ],
    );
    assert.equal(summary['手续费总金额'], '0.00');
    const flows = await billOf(on, { bill_date: day }, on.direct, 'fundflowbill');
    assert.equal(flows.rows.at(-1)?.['账户结余(元)'], '0.00');
  });
});
