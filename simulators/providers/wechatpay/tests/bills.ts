import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../kernel/time';
import { type Bench, isSigned, openBench } from './bench';
import { ask, billOf, fetchBill, linesOf } from './bill-calls';
import type { Caller } from './by-hand';
import { order, paid, partnerOrder, refund } from './calls';

const REFUNDS = '/v3/refund/domestic/refunds';
const MORNING = DAY_MS + SECOND_MS;

/** A day's business of the direct merchant: two payments, two refunds of one of them, and an order that nobody pays. */
async function businessOf(bench: Bench): Promise<void> {
  await paid(bench, 'BILL-001');
  await bench.clock.advance(HOUR_MS);
  await paid(bench, 'BILL-002', 'wang-wei');
  await bench.call(bench.direct, 'POST', '/v3/pay/transactions/native', order(bench, 'BILL-OPEN'));
  await bench.clock.advance(MINUTE_MS);
  await bench.call(bench.direct, 'POST', REFUNDS, refund('BILL-001', 'R@1', 850, { reason: '少了一壶' }));
  await bench.clock.advance(HOUR_MS);
  await bench.call(bench.direct, 'POST', REFUNDS, refund('BILL-001', 'R@2', 12000));
}

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
    on.provider.pay(json.code_url, 'li-na', 'paid');
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
      provider.pay(json.code_url, 'li-na', 'paid');
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
});

describe('when bills are there', () => {
  it('from nine the next morning, for three months, and only of days with business', async () => {
    const bench = await openBench();
    await businessOf(bench);
    const code = async (bill_date: string, path = 'tradebill') => {
      const { status, json } = await ask(bench, path, { bill_date });
      return status === 200 ? 200 : `${status} ${json.code}`;
    };
    for (const path of ['tradebill', 'fundflowbill']) {
      assert.equal(await code('2026-11-24', path), '400 INVALID_REQUEST', 'today');
      assert.equal(await code('2026-11-25', path), '400 INVALID_REQUEST', 'tomorrow');
      assert.equal(await code('2026-11-23', path), '400 NO_STATEMENT_EXIST', 'a day without business');
      assert.equal(await code('2026-08-24', path), '400 NO_STATEMENT_EXIST', 'three months ago');
      assert.equal(await code('2026-08-23', path), '400 INVALID_REQUEST', 'more than three months ago');
    }
    await bench.clock.advanceTo(Date.parse('2026-11-25T08:59:59.999+08:00'));
    assert.equal(await code('2026-11-24'), '400 STATEMENT_CREATING');
    assert.equal(await code('2026-11-24', 'fundflowbill'), '400 STATEMENT_CREATING');
    await bench.clock.advance(1);
    assert.equal(await code('2026-11-24'), 200);
    await bench.clock.advanceTo(Date.parse('2027-02-24T12:00:00+08:00'));
    assert.equal(await code('2026-11-24'), 200);
    await bench.clock.advance(DAY_MS);
    assert.equal(await code('2026-11-24'), '400 INVALID_REQUEST');
  });

  it('days are Beijing days, to the millisecond', async () => {
    const bench = await openBench();
    await bench.clock.advanceTo(Date.parse('2026-11-24T15:59:59.999Z'));
    await paid(bench, 'LAST-OF-DAY');
    await bench.clock.advance(1);
    await paid(bench, 'FIRST-OF-DAY');
    for (const [date, number] of [
      ['2026-11-24', 'LAST-OF-DAY'],
      ['2026-11-25', 'FIRST-OF-DAY'],
    ] as const) {
      bench.provider.closeDay(date);
      const { rows } = await billOf(bench, { bill_date: date });
      assert.deepEqual(
        rows.map((row) => row['商户订单号']),
        [number],
      );
    }
  });

  it('at the end of a long month, three months before is the last day of a shorter one', async () => {
    const bench = await openBench();
    await bench.clock.advanceTo(Date.parse('2027-05-31T12:00:00+08:00'));
    const code = async (bill_date: string) => (await ask(bench, 'tradebill', { bill_date })).json.code;
    assert.deepEqual([await code('2027-02-28'), await code('2027-02-27')], ['NO_STATEMENT_EXIST', 'INVALID_REQUEST']);
  });

  it('an address works for five minutes, and for its merchant alone', async () => {
    const bench = await openBench();
    await paid(bench, 'BILL-LINK');
    bench.provider.closeDay('2026-11-24');
    const { download_url } = (await ask(bench, 'tradebill', { bill_date: '2026-11-24' })).json;
    const code = async (caller: Caller) => {
      const { status, bytes } = await fetchBill(bench, download_url, caller);
      return status === 200 ? 200 : `${status} ${JSON.parse(bytes.toString('utf8')).code}`;
    };
    await bench.clock.advance(300 * SECOND_MS);
    assert.equal(await code(bench.direct), 200);
    assert.equal(await code(bench.direct), 200, 'twice, if need be');
    assert.equal(await code(bench.partner), '403 NO_AUTH');
    await bench.clock.advance(1);
    assert.equal(await code(bench.direct), '400 INVALID_REQUEST');
  });
});

