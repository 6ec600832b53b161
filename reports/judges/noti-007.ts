import type { HistoryEvent } from '../../simulators/kernel/history';
import { yuanText } from '../../simulators/kernel/money';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import { isNotice } from './notices';
import type { CaseView } from './view';

/** Words of the page that confirm a payment. */
const CONFIRMS = new Set(['paid', 'refunding', 'refunded']);
const asShown = (amountFen: number) => `¥${yuanText(amountFen)}`;
const isStatus = (event: HistoryEvent) => event.type === 'page' && event.kind === 'status.shown';

/** NOTI-007: a page confirms only what a provider's books have, and to the fen. */
const confirmationEqualsLedger = eventJudge('NOTI-007/confirmation-equals-ledger', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isStatus(event) || !order) return undefined;
  const { says, amountText } = event.facts;
  if (!CONFIRMS.has(String(says))) return [];
  const about = { order: order.order };
  const booked = view.tradesOf(order.order).find(({ paidFen }) => paidFen > 0);
  if (!booked) return [{ reason: 'confirmed-without-payment', expected: 'not paid', seen: says, at: event.seq, about }];
  const expected = asShown(booked.paidFen);
  if (amountText === undefined || amountText === expected) return [];
  return [{ reason: 'confirmation-differs', expected, seen: amountText, at: event.seq, about }];
});

interface Known {
  readonly notices: ReadonlySet<number>;
  /** Payments of which the platform was told, or found, that they are paid. */
  readonly paid: ReadonlySet<string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

function learns(event: HistoryEvent, { notices }: Known, view: CaseView): boolean {
  if (event.type !== 'answer') return false;
  if (notices.has(event.message ?? -1)) return event.facts['acknowledged'] === true;
  const heard = event.to === 'platform' && !view.faults.has(event.message ?? -1);
  return heard && event.kind === 'payment.query' && event.facts['state'] === 'paid';
}

/** NOTI-007: as soon as the platform knows of the payment, its page says so. */
const toldPromptly = judge<Known>({
  check: 'NOTI-007/told-promptly',
  init: () => ({ notices: new Set(), paid: new Set(), observed: 0, findings: [] }),
  step(state, event, view) {
    if (isNotice(event) && event.kind === 'notice.payment' && event.facts['signature'] === 'valid')
      return { ...state, notices: new Set([...state.notices, event.seq]) };
    if (learns(event, state, view)) return { ...state, paid: new Set([...state.paid, event.trade ?? '']) };
    if (!isStatus(event)) return state;
    const known = view.tradesOf(event.order ?? '').some(({ trade, paidFen }) => paidFen > 0 && state.paid.has(trade));
    if (!known || event.facts['says'] === 'closed') return state;
    const observed = state.observed + 1;
    const seen = event.facts['says'];
    if (CONFIRMS.has(String(seen))) return { ...state, observed };
    const about = { order: event.order ?? '' };
    const finding: Finding = { reason: 'confirmation-late', expected: 'paid', seen, at: event.seq, about };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

interface Outages {
  /** Since when a provider answers nobody. */
  readonly since: ReadonlyMap<string, number>;
  /** The payer's last choice, by order. */
  readonly choices: ReadonlyMap<string, HistoryEvent>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** Follows when a provider fell silent, as the scenario declared it, and when it was heard again. */
function followOutages(since: Outages['since'], event: HistoryEvent): Outages['since'] {
  if (event.type !== 'declared' || event.kind !== 'silence') return since;
  const provider = String(event.facts['provider']);
  const next = new Map(since);
  if (event.facts['silent'] !== true) next.delete(provider);
  else if (!next.has(provider)) next.set(provider, event.at);
  return next;
}

/**
 * NOTI-007: a payer whose provider has been silent since the choice reads that the result is being confirmed, once the
 * time for the first question to the provider is over.
 */
const delayIsTold = judge<Outages>({
  check: 'NOTI-007/delay-is-told',
  init: () => ({ since: new Map(), choices: new Map(), observed: 0, findings: [] }),
  step(state, event, view) {
    const since = followOutages(state.since, event);
    const order = event.order ?? '';
    if (event.type === 'act' && event.kind === 'method.chosen')
      return { ...state, since, choices: new Map(state.choices).set(order, event) };
    const choice = state.choices.get(order);
    if (!isStatus(event) || !choice) return { ...state, since };
    const provider = String(choice.facts['provider']);
    const withinMs = view.providers.get(provider)?.firstQueryWithinMs ?? Number.POSITIVE_INFINITY;
    const silent = (since.get(provider) ?? Number.POSITIVE_INFINITY) <= choice.at;
    if (!silent || event.at < choice.at + withinMs) return { ...state, since };
    const observed = state.observed + 1;
    const seen = event.facts['says'];
    if (seen === 'confirming') return { ...state, since, observed };
    const about = { order, provider };
    const finding: Finding = { reason: 'delay-not-told', expected: 'confirming', seen, at: event.seq, about };
    return { ...state, since, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

const isWallet = (event: HistoryEvent) => event.type === 'page' && event.kind === 'wallet.said';

/** NOTI-007: a wallet says that a payment was made where its books have it by then, and asks for it or denies it nowhere else. */
const walletTellsWhatHappened = judge<readonly HistoryEvent[]>({
  check: 'NOTI-007/wallet-tells-what-happened',
  init: () => [],
  step: (state, event) => (isWallet(event) ? [...state, event] : state),
  finish(sayings, view) {
    const findings = sayings.flatMap((event): Finding[] => {
      const [order, provider] = [event.order ?? '', String(event.facts['provider'])];
      const mine = view.tradesOf(order).filter((trade) => trade.provider === provider);
      const paid = mine.some(({ paidSeq }) => paidSeq !== undefined && paidSeq < event.seq);
      const seen = event.facts['says'];
      if (paid === (seen === 'paid')) return [];
      const reason = paid ? 'wallet-denies-payment' : 'wallet-confirms-nothing';
      return [{ reason, expected: paid ? 'paid' : 'not paid', seen, at: event.seq, about: { order, provider } }];
    });
    return { observed: sayings.length, findings };
  },
});

/** NOTI-007: whoever has not paid finds a way on, in the wallet and at the shop. */
const alwaysAWayOn = eventJudge('NOTI-007/always-a-way-on', (event) => {
  const { says, waysOn } = event.facts;
  const due = (isWallet(event) && says !== 'paid') || (isStatus(event) && waysOn !== undefined);
  if (!due) return undefined;
  if (waysOn === true) return [];
  const party = isWallet(event) ? String(event.facts['provider']) : 'platform';
  const about = { order: event.order ?? '', party };
  return [{ reason: 'no-way-on', expected: 'a way on', seen: 'none', at: event.seq, about }];
});

/** NOTI-007: once the platform has closed an order its page says so. */
const endIsTold = eventJudge('NOTI-007/end-is-told', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isStatus(event) || order?.state?.status !== 'closed') return undefined;
  const seen = event.facts['says'];
  if (seen === 'closed') return [];
  return [{ reason: 'end-not-told', expected: 'closed', seen, at: event.seq, about: { order: order.order } }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  confirmationEqualsLedger,
  toldPromptly,
  delayIsTold,
  walletTellsWhatHappened,
  alwaysAWayOn,
  endIsTold,
];
