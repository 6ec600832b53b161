import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';
import { yuanText } from '../../simulators/kernel/money';
import { type Finding, type Judge, judge } from './judge';
import type { CaseView, OrderCase } from './view';

/** What every message about an order must say or let the register say: which one, who is paid, how much. */
const PROTECTED = ['trade', 'payee', 'amountFen'];

/** The declared mapping of one kind of message: what it carries, and what its receiver knows from the register. */
interface Mapping {
  readonly kind: string;
  readonly to: string;
  readonly by?: string;
  readonly carried: readonly string[];
  readonly resolved: readonly string[];
}

interface State {
  readonly mappings: readonly Mapping[];
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const mappingOf = ({ mappings }: State, { kind, by, to }: HistoryEvent): Mapping | undefined =>
  mappings.find(
    (entry) => entry.kind === kind && (entry.by === undefined ? entry.to === to : entry.by === by && entry.to === to),
  );

const valueAt = ({ trade, facts }: HistoryEvent, field: string): Fact => (field === 'trade' ? trade : facts[field]);

/** What is missing of a message: a carried field without a value, or a protected one that is neither carried nor known. */
function missing(mapping: Mapping, event: HistoryEvent, view: CaseView): string[] {
  const absent = mapping.carried.filter((field) => valueAt(event, field) === undefined);
  const told = new Set([...mapping.carried, ...(view.orderOf(event.trade) ? mapping.resolved : [])]);
  return [...absent, ...PROTECTED.filter((field) => !told.has(field))];
}

/** ROUTE-006: each message about an order carries what its declared mapping says, and the register knows the rest. */
const fieldsPresent = judge<State & { readonly seen: readonly HistoryEvent[] }>({
  check: 'ROUTE-006/fields-present',
  init: () => ({ mappings: [], seen: [], observed: 0, findings: [] }),
  step(state, event) {
    if (event.type === 'declared' && event.kind === 'mapping')
      return { ...state, mappings: [...state.mappings, event.facts as unknown as Mapping] };
    const crossed = event.type === 'message' && mappingOf(state, event) !== undefined;
    return crossed ? { ...state, seen: [...state.seen, event] } : state;
  },
  finish(state, view) {
    const findings = state.seen.flatMap((event): Finding[] => {
      const mapping = mappingOf(state, event);
      const lacks = mapping ? missing(mapping, event, view) : [];
      if (!mapping || lacks.length === 0) return [];
      const about = { party: event.by, message: event.kind };
      return [{ reason: 'protected-field-missing', expected: mapping.carried, seen: lacks, at: event.seq, about }];
    });
    return { observed: state.seen.length, findings };
  },
});

/** What an order's fields are, and what a hop says of them; a field that the hop does not say is not compared. */
interface Hop {
  readonly where: string;
  readonly expected: Readonly<Record<string, Fact>>;
  readonly seen: Readonly<Record<string, Fact>>;
}

interface Names {
  readonly names: ReadonlyMap<string, Fact>;
  readonly pages: readonly HistoryEvent[];
  readonly hops: readonly HistoryEvent[];
}

const payeeOf = ({ merchant }: OrderCase) => `merchant:${merchant}`;

/** What a message or a movement about a payment says, in the words of the order. */
function paymentHop(event: HistoryEvent, order: OrderCase): Hop | undefined {
  const { type, kind, facts } = event;
  const expected = { payee: payeeOf(order), amountFen: order.amountFen, currency: 'CNY' };
  const { payee, amountFen, currency } = facts;
  if (type === 'ledger' && kind === 'payment')
    return { where: `books of ${event.by}`, expected, seen: { payee: facts['to'], amountFen } };
  const isOrder = type === 'message' && kind === 'payment.create';
  const isNotice = type === 'message' && kind === 'notice.payment';
  const isAnswer = type === 'answer' && kind === 'payment.query' && facts['state'] === 'paid';
  // A wallet asks a clearing institution for the payer's money, which asks the bank.
  const isDebit = type === 'message' && (kind === 'clearing.pull' || kind === 'entry.debit');
  if (!isOrder && !isNotice && !isAnswer && !isDebit) return undefined;
  return { where: kind, expected, seen: { payee, amountFen, currency } };
}

/** What the payer was shown before confirming. */
function pageHop({ facts }: HistoryEvent, order: OrderCase, names: ReadonlyMap<string, Fact>): Hop {
  const known = names.get(order.merchant);
  const shown = Array.isArray(known) && known.includes(facts['payee']) ? payeeOf(order) : facts['payee'];
  const expected = { payee: payeeOf(order), amount: `¥${yuanText(order.amountFen)}` };
  return { where: 'wallet.shown', expected, seen: { payee: shown, amount: facts['amountText'] } };
}

/** Under whose name, and as whose sale, institutions pass an order on; a return names the same merchant as its payment. */
function merchantHop(event: HistoryEvent, order: OrderCase, names: ReadonlyMap<string, Fact>): Hop | undefined {
  const { type, kind, facts } = event;
  const [merchant] = Array.isArray(facts['merchants']) ? (facts['merchants'] as readonly Facts[]) : [];
  if (type !== 'message' || !BETWEEN_INSTITUTIONS.test(kind) || !merchant) return undefined;
  const known = names.get(order.merchant);
  const name = Array.isArray(known) && known.includes(merchant['name']) ? payeeOf(order) : merchant['name'];
  const expected = { payee: payeeOf(order), name: payeeOf(order), currency: 'CNY' };
  return { where: kind, expected, seen: { payee: merchant['owner'], name, currency: facts['currency'] } };
}

const BETWEEN_INSTITUTIONS = /^(clearing\.(pull|return)|entry\.(debit|credit))$/;

function compared({ where, expected, seen }: Hop, at: number, order: OrderCase, reason: string): Finding[] {
  return Object.entries(seen).flatMap(([field, value]) => {
    if (value === undefined || value === expected[field]) return [];
    return [{ reason, expected: expected[field], seen: value, at, about: { order: order.order, what: where } }];
  });
}

/** ROUTE-006: payee, amount and currency of an order are the same at every hop, from the order to the books and back. */
const fieldsEqual = judge<Names>({
  check: 'ROUTE-006/fields-equal',
  init: () => ({ names: new Map(), pages: [], hops: [] }),
  step(state, event) {
    if (event.type === 'declared' && event.kind === 'merchant') {
      const { merchant, names } = event.facts;
      return { ...state, names: new Map(state.names).set(String(merchant), names) };
    }
    if (event.type === 'page' && event.kind === 'wallet.shown') return { ...state, pages: [...state.pages, event] };
    return event.trade === undefined ? state : { ...state, hops: [...state.hops, event] };
  },
  finish({ names, pages, hops }, view) {
    const findings: Finding[] = [];
    let observed = 0;
    const compare = (hop: Hop | undefined, at: number, order: OrderCase) => {
      if (!hop) return;
      observed += 1;
      findings.push(...compared(hop, at, order, 'field-differs-at-a-hop'));
    };
    for (const event of hops) {
      const order = view.orderOf(event.trade);
      if (!order) continue;
      compare(paymentHop(event, order), event.seq, order);
      compare(merchantHop(event, order, names), event.seq, order);
    }
    for (const page of pages) {
      const order = view.orders.get(page.order ?? '');
      if (order) compare(pageHop(page, order, names), page.seq, order);
    }
    return { observed, findings };
  },
});

interface Refunds {
  /** What merchants asked for, by the number that the platform gives to the provider. */
  readonly asked: ReadonlyMap<string, { readonly order: string; readonly amountFen: Fact }>;
  readonly hops: readonly HistoryEvent[];
}

/** ROUTE-006: a refund names the payment, and its amount is the same from the merchant's request to the books and back. */
const refundEqual = judge<Refunds>({
  check: 'ROUTE-006/refund-equal',
  init: () => ({ asked: new Map(), hops: [] }),
  step(state, event) {
    const { type, kind, order = '', facts } = event;
    if (type === 'message' && kind === 'order.refund') {
      const asked = { order, amountFen: facts['amountFen'] };
      return { ...state, asked: new Map(state.asked).set(`${order}R${String(facts['refund'])}`, asked) };
    }
    const hop = type === 'ledger' ? kind === 'refund' : type === 'message' && facts['refund'] !== undefined;
    return hop && event.trade !== undefined && kind !== 'refund.query'
      ? { ...state, hops: [...state.hops, event] }
      : state;
  },
  finish({ asked, hops }, view) {
    const judged = hops.flatMap((event) => {
      const wish = asked.get(String(event.facts['refund']));
      const order = view.orders.get(wish?.order ?? '');
      return wish && order ? [{ event, wish, order }] : [];
    });
    const findings = judged.flatMap(({ event, wish, order }) => {
      const { amountFen, totalFen, from } = event.facts;
      const expected = {
        amountFen: wish.amountFen,
        totalFen: order.amountFen,
        order: order.order,
        payee: payeeOf(order),
      };
      const seen = { amountFen, totalFen, order: view.orderOf(event.trade)?.order, payee: from };
      const where = event.type === 'ledger' ? `books of ${event.by}` : event.kind;
      return compared({ where, expected, seen }, event.seq, order, 'refund-differs-at-a-hop');
    });
    return { observed: judged.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [fieldsPresent, fieldsEqual, refundEqual];
