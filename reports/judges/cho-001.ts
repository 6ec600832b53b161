import type { HistoryEvent } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import { outOfService, usableProviders } from './oracle';

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const isCashier = (event: HistoryEvent) => event.type === 'page' && event.kind === 'cashier.shown';

interface Shown {
  /** The last cashier page of each order. */
  readonly pages: ReadonlyMap<string, HistoryEvent>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

function differences(expected: readonly string[], page: HistoryEvent, about: Record<string, string>): Finding[] {
  const seen = strings(page.facts['methods']).sort();
  const at = page.seq;
  const missing = expected.filter((provider) => !seen.includes(provider));
  const surplus = seen.filter((provider) => !expected.includes(provider));
  const finding = (reason: string, providers: readonly string[]): Finding[] =>
    providers.length === 0 ? [] : [{ reason, expected, seen, at, about: { ...about, provider: providers.join(', ') } }];
  return [...finding('usable-method-missing', missing), ...finding('unusable-method-shown', surplus)];
}

/** CHO-001: what the page shows is what the oracle computes, and what the scenario expects in plain words. */
const shownEqualsEligible = judge<Shown>({
  check: 'CHO-001/shown-equals-eligible',
  init: () => ({ pages: new Map(), observed: 0, findings: [] }),
  step(state, event, view) {
    const order = view.orders.get(event.order ?? '');
    if (!order) return state;
    const about = { order: order.order, merchant: order.merchant };
    if (isCashier(event)) {
      const expected = usableProviders(view, order, String(event.facts['device']), event.at);
      const findings = [...state.findings, ...differences(expected, event, about)];
      return { pages: new Map(state.pages).set(order.order, event), observed: state.observed + 1, findings };
    }
    const page = state.pages.get(order.order);
    if (event.type !== 'probe' || event.kind !== 'cashier.expected' || !page) return state;
    const without = strings(event.facts['without']);
    const others = strings(page.facts['methods']).filter((provider) => !without.includes(provider));
    const expected = [...new Set([...strings(event.facts['methods']), ...others])].sort();
    return {
      ...state,
      observed: state.observed + 1,
      findings: [...state.findings, ...differences(expected, page, about)],
    };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** CHO-001: a method that is out of service is named as such, so that its absence is no riddle. */
const outageIsTold = eventJudge('CHO-001/outage-is-told', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const expected = outOfService(view, order, event.at);
  if (expected.length === 0) return undefined;
  const seen = strings(event.facts['unavailable']);
  const untold = expected.filter((provider) => !seen.includes(provider));
  const about = { order: order.order, provider: untold.join(', ') };
  return untold.length === 0 ? [] : [{ reason: 'outage-not-told', expected, seen, at: event.seq, about }];
});

/** CHO-001: whoever has no mouse picks every usable method, sees where the keyboard is, and gets on. */
const pickedByKeyboard = eventJudge('CHO-001/picked-by-keyboard', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (event.type !== 'page' || event.kind !== 'cashier.walked' || !order) return undefined;
  const expected = usableProviders(view, order, String(event.facts['device']), event.at);
  const picked = strings(event.facts['picked']).sort();
  const unmarked = strings(event.facts['unmarked']);
  const findings: Finding[] = [];
  const add = (reason: string, wanted: Finding['expected'], seen: Finding['seen'], provider: string) =>
    findings.push({ reason, expected: wanted, seen, at: event.seq, about: { order: order.order, provider } });
  const missed = expected.filter((provider) => !picked.includes(provider));
  if (missed.length > 0) add('not-picked-by-keyboard', expected, picked, missed.join(', '));
  else if (event.facts['goesOn'] !== true) add('keyboard-stops-here', 'the next page', 'the same page', '');
  if (unmarked.length > 0) add('focus-not-marked', 'a mark at each method', unmarked, unmarked.join(', '));
  return findings;
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [shownEqualsEligible, outageIsTold, pickedByKeyboard];
