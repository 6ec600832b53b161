import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS } from '../kernel/time';
import { PRACTICES } from './access/terms';
import { bearer, type CheckoutBench, MERCHANT_KEY, OPERATOR_KEY, openCheckoutBench } from './test-bench';

type Json = Record<string, unknown>;

const LICENCE = {
  kind: 'payment-licence',
  business: ['online-payment'],
  regions: 'nationwide',
  from: '2011-05-26',
  to: null,
};
const application = {
  applicant: 'Amber Pay',
  group: 'harbour group',
  authorities: [LICENCE],
  interface: 'scripted',
  practices: Object.fromEntries(PRACTICES.map((id) => [id, true])),
};

let bench: CheckoutBench;
afterEach(() => {
  assert.deepEqual(bench.troubles, []);
  bench.close();
});

const say = async (method: string, path: string, body?: unknown, key?: string): Promise<[number, Json]> => {
  const reply = await bench.call(method, path, body, key === undefined ? {} : bearer(key));
  return [reply.status, (await reply.json()) as Json];
};
const codeOf = ([status, { error }]: [number, Json]) => [status, (error as Json | undefined)?.['code']];

describe('the desk for providers that want to be let in', () => {
  beforeEach(async () => {
    bench = await openCheckoutBench({}, { openAccess: true });
  });
  const apply = (more: Json = {}) => say('POST', '/api/access/applications', { ...application, ...more });
  const answerTo = async ([, { applicationNo }]: [number, Json]) =>
    (await say('GET', `/api/access/applications/${String(applicationNo)}`))[1]['answer'];

  it('publishes one set of terms to whoever asks', async () => {
    const [status, terms] = await say('GET', '/api/access/terms');
    assert.equal(status, 200);
    assert.deepEqual(terms['interfaces'], ['scripted']);
    assert.equal(terms['answerWithinMs'], 15 * DAY_MS);
    assert.equal((terms['conditions'] as Json[]).length, 10);
  });

  it('answers when it has looked, and not before', async () => {
    const taken = await apply();
    assert.equal(taken[0], 202);
    await bench.clock.advance(5 * DAY_MS - MINUTE_MS);
    assert.equal(await answerTo(taken), null);
    await bench.clock.advance(MINUTE_MS);
    assert.deepEqual(await answerTo(taken), { decision: 'granted', interfaces: ['scripted'], feePerMillion: 6000 });
  });

  it('judges the authority on the day of the answer', async () => {
    const ends = { ...LICENCE, to: '2026-11-28' };
    const [over, valid] = [
      await apply({ authorities: [ends] }),
      await apply({ authorities: [{ ...ends, to: '2026-11-29' }] }),
    ];
    await bench.clock.advance(5 * DAY_MS);
    assert.deepEqual(await answerTo(over), { decision: 'refused', unmet: ['lawful-authority'] });
    assert.equal(((await answerTo(valid)) as Json)['decision'], 'granted');
  });

  it('sends an incomplete application back with what is missing', async () => {
    const { group: _, practices, ...rest } = application;
    const { 'daily-bills': __, ...some } = practices;
    const [status, body] = await say('POST', '/api/access/applications', { ...rest, practices: some });
    assert.deepEqual([status, (body['error'] as Json)['code']], [400, 'incomplete']);
    assert.equal((body['error'] as Json)['detail'], 'missing: group, daily-bills');
  });

  it('refuses what it cannot read, and says where', async () => {
    const cases: ReadonlyArray<readonly [Json, RegExp]> = [
      [{ authorities: [{ ...LICENCE, kind: 'friend of the house' }] }, /authorities\.0\.kind/],
      [{ authorities: [{ ...LICENCE, from: '2026-02-30' }] }, /authorities\.0\.from/],
      [{ practices: { ...application.practices, bribes: true } }, /practices/],
      [{ fee: 1 }, /fee/],
    ];
    for (const [more, where] of cases) {
      const [status, body] = await apply(more);
      assert.equal(status, 400);
      assert.match(String((body['error'] as Json)['detail']), where);
    }
    assert.deepEqual(codeOf(await say('POST', '/api/access/applications', '{')), [400, 'not-json']);
    assert.deepEqual(codeOf(await say('GET', '/api/access/applications/1')), [404, 'no-such-application']);
  });

  it('is closed and opened by operators, for everybody', async () => {
    assert.deepEqual(codeOf(await say('PUT', '/api/access/intake', { open: false }, MERCHANT_KEY)), [
      401,
      'unknown-key',
    ]);
    await say('PUT', '/api/access/intake', { open: false }, OPERATOR_KEY);
    const taken = [await apply(), await apply({ interface: 'unknown' })];
    await bench.clock.advance(5 * DAY_MS);
    for (const each of taken) assert.deepEqual(await answerTo(each), { decision: 'not-now' });
    await say('PUT', '/api/access/intake', { open: true }, OPERATOR_KEY);
    const later = await apply();
    await bench.clock.advance(5 * DAY_MS);
    assert.equal(((await answerTo(later)) as Json)['decision'], 'granted');
  });

  it('keeps applications through a crash', async () => {
    const taken = await apply();
    await bench.checkout.crash();
    await bench.clock.advance(5 * DAY_MS);
    assert.equal(((await answerTo(taken)) as Json)['decision'], 'granted');
  });
});

