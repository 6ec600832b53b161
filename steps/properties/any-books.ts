import fc from 'fast-check';
import {
  businessDay,
  cutOffOf,
  endOfDay,
  MIDNIGHT,
  shiftedDay,
  startOfDay,
} from '../../simulators/checkout/books/business-day';
import { DIFFERENCE_CLASSES, type DifferenceClass } from '../../simulators/checkout/books/differences';
import { type BillRow, keyOf, type PlatformEntry } from '../../simulators/checkout/books/entries';
import type { Carried, Reconciliation } from '../../simulators/checkout/books/reconcile';
import { carriedFrom } from '../../simulators/checkout/books/standing';
import { checkoutParts } from '../../simulators/checkout/config';
import { History } from '../../simulators/kernel/history';
import { Random } from '../../simulators/kernel/random';
import { HOUR_MS } from '../../simulators/kernel/time';
import { booksDay } from '../../simulators/simulation/books-day';
import type { CoreMarketOptions } from '../../simulators/simulation/core-market';
import type { Story } from './property';

const PROVIDER = 'first';
const DAY = '2026-11-24';
/** The issue's own number of differences that are put in at once. */
const FIFTY = 50;

/** A day with fifty differences of all classes, in any order, among pairs that agree. */
export const fiftyDifferences: fc.Arbitrary<{ seed: number; classes: readonly DifferenceClass[] }> = fc.record({
  seed: fc.nat(),
  classes: fc
    .array(fc.constantFrom(...DIFFERENCE_CLASSES), {
      minLength: FIFTY - DIFFERENCE_CLASSES.length,
      maxLength: FIFTY - DIFFERENCE_CLASSES.length,
    })
    .map((more) => [...DIFFERENCE_CLASSES, ...more]),
});

function tell(history: History, day: string, { matched, differences }: Reconciliation, rows: number): void {
  const books = {
    provider: PROVIDER,
    bill: { state: 'used', why: null, rows },
    matched: matched.map(({ key }) => key),
    differences: differences.map(({ class: found, key, copy }) => ({ class: found, key, copy, standing: 'open' })),
  };
  const facts = { day, providers: [books] };
  history.append({ type: 'contract', by: 'platform', kind: 'books.day', facts });
}

/** Decides a day with differences put in on purpose, and records both. */
export const decideFifty =
  (options: CoreMarketOptions) =>
  ({ seed, classes }: { seed: number; classes: readonly DifferenceClass[] }): Story => {
    const history = new History(() => 0);
    const { input, injected } = booksDay(FIFTY, classes, new Random(String(seed)));
    for (const facts of injected)
      history.append({ type: 'declared', by: 'harness', kind: 'difference', facts: { ...facts } });
    const { reconcile } = { ...checkoutParts, ...options.checkout };
    tell(history, input.day, reconcile(input), input.rows.length);
    return { told: [`${classes.length} differences`, ...classes], events: history.events() };
  };

/** Payments around the ends of days, and a provider whose day ends at another hour than the platform's. */
export const aroundCutOffs: fc.Arbitrary<{ cutOff: string; after: readonly number[] }> = fc.record({
  cutOff: fc.constantFrom('24:00', '23:00', '22:30'),
  /** Milliseconds after the beginning of the platform's day. */
  after: fc.uniqueArray(
    fc
      .constantFrom(0, 1, 12, 22.5, 23, 24, 24.5, 36, 47)
      .chain((hour) => fc.constantFrom(-1, 0, 1).map((ms) => hour * HOUR_MS + ms)),
    { minLength: 1, maxLength: 8 },
  ),
});

/** Decides three days one after another, each with what the day before left to it. */
export const decideDays =
  (options: CoreMarketOptions) =>
  ({ cutOff, after }: { cutOff: string; after: readonly number[] }): Story => {
    let now = startOfDay(DAY, MIDNIGHT);
    const history = new History(() => now);
    const providerCutOff = cutOffOf(cutOff);
    history.append({
      type: 'declared',
      by: 'harness',
      kind: 'provider',
      facts: { provider: PROVIDER, cutOffMs: providerCutOff },
    });
    const entries = after
      .toSorted((a, b) => a - b)
      .map((later, i): PlatformEntry => {
        now = startOfDay(DAY, MIDNIGHT) + later;
        const [paymentNo, amountFen] = [`P${i}`, 100 + i];
        history.append({ type: 'ledger', by: PROVIDER, kind: 'payment', trade: paymentNo, facts: { amountFen } });
        return { kind: 'payment', orderNo: `O${i}`, paymentNo, amountFen, payee: 'm1', at: now, state: 'done' };
      });
    const rows = entries.map(({ orderNo: _, ...each }): BillRow => ({ ...each, tradeNo: 'T', state: 'done' }));
    const { reconcile } = { ...checkoutParts, ...options.checkout };
    let carried: Carried[] = [];
    for (let day = shiftedDay(DAY, -1); day <= shiftedDay(DAY, 2); day = shiftedDay(day, 1)) {
      now = endOfDay(day, MIDNIGHT) + 10 * HOUR_MS;
      const own = rows.filter(({ at }) => businessDay(at, providerCutOff) === day);
      const said = entries.filter(
        (entry) =>
          businessDay(entry.at, MIDNIGHT) === day ||
          own.some((row) => keyOf(row) === keyOf(entry)) ||
          carried.some(({ key }) => key === keyOf(entry)),
      );
      const base = {
        day,
        platformCutOff: MIDNIGHT,
        providerCutOff,
        graceMs: 0,
        witness: () => 'done' as const,
        matchedBefore: () => false,
      };
      const books = reconcile({ ...base, entries: said, rows: own, carried });
      tell(history, day, books, own.length);
      const next = shiftedDay(day, 1);
      carried = books.differences.flatMap((difference) => {
        const seen = carriedFrom(difference, next);
        return seen === undefined ? [] : [{ key: difference.key, seen }];
      });
    }
    return { told: [`the provider's day ends at ${cutOff}`, ...after.map(String)], events: history.events() };
  };
