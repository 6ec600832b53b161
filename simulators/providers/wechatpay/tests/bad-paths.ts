import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Bench, openBench } from './bench';
import { paid } from './calls';
import { refused } from './refusals';

const NATIVE = '/v3/pay/transactions/native';
const REFUNDS = '/v3/refund/domestic/refunds';

describe('paths and methods that do not exist', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paid(bench, 'PAID-001');
    await bench.clock.settle();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('paths and methods', async () => {
    const { mchid } = bench.direct;
    const base = '/v3/pay/transactions/out-trade-no';
    const nowhere = [
      '/',
      '/v3',
      '/v4/certificates',
      '/v3/certificates/',
      '//v3/certificates',
      '/v3//certificates',
      '/v3/pay/../certificates',
      '/v3/./certificates',
      '/v3/%2e%2E/v3/certificates',
      '/v3\\certificates',
      '/V3/CERTIFICATES',
      '/v3/certificates%00',
      `${base}/`,
      `${base}//close`,
      '/v3/pay/transactions/micropay',
      '/.env',
      '/v3/pay/transactions/native/../../../../etc/passwd',
    ];
    for (const target of nowhere) {
      for (const method of ['GET', 'POST'])
        await refused(bench, target, '404', [method, target], method === 'POST' ? {} : undefined);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND', 'constructor']) {
      for (const target of [NATIVE, '/v3/certificates'])
        await refused(bench, `${method} ${target}`, '405', [method, target]);
    }
    for (const target of [NATIVE, `${base}/PAID-001/close`, REFUNDS])
      await refused(bench, `GET ${target}`, '405', ['GET', target]);
    await refused(bench, 'POST', '405', ['POST', '/v3/certificates'], {});
    for (const number of [
      'PAID-001%2Fclose',
      '..%2f..%2fcertificates',
      '%00',
      'PAID-001%0a',
      '%zz',
      '%E0%A4',
      'PAID 001',
      'x'.repeat(4000),
      '%F0%9F%8D%B5%F0%9F%8D%B5',
    ]) {
      await refused(bench, number, '400 PARAM_ERROR', ['GET', `${base}/${number}?mchid=${mchid}`]);
      await refused(bench, number, '400 PARAM_ERROR', ['POST', `${base}/${number}/close`], { mchid });
      await refused(bench, number, '400 PARAM_ERROR', ['GET', `${REFUNDS}/${number.replace('PAID 001', '%2f')}`]);
    }
    for (const query of [
      '',
      '?',
      '?mchid',
      '?mchid=',
      '?mchid=1',
      `?MCHID=${mchid}`,
      `?mchid=%00`,
      `?sub_mchid=${mchid}`,
    ]) {
      await refused(bench, query, '400 PARAM_ERROR', ['GET', `${base}/PAID-001${query}`]);
    }
  });

  it('certificates', async () => {
    await refused(bench, 'an unknown algorithm', '400 PARAM_ERROR', ['GET', '/v3/certificates?algorithm_type=DES']);
  });
});
