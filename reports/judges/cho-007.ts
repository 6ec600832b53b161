import type { HistoryEvent } from '../../simulators/kernel/history';
import { yuanText } from '../../simulators/kernel/money';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import { isCashier, words } from './page';
import type { CaseView, OrderCase } from './view';

const yuan = (amountFen: number) => `¥${yuanText(amountFen)}`;
const namesOf = (view: CaseView, order: OrderCase) => [...(view.merchants.get(order.merchant) ?? [])];

/** What a page says of payee and amount, against the merchant's real name and what is to be paid. */
function identity(event: HistoryEvent, view: CaseView, order: OrderCase, amountFen: number): Finding[] {
  const findings: Finding[] = [];
  const { payee, amountText } = event.facts;
  const base = {
    at: event.seq,
    about: { order: order.order, party: event.kind === 'wallet.shown' ? String(event.facts['provider']) : 'platform' },
  };
  const names = namesOf(view, order);
  if (!names.includes(String(payee)))
    findings.push({ reason: 'payee-not-shown', expected: names, seen: payee, ...base });
  const expected = yuan(amountFen);
  if (amountText !== expected) findings.push({ reason: 'amount-not-shown', expected, seen: amountText, ...base });
  return findings;
}

/** CHO-007: the cashier, on which the payer confirms, shows the real payee and the amount, and names every method. */
const shownBeforeConfirming = eventJudge('CHO-007/shown-before-confirming', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const nameless = words(event.facts['methods']).filter((method) => !view.providers.has(method));
  const about = { order: order.order, party: 'platform' };
  const named: Finding[] =
    nameless.length === 0
      ? []
      : [{ reason: 'provider-not-shown', expected: [...view.providers.keys()], seen: nameless, at: event.seq, about }];
  return [...identity(event, view, order, order.amountFen), ...named];
});

/** CHO-007: the wallet shows the same payee, and the amount that the payer confirmed at the cashier. */
const walletShowsTheSame = judge<{ confirmed: Map<string, number>; observed: number; findings: Finding[] }>({
  check: 'CHO-007/wallet-shows-the-same',
  init: () => ({ confirmed: new Map(), observed: 0, findings: [] }),
  step(state, event, view) {
    const order = view.orders.get(event.order ?? '');
    if (!order) return state;
    if (event.kind === 'method.chosen') {
      const confirmed = new Map(state.confirmed).set(order.order, Number(event.facts['payableFen']));
      return { ...state, confirmed };
    }
    if (event.type !== 'page' || event.kind !== 'wallet.shown') return state;
    const amountFen = state.confirmed.get(order.order) ?? order.amountFen;
    const findings = [...state.findings, ...identity(event, view, order, amountFen)];
    return { ...state, observed: state.observed + 1, findings };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

interface Confirmed {
  readonly seq: number;
  readonly provider: string;
  readonly payableFen: number;
}

/** What was executed, as provider, payee and amount: a request to a provider, or a payment in a provider's books. */
function executed({ type, kind, by, to, facts }: HistoryEvent): string[] | undefined {
  const amount = yuan(Number(facts['amountFen']));
  if (type === 'ledger' && kind === 'payment') return [by, String(facts['to']), amount];
  const asked = type === 'message' && kind === 'payment.create' && to !== 'platform';
  return asked ? [String(to), String(facts['payee']), amount] : undefined;
}

/** CHO-007: every payment that is started or booked is the one that the payer confirmed last: provider, payee, amount. */
const executedEqualsShown = judge<{ confirmed: Map<string, Confirmed[]>; started: HistoryEvent[] }>({
  check: 'CHO-007/executed-equals-shown',
  init: () => ({ confirmed: new Map(), started: [] }),
  step(state, event) {
    const { order = '', facts, seq } = event;
    if (event.kind === 'method.chosen' && facts['payableFen'] !== undefined) {
      const act = { seq, provider: String(facts['provider']), payableFen: Number(facts['payableFen']) };
      const confirmed = [...(state.confirmed.get(order) ?? []), act];
      return { ...state, confirmed: new Map(state.confirmed).set(order, confirmed) };
    }
    return executed(event) ? { ...state, started: [...state.started, event] } : state;
  },
  finish({ confirmed, started }, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const event of started) {
      const { seq, trade } = event;
      const order = view.orderOf(trade);
      const act = confirmed.get(order?.order ?? '')?.findLast((each) => each.seq < seq);
      if (!order || !act) continue;
      observed += 1;
      const expected = [act.provider, `merchant:${order.merchant}`, yuan(act.payableFen)];
      const seen = executed(event) ?? [];
      if (seen.join() === expected.join()) continue;
      findings.push({ reason: 'executed-otherwise', expected, seen, at: seq, about: { order: order.order } });
    }
    return { observed, findings };
  },
});

/** A confirmation that was overtaken, and what came of it until the payer confirmed anew. */
interface Overtaken {
  readonly probe: HistoryEvent;
  /** Confirmations since: the overtaken one itself is the first. */
  readonly confirmed: number;
  readonly told: boolean;
  /** Payments of the order that the platform had before, and the first word of it that has more. */
  readonly before: number;
  readonly wentOn?: HistoryEvent;
}

const paymentsIn = ({ facts }: HistoryEvent) => (Array.isArray(facts['payments']) ? facts['payments'].length : 0);

function follow(entry: Overtaken, event: HistoryEvent): Overtaken {
  if (entry.probe.order !== event.order || entry.confirmed > 1) return entry;
  if (event.kind === 'method.chosen') return { ...entry, confirmed: entry.confirmed + 1 };
  if (event.kind === 'confirm.answered') return { ...entry, told: typeof event.facts['alert'] === 'string' };
  const more = event.kind === 'order.state' && paymentsIn(event) > entry.before && entry.wentOn === undefined;
  return more ? { ...entry, wentOn: event } : entry;
}

/** CHO-007: what has changed between the page and the confirmation stops the payment, and the payer is told. */
const changeStops = judge<{ counts: Map<string, number>; overtaken: Overtaken[] }>({
  check: 'CHO-007/change-stops',
  init: () => ({ counts: new Map(), overtaken: [] }),
  step(state, event) {
    const { order = '' } = event;
    const overtaken = state.overtaken.map((entry) => follow(entry, event));
    if (event.kind === 'confirm.overtaken') {
      const before = state.counts.get(order) ?? 0;
      return { ...state, overtaken: [...overtaken, { probe: event, confirmed: 0, told: false, before }] };
    }
    if (event.kind !== 'order.state') return { ...state, overtaken };
    return { counts: new Map(state.counts).set(order, paymentsIn(event)), overtaken };
  },
  finish({ overtaken }) {
    const findings = overtaken.flatMap(({ probe, told, wentOn }): Finding[] => {
      const about = { order: probe.order ?? '', what: String(probe.facts['what']) };
      if (wentOn) return [{ reason: 'went-on-after-change', expected: 0, seen: 1, at: wentOn.seq, about }];
      return told ? [] : [{ reason: 'change-not-told', expected: 'told', seen: 'not told', at: probe.seq, about }];
    });
    return { observed: overtaken.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [shownBeforeConfirming, walletShowsTheSame, executedEqualsShown, changeStops];
