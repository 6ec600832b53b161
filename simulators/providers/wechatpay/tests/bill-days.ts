import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, SECOND_MS } from '../../../kernel/time';
import { openBench } from './bench';
import { ask, billOf, businessOf, fetchBill } from './bill-calls';
import type { Caller } from './by-hand';
import { paid } from './calls';

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

  it('an address begins where the gateway listens, or always as in production', async () => {
    for (const [chosen, origin] of [
      ['follows-the-gateway', 'http://127.0.0.1:4321'],
      ['production', 'https://api.mch.weixin.qq.com'],
    ] as const) {
      const bench = await openBench({ billDownloadOrigin: chosen }, {}, () => 'http://127.0.0.1:4321');
      await paid(bench, 'BILL-FROM');
      bench.provider.closeDay('2026-11-24');
      const { download_url } = (await ask(bench, 'tradebill', { bill_date: '2026-11-24' })).json;
      assert.ok(download_url.startsWith(`${origin}/v3/billdownload/file?token=`), download_url);
    }
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
