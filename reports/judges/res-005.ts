import { type Fact, type HistoryEvent, stableJson } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';

const isCashier = (event: HistoryEvent) => event.type === 'page' && event.kind === 'cashier.shown';
const strings = (value: Fact): string[] => (Array.isArray(value) ? value.map(String) : []);

/** RES-005: whom the declared rule keeps out, and nobody else, the cashier names as out of service. */
const asDeclared = eventJudge('RES-005/as-declared', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const methods = view.methods.get(order.merchant) ?? [];
  if (!methods.some((provider) => view.answers.everSilent(provider))) return undefined;
  const ofUs = (provider: string) => methods.includes(provider) && view.providers.get(provider)?.inService === true;
  const expected = view.answers.out(view.health, event.at).filter(ofUs);
  const seen = strings(event.facts['unavailable']).filter(ofUs).sort();
  const differing = [...expected, ...seen].filter((each) => !expected.includes(each) || !seen.includes(each));
  if (differing.length === 0) return [];
  const about = { order: order.order, provider: differing.join(', ') };
  return [{ reason: 'taken-out-otherwise', expected, seen, at: event.seq, about }];
});

/** When a provider was no longer shown, and when it was again, counted from its first silence. */
type Trace = ReadonlyArray<{ readonly shown: boolean; readonly afterMs: number }>;

interface Traces {
  /** Since when each provider that the scenario silenced has been silent. */
  readonly since: ReadonlyMap<string, number>;
  readonly traces: ReadonlyMap<string, Trace>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const alike = (expected: Fact, seen: Fact, provider: string, at: number): Finding[] =>
  stableJson(expected) === stableJson(seen)
    ? []
    : [{ reason: 'treated-differently', expected, seen, at, about: { provider } }];

function looked({ since, traces }: Traces, event: HistoryEvent): Traces['traces'] {
  const methods = strings(event.facts['methods']);
  const next = new Map(traces);
  for (const [provider, at] of since) {
    const trace = traces.get(provider) ?? [];
    const shown = methods.includes(provider);
    if ((trace.at(-1)?.shown ?? true) !== shown) next.set(provider, [...trace, { shown, afterMs: event.at - at }]);
  }
  return next;
}

/** RES-005: the same silence takes every provider out after the same time, and brings it back on the same path. */
const sameForAll = judge<Traces>({
  check: 'RES-005/same-for-all',
  init: () => ({ since: new Map(), traces: new Map(), observed: 0, findings: [] }),
  step(state, event) {
    if (event.type === 'probe' && event.kind === 'health.exchanged') {
      const { expected, seen } = event.facts;
      const findings = [...state.findings, ...alike(expected, seen, 'another', event.seq)];
      return { ...state, observed: state.observed + 1, findings };
    }
    if (event.type === 'declared' && event.kind === 'silence' && event.facts['silent'] === true) {
      const provider = String(event.facts['provider']);
      return { ...state, since: new Map(state.since).set(provider, event.at) };
    }
    return isCashier(event) ? { ...state, traces: looked(state, event) } : state;
  },
  finish({ traces, observed, findings }) {
    const [first, ...others] = [...traces];
    const differing = others.flatMap(([provider, trace]) => alike(first?.[1] ?? [], trace, provider, 0));
    return { observed: observed + others.length, findings: [...findings, ...differing] };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [asDeclared, sameForAll];
