import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { MerchantKit } from '../enrolment';
import { STRANGE } from './bad-values';
import { type Bench, DIRECT, openBench, paidOrder, stateOf } from './bench';
import { type V3Reply, type V3Wish, v3IsSealed, v3Send } from './v3-bench';

const REFUND = { out_trade_no: 'PAID_1', out_request_no: 'R1', refund_amount: '1.00' };
const BILL = '/v3/alipay/data/dataservice/bill/downloadurl/query';
const PATHS = ['precreate', 'query', 'close', 'cancel', 'refund', 'fastpay/refund/query'];

describe('Alipay in the HTTP style: fuzz', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
    await paidOrder(bench, kit, { out_trade_no: 'PAID_1' });
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const send = (wish: Partial<V3Wish>): Promise<V3Reply> =>
    v3Send(bench, kit, { target: '/v3/alipay/trade/refund', body: JSON.stringify(REFUND), ...wish });

  /** Signed and done, or refused in JSON and nothing has changed. */
  function answered(reply: V3Reply, state: string): void {
    if (reply.status === 200) {
      assert.ok(v3IsSealed(bench, kit, reply), reply.text);
      return;
    }
    assert.ok([400, 401, 403].includes(reply.status), `${reply.status} ${reply.text}`);
    assert.match(String(reply.body['code']), /^([a-z][a-z-]+|ACQ\.[A-Z_]+|[A-Z_]+)$/);
    assert.equal(stateOf(bench), state);
  }

  it('no request that was changed after it was signed does anything', async () => {
    const place = fc.nat({ max: 10_000 });
    // No line ends: no header can carry them.
    const text = fc.string({
      minLength: 1,
      maxLength: 3,
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    const where = fc.constantFrom('body' as const, 'authorization' as const);
    const changed = (original: string, at: number, inserted: string, cut: boolean) => {
      const start = at % original.length;
      return `${original.slice(0, start)}${inserted}${original.slice(start + (cut ? inserted.length : 0))}`;
    };
    await fc.assert(
      fc.asyncProperty(where, place, text, fc.boolean(), async (part, at, inserted, cut) => {
        const state = stateOf(bench);
        let same = false;
        const reply = await send({
          tamper: ({ headers, body }) => {
            const before = part === 'body' ? body : (headers['authorization'] ?? '');
            const after = changed(before, at, inserted, cut);
            // A header's value loses the spaces around it.
            same = after.trim() === before;
            return part === 'body' ? { body: after } : { headers: { ...headers, authorization: after } };
          },
        });
        if (same) return;
        assert.notEqual(reply.status, 200, reply.text);
        answered(reply, state);
      }),
      { seed: 20261124, numRuns: 100 },
    );
  });

  it('whatever a known application asks for is answered, and what is refused changes nothing', async () => {
    const value = fc.oneof(fc.constantFrom(...STRANGE), fc.string(), fc.double(), fc.jsonValue({ maxDepth: 2 }));
    const name = fc.constantFrom(
      'out_trade_no',
      'trade_no',
      'refund_amount',
      'out_request_no',
      'query_options',
      'notify_url',
      'x',
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), fc.dictionary(name, value, { maxKeys: 3 }), async (path, change) => {
        const state = stateOf(bench);
        const body = JSON.stringify({ ...REFUND, ...change });
        answered(await send({ target: `/v3/alipay/trade/${path}`, body }), state);
      }),
      { seed: 20261124, numRuns: 100 },
    );
  });

  it('answers whatever stands in an address, and lets nobody read a bill by guessing', async () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('trade', 'signcustomer', '2026-11-23', '2026-11', '__proto__', '\u0000'),
    );
    const query = fc.array(
      fc.tuple(fc.constantFrom('bill_type', 'bill_date', 'smid', 'secure', 'token', 'userId'), word),
    );
    await fc.assert(
      fc.asyncProperty(query, async (pairs) => {
        const state = stateOf(bench);
        const text = new URLSearchParams(pairs).toString();
        answered(await send({ verb: 'GET', target: `${BILL}?${text}`, body: '' }), state);
        for (const raw of [text, `%${text}`]) {
          const target = `/downloadBillFile.resource?${raw}`;
          const request = new Request(`https://dwbillcenter.alipay.com${target}`);
          assert.equal((await bench.network.receive(bench.provider, request, target)).status, 403);
        }
      }),
      { seed: 20261124, numRuns: 50 },
    );
    for (const path of [
      '/downloadBillFile.resource/',
      '/DownloadBillFile.resource',
      '/x/../downloadBillFile.resource',
      '/downloadBillFile%2Eresource',
    ]) {
      const request = new Request(`https://dwbillcenter.alipay.com${path}`);
      assert.equal((await bench.network.receive(bench.provider, request, path)).status, 404);
    }
  });
});
