import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../kernel/time';
import { businessDay, cutOffOf, endOfDay, MIDNIGHT, shiftedDay, startOfDay } from './business-day';
import { type BillRow, keyOf, type PlatformEntry } from './entries';
import { doubts, type ReconciliationInput, reconcile, type Witness } from './reconcile';

const DAY = '2026-11-24';
const END = endOfDay(DAY, MIDNIGHT);

const payment = (paymentNo: string, more: Partial<PlatformEntry> = {}): PlatformEntry => ({
  kind: 'payment',
  orderNo: 'O',
  paymentNo,
  amountFen: 100,
  payee: 'shop',
  at: END - 2 * HOUR_MS,
  state: 'done',
  ...more,
});
const rowOf = ({ kind, paymentNo, refundNo, amountFen, payee, at }: PlatformEntry): BillRow => ({
  ...{ kind, paymentNo, refundNo, amountFen, payee, at },
  tradeNo: 'T',
  state: 'done',
});
const input = (more: Partial<ReconciliationInput>): ReconciliationInput => ({
  day: DAY,
  platformCutOff: MIDNIGHT,
  providerCutOff: MIDNIGHT,
  entries: [],
  rows: [],
  witness: () => 'done',
  carried: [],
  matchedBefore: () => false,
  graceMs: HOUR_MS,
  ...more,
});
const classes = (more: Partial<ReconciliationInput>) => reconcile(input(more)).differences.map((each) => each.class);

describe('a business day', () => {
  it('ends at its cut-off, which belongs to the next one', () => {
    assert.equal(businessDay(END - 1, MIDNIGHT), DAY);
    assert.equal(businessDay(END, MIDNIGHT), '2026-11-25');
    const cutOff = cutOffOf('23:00');
    assert.equal(businessDay(END - HOUR_MS - 1, cutOff), DAY);
    assert.equal(businessDay(END - HOUR_MS, cutOff), '2026-11-25');
    assert.equal(endOfDay(DAY, cutOff) - startOfDay(DAY, cutOff), DAY_MS);
    assert.equal(shiftedDay('2026-12-31', 1), '2027-01-01');
    for (const bad of ['00:00', '24:01', '7:00', 'noon']) assert.throws(() => cutOffOf(bad), /found cut-off/);
  });
});

describe('the books of a day', () => {
  it('put every row and every entry of the day into exactly one place, whatever they say', () => {
    const number = fc.constantFrom('1', '2', '3', '4', '5');
    const kind = fc.constantFrom('payment' as const, 'refund' as const);
    const shared = {
      kind,
      number,
      amountFen: fc.constantFrom(100, 101),
      payee: fc.constantFrom('shop', 'other'),
      at: fc.constantFrom(END - DAY_MS - 1, END - DAY_MS, END - 2 * HOUR_MS, END - 1, END),
    };
    const entries = fc.uniqueArray(
      fc.record({ ...shared, state: fc.constantFrom('done' as const, 'open' as const, 'failed' as const) }),
      { selector: (each) => `${each.kind} ${each.number}` },
    );
    const rows = fc.array(
      fc.record({ ...shared, state: fc.constantFrom('done' as const, 'processing' as const, 'failed' as const) }),
    );
    const numbers = (each: { kind: 'payment' | 'refund'; number: string }) =>
      each.kind === 'payment' ? { paymentNo: each.number } : { paymentNo: '0', refundNo: each.number };
    const witness = fc.func(fc.constantFrom<Witness>('done', 'not-done', 'silent'));
    const cutOff = fc.constantFrom(MIDNIGHT, cutOffOf('23:00'));
    const carried = fc.uniqueArray(
      fc.record({
        key: number.map((each) => `payment ${each}`),
        seen: fc.constantFrom('platform' as const, 'provider' as const),
      }),
      { selector: ({ key }) => key },
    );
    const any = fc.record({ entries, rows, witness, providerCutOff: cutOff, carried });
    fc.assert(
      fc.property(any, ({ entries: said, rows: billed, ...rest }) => {
        const day = input({
          ...rest,
          entries: said.map(({ number: _, ...each }, i) => ({
            ...each,
            ...numbers(said[i] ?? { kind: 'payment', number: '' }),
            orderNo: 'O',
          })),
          rows: billed.map(({ number: _, ...each }, i) => ({
            ...each,
            ...numbers(billed[i] ?? { kind: 'payment', number: '' }),
            tradeNo: `T${i}`,
          })),
        });
        const { matched, differences } = reconcile(day);
        const placed = [...matched, ...differences];
        // Rows: each in one place.
        const rowPlaces = placed.flatMap(({ row }) => row ?? []);
        assert.equal(rowPlaces.length, day.rows.length);
        assert.equal(new Set(rowPlaces).size, day.rows.length);
        // Entries that the day must answer for: each in one place.
        const ids = placed.map((each) => `${each.key} ${'copy' in each ? each.copy : 0}`);
        assert.equal(new Set(ids).size, ids.length);
        for (const entry of day.entries) {
          const due = entry.state === 'done' && businessDay(entry.at, MIDNIGHT) === DAY;
          const places = placed.filter(
            (each) => each.key === keyOf(entry) && ('copy' in each ? each.copy === 0 : true),
          );
          assert.ok(places.length === 1 || (places.length === 0 && !due), keyOf(entry));
        }
        // The order of what is said changes nothing.
        const turned = reconcile({ ...day, entries: day.entries.toReversed(), rows: day.rows.toReversed() });
        assert.deepEqual(turned, { matched, differences });
      }),
      { numRuns: 2_000, seed: 20261124 },
    );
  });

  it('wait for the other day at the end of a day, and no longer', () => {
    const late = payment('1', { at: END - 1 });
    assert.deepEqual(classes({ entries: [late] }), ['cut-off-difference']);
    const next = { day: '2026-11-25', carried: [{ key: 'payment 1', seen: 'platform' as const }] };
    assert.deepEqual(reconcile(input({ ...next, entries: [late], rows: [rowOf(late)] })).matched.length, 1);
    assert.deepEqual(classes({ ...next, entries: [late] }), ['missing-at-provider']);
  });

  it('know that another party’s day ends at another hour', () => {
    const providerCutOff = cutOffOf('23:00');
    const evening = payment('1', { at: END - HOUR_MS });
    const [difference] = reconcile(input({ providerCutOff, graceMs: 0, entries: [evening] })).differences;
    assert.deepEqual([difference?.class, difference?.otherDay], ['cut-off-difference', '2026-11-25']);
    const before = payment('1', { at: END - HOUR_MS - 1 });
    assert.deepEqual(classes({ providerCutOff, graceMs: 0, entries: [before] }), ['missing-at-provider']);
  });

  it('carry a row that came a day early to the day of its entry', () => {
    const early = payment('1', { at: END });
    assert.deepEqual(classes({ entries: [early], rows: [rowOf(early)] }), ['cut-off-difference']);
    const next = { day: '2026-11-25', carried: [{ key: 'payment 1', seen: 'provider' as const }] };
    assert.equal(reconcile(input({ ...next, entries: [early] })).matched.length, 1);
  });

  it('ask the provider only about what its bill lacks', () => {
    const entries = [payment('1'), payment('2'), payment('3', { at: END - 1 }), payment('4', { state: 'open' })];
    const day = input({ entries, rows: entries.slice(0, 1).map(rowOf) });
    assert.deepEqual(
      doubts(day).map(({ paymentNo }) => paymentNo),
      ['2'],
    );
    const witness = (): Witness => 'not-done';
    assert.deepEqual(classes({ entries: [payment('2')], witness }), ['paid-at-platform-unknown-at-provider']);
  });
});
