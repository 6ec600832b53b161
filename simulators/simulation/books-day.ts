import { endOfDay, MIDNIGHT, startOfDay } from '../checkout/books/business-day';
import type { DifferenceClass } from '../checkout/books/differences';
import { type BillRow, keyOf, type PlatformEntry } from '../checkout/books/entries';
import type { ReconciliationInput, Witness } from '../checkout/books/reconcile';
import type { Random } from '../kernel/random';
import { HOUR_MS, MINUTE_MS } from '../kernel/time';

/** One payment or refund as both sides have it. */
interface Pair {
  readonly entry: PlatformEntry;
  readonly row: BillRow;
}

/** A difference that was put into a day on purpose. */
export interface Injected {
  readonly class: DifferenceClass;
  readonly key: string;
  readonly copy: number;
}

/** A day of one provider in which everything agrees, but for what was injected. */
export interface BooksDay {
  readonly input: ReconciliationInput;
  readonly injected: readonly Injected[];
}

const DAY = '2026-11-24';
const GRACE_MS = HOUR_MS;
/** 0.6 %, rounded half up, as an agreed fee. */
const feeFen = (amountFen: number) => Math.floor((amountFen * 6 + 500) / 1_000);

function pairOf(i: number, random: Random): Pair {
  const refund = i % 3 === 2;
  const [paymentNo, tradeNo] = [`P${i}`, `T${i}`];
  const amountFen = random.int(1, 500_000);
  const at = startOfDay(DAY, MIDNIGHT) + random.int(0, 22) * HOUR_MS + random.int(0, 59) * MINUTE_MS;
  const shared = { paymentNo, amountFen, payee: `account-${i % 4}`, at } as const;
  if (refund) {
    const both = { ...shared, kind: 'refund', refundNo: `R${i}`, state: 'done' } as const;
    return { entry: { ...both, orderNo: `O${i}` }, row: { ...both, tradeNo, tradeRefundNo: `TR${i}` } };
  }
  const both = { ...shared, kind: 'payment', state: 'done' } as const;
  return {
    entry: { ...both, orderNo: `O${i}`, deliveries: { expected: 1, found: 1 } },
    row: { ...both, tradeNo, feeFen: feeFen(amountFen) },
  };
}

/** What an injection leaves of a pair: entries, rows, and what the provider says when asked again. */
interface Left {
  readonly entry?: PlatformEntry;
  readonly rows: readonly BillRow[];
  readonly witness?: Witness;
}

const OF_REFUNDS: ReadonlySet<DifferenceClass> = new Set([
  'refund-missing-at-platform',
  'refund-missing-at-provider',
  'refund-amount-differs',
]);

const INJECTIONS: Readonly<Record<DifferenceClass, (pair: Pair) => Left>> = {
  'duplicated-row': ({ entry, row }) => ({ entry, rows: [row, row] }),
  'missing-at-platform': ({ row }) => ({ rows: [row] }),
  'refund-missing-at-platform': ({ row }) => ({ rows: [row] }),
  'cut-off-difference': ({ entry }) => ({ entry: { ...entry, at: endOfDay(DAY, MIDNIGHT) - 1 }, rows: [] }),
  'paid-at-platform-unknown-at-provider': ({ entry }) => ({ entry, rows: [], witness: 'not-done' }),
  'missing-at-provider': ({ entry }) => ({ entry, rows: [] }),
  'refund-missing-at-provider': ({ entry }) => ({ entry, rows: [] }),
  'paid-at-provider-open-at-platform': ({ entry, row }) => ({ entry: { ...entry, state: 'open' }, rows: [row] }),
  'payee-differs': ({ entry, row }) => ({ entry, rows: [{ ...row, payee: 'somebody-else' }] }),
  'amount-differs': ({ entry, row }) => ({ entry, rows: [{ ...row, amountFen: row.amountFen + 1 }] }),
  'refund-amount-differs': ({ entry, row }) => ({ entry, rows: [{ ...row, amountFen: row.amountFen + 1 }] }),
  'state-differs': ({ entry, row }) => ({ entry, rows: [{ ...row, state: 'failed' }] }),
  'fee-differs': ({ entry, row }) => ({ entry, rows: [{ ...row, feeFen: (row.feeFen ?? 0) + 1 }] }),
  'delivery-differs': ({ entry, row }) => ({ entry: { ...entry, deliveries: { expected: 1, found: 0 } }, rows: [row] }),
};

/** A day with `agreeing` pairs in which everything agrees and one pair for each class that is injected. */
export function booksDay(agreeing: number, classes: readonly DifferenceClass[], random: Random): BooksDay {
  const witness = new Map<string, Witness>();
  const injected: Injected[] = [];
  const left: Left[] = [];
  let i = 0;
  const next = (refund: boolean): Pair => {
    while ((i % 3 === 2) !== refund) i += 1;
    return pairOf(i++, random);
  };
  for (let n = 0; n < agreeing; n += 1) {
    const { entry, row } = pairOf(i++, random);
    left.push({ entry, rows: [row] });
  }
  for (const each of classes) {
    const pair = next(OF_REFUNDS.has(each));
    const made = INJECTIONS[each](pair);
    const key = keyOf(pair.row);
    injected.push({ class: each, key, copy: each === 'duplicated-row' ? 1 : 0 });
    if (made.witness) witness.set(key, made.witness);
    left.push(made);
  }
  const input: ReconciliationInput = {
    day: DAY,
    platformCutOff: MIDNIGHT,
    providerCutOff: MIDNIGHT,
    entries: shuffled(
      left.flatMap(({ entry }) => entry ?? []),
      random,
    ),
    rows: shuffled(
      left.flatMap(({ rows }) => rows),
      random,
    ),
    witness: (key) => witness.get(key) ?? 'done',
    carried: [],
    matchedBefore: () => false,
    feeFen,
    graceMs: GRACE_MS,
  };
  return { input, injected };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = random.int(0, i);
    const [a, b] = [copy[i], copy[j]];
    if (a !== undefined && b !== undefined) [copy[i], copy[j]] = [b, a];
  }
  return copy;
}
