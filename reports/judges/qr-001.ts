import type { Fact, Facts } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { records } from './page';
import { anythingMoved, type Cell, cellOf, completed, scanJudge } from './scan-case';

const aboutCell = ({ wallet, scheme, kind, direction }: Cell) => ({
  provider: wallet,
  party: scheme,
  what: `${kind}, ${direction}`,
});

/** QR-001: whatever is declared live was tried, and money went from the payer's wallet to the payee's scheme. */
const declaredPairsComplete = scanJudge('QR-001/declared-pairs-complete', ({ tries, relations }) => {
  const live = [...relations.values()].filter((relation) => relation.live);
  const findings = live.flatMap((relation): Finding[] => {
    const own = tries.filter((each) => cellOf(each) === cellOf(relation) && each.seq > relation.seq);
    if (own.some(completed)) return [];
    const at = own.at(-1)?.seq ?? relation.seq;
    const seen = own.length === 0 ? 'not tried' : 'not paid';
    return [{ reason: 'recognised-code-not-paid', expected: 'paid', seen, at, about: aboutCell(relation) }];
  });
  return { observed: live.length, findings };
});

/** QR-001: a code that is not declared to be recognised moves no money. */
const onlyDeclaredPairs = scanJudge('QR-001/only-declared-pairs', ({ tries, relations }) => {
  const strange = tries.filter((each) => each.wallet !== each.scheme && relations.get(cellOf(each))?.live !== true);
  const findings = strange.filter(anythingMoved).map((each): Finding => {
    return {
      reason: 'paid-without-recognition',
      expected: 'a refusal',
      seen: 'paid',
      at: each.seq,
      about: aboutCell(each),
    };
  });
  return { observed: strange.length, findings };
});

type Live = ReadonlySet<string>;

function wayOf(live: Live, wallet: string, scheme: string, kind: string): string {
  const [scans, scanned] = ['payer-scans', 'merchant-scans'].map((direction) =>
    live.has(cellOf({ wallet, scheme, kind, direction })),
  );
  if (scans) return scanned ? 'both' : 'payerOnly';
  return scanned ? 'merchantOnly' : 'neither';
}

function compareRows(live: Live, wallet: string, rows: readonly Facts[], at: number): Finding[] {
  return rows.flatMap((row): Finding[] => {
    const [scheme, kind] = [String(row['scheme']), String(row['kind'])];
    const [expected, seen] = [wayOf(live, wallet, scheme, kind), String(row['way'])];
    if (expected === seen) return [];
    return [
      { reason: 'relation-shown-wrongly', expected, seen, at, about: { provider: wallet, party: scheme, what: kind } },
    ];
  });
}

interface State {
  readonly live: Live;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const LIVE: ReadonlySet<Fact> = new Set(['live', 'live in part']);

/** QR-001: a wallet's own page says of each other scheme whether its codes work both ways, one way, or not. */
const oneWayIsShown = judge<State>({
  check: 'QR-001/one-way-is-shown',
  init: () => ({ live: new Set(), observed: 0, findings: [] }),
  step(state, { type, kind, facts, seq }) {
    if (type === 'declared' && kind === 'recognition') {
      const cell = cellOf(facts as unknown as Cell);
      const live = new Set(state.live);
      if (LIVE.has(facts['state'])) live.add(cell);
      else live.delete(cell);
      return { ...state, live };
    }
    if (type !== 'page' || kind !== 'relations.shown') return state;
    const rows = records(facts['rows']);
    const found = compareRows(state.live, String(facts['wallet']), rows, seq);
    return { ...state, observed: state.observed + rows.length, findings: [...state.findings, ...found] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [declaredPairsComplete, onlyDeclaredPairs, oneWayIsShown];
