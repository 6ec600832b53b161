import type { Facts } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge } from './judge';
import { chargesOn, goodsPrice } from './oracle';
import { isCashier, records } from './page';

const itemsOf = (price: Facts) =>
  records(price['items']).map(({ kind, amountFen, party }) => ({
    kind: String(kind),
    amountFen: Number(amountFen),
    party: typeof party === 'string' ? party : null,
  }));

type Item = ReturnType<typeof itemsOf>[number];

/** CHO-005: whatever the method, what is told to be paid comes to the one price of the goods. */
const samePriceForAll = eventJudge('CHO-005/same-price-for-all', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  const prices = records(event.facts['prices']);
  if (!isCashier(event) || !order || prices.length === 0) return undefined;
  return prices.flatMap((price): Finding[] => {
    const seen = goodsPrice(Number(price['payableFen'] ?? Number.NaN), itemsOf(price));
    if (seen === order.amountFen) return [];
    const about = { order: order.order, provider: String(price['provider']) };
    return [{ reason: 'price-differs-by-method', expected: order.amountFen, seen, at: event.seq, about }];
  });
});

const sum = ({ kind, amountFen }: { kind: string; amountFen: number }) => `${kind} ${amountFen}`;

/** CHO-005: each fee and each discount is told, with the party behind it, and no other. */
const chargesAreTold = eventJudge('CHO-005/charges-are-told', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  const prices = records(event.facts['prices']);
  if (!isCashier(event) || !order || prices.length === 0) return undefined;
  return prices.flatMap((price): Finding[] => {
    const provider = String(price['provider']);
    const declared = chargesOn(view, order, provider, event.at);
    const expected = declared.map(({ kind, amountFen, party }): Item => ({ kind, amountFen, party }));
    const seen = itemsOf(price);
    const told = { expected, seen, at: event.seq, about: { order: order.order, provider } };
    if (expected.map(sum).sort().join() !== seen.map(sum).sort().join())
      return [{ reason: 'charge-not-told', ...told }];
    const full = (items: readonly Item[]) => items.map((item) => `${sum(item)} ${item.party}`).sort();
    return full(expected).join() === full(seen).join() ? [] : [{ reason: 'funder-not-told', ...told }];
  });
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [samePriceForAll, chargesAreTold];
