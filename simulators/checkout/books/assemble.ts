import { HOUR_MS } from '../../kernel/time';
import type { CheckoutService } from '../service';
import type { BillRecord } from '../store/books-store';
import { businessDay, daysFrom, endOfDay, MIDNIGHT, shiftedDay, startOfDay } from './business-day';
import { type BillRow, entriesOf, keyOf, type PlatformEntry } from './entries';
import type { Carried, ReconciliationInput, Witness } from './reconcile';
import { carriedFrom } from './standing';

/**
 * A refund asked for in the last hour of a day may reach the provider in the next one: the gaps between two tries of one
 * without an answer are not longer.
 */
const GRACE_MS = HOUR_MS;

/** The fee of an amount at an agreed share, in whole fen, half a fen upwards; exact, because it counts whole numbers. */
const feeAt = (perMillion: number) => (amountFen: number) =>
  Number((BigInt(amountFen) * BigInt(perMillion) + 500_000n) / 1_000_000n);

/** What the day before left to this one. */
export function carriedTo(service: CheckoutService, { provider, day }: BillRecord): Carried[] {
  const before = service.store.books.differences(provider, shiftedDay(day, -1));
  return before.flatMap(({ difference }) => {
    const seen = carriedFrom(difference, day);
    return seen === undefined ? [] : [{ key: difference.key, seen }];
  });
}

/** The order that a key of the books is about, as far as the platform has one. */
export function orderOfKey({ store }: CheckoutService, key: string): string | undefined {
  const [kind, number = ''] = key.split(' ');
  return (kind === 'payment' ? store.orderByAttempt(number) : store.orderByRefund(number))?.orderNo;
}

/** Everything that the platform says of an order at a provider, as it stands now. */
export function entriesOfOrder({ store }: CheckoutService, orderNo: string, provider: string): PlatformEntry[] {
  const order = store.order(orderNo);
  return order ? entriesOf(order, provider, (paymentNo) => store.deliveriesFor(orderNo, paymentNo)) : [];
}

/** Gathers what decides the books of a day from the platform's own records. */
export function assemble(
  service: CheckoutService,
  bill: BillRecord,
  rows: readonly BillRow[],
  witness: ReadonlyMap<string, Witness>,
): ReconciliationInput {
  const { provider, day } = bill;
  const { config, store } = service;
  const terms = service.provider(provider)?.books;
  const platformCutOff = config.cutOff ?? MIDNIGHT;
  const carried = carriedTo(service, bill);
  const moved = store.books.movedBetween(provider, startOfDay(day, platformCutOff), endOfDay(day, platformCutOff));
  const named = [...rows.map(keyOf), ...carried.map(({ key }) => key)].flatMap((key) => orderOfKey(service, key) ?? []);
  const orders = [...new Set([...moved, ...named])];
  const entries = orders.flatMap((orderNo) => entriesOfOrder(service, orderNo, provider));
  const happenedAt = new Map(entries.map((entry) => [keyOf(entry), entry.at]));
  /** The days before this one in which a key may have stood. */
  const earlier = (key: string) => {
    const at = happenedAt.get(key);
    return at === undefined ? [] : daysFrom(businessDay(at, platformCutOff), shiftedDay(day, -1));
  };
  const share = terms?.feePerMillion;
  return {
    day,
    platformCutOff,
    providerCutOff: terms?.cutOff ?? MIDNIGHT,
    entries,
    rows,
    witness: (key) => witness.get(key) ?? 'silent',
    carried,
    matchedBefore: (key) => earlier(key).some((before) => store.books.bill(provider, before)?.matched.includes(key)),
    ...(share === undefined ? {} : { feeFen: feeAt(share) }),
    graceMs: GRACE_MS,
  };
}
