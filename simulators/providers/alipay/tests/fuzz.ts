import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { MerchantKit } from '../enrolment';
import { METHODS, RIGHT, STRANGE } from './bad-values';
import {
  type Bench,
  DIRECT,
  encoded,
  isSealed,
  openBench,
  openedPage,
  paidOrder,
  readReply,
  send,
  sendRaw,
  signedByHand,
  stateOf,
} from './bench';

describe('Alipay: fuzz', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
    await paidOrder(bench, kit, { out_trade_no: 'PAID_1' });
    await bench.provider.pay(await openedPage(bench, kit, { out_trade_no: 'OPEN_1' }), 'li-na', 'declined');
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const signed = (method: string, content: unknown) => signedByHand(kit, method, content);

  it('no request that was changed after it was signed does anything', async () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const place = fc.nat({ max: 100_000 });
    const change = fc.oneof(
      fc.record({ what: fc.constant('replace' as const), at: place, with: byte }),
      fc.record({ what: fc.constant('insert' as const), at: place, with: byte }),
      fc.record({ what: fc.constant('cut' as const), at: place, with: fc.integer({ min: 1, max: 40 }) }),
    );
    const originals = Object.entries(RIGHT).map(([method, content]) => Buffer.from(encoded(signed(method, content))));
    const mutated = (original: Buffer, changes: readonly { what: string; at: number; with: number }[]) => {
      let bytes: Buffer = original;
      for (const { what, at, with: value } of changes) {
        const [head, tail] = [bytes.subarray(0, at % bytes.length), bytes.subarray(at % bytes.length)];
        const kept = what === 'insert' ? tail : tail.subarray(what === 'cut' ? value : 1);
        bytes = Buffer.concat(what === 'cut' ? [head, kept] : [head, Buffer.from([value]), kept]);
      }
      return bytes;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        async (original, changes) => {
          const body = Uint8Array.from(mutated(original, changes));
          const state = stateOf(bench);
          const response = await sendRaw(bench, { body });
          assert.equal(response.status, 200);
          const { body: answer } = await readReply(response);
          // Some changes mean the same: an escape in lower case, a space written otherwise, another empty parameter.
          const harmless = sameForm(body, original);
          if (!harmless) assert.match(answer['code'] ?? '', /^(4000[1-3]|20001)$/, JSON.stringify(answer));
          if (!harmless) assert.equal(stateOf(bench), state);
        },
      ),
      { seed: 20261124, numRuns: 100 },
    );
  });

  /** A signature as its bytes: the last letter of base64 has bits that stand for nothing. */
  const meaning = (name: string, value: string) =>
    name === 'sign' && /^[A-Za-z0-9+/]+={0,2}$/.test(value) ? Buffer.from(value, 'base64').toString('hex') : value;

  /** True when two forms say the same, empty parameters aside. */
  function sameForm(one: Uint8Array, other: Uint8Array): boolean {
    const read = (bytes: Uint8Array) =>
      JSON.stringify(
        [
          ...new Map(
            [...new URLSearchParams(Buffer.from(bytes).toString('latin1'))]
              .filter(([, value]) => value !== '')
              .map(([name, value]) => [name, meaning(name, value)] as const),
          ),
        ].sort(),
      );
    return read(one) === read(other);
  }

  it('whatever a known application asks for is answered, and what is refused changes nothing', async () => {
    const scalar = fc.oneof(
      fc.constantFrom(...STRANGE.slice(0, -1)),
      fc.string(),
      fc.double(),
      fc.bigInt().map(String),
    );
    const name = fc.constantFrom(
      'out_trade_no',
      'trade_no',
      'total_amount',
      'refund_amount',
      'out_request_no',
      'subject',
      'timeout_express',
      'time_expire',
      'goods_detail',
      'sub_merchant',
      'settle_info',
      'seller_id',
      'query_options',
      'business_params',
      'passback_params',
      'product_code',
      'auth_code',
      'scene',
      'x',
    );
    const known = fc.constantFrom('PAID_1', 'OPEN_1', 'R1', '1.00', '0.01', '128.50', 'FAST_INSTANT_TRADE_PAY');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        known,
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 3 }),
      ),
    }));
    const change = fc.dictionary(name, value, { maxKeys: 3 });
    const methods = [
      ...METHODS,
      'alipay.trade.page.pay',
      'alipay.trade.wap.pay',
      'alipay.open.app.alipaycert.download',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods), change, async (method, changes) => {
        const state = stateOf(bench);
        const content = JSON.stringify({ ...RIGHT[method], ...changes });
        const response = await send(bench, {}, signed(method, content));
        if (response.headers.get('location') !== null) return;
        assert.equal(response.status, 200);
        if (response.headers.get('content-type')?.endsWith('GBK')) {
          assert.equal(stateOf(bench), state);
          return;
        }
        const reply = await readReply(response);
        assert.ok(isSealed(bench, kit, reply), reply.text);
        assert.match(reply.body['code'] ?? '', /^(10000|4000[24])$/, reply.text);
        if (reply.body['code'] !== '10000') assert.equal(stateOf(bench), state);
      }),
      { seed: 20261124, numRuns: 100 },
    );
  });
});
