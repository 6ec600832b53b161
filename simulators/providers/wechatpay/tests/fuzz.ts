import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Bench, openBench, type Reply } from './bench';
import { authorize } from './by-hand';
import { combinedOrder, order, paid, refund } from './calls';
import { assertRefusal, stateDigest } from './refusals';

const BOUNDS = { seed: 20261124, numRuns: 120 };

/** What a request is made from before it is spoilt. */
interface Sample {
  readonly method: string;
  readonly target: string;
  readonly body: string;
}

function samples(bench: Bench): readonly Sample[] {
  const { mchid } = bench.direct;
  const post = (target: string, body: unknown) => ({ method: 'POST', target, body: JSON.stringify(body) });
  const get = (target: string) => ({ method: 'GET', target, body: '' });
  return [
    post('/v3/pay/transactions/native', order(bench, 'FUZZ-0001')),
    post('/v3/pay/transactions/app', order(bench, 'FUZZ-0002', { attach: '桌', detail: { cost_price: 1 } })),
    post('/v3/pay/transactions/out-trade-no/FUZZ-0003/close', { mchid }),
    post('/v3/combine-transactions/native', combinedOrder(bench, 'FUZZ-0004')),
    post('/v3/combine-transactions/out-trade-no/FUZZ-0005/close', {
      combine_appid: bench.direct.appid,
      sub_orders: [{ mchid, out_trade_no: 'FUZZ-0006' }],
    }),
    post('/v3/refund/domestic/refunds', refund('FUZZ-PAID', 'R-1', 100)),
    get(`/v3/pay/transactions/out-trade-no/FUZZ-PAID?mchid=${mchid}`),
    get('/v3/refund/domestic/refunds/R-1'),
    get('/v3/certificates'),
    get('/v3/bill/tradebill?bill_date=2026-11-24&tar_type=GZIP'),
    get('/v3/bill/fundflowbill?bill_date=2026-11-24&account_type=BASIC'),
    get('/v3/billdownload/file?token=0&tartype=gzip'),
  ];
}

/** One change of a text at a place: a byte more, less or other. */
const spoiling = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('add', 'drop', 'change'),
  with: fc.integer({ min: 1, max: 255 }),
});
type Spoiling = typeof spoiling extends fc.Arbitrary<infer T> ? T : never;

function spoil(text: string, { at, how, with: byte }: Spoiling): Uint8Array {
  const bytes = Buffer.from(text);
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const middle =
    how === 'drop' ? [] : how === 'add' ? [byte, ...bytes.subarray(place, place + 1)] : [(bytes[place] ?? 0) ^ byte];
  return Buffer.concat([bytes.subarray(0, place), Buffer.from(middle), bytes.subarray(place + 1)]);
}

/** What may stand where a member of a body stood. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.uint16Array({ maxLength: 300 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom<unknown>(
    '',
    null,
    0,
    -1,
    1.5,
    '1',
    1e21,
    2 ** 53,
    [],
    {},
    [null],
    { total: {} },
    '\u0000',
    '\uD800',
    "' OR 1=1 --",
    '../..',
    'CNY',
  ),
);

type Json = Record<string, unknown>;

/** Puts a value at one of the places of an object, or takes the place away. */
function put(body: Json, place: number, value: unknown): Json {
  const names = Object.keys(body);
  const name = names[place % (names.length + 1)] ?? 'extra';
  const inner = body[name];
  const deeper = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && place % 3 !== 0;
  return { ...body, [name]: deeper ? put(inner as Json, Math.floor(place / 3), value) : value };
}

describe('spoilt requests', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paid(bench, 'FUZZ-PAID');
    bench.provider.closeDay('2026-11-24');
    await bench.clock.settle();
  });

  /** Never a failure of its own; what is refused is refused properly and has changed nothing. */
  async function judged(target: string, send: () => Promise<Reply>, what: string): Promise<Reply> {
    const digest = stateDigest(bench);
    const reply = await send();
    assert.ok(reply.status < 500, `${what}: ${reply.status} ${reply.text}`);
    if (reply.status >= 400) {
      assertRefusal(reply, target, what);
      assert.equal(stateDigest(bench), digest, `${what}: changed something`);
    }
    assert.deepEqual(bench.troubles, [], what);
    return reply;
  }

  it('a body or a target changed after it was signed is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 11 }), spoiling, fc.boolean(), async (index, how, inTarget) => {
        const sample = samples(bench)[index] as Sample;
        const spoilt = Buffer.from(spoil(inTarget ? sample.target : sample.body, how));
        const authorization = authorize(bench.direct, sample.method, sample.target, sample.body);
        const target = inTarget
          ? `/${spoilt
              .toString('latin1')
              .replace(/[^!-~]/g, '~')
              .replace(/^\//, '')}`
          : sample.target;
        const body = inTarget ? sample.body : spoilt;
        const same =
          target === sample.target && (sample.method === 'GET' || Buffer.from(body).equals(Buffer.from(sample.body)));
        fc.pre(!same);
        const reply = await judged(
          target,
          () => bench.call(bench.direct, sample.method, target, body, { authorization }),
          target,
        );
        assert.ok(reply.status >= 400, `${sample.method} ${target} was taken`);
      }),
      BOUNDS,
    );
  });

  it('a header changed after it was signed is refused, or means the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 11 }), spoiling, async (index, how) => {
        const { method, target, body } = samples(bench)[index] as Sample;
        const signed = authorize(bench.direct, method, target, body);
        const authorization = Buffer.from(spoil(signed, how))
          .toString('latin1')
          .replace(/[^ -~]/g, '~');
        await judged(target, () => bench.call(bench.direct, method, target, body, { authorization }), authorization);
      }),
      BOUNDS,
    );
  });

  it('a body with odd members, signed as it is, is taken or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 5 }),
        fc.array(fc.tuple(fc.nat({ max: 60 }), odd), { minLength: 1, maxLength: 3 }),
        async (index, changes) => {
          const { method, target, body } = samples(bench)[index] as Sample;
          const changed = changes.reduce((whole, [place, value]) => put(whole, place, value), JSON.parse(body) as Json);
          const text = JSON.stringify(changed);
          await judged(target, () => bench.call(bench.direct, method, target, text), text);
        },
      ),
      BOUNDS,
    );
  });

  it('any bytes and any target, signed as they are, are taken or refused', async () => {
    const segment = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('..', '%2f', '%00', '', 'close', 'v3', '%', '?', '&', 'mchid=1'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 11 }),
        fc.array(segment, { maxLength: 4 }),
        fc.uint8Array({ maxLength: 200 }),
        async (index, segments, bytes) => {
          const sample = samples(bench)[index] as Sample;
          const target = [sample.target, ...segments]
            .join('/')
            .replace(/[^!-~]/g, '~')
            .replaceAll('#', '%23');
          await judged(target, () => bench.call(bench.direct, sample.method, target, bytes), target);
        },
      ),
      BOUNDS,
    );
  });
});