describe('a platform that declares no open access', () => {
  it('has no desk', async () => {
    bench = await openCheckoutBench();
    assert.deepEqual(codeOf(await say('GET', '/api/access/terms')), [404, 'not-declared']);
    assert.deepEqual(codeOf(await say('POST', '/api/access/applications', application)), [404, 'not-declared']);
  });
});

describe('the standing of a provider', () => {
  beforeEach(async () => {
    bench = await openCheckoutBench();
  });
  const stand = (body: unknown, key = OPERATOR_KEY) => say('PUT', '/api/providers/first/standing', body, key);
  const cashier = async (page: string) => (await bench.call('GET', `${page}?lang=en`)).text();

  it('takes a method off the page at midnight in Beijing, and says why', async () => {
    await stand({ authorities: [{ ...LICENCE, to: '2026-11-24' }] });
    await bench.clock.advanceTo(Date.parse('2026-11-24T23:59:59.999+08:00'));
    const { page } = await bench.place('N1');
    assert.match(await cashier(page), /value="first"/);
    await bench.clock.advance(1);
    const shown = await cashier(page);
    assert.doesNotMatch(shown, /value="first"/);
    assert.match(shown, /data-provider="first">The first: its licence or other authority is not in force/);
    assert.match(await (await bench.call('GET', `${page}?lang=zh`)).text(), /first支付: 许可或者资质未在有效期内/);
  });

  it('keeps authority and opening apart', async () => {
    await stand({ opening: [{ from: '2026-11-24', state: 'announced' }] });
    const [, known] = await stand({ authorities: [LICENCE] });
    assert.deepEqual(Object.keys(known).sort(), ['authorities', 'opening', 'provider']);
    const { page } = await bench.place('N1');
    assert.match(await cashier(page), /data-provider="first">The first: not open on this platform yet/);
  });

  it('is not chosen by whoever keeps an old page', async () => {
    const { page } = await bench.place('N1');
    const old = await cashier(page);
    await stand({ opening: [{ from: '2026-11-24', state: 'withdrawn' }] });
    assert.match(old, /value="first"/);
    const reply = await bench.call('POST', `${page}/choose`, 'method=first&shown-first=x', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    assert.match(await reply.text(), /data-provider="first"/);
    assert.equal(bench.providers.first.calls.length, 0);
  });

  it('is set by operators alone, and only as it can be', async () => {
    assert.deepEqual(codeOf(await stand({ authorities: [] }, MERCHANT_KEY)), [401, 'unknown-key']);
    assert.deepEqual(codeOf(await say('PUT', '/api/providers/nobody/standing', {}, OPERATOR_KEY)), [
      404,
      'no-such-provider',
    ]);
    const cases: readonly unknown[] = [
      {},
      { opening: [{ from: '2026-11-24', state: 'half open' }] },
      {
        opening: [
          { from: '2026-11-25', state: 'live' },
          { from: '2026-11-24', state: 'agreed' },
        ],
      },
      { opening: [{ from: '2026-11-24', state: 'live in part', conditions: { merchantShare: 101 } }] },
      { authorities: [{ ...LICENCE, business: ['everything'] }] },
    ];
    for (const body of cases) assert.deepEqual(codeOf(await stand(body)), [400, 'invalid'], JSON.stringify(body));
  });
});
