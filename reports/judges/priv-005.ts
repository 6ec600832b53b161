import { type Fact, type HistoryEvent, stableJson } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import type { CaseView } from './view';

type Row = Readonly<Record<string, Fact>>;

/** Fields that tell one row from another, whatever it was paid with. */
const IDENTITY: ReadonlySet<string> = new Set(['orderNo', 'merchantId', 'payerId', 'createdAt']);

const rowsOf = (event: HistoryEvent): readonly Row[] | undefined => {
  const { rows } = event.facts;
  if (event.type !== 'contract' || event.kind !== 'export.state' || !Array.isArray(rows)) return undefined;
  return rows.length === 0 ? undefined : (rows as readonly Row[]);
};

/** PRIV-005: an export has the fields that are declared for it, and no other. */
const declaredFieldsOnly = judge<{ fields: ReadonlyMap<string, Fact>; observed: number; findings: readonly Finding[] }>(
  {
    check: 'PRIV-005/declared-fields-only',
    init: () => ({ fields: new Map(), observed: 0, findings: [] }),
    step(state, event) {
      const name = String(event.facts['export']);
      if (event.type === 'declared' && event.kind === 'export')
        return { ...state, fields: new Map(state.fields).set(name, event.facts['fields']) };
      const rows = rowsOf(event);
      const declared = state.fields.get(name);
      if (!rows || !Array.isArray(declared)) return state;
      const extra = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((field) => !declared.includes(field));
      const observed = state.observed + 1;
      if (extra.length === 0) return { ...state, observed };
      const about = { what: name };
      const finding = { reason: 'export-beyond-declaration', expected: declared, seen: extra, at: event.seq, about };
      return { ...state, observed, findings: [...state.findings, finding] };
    },
    finish: ({ observed, findings }) => ({ observed, findings }),
  },
);

/** What the platform knows of a payment only because a provider carries it out: who, and under which number. */
const taints = (view: CaseView): string[] => [...view.providers.keys(), ...view.trades.keys()];

const weighed = (row: Row): string =>
  stableJson(Object.fromEntries(Object.entries(row).filter(([name]) => !IDENTITY.has(name))));

/**
 * PRIV-005: what a rival's payment brought stays out of every export. It names neither provider nor number of a trade,
 * and orders that differ only in whom they were paid with weigh the same.
 */
const rivalDataStaysOut = eventJudge('PRIV-005/rival-data-stays-out', (event, view) => {
  const rows = rowsOf(event);
  const amounts = new Set([...view.orders.values()].map(({ amountFen }) => amountFen));
  if (!rows || rows.length < 2 || amounts.size !== 1) return undefined;
  const [at, about] = [event.seq, { what: String(event.facts['export']) }];
  const text = stableJson(rows);
  const named = taints(view).filter((taint) => text.includes(taint));
  if (named.length > 0) return [{ reason: 'rival-data-exported', expected: 'none', seen: named, at, about }];
  const [expected = '', ...others] = rows.map(weighed);
  const other = others.find((row) => row !== expected);
  return other === undefined ? [] : [{ reason: 'rival-data-weighed', expected, seen: other, at, about }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [declaredFieldsOnly, rivalDataStaysOut];
