import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HOUR_MS } from '../kernel/time';
import { DurableOrder, type Mishap, type OutboxKeeping } from './durable-order';

const SEED = 20_240_927;

type Act =
  | { readonly act: 'choose'; readonly provider: string }
  | { readonly act: 'pay'; readonly attempt: number }
  | { readonly act: 'refund'; readonly number: number; readonly amountFen: number }
  | { readonly act: 'closes are lost'; readonly lost: boolean }
  | { readonly act: 'pass'; readonly ms: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('first', 'second').map((provider) => ({ act: 'choose' as const, provider })),
  },
  { weight: 4, arbitrary: fc.nat({ max: 2 }).map((attempt) => ({ act: 'pay' as const, attempt })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat({ max: 1 }), fc.constantFrom(1, 6_425, 12_850))
      .map(([number, amountFen]) => ({ act: 'refund' as const, number, amountFen })),
  },
  { weight: 2, arbitrary: fc.boolean().map((lost) => ({ act: 'closes are lost' as const, lost })) },
  { weight: 1, arbitrary: fc.constantFrom(6_000, 700_000).map((ms) => ({ act: 'pass' as const, ms })) },
);

/** Two pages stay open beside each other, so that both may be paid. */
const twoOpenPages: readonly Act[] = [
  { act: 'closes are lost', lost: true },
  { act: 'choose', provider: 'first' },
  { act: 'choose', provider: 'second' },
];

const acts = fc.array(act, { minLength: 2, maxLength: 10, size: 'max' });
const story = fc.oneof(
  acts,
  acts.map((rest) => [...twoOpenPages, ...rest]),
);

/** Where the process dies, in the order of its pieces of work; it always gets up again in the end. */
const deaths = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Mishap>('none') },
    { weight: 2, arbitrary: fc.constantFrom<Mishap>('before', 'between', 'after') },
  ),
  { maxLength: 40, size: 'max' },
);

function live(lived: readonly Act[], mishaps: readonly Mishap[], keeping?: OutboxKeeping) {
  const order = new DurableOrder(mishaps[Symbol.iterator](), keeping);
  for (const step of lived) {
    if (step.act === 'choose') order.choose(step.provider);
    else if (step.act === 'pay') order.pay(step.attempt);
    else if (step.act === 'refund') order.refund(step.number, step.amountFen);
    else if (step.act === 'closes are lost') order.closesAreLost = step.lost;
    else order.pass(step.ms);
  }
  order.closesAreLost = false;
  order.pass(2 * HOUR_MS);
  return order;
}

const sameAsWithoutDeaths = (keeping?: OutboxKeeping) =>
  fc.property(story, deaths, (lived, mishaps) => {
    const undisturbed = live(lived, []);
    assert.deepEqual(live(lived, mishaps, keeping).outcome(), undisturbed.outcome());
  });

describe('a checkout that dies between any two steps', () => {
  it('ends where it would have ended without dying', () => {
    let kept = 0;
    let returned = 0;
    fc.assert(sameAsWithoutDeaths(), { seed: SEED, numRuns: 1_500 });
    for (const lived of fc.sample(story, { seed: SEED, numRuns: 500 })) {
      const { order } = live(lived, []);
      if (order.keptAttempt !== undefined) kept += 1;
      if (order.refunds.some(({ reason }) => reason === 'second-success')) returned += 1;
    }
    assert.ok(kept > 100 && returned > 20, `the stories are too tame: ${kept} paid, ${returned} paid twice`);
  });

  it('does not, when the outbox is emptied before the work is done', () => {
    const result = fc.check(sameAsWithoutDeaths('removed-when-taken'), { seed: SEED, numRuns: 1_500 });
    assert.ok(result.failed);
  });

  it('leaves nothing to do behind', () => {
    fc.assert(
      fc.property(story, deaths, (lived, mishaps) => {
        const { outbox, order } = live(lived, mishaps);
        assert.deepEqual(outbox, []);
        assert.notEqual(order.status, 'open');
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