describe('fund flow bills', () => {
  const day = '2026-11-24';

  it('tell what moved, with the balance after it', async () => {
    const bench = await openBench();
    await businessOf(bench);
    await bench.clock.advance(MORNING);
    const { rows, summary } = await billOf(bench, { bill_date: day }, bench.direct, 'fundflowbill');
    const told = rows.map((row) => [row['业务名称'], row['收支类型'], row['收支金额(元)'], row['账户结余(元)']]);
    assert.deepEqual(told, [
      ['交易', '收入', '128.50', '128.50'],
      ['扣除交易手续费', '支出', '0.77', '127.73'],
      ['交易', '收入', '128.50', '256.23'],
      ['扣除交易手续费', '支出', '0.77', '255.46'],
      ['退款', '支出', '8.50', '246.96'],
      ['退还交易手续费', '收入', '0.05', '247.01'],
      ['退款', '支出', '120.00', '127.01'],
      ['退还交易手续费', '收入', '0.72', '127.73'],
    ]);
    assert.deepEqual(Object.values(summary), ['8.0', '4.0', '257.77', '4.0', '130.04']);
    const [head = ''] = await linesOf(bench, 'fundflowbill', { bill_date: day });
    assert.equal(
      head,
      '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号',
    );
    const refunded = rows[4];
    assert.deepEqual(
      [refunded?.['业务凭证号'], refunded?.['备注'], refunded?.['资金变更提交申请人'], refunded?.['记账时间']],
      ['R@1', '少了一壶', 'system', '2026-11-24 10:01:03'],
    );
    assert.equal(new Set(rows.map((row) => row['资金流水单号'])).size, rows.length);
  });

  it('begin with what the day before has left', async () => {
    const bench = await openBench();
    await paid(bench, 'FLOW-OLD');
    await bench.clock.advance(DAY_MS);
    await paid(bench, 'FLOW-NEW');
    await bench.clock.advance(DAY_MS);
    await paid(bench, 'FLOW-LATE');
    const { rows } = await billOf(bench, { bill_date: '2026-11-25' }, bench.direct, 'fundflowbill');
    assert.deepEqual(
      rows.map((row) => row['账户结余(元)']),
      ['256.23', '255.46'],
    );
  });

  it('of other accounts are empty, unless fees are booked there', async () => {
    const bench = await openBench();
    await paid(bench, 'FLOW-ACC');
    bench.provider.closeDay(day);
    for (const account_type of ['OPERATION', 'FEES']) {
      const { json } = await ask(bench, 'fundflowbill', { bill_date: day, account_type });
      assert.equal(json.code, 'NO_STATEMENT_EXIST');
    }
    const on = await openBench({ feesBookedAt: 'FEES' });
    await paid(on, 'FLOW-ACC');
    on.provider.closeDay(day);
    const balances = async (account_type: string) =>
      (await billOf(on, { bill_date: day, account_type }, on.direct, 'fundflowbill')).rows.map(
        (row) => row['账户结余(元)'],
      );
    assert.deepEqual([await balances('BASIC'), await balances('FEES')], [['128.50'], ['-0.77']]);
  });

  it('of a service provider are its own, or those of a sub-merchant', async () => {
    for (const [chosen, rows] of [
      ['accepted', 2],
      ['ignored', undefined],
    ] as const) {
      const bench = await openBench({ fundFlowOfSubMerchant: chosen });
      const { partner } = bench;
      const body = partnerOrder(bench, 'FLOW-SUB');
      const { json } = await bench.call(partner, 'POST', '/v3/pay/partner/transactions/native', body);
      bench.provider.pay(json.code_url, 'li-na', 'paid');
      bench.provider.closeDay(day);
      const own = await ask(bench, 'fundflowbill', { bill_date: day }, partner);
      assert.equal(own.json.code, 'NO_STATEMENT_EXIST', 'the money is the sub-merchant’s');
      const query = { bill_date: day, sub_mchid: partner.subs[0] };
      const asked = await ask(bench, 'fundflowbill', query, partner);
      if (rows === undefined) assert.equal(asked.json.code, 'NO_STATEMENT_EXIST');
      else assert.equal((await billOf(bench, query, partner, 'fundflowbill')).rows.length, rows);
    }
  });
});
