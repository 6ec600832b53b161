import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import { isAuthorised, isOpenFor } from './oracle';
import { isCashier, records, words } from './page';
import { spread } from './traces';

/** CHO-003: whatever sets one method apart on the page sets every one apart. */
const sameProminence = eventJudge('CHO-003/same-prominence', (event) => {
  if (!isCashier(event)) return undefined;
  const shown = records(event.facts['looks']).filter(({ folded }) => folded !== true);
  if (shown.length < 2) return undefined;
  const count = (looks: unknown) => shown.filter((each) => each['looks'] === looks).length;
  const usual = shown.map(({ looks }) => looks).reduce((a, b) => (count(b) > count(a) ? b : a));
  const about = { order: event.order ?? '' };
  return shown
    .filter(({ looks }) => looks !== usual)
    .map(({ provider, looks }): Finding => {
      const of = { ...about, provider: String(provider) };
      return { reason: 'less-prominent', expected: usual, seen: looks, at: event.seq, about: of };
    });
});

/** CHO-003: no method is folded away while another is not. */
const noneFolded = eventJudge('CHO-003/none-folded-away-alone', (event) => {
  if (!isCashier(event)) return undefined;
  const all = records(event.facts['looks']);
  if (all.length < 2) return undefined;
  const folded = all.filter((each) => each['folded'] === true).map(({ provider }) => String(provider));
  if (folded.length === 0 || folded.length === all.length) return [];
  const about = { order: event.order ?? '', provider: folded.join(', ') };
  return [{ reason: 'folded-away', expected: [], seen: folded, at: event.seq, about }];
});

const pair = (provider: unknown, host: unknown) => `${provider} inside ${host}`;

/** CHO-003: whoever is found only inside another's cashier is shown there and nowhere else, as long as the way is open. */
const insideIsSaid = eventJudge('CHO-003/inside-is-said', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const guests = [...view.standing.guests];
  if (guests.length === 0) return undefined;
  const [methods, device] = [words(event.facts['methods']), String(event.facts['device'])];
  const open = guests.filter(([guest, host]) => {
    const may = isAuthorised(view, order, guest, event.at) && isOpenFor(view, order, guest, device, event.at);
    return may && methods.includes(host);
  });
  const expected = open.map(([guest, host]) => pair(guest, host)).sort();
  const seen = records(event.facts['inside'])
    .map(({ provider, host }) => pair(provider, host))
    .sort();
  const passedOff = guests.map(([guest]) => guest).filter((guest) => methods.includes(guest));
  const at = event.seq;
  const about = { order: order.order, provider: passedOff.join(', ') };
  if (passedOff.length > 0) return [{ reason: 'inside-shown-as-own', expected, seen: methods, at, about }];
  const wrong = [...expected, ...seen].filter((each) => expected.includes(each) !== seen.includes(each));
  const told = { order: order.order, provider: [...new Set(wrong)].join(', ') };
  return wrong.length === 0 ? [] : [{ reason: 'inside-not-said', expected, seen, at, about: told }];
});

/** What payers were told of guests, what they found at the hosts, whom they chose there, and from whose account was paid. */
interface Visits {
  readonly told: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly observed: number;
  readonly findings: readonly Finding[];
  /** The guest whom the payer of an order chose. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly paid: ReadonlyArray<{ readonly trade: string; readonly from: Fact; readonly seq: number }>;
}

const toldIn = ({ facts }: HistoryEvent) =>
  new Map(records(facts['inside']).map(({ provider, host }) => [String(provider), String(host)] as const));

/** What a payer finds at a host, against what the platform's page has told of it. */
function atHost(state: Visits, { order = '', facts, seq }: HistoryEvent): Visits {
  const guests = [...(state.told.get(order) ?? [])].filter(([, host]) => host === facts['provider']).map(([id]) => id);
  if (guests.length === 0) return state;
  const seen = words(facts['sources']);
  const missing = guests.filter((guest) => !seen.includes(guest));
  const about = { order, provider: missing.join(', ') };
  const finding: Finding = { reason: 'not-found-inside', expected: guests, seen, at: seq, about };
  const findings = missing.length === 0 ? state.findings : [...state.findings, finding];
  return { ...state, observed: state.observed + 1, findings };
}

/** CHO-003: whoever the page says is inside a cashier can be chosen there, and is who pays. */
const foundInside = judge<Visits>({
  check: 'CHO-003/found-inside',
  init: () => ({ told: new Map(), observed: 0, findings: [], chosen: new Map(), paid: [] }),
  step(state, event) {
    const { type, kind, order = '', facts, seq } = event;
    if (isCashier(event)) return { ...state, told: new Map(state.told).set(order, toldIn(event)) };
    if (type === 'page' && kind === 'wallet.shown') return atHost(state, event);
    if (kind === 'wallet.confirmed' && typeof facts['from'] === 'string')
      return { ...state, chosen: new Map(state.chosen).set(order, facts['from']) };
    if (type !== 'ledger' || kind !== 'payment') return state;
    return { ...state, paid: [...state.paid, { trade: event.trade ?? '', from: facts['paidFrom'], seq }] };
  },
  finish({ observed, findings, chosen, paid }, view) {
    const wrong = paid.flatMap(({ trade, from, seq }): Finding[] => {
      const order = view.orderOf(trade)?.order ?? '';
      const guest = chosen.get(order);
      if (guest === undefined || guest === from) return [];
      const about = { order, provider: guest };
      return [{ reason: 'guest-did-not-pay', expected: guest, seen: from ?? null, at: seq, about }];
    });
    return { observed, findings: [...findings, ...wrong] };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  insideIsSaid,
  foundInside,
  spread('CHO-003/same-steps', [{ fact: 'taps', reason: 'more-steps' }]),
  sameProminence,
  noneFolded,
];
