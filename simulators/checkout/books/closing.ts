import { DAY_MS, type Millis } from '../../kernel/time';
import { attemptNamed } from '../core/parts';
import type { CheckoutService } from '../service';
import type { BillRecord, DifferenceRecord } from '../store/books-store';
import { assemble, entriesOfOrder } from './assemble';
import { shiftedDay } from './business-day';
import type { Difference } from './differences';
import { passed } from './duties';
import { type BillRow, keyOf } from './entries';
import type { Witness } from './reconcile';
import { firstStanding, isSettledBy } from './standing';

/** What an incident is noted with. */
interface Desk {
  readonly store: CheckoutService['store'];
  readonly parts: CheckoutService['parts'];
  readonly now: Millis;
}

const deskOf = (service: CheckoutService): Desk => ({ store: service.store, parts: service.parts, now: service.now() });

/** How long a question about a difference is repeated, until people must decide. */
const ASK_FOR_MS = DAY_MS;

/**
 * Decides the books of a day and everything that follows from them in one transaction: the rows, what agrees, each
 * difference with what is done about it, and what it settles of the day before. A second time changes nothing.
 */
export function closeBooks(
  service: CheckoutService,
  bill: BillRecord,
  rows: readonly BillRow[],
  witness: ReadonlyMap<string, Witness>,
): void {
  const { store, parts } = service;
  const { provider, day } = bill;
  service.transact(() => {
    if (store.books.bill(provider, day)?.state === 'used') return [];
    const input = assemble(service, bill, rows, witness);
    const { matched, differences } = parts.reconcile(input);
    store.books.use(
      bill,
      rows,
      matched.map(({ key }) => key),
      service.now(),
    );
    const keys = (found: ReadonlyArray<{ key: string }>) => new Set(found.map(({ key }) => key));
    const late = differences.filter((each) => each.class === 'cut-off-difference' && each.row);
    settleDayBefore(service, bill, keys([...matched, ...late]), keys(differences));
    const before = new Set(input.carried.map(({ key }) => key));
    const changed = differences.flatMap((each) => seeTo(service, bill, each, before.has(each.key)));
    if (changed.length > 0) store.books.lookAgain(bill, service.now() + parts.billRetryMs);
    return changed;
  });
}

/** What waited for this day is over when this day's bill has it, and with people when it is still missing. */
function settleDayBefore(
  { store }: CheckoutService,
  { provider, day }: BillRecord,
  found: ReadonlySet<string>,
  different: ReadonlySet<string>,
): void {
  for (const record of store.books.differences(provider, shiftedDay(day, -1))) {
    const { key } = record.difference;
    if (record.standing === 'settled') continue;
    if (found.has(key)) store.books.stand(record, 'settled');
    else if (different.has(key) && record.standing === 'waiting') store.books.stand(record, 'incident');
  }
}

/** Does what the class of a difference asks for. @returns The orders that changed. */
function seeTo(service: CheckoutService, bill: BillRecord, difference: Difference, again: boolean): string[] {
  const { store, parts } = service;
  const standing = firstStanding(difference, parts.resolution(difference.class), again);
  store.books.noteDifference(bill.provider, bill.day, difference, standing);
  if (standing === 'incident') raise(deskOf(service), bill, difference);
  if (difference.class === 'paid-at-platform-unknown-at-provider') return stop(service, difference);
  return standing === 'open' ? ask(service, difference) : [];
}

/** A difference that people must decide; what a provider settles twice is a kind of its own (rule RES-004). */
function raise({ store, parts, now }: Desk, { provider, day }: BillRecord, difference: Difference): void {
  const { class: found, key, copy, entry, row } = difference;
  const facts = { provider, day, key, orderNo: entry?.orderNo, amountFen: (row ?? entry)?.amountFen };
  const twice = found === 'duplicated-row';
  const [threshold] = twice ? passed(parts.duties, { duplicateSettlements: Math.max(copy, 1) }, day) : [];
  const kind = threshold ? 'duplicate-settlement' : found;
  store.books.noteIncident(kind, `${provider} ${key}`, now, threshold ? { ...facts, source: threshold.source } : facts);
}

/** The goods of an order must not go for money that nobody knows of (rule REC-003). */
function stop(service: CheckoutService, { entry }: Difference): string[] {
  if (!entry) return [];
  service.applyWithin(entry.orderNo, { type: 'stop-delivery', why: 'unknown-at-provider', at: service.now() });
  return [entry.orderNo];
}

/** Asks the provider what is true; the answer comes through the outbox like any other. */
function ask(service: CheckoutService, { entry }: Difference): string[] {
  if (!entry) return [];
  const { kind, orderNo, paymentNo, refundNo } = entry;
  const at = service.now();
  const order = service.store.order(orderNo);
  const attemptNo = (order && attemptNamed(order, paymentNo)?.attemptNo) ?? paymentNo;
  if (kind === 'payment') service.applyWithin(orderNo, { type: 'found-in-bill', attemptNo, at });
  else if (refundNo !== undefined) service.applyWithin(orderNo, { type: 'refund-doubted', refundNo, at });
  return [orderNo];
}

/** Looks whether the answers have come: what is settled is closed, what is not is asked again, and after a day people decide. */
export function lookAgain(service: CheckoutService, bill: BillRecord): void {
  const { store, parts } = service;
  const { provider, day } = bill;
  service.transact(() => {
    const open = store.books.differences(provider, day).filter(({ standing }) => standing === 'open');
    const settled = open.filter((record) => settles(service, record));
    for (const record of settled) store.books.stand(record, 'settled');
    const left = open.filter((record) => !settled.includes(record));
    const over = bill.tries * parts.billRetryMs >= ASK_FOR_MS;
    for (const record of over ? left : []) {
      store.books.stand(record, 'incident');
      raise(deskOf(service), bill, record.difference);
    }
    const again = left.length > 0 && !over;
    store.books.lookAgain(bill, again ? service.now() + parts.billRetryMs : undefined);
    return again ? left.flatMap(({ difference }) => ask(service, difference)) : [];
  });
}

function settles(service: CheckoutService, { provider, difference }: DifferenceRecord): boolean {
  const orderNo = difference.entry?.orderNo;
  const entries = orderNo === undefined ? [] : entriesOfOrder(service, orderNo, provider);
  return isSettledBy(
    difference,
    entries.find((entry) => keyOf(entry) === difference.key),
  );
}
