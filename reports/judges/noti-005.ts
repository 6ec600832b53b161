import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import type { CaseView } from './view';

interface Asked {
  /** When the payer was handed what is needed to pay, by trade. */
  readonly started: ReadonlyMap<string, { readonly at: number; readonly provider: string }>;
  readonly queries: ReadonlyMap<string, readonly HistoryEvent[]>;
  /** Trades of which no notice ever arrived. */
  readonly told: ReadonlySet<string>;
}

const initial = (): Asked => ({ started: new Map(), queries: new Map(), told: new Set() });

/** Follows, per trade, when it began, whether a notice arrived, and every question of the platform. */
function follow(state: Asked, event: HistoryEvent): Asked {
  const trade = event.trade ?? '';
  if (event.type === 'answer' && event.kind === 'notice.payment')
    return { ...state, told: new Set([...state.told, trade]) };
  if (event.type !== 'message') return state;
  if (event.kind === 'payment.create' && !state.started.has(trade)) {
    return { ...state, started: new Map(state.started).set(trade, { at: event.at, provider: event.to ?? '' }) };
  }
  if (event.kind !== 'payment.query' || event.by !== 'platform') return state;
  return { ...state, queries: new Map(state.queries).set(trade, [...(state.queries.get(trade) ?? []), event]) };
}

/** Trades that were paid at the provider and of which the platform was never told. */
function untold(state: Asked, view: CaseView): string[] {
  return [...state.started.keys()].filter(
    (trade) => !state.told.has(trade) && (view.trades.get(trade)?.paidFen ?? 0) > 0,
  );
}

function asking(
  check: `NOTI-005/${string}`,
  look: (trade: string, state: Asked, view: CaseView) => Finding | undefined,
): Judge {
  return judge<Asked>({
    check,
    init: initial,
    step: follow,
    finish(state, view) {
      const trades = untold(state, view);
      const findings = trades.flatMap((trade) => look(trade, state, view) ?? []);
      return { observed: trades.length, findings };
    },
  });
}

const about = (trade: string, state: Asked, view: CaseView) => ({
  order: view.orderOf(trade)?.order ?? trade,
  provider: state.started.get(trade)?.provider ?? '',
});

/** NOTI-005: with every notice lost, the platform still finds that the order is paid. */
const foundByQuery = asking('NOTI-005/found-by-query', (trade, state, view) => {
  const payment = view.orderOf(trade)?.state?.payments.find(({ paymentNo }) => paymentNo === trade);
  if (payment?.status === 'paid') return undefined;
  const at = view.orderOf(trade)?.state?.seq ?? 0;
  return {
    reason: 'never-found',
    expected: 'paid',
    seen: payment?.status ?? 'unknown',
    at,
    about: about(trade, state, view),
  };
});

/** NOTI-005: the first question comes within the time that the provider's profile names. */
const firstLookInTime = asking('NOTI-005/first-look-in-time', (trade, state, view) => {
  const started = state.started.get(trade);
  const within = view.providers.get(started?.provider ?? '')?.firstQueryWithinMs ?? Number.POSITIVE_INFINITY;
  const first = state.queries.get(trade)?.[0];
  const waited = first && started ? first.at - started.at : undefined;
  if (waited !== undefined && waited <= within) return undefined;
  const seen = waited === undefined ? 'no query' : `${waited / 1000} s`;
  return {
    reason: 'asked-too-late',
    expected: `within ${within / 1000} s`,
    seen,
    at: first?.seq ?? 0,
    about: about(trade, state, view),
  };
});

/** NOTI-005: the platform does not ask more often than the profile's schedule has entries. */
const queryBudgetKept = asking('NOTI-005/query-budget-kept', (trade, state, view) => {
  const provider = state.started.get(trade)?.provider ?? '';
  const budget = view.providers.get(provider)?.queries ?? Number.POSITIVE_INFINITY;
  const asked = state.queries.get(trade) ?? [];
  if (asked.length <= budget) return undefined;
  const at = asked.at(-1)?.seq ?? 0;
  return {
    reason: 'asked-too-often',
    expected: `at most ${budget}`,
    seen: asked.length,
    at,
    about: about(trade, state, view),
  };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [foundByQuery, firstLookInTime, queryBudgetKept];
