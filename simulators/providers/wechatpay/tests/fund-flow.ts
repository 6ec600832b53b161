import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, SECOND_MS } from '../../../kernel/time';
import { openBench } from './bench';
import { ask, billOf, businessOf, linesOf } from './bill-calls';
import { paid, partnerOrder } from './calls';

const MORNING = DAY_MS + SECOND_MS;

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
      await bench.provider.pay(json.code_url, 'li-na', 'paid');
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
