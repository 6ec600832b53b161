import { type Fact, type HistoryEvent, stableJson } from '../../simulators/kernel/history';
import { type CheckId, type Finding, type Judge, judge } from './judge';
import { perOrder } from './per-order';

interface Decision {
  readonly scope: string;
  readonly given: boolean;
  readonly at: number;
}

interface State {
  /** What each payer decided, change by change, by the harness's own acts. */
  readonly decided: ReadonlyMap<string, readonly Decision[]>;
  /** The consent that each declared export needs. */
  readonly needs: ReadonlyMap<string, string>;
  readonly orders: ReadonlySet<string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const initial = (): State => ({ decided: new Map(), needs: new Map(), orders: new Set(), observed: 0, findings: [] });

type Row = Readonly<Record<string, Fact>>;

const rowsOf = (value: Fact): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);
const payerOf = ({ facts }: HistoryEvent): string => String(facts['payer']);

function agreedBy(state: State, payer: string): Set<string> {
  const agreed = new Set<string>();
  for (const { scope, given } of state.decided.get(payer) ?? []) {
    if (given) agreed.add(scope);
    else agreed.delete(scope);
  }
  return agreed;
}

/** What the payer's act changes: what is named for the first time is given, what is named no more is taken back. */
function changes(state: State, event: HistoryEvent): Decision[] {
  const { agreedTo } = event.facts;
  const [before, now] = [agreedBy(state, payerOf(event)), Array.isArray(agreedTo) ? agreedTo.map(String) : []];
  const given = now.filter((scope) => !before.has(scope)).map((scope) => ({ scope, given: true, at: event.at }));
  const withdrawn = [...before].filter((scope) => !now.includes(scope));
  return [...given, ...withdrawn.map((scope) => ({ scope, given: false, at: event.at }))];
}

function remember(state: State, event: HistoryEvent): State {
  if (event.type === 'act' && event.kind === 'consent.decided') {
    const payer = payerOf(event);
    const decided = new Map(state.decided).set(payer, [...(state.decided.get(payer) ?? []), ...changes(state, event)]);
    return { ...state, decided, orders: new Set(state.orders).add(event.order ?? '') };
  }
  if (event.type !== 'declared' || event.kind !== 'export') return state;
  const { export: name, consent } = event.facts;
  return { ...state, needs: new Map(state.needs).set(String(name), String(consent ?? '')) };
}

/** A judge that remembers what payers decided, and looks at what the platform shows, shares or has on record. */
function consentJudge(
  check: CheckId,
  look: (event: HistoryEvent, state: State) => readonly Finding[] | undefined,
): Judge {
  return judge<State>({
    check,
    init: initial,
    step(before, event) {
      const state = remember(before, event);
      const found = look(event, state);
      if (found === undefined) return state;
      return { ...state, observed: state.observed + 1, findings: [...state.findings, ...found] };
    },
    finish: ({ observed, findings }) => ({ observed, findings }),
  });
}

/** PRIV-004: nothing is ticked on the page of consents but what its payer has ticked before. */
const offByDefault = consentJudge('PRIV-004/off-by-default', (event, state) => {
  if (event.type !== 'page' || event.kind !== 'consent.shown') return undefined;
  const agreed = agreedBy(state, payerOf(event));
  const ticked = rowsOf(event.facts['scopes']).filter(({ ticked: is }) => is === true);
  const wrong = ticked.map(({ scope }) => String(scope)).filter((scope) => !agreed.has(scope));
  if (wrong.length === 0) return [];
  const about = { order: event.order ?? '' };
  return [{ reason: 'consent-preticked', expected: [...agreed], seen: wrong, at: event.seq, about }];
});

/** PRIV-004: an export that needs consent names nobody but those who agreed and have not taken it back. */
const sharedWithConsent = consentJudge('PRIV-004/shared-with-consent-only', (event, state) => {
  if (event.type !== 'contract' || event.kind !== 'export.state') return undefined;
  const name = String(event.facts['export']);
  const scope = state.needs.get(name);
  if (!scope) return undefined;
  const shared = rowsOf(event.facts['rows']).map(({ payerId }) => String(payerId));
  const wrong = shared.filter((payer) => !agreedBy(state, payer).has(scope));
  if (wrong.length === 0) return [];
  const expected = [...state.decided.keys()].filter((payer) => agreedBy(state, payer).has(scope));
  return [{ reason: 'shared-without-consent', expected, seen: wrong, at: event.seq, about: { what: name } }];
});

/** PRIV-004: what a payer agreed to and took back is on record, with scope and time. */
const consentOnRecord = consentJudge('PRIV-004/consent-is-on-record', (event, state) => {
  if (event.type !== 'contract' || event.kind !== 'consents.state') return undefined;
  const lines = (rows: readonly Row[]) => rows.map((row) => stableJson(row)).sort();
  const expected = (state.decided.get(payerOf(event)) ?? []).map((decision) => ({ ...decision }));
  const seen = rowsOf(event.facts['records']);
  if (stableJson(lines(expected)) === stableJson(lines(seen))) return [];
  return [{ reason: 'consent-not-recorded', expected, seen, at: event.seq, about: {} }];
});

/** PRIV-004: whatever the payer agrees to, refuses or takes back, an order that he paid is paid. */
const paymentGoesOn = judge<State>({
  check: 'PRIV-004/payment-goes-on',
  init: initial,
  step: remember,
  finish({ orders }, view) {
    return perOrder(view, ({ order, state: said }) => {
      if (!orders.has(order)) return undefined;
      if (said?.status === 'paid') return [];
      const seen = said?.status ?? 'unknown';
      return [{ reason: 'consent-stopped-payment', expected: 'paid', seen, at: said?.seq ?? 0, about: { order } }];
    });
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [offByDefault, sharedWithConsent, consentOnRecord, paymentGoesOn];
