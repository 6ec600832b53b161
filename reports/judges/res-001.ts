import { type HistoryEvent, stableJson } from '../../simulators/kernel/history';
import { type CheckId, type Finding, type Judge, judge } from './judge';
import { isSilent } from './silence';
import type { CaseView } from './view';

/** One sale: which provider the payer chose, and how long the platform then kept him at the cashier. */
interface Sale {
  readonly provider: string;
  readonly order: string;
  readonly waitedMs: number;
  /** Whether somebody else had failed by then. */
  readonly failing: boolean;
}

interface Open {
  readonly request: HistoryEvent;
  /** What the platform asked meanwhile and got no answer to; a client's own repetitions count once. */
  readonly unanswered: ReadonlySet<string>;
}

interface Sales {
  readonly failed: ReadonlySet<string>;
  readonly choice?: HistoryEvent;
  readonly open?: Open;
  readonly sales: readonly Sale[];
  /** Comparisons of two runs of one seed, made by the harness. */
  readonly compared: readonly HistoryEvent[];
}

function follow(state: Sales, event: HistoryEvent, view: CaseView): Sales {
  const { choice, open } = state;
  if (event.type === 'probe') return { ...state, compared: [...state.compared, event] };
  if (event.type === 'declared' && event.kind === 'silence' && event.facts['silent'] === true)
    return { ...state, failed: new Set([...state.failed, String(event.facts['provider'])]) };
  if (event.type === 'act' && event.kind === 'method.chosen') return { ...state, choice: event };
  if (event.type === 'message' && event.kind === 'page.choose')
    return { ...state, open: { request: event, unanswered: new Set() } };
  if (open && isSilent(event) && event.facts['from'] === 'platform') {
    const unanswered = new Set([...open.unanswered, `${event.kind} ${event.trade ?? ''}`]);
    return { ...state, open: { ...open, unanswered } };
  }
  if (!choice || !open || event.type !== 'answer' || event.message !== open.request.seq) return state;
  const waitedMs = event.at - open.request.at + open.unanswered.size * view.patienceMs;
  const provider = String(choice.facts['provider']);
  const sale = { provider, order: choice.order ?? '', waitedMs, failing: state.failed.size > 0 };
  return { ...state, open: undefined, sales: [...state.sales, sale] };
}

type Measure = (sales: readonly Sale[], view: CaseView) => string;

/** Compares each provider that did not fail with itself, before and after another one failed. */
function unchanged(check: CheckId, probe: string, reason: string, measure: Measure): Judge {
  return judge<Sales>({
    check,
    init: () => ({ failed: new Set(), sales: [], compared: [] }),
    step: follow,
    finish({ failed, sales, compared }, view) {
      const findings: Finding[] = [];
      let observed = 0;
      for (const { kind, seq, facts } of compared) {
        if (kind !== probe) continue;
        observed += 1;
        const { expected, seen } = facts;
        if (stableJson(expected) !== stableJson(seen))
          findings.push({ reason, expected, seen, at: seq, about: { provider: 'another' } });
      }
      for (const provider of new Set(sales.map((sale) => sale.provider))) {
        if (failed.has(provider)) continue;
        const [calm, failing] = [false, true].map((phase) =>
          sales.filter((sale) => sale.provider === provider && sale.failing === phase),
        ) as [Sale[], Sale[]];
        if (calm.length === 0 || failing.length === 0) continue;
        observed += 1;
        const [expected, seen] = [measure(calm, view), measure(failing, view)];
        if (expected !== seen) findings.push({ reason, expected, seen, at: 0, about: { provider } });
      }
      return { observed, findings };
    },
  });
}

/** RES-001: while one provider fails, as many payments with each other one succeed as before. */
const othersSucceedAsBefore = unchanged(
  'RES-001/others-succeed-as-before',
  'isolation.success',
  'failed-with-another',
  (sales, view) => {
    const paid = sales.filter(({ order }) => view.orders.get(order)?.state?.status === 'paid');
    return `${paid.length} of ${sales.length}`;
  },
);

/**
 * RES-001: while one provider fails, whoever chooses another is kept at the cashier no longer than before. A call of the
 * platform that nobody answers counts with the time after which it gives up.
 */
const cashierAsFast = unchanged(
  'RES-001/cashier-as-fast',
  'isolation.time',
  'slower-because-of-another',
  (sales) => `${Math.max(...sales.map(({ waitedMs }) => waitedMs)) / 1000} s`,
);

/** The judges of this rule. */
export const judges: readonly Judge[] = [othersSucceedAsBefore, cashierAsFast];
