import { ROUTING_FUNCTION, type RouteRecord, route } from '../../simulators/checkout/core/routing';
import { stableJson } from '../../simulators/kernel/history';
import { comparison } from './comparison';
import { caseJudge, type Finding, type Judge, judge } from './judge';

interface Choice {
  readonly inputs: string;
  readonly outcome: string;
  readonly seq: number;
}

const DECISIONS = new Set(['offer', 'route']);

/** ROUTE-003: equal inputs led to equal offers and equal routes, over every record of the history. */
const equalInputsEqualRoute = judge<Choice[]>({
  check: 'ROUTE-003/equal-inputs-equal-route',
  init: () => [],
  step(choices, event) {
    if (event.type !== 'decision' || !DECISIONS.has(event.kind)) return choices;
    const { inputs, ...outcome } = event.facts;
    return [...choices, { inputs: stableJson([event.kind, inputs]), outcome: stableJson(outcome), seq: event.seq }];
  },
  finish(choices) {
    const first = new Map<string, string>();
    const findings: Finding[] = [];
    for (const { inputs, outcome, seq } of choices) {
      const expected = first.get(inputs) ?? outcome;
      first.set(inputs, expected);
      if (outcome !== expected) findings.push({ reason: 'same-inputs-other-route', expected, seen: outcome, at: seq });
    }
    return { observed: choices.length, findings };
  },
});

/** ROUTE-003: each payment has its record, and the declared function gives the recorded route for the recorded inputs. */
const recordExplainsRoute = caseJudge('ROUTE-003/record-explains-route', (view) => {
  const findings: Finding[] = [];
  let observed = 0;
  for (const { order, state } of view.orders.values()) {
    for (const payment of state?.payments ?? []) {
      observed += 1;
      const at = state?.seq ?? 0;
      const about = { order, provider: payment.provider };
      const record = payment.route as unknown as RouteRecord | undefined;
      if (!record?.inputs) {
        findings.push({ reason: 'record-missing', expected: 'inputs and outcome', seen: null, at, about });
        continue;
      }
      const replayed = record.function === ROUTING_FUNCTION ? route(record.inputs) : undefined;
      const expected = replayed && { provider: replayed.provider, product: replayed.product, payee: replayed.payee };
      const seen = { provider: payment.provider, product: record.product, payee: payment.payee };
      if (expected && stableJson(expected) === stableJson(seen)) continue;
      findings.push({ reason: 'replay-differs', expected: expected ?? null, seen, at, about });
    }
  }
  return { observed, findings };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  equalInputsEqualRoute,
  recordExplainsRoute,
  comparison('ROUTE-003/names-decide-nothing', { kind: 'route.permuted', reason: 'names-changed-the-outcome' }),
  comparison('ROUTE-003/arrivals-change-nothing', { kind: 'route.arrival', reason: 'arrival-changed-the-others' }),
];
