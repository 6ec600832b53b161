import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';

/** What every order between institutions must carry, by the names of the wire. */
const FIELDS = [
  'traceId',
  'payer.institution',
  'payer.account',
  'payer.name',
  'payee.institution',
  'payee.account',
  'payee.name',
  'merchants.name',
  'merchants.code',
  'merchants.category',
  'amountFen',
  'at',
  'channel',
  'terminal',
];

/** Where the order stands in each kind of message. */
const PREFIXES: Readonly<Record<string, string>> = {
  'clearing.pull': '',
  'clearing.push': '',
  'clearing.return': '',
  'entry.debit': 'instruction.',
  'entry.credit': 'instruction.',
};

const strings = (value: Fact): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The fields that an order lacks; undefined for a message that is none. */
function lacks({ type, kind, facts }: HistoryEvent): string[] | undefined {
  const prefix = PREFIXES[kind];
  if (type !== 'message' || prefix === undefined) return undefined;
  const told = new Set(strings(facts['fields']));
  return FIELDS.filter((field) => !told.has(`${prefix}${field}`));
}

/** ROUTE-005: every order between institutions carries the protected fields; what the harness leaves out on purpose is another check's. */
const ordersCarryTheFields = eventJudge('ROUTE-005/orders-carry-the-fields', (event) => {
  const missing = event.by === 'harness' ? undefined : lacks(event);
  if (missing === undefined) return undefined;
  if (missing.length === 0) return [];
  const about = { party: event.by, message: event.kind };
  return [{ reason: 'order-lacks-a-field', expected: FIELDS, seen: missing, at: event.seq, about }];
});

interface State {
  readonly lacking: ReadonlyMap<number, readonly string[]>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** ROUTE-005: an order that lacks a field is refused, and the refusal names the field. */
const missingIsNamed = judge<State>({
  check: 'ROUTE-005/missing-is-refused-and-named',
  init: () => ({ lacking: new Map(), observed: 0, findings: [] }),
  step(state, event) {
    const missing = lacks(event);
    if (missing !== undefined && missing.length > 0)
      return { ...state, lacking: new Map(state.lacking).set(event.seq, missing) };
    const asked = state.lacking.get(event.message ?? -1);
    if (event.type !== 'answer' || !asked) return state;
    const { outcome, missing: named } = event.facts;
    const told = strings(named);
    const observed = state.observed + 1;
    if (outcome === 'refused' && asked.every((field) => told.includes(field))) return { ...state, observed };
    const about = { party: event.by };
    const finding: Finding = { reason: 'missing-field-not-named', expected: asked, seen: told, at: event.seq, about };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [ordersCarryTheFields, missingIsNamed];
