import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

const isCashier = (event: HistoryEvent) => event.type === 'page' && event.kind === 'cashier.shown';

/** CHO-004: a preselected method is the payer's own earlier choice. */
const nothingPreselected = judge<{ choices: Map<string, string[]>; observed: number; findings: Finding[] }>({
  check: 'CHO-004/nothing-preselected',
  init: () => ({ choices: new Map(), observed: 0, findings: [] }),
  step(state, event, view) {
    if (event.type === 'act' && event.kind === 'method.chosen') {
      const payer = view.orders.get(event.order ?? '')?.payer;
      if (payer === undefined) return state;
      const earlier = [...(state.choices.get(payer) ?? []), String(event.facts['provider'])];
      return { ...state, choices: new Map(state.choices).set(payer, earlier) };
    }
    const order = view.orders.get(event.order ?? '');
    if (!isCashier(event) || !order) return state;
    const seen = event.facts['preselected'] ?? null;
    const own = order.payer === undefined ? [] : (state.choices.get(order.payer) ?? []);
    const observed = state.observed + 1;
    if (seen === null || own.includes(String(seen))) return { ...state, observed };
    const finding: Finding = {
      reason: 'preselected-by-platform',
      expected: own.length === 0 ? 'nothing preselected' : own,
      seen,
      at: event.seq,
      about: { order: order.order, provider: String(seen) },
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: (state) => state,
});

/** CHO-004: every payment that is started for an order goes to the provider that the payer chose last before it. */
const chosenIsUsed = judge<HistoryEvent[]>({
  check: 'CHO-004/chosen-is-used',
  init: () => [],
  step: (started, event) =>
    event.type === 'message' && event.kind === 'payment.create' && event.to !== 'platform'
      ? [...started, event]
      : started,
  finish(started, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const event of started) {
      const order = view.orderOf(event.trade);
      if (!order) continue;
      observed += 1;
      const expected =
        order.chosen.filter(({ seq }) => seq < event.seq).at(-1)?.provider ?? 'no provider: nobody chose';
      if (event.to === expected) continue;
      const about = { order: order.order, provider: event.to ?? '' };
      findings.push({ reason: 'provider-replaced', expected, seen: event.to, at: event.seq, about });
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [nothingPreselected, chosenIsUsed];
