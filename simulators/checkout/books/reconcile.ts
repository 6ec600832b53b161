import { type BusinessDay, businessDay, type CutOff } from './business-day';
import type { Difference, DifferenceClass } from './differences';
import { type BillRow, keyOf, type PlatformEntry } from './entries';

/** What the provider says of a payment or refund when it is asked again; `silent` while it has not answered. */
export type Witness = 'done' | 'not-done' | 'silent';

/** What an earlier day's books left to this one. */
export interface Carried {
  readonly key: string;
  /** Which side the earlier day's books had. */
  readonly seen: 'platform' | 'provider';
}

/** Everything that decides the books of one provider and one day. */
export interface ReconciliationInput {
  readonly day: BusinessDay;
  readonly platformCutOff: CutOff;
  readonly providerCutOff: CutOff;
  /** Every entry of the platform's day, every entry that a row or the carried names. */
  readonly entries: readonly PlatformEntry[];
  readonly rows: readonly BillRow[];
  readonly witness: (key: string) => Witness;
  readonly carried: readonly Carried[];
  /** True for a key that the books of an earlier day have matched with a row of their own bill. */
  readonly matchedBefore: (key: string) => boolean;
  /** The agreed fee of a payment, in fen; undefined where none was agreed. */
  readonly feeFen?: (amountFen: number) => number;
  /** Close to the end of a day, the provider's clock may already show the next one, in milliseconds. */
  readonly graceMs: number;
}

/** One pair that agrees. */
export interface Match {
  readonly key: string;
  readonly entry: PlatformEntry;
  /** Absent where an earlier day's bill had it. */
  readonly row?: BillRow;
}

/** The books of one provider and one day: each entry and each row stands in exactly one of the two lists. */
export interface Reconciliation {
  readonly matched: readonly Match[];
  readonly differences: readonly Difference[];
}

/** Decides the books of a day. */
export type Reconcile = (input: ReconciliationInput) => Reconciliation;

/** The keys about which the provider must be asked before the books of a day can be decided. */
export function doubts(input: ReconciliationInput): PlatformEntry[] {
  const billed = new Set(input.rows.map(keyOf));
  return input.entries.filter((entry) => !billed.has(keyOf(entry)) && isMissing(entry, input) === 'now');
}

/** Whether an entry without a row is missing: not at all, only perhaps until the next day, or now. */
function isMissing(entry: PlatformEntry, input: ReconciliationInput): 'no' | 'perhaps' | 'now' {
  if (entry.state !== 'done') return 'no';
  const carried = input.carried.find(({ key }) => key === keyOf(entry));
  if (carried) return carried.seen === 'platform' ? 'now' : 'no';
  if (businessDay(entry.at, input.platformCutOff) !== input.day) return 'no';
  return businessDay(entry.at + input.graceMs, input.providerCutOff) === input.day ? 'now' : 'perhaps';
}

function alone(entry: PlatformEntry, input: ReconciliationInput): Reconciliation {
  const key = keyOf(entry);
  const missing = isMissing(entry, input);
  if (missing === 'no') {
    const acrossDays = input.carried.some((carried) => carried.key === key && carried.seen === 'provider');
    return acrossDays ? { matched: [{ key, entry }], differences: [] } : NOTHING;
  }
  const otherDay = businessDay(entry.at + input.graceMs, input.providerCutOff);
  if (missing === 'perhaps') return one({ class: 'cut-off-difference', key, copy: 0, entry, otherDay });
  const unknown: DifferenceClass =
    input.witness(key) === 'not-done' ? 'paid-at-platform-unknown-at-provider' : 'missing-at-provider';
  return one({ class: entry.kind === 'payment' ? unknown : 'refund-missing-at-provider', key, copy: 0, entry });
}

/** The first thing in which two sides of one payment or refund differ; the order of the questions makes it one. */
function differenceOf(entry: PlatformEntry, row: BillRow, input: ReconciliationInput): DifferenceClass | undefined {
  const { kind, deliveries } = entry;
  if (row.payee !== undefined && row.payee !== entry.payee) return 'payee-differs';
  if (row.amountFen !== entry.amountFen) return kind === 'payment' ? 'amount-differs' : 'refund-amount-differs';
  if (kind === 'payment' && entry.state !== 'done')
    return row.state === 'done' ? 'paid-at-provider-open-at-platform' : 'state-differs';
  if ((entry.state === 'failed') !== (row.state === 'failed')) return 'state-differs';
  if (row.feeFen !== undefined && kind === 'payment' && input.feeFen && row.feeFen !== input.feeFen(row.amountFen))
    return 'fee-differs';
  if (deliveries && deliveries.expected !== deliveries.found) return 'delivery-differs';
  return undefined;
}

function both(entry: PlatformEntry, row: BillRow, input: ReconciliationInput): Reconciliation {
  const key = keyOf(row);
  if (input.matchedBefore(key)) return one({ class: 'duplicated-row', key, copy: 0, entry, row });
  const found = differenceOf(entry, row, input);
  if (found) return one({ class: found, key, copy: 0, entry, row });
  const platformDay = businessDay(entry.at, input.platformCutOff);
  const waitedFor = input.carried.some((carried) => carried.key === key);
  if (platformDay === input.day || waitedFor) return { matched: [{ key, entry, row }], differences: [] };
  return one({ class: 'cut-off-difference', key, copy: 0, entry, row, otherDay: platformDay });
}

const NOTHING: Reconciliation = { matched: [], differences: [] };
const one = (difference: Difference): Reconciliation => ({ matched: [], differences: [difference] });

function rowAlone(row: BillRow): Reconciliation {
  const missing = row.kind === 'payment' ? 'missing-at-platform' : 'refund-missing-at-platform';
  return one({ class: missing, key: keyOf(row), copy: 0, row });
}

function ofKey(entry: PlatformEntry | undefined, rows: readonly BillRow[], input: ReconciliationInput): Reconciliation {
  // A bill that repeats a number may do so with other content; which of the rows counts must not hang on their order.
  const [first, ...copies] = rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (!first) return entry ? alone(entry, input) : NOTHING;
  const { matched, differences } = entry ? both(entry, first, input) : rowAlone(first);
  const repeated = copies.map(
    (row, i): Difference => ({ class: 'duplicated-row', key: keyOf(row), copy: i + 1, entry, row }),
  );
  return { matched, differences: [...differences, ...repeated] };
}

/**
 * Matches what the platform says, what the bill says, what the provider says when asked again and what the merchant's
 * delivery record says, one to one. Total and without overlap: the order of entries and rows changes nothing.
 */
export const reconcile: Reconcile = (input) => {
  const entries = new Map(input.entries.map((entry) => [keyOf(entry), entry]));
  const rows = Map.groupBy(input.rows, keyOf);
  const keys = [...new Set([...entries.keys(), ...rows.keys()])].sort();
  const books = keys.map((key) => ofKey(entries.get(key), rows.get(key) ?? [], input));
  return { matched: books.flatMap(({ matched }) => matched), differences: books.flatMap((each) => each.differences) };
};
