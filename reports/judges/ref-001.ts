import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

interface Paid {
  readonly provider: string;
  readonly from: string;
}

interface State {
  readonly paid: ReadonlyMap<string, Paid>;
  /** Requests to send a refund elsewhere, by message. */
  readonly asked: ReadonlyMap<number, string>;
  /** Refunds that a provider agreed to send elsewhere: provider and number. */
  readonly redirected: ReadonlySet<string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const fresh = (): State => ({ paid: new Map(), asked: new Map(), redirected: new Set(), observed: 0, findings: [] });

const found = (state: State, finding: Finding | undefined): State => ({
  ...state,
  observed: state.observed + 1,
  findings: finding ? [...state.findings, finding] : state.findings,
});

/** Payments as the books have them, whoever judges. */
function withPayment(state: State, { by, trade = '', facts }: HistoryEvent): State {
  return { ...state, paid: new Map(state.paid).set(trade, { provider: by, from: String(facts['from']) }) };
}

/** Keeps which refunds the merchant's side sent elsewhere and the provider agreed to. */
function withRedirection(state: State, event: HistoryEvent): State {
  if (event.type === 'message') {
    return { ...state, asked: new Map(state.asked).set(event.seq, `${event.to} ${event.facts['refund']}`) };
  }
  const asked = state.asked.get(event.message ?? -1);
  if (event.type !== 'answer' || asked === undefined || event.facts['error'] !== undefined) return state;
  return { ...state, redirected: new Set(state.redirected).add(asked) };
}

/** REF-001: what is given back arrives where it came from, unless the merchant named another account for it. */
const backToTheAccountThatPaid = judge<State>({
  check: 'REF-001/back-to-the-account-that-paid',
  init: fresh,
  step(state, event, view) {
    if (event.kind === 'refund.redirect') return withRedirection(state, event);
    if (event.type !== 'ledger') return state;
    if (event.kind === 'payment') return withPayment(state, event);
    const paid = state.paid.get(event.trade ?? '');
    const to = String(event.facts['to']);
    const named = state.redirected.has(`${event.by} ${event.facts['refund']}`);
    if (named || (paid?.provider === event.by && paid.from === to)) return found(state, undefined);
    const about = { provider: event.by, order: view.orderOf(event.trade)?.order ?? event.trade ?? '' };
    const seen = 'another account';
    const expected = 'the account that paid';
    return found(state, { reason: 'refunded-elsewhere', expected, seen, at: event.seq, about });
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** REF-001: the platform asks for a refund where the money went, nowhere else. */
const askedOfThePayingProvider = judge<State>({
  check: 'REF-001/asked-of-the-paying-provider',
  init: fresh,
  step(state, event, view) {
    if (event.type === 'ledger' && event.kind === 'payment') return withPayment(state, event);
    if (event.type !== 'message' || event.kind !== 'refund.create' || event.by !== 'platform') return state;
    if (state.paid.get(event.trade ?? '')?.provider === event.to) return found(state, undefined);
    const order = view.orderOf(event.trade)?.order ?? event.trade ?? '';
    const about = { provider: event.to ?? '', order };
    const expected = 'the provider that was paid';
    return found(state, { reason: 'asked-another-provider', expected, seen: event.to, at: event.seq, about });
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [backToTheAccountThatPaid, askedOfThePayingProvider];
