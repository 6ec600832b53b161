import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Bench, openBench } from './bench';
import { ask, fetchBill } from './bill-calls';
import { paid } from './calls';
import { refused } from './refusals';

const TRADES = '/v3/bill/tradebill';
const FUNDS = '/v3/bill/fundflowbill';
const FILE = '/v3/billdownload/file';

describe('bills that cannot be had', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paid(bench, 'PAID-001');
    await bench.clock.settle();
    bench.provider.closeDay('2026-11-24');
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('days that are none', async () => {
    const days = [
      '',
      '20261124',
      '2026-11-24 ',
      '2026-11-24T00:00:00',
      '2026-11-31',
      '2026-02-29',
      '2026-13-01',
      '2026-00-00',
      '0000-00-00',
      '9999-12-31',
      '2026-11-2４',
      '%00',
      '今天',
      'x'.repeat(4000),
      "2026-11-24' OR 1=1 --",
    ];
    for (const path of [TRADES, FUNDS]) {
      await refused(bench, 'no query', '400 INVALID_REQUEST', ['GET', path]);
      for (const day of days) {
        const query = new URLSearchParams({ bill_date: day });
        await refused(bench, day, '400 INVALID_REQUEST', ['GET', `${path}?${query}`]);
      }
    }
    const { json } = await refused(bench, 'none', '400 INVALID_REQUEST', ['GET', TRADES]);
    assert.equal(json.message, '输入源“/query/bill_date”映射到字段“账单日期”必填性规则校验失败，此字段为必填项');
    const on = await openBench({ billParameterErrors: 'PARAM_ERROR' });
    assert.equal((await ask(on, 'tradebill', { bill_date: 'x' })).json.code, 'PARAM_ERROR');
  });

  it('kinds that are none', async () => {
    const day = 'bill_date=2026-11-24';
    for (const more of [
      'bill_type=all',
      'bill_type=CLOSED',
      'tar_type=gzip',
      'tar_type=ZIP',
      `sub_mchid=${'1'.repeat(33)}`,
    ])
      await refused(bench, more, '400 INVALID_REQUEST', ['GET', `${TRADES}?${day}&${more}`]);
    for (const more of ['account_type=basic', 'account_type=ALL', 'tar_type=GZIP%20'])
      await refused(bench, more, '400 INVALID_REQUEST', ['GET', `${FUNDS}?${day}&${more}`]);
    for (const name of ['__proto__', 'constructor', 'toString'])
      await refused(bench, name, '400 INVALID_REQUEST', ['GET', `${TRADES}?${day}&bill_type=${name}`]);
  });

  it('files of nobody', async () => {
    for (const token of ['', 'x', '../../etc/passwd', '%00', 'x'.repeat(257), '__proto__']) {
      await refused(bench, token, '400 INVALID_REQUEST', ['GET', `${FILE}?token=${token}`]);
    }
    await refused(bench, 'no token', '400 INVALID_REQUEST', ['GET', FILE]);
    const { download_url } = (await ask(bench, 'tradebill', { bill_date: '2026-11-24' })).json;
    const { pathname, search } = new URL(download_url);
    const unsigned = ['GET', `${pathname}${search}`] as const;
    await refused(bench, 'unsigned', '401 SIGN_ERROR', unsigned, undefined, { authorization: null });
    await refused(bench, 'signed without its query', '401 SIGN_ERROR', unsigned, undefined, { signedTarget: pathname });
    assert.equal((await fetchBill(bench, download_url)).status, 200, 'a refusal does not spend the token');
  });

  it('methods', async () => {
    for (const path of [TRADES, FUNDS, FILE]) await refused(bench, path, '405', ['POST', path], {});
    for (const path of ['/v3/bill', '/v3/bill/', '/v3/bill/tradebill/', '/v3/billdownload', '/v3/bill/tradebills'])
      await refused(bench, path, '404', ['GET', path]);
  });
});
