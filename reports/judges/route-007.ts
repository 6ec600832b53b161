import { businessDay } from '../../simulators/checkout/books/business-day';
import { type Fact, type Facts, type HistoryEvent, stableJson } from '../../simulators/kernel/history';
import { cutOffOf } from './books';
import { type Finding, type Judge, judge } from './judge';
import type { CaseView, OrderCase } from './view';

interface Created {
  readonly seq: number;
  readonly trade?: string;
  readonly amountFen: Fact;
  readonly parts: ReadonlyArray<{ readonly payee: string; readonly amountFen: Fact }>;
}

/** What a request for a payment says of its parts. */
function partsOf(event: HistoryEvent): Created['parts'] {
  const parts = event.facts['parts'];
  if (!Array.isArray(parts)) return [];
  return parts.map((part: Fact) => {
    const { payee, amountFen } = part as Facts;
    return { payee: String(payee), amountFen };
  });
}

/** Requests for payments that the platform made, in order. */
function creations(check: `ROUTE-007/${string}`, look: (created: Created, order: OrderCase) => Finding[] | undefined) {
  return judge<Created[]>({
    check,
    init: () => [],
    step(seen, event) {
      if (event.type !== 'message' || event.kind !== 'payment.create') return seen;
      const { seq, trade, facts } = event;
      return [...seen, { seq, trade, amountFen: facts['amountFen'], parts: partsOf(event) }];
    },
    finish(seen, view) {
      const looked = seen.flatMap((created) => {
        const order = view.orderOf(created.trade);
        return (order && look(created, order)) ?? [];
      });
      const observed = seen.filter((created) => {
        const order = view.orderOf(created.trade);
        return order && look(created, order) !== undefined;
      }).length;
      return { observed, findings: looked };
    },
  });
}

const inOrder = (parts: ReadonlyArray<{ payee: string; amountFen: Fact }>) =>
  parts.toSorted((a, b) => (a.payee < b.payee ? -1 : 1));

/** ROUTE-007: a shared order goes to its provider with one part for each merchant, to that merchant's account. */
const onePartPerMerchant = creations('ROUTE-007/one-part-per-merchant', ({ seq, parts }, { order, parts: sold }) => {
  if (!sold) return undefined;
  const expected = inOrder(sold.map(({ merchant, amountFen }) => ({ payee: `merchant:${merchant}`, amountFen })));
  const seen = inOrder(parts);
  if (stableJson(expected) === stableJson(seen)) return [];
  const reason = seen.length < expected.length ? 'merchants-merged' : 'parts-differ';
  return [{ reason, expected, seen, at: seq, about: { order } }];
});

/** ROUTE-007: an order goes to a provider as a whole, never in pieces that each stay below something. */
const oneOrderOnePayment = creations('ROUTE-007/one-order-one-payment', ({ seq, amountFen }, order) => {
  if (amountFen === order.amountFen) return [];
  const split = typeof amountFen === 'number' && amountFen < order.amountFen;
  const reason = split ? 'order-split' : 'orders-merged';
  return [{ reason, expected: order.amountFen, seen: amountFen, at: seq, about: { order: order.order } }];
});

/** What has gone back of each merchant's part, in the books of the provider. */
function refundedByPart(view: CaseView, { order }: OrderCase): Map<string, number> {
  const refunded = new Map<string, number>();
  for (const { trade, refundedFen } of view.trades.values()) {
    const part = view.orderOf(trade)?.order === order ? view.partOf(trade) : undefined;
    if (part && refundedFen > 0) refunded.set(part.merchant, refundedFen);
  }
  return refunded;
}

/** What each merchant of a shared order asked to give back, by order. */
type Asked = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** ROUTE-007: what a merchant gives back comes from its own part. */
const refundsStayWithTheirPart = judge<Asked>({
  check: 'ROUTE-007/refunds-stay-with-their-part',
  init: () => new Map(),
  step(asked, { type, kind, order = '', facts }) {
    if (type !== 'act' || kind !== 'refund.asked') return asked;
    const merchant = String(facts['merchant']);
    const byMerchant = new Map(asked.get(order));
    byMerchant.set(merchant, (byMerchant.get(merchant) ?? 0) + Number(facts['amountFen']));
    return new Map(asked).set(order, byMerchant);
  },
  finish(asked, view) {
    const findings: Finding[] = [];
    for (const [order, byMerchant] of asked) {
      const found = view.orders.get(order);
      const seen = found ? Object.fromEntries(refundedByPart(view, found)) : {};
      const expected = Object.fromEntries(byMerchant);
      if (stableJson(expected) === stableJson(seen)) continue;
      const at = found?.state?.seq ?? 0;
      findings.push({ reason: 'refund-from-another-part', expected, seen, at, about: { order } });
    }
    return { observed: asked.size, findings };
  },
});

/** What a merchant is told that a provider owes it for a day. */
interface Told {
  readonly provider: string;
  readonly final: boolean;
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly feesFen: number;
  readonly owedFen: number;
}

interface Settled {
  readonly settlements: ReadonlyArray<Told & { readonly merchant: string; readonly day: string; readonly seq: number }>;
  /** Every movement in the ledger of a provider, on the provider's own day. */
  readonly moved: ReadonlyArray<{
    readonly provider: string;
    readonly day: string;
    readonly trade: string;
    readonly kind: string;
    readonly amountFen: number;
  }>;
}

/** The merchant whose money a trade moves: of its part, where several share the order. */
const sellerOf = (view: CaseView, trade: string) => (view.partOf(trade) ?? view.orderOf(trade))?.merchant;

/** ROUTE-007: what a merchant is told of a day's money is its own part of it, as the provider's ledger has it. */
const toldOfItsOwnPart = judge<Settled>({
  check: 'ROUTE-007/told-of-its-own-part',
  init: () => ({ settlements: [], moved: [] }),
  step({ settlements, moved }, { type, kind, by: provider, trade = '', facts, at, seq }, view) {
    if (type === 'ledger' && (kind === 'payment' || kind === 'refund')) {
      const day = businessDay(at, cutOffOf(view, provider));
      return { settlements, moved: [...moved, { provider, day, trade, kind, amountFen: Number(facts['amountFen']) }] };
    }
    if (type !== 'contract' || kind !== 'settlement.day') return { settlements, moved };
    const {
      merchantId: merchant,
      day,
      providers,
    } = facts as unknown as {
      merchantId: string;
      day: string;
      providers: readonly Told[];
    };
    return { settlements: [...settlements, ...providers.map((told) => ({ ...told, merchant, day, seq }))], moved };
  },
  finish({ settlements, moved }, view) {
    const final = settlements.filter((told) => told.final);
    const findings = final.flatMap(({ merchant, provider, day, seq, ...told }): Finding[] => {
      const own = moved.filter((each) => each.provider === provider && each.day === day);
      const sum = (kind: string) =>
        own
          .filter((each) => each.kind === kind && sellerOf(view, each.trade) === merchant)
          .reduce((total, { amountFen }) => total + amountFen, 0);
      const [paidFen, refundedFen] = [sum('payment'), sum('refund')];
      const expected = { paidFen, refundedFen, owedFen: paidFen - refundedFen - told.feesFen };
      const seen = { paidFen: told.paidFen, refundedFen: told.refundedFen, owedFen: told.owedFen };
      if (stableJson(expected) === stableJson(seen)) return [];
      return [{ reason: 'told-of-another-part', expected, seen, at: seq, about: { merchant, provider, day } }];
    });
    return { observed: final.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  onePartPerMerchant,
  oneOrderOnePayment,
  refundsStayWithTheirPart,
  toldOfItsOwnPart,
];
