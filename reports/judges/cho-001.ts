import type { HistoryEvent } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge } from './judge';
import { outOfService, usableProviders } from './oracle';

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const isCashier = (event: HistoryEvent) => event.type === 'page' && event.kind === 'cashier.shown';

/** CHO-001: what the page shows is what the oracle computes, and what the scenario expects in plain words. */
const shownEqualsEligible = eventJudge('CHO-001/shown-equals-eligible', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const seen = strings(event.facts['methods']).sort();
  const expected = usableProviders(view, order, String(event.facts['device']));
  const about = { order: order.order, merchant: order.merchant };
  const at = event.seq;
  const missing = expected.filter((provider) => !seen.includes(provider));
  const surplus = seen.filter((provider) => !expected.includes(provider));
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push({
      reason: 'usable-method-missing',
      expected,
      seen,
      at,
      about: { ...about, provider: missing.join(', ') },
    });
  if (surplus.length > 0)
    findings.push({
      reason: 'unusable-method-shown',
      expected,
      seen,
      at,
      about: { ...about, provider: surplus.join(', ') },
    });
  return findings;
});

/** CHO-001: a method that is out of service is named as such, so that its absence is no riddle. */
const outageIsTold = eventJudge('CHO-001/outage-is-told', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const expected = outOfService(view, order);
  if (expected.length === 0) return undefined;
  const seen = strings(event.facts['unavailable']);
  const untold = expected.filter((provider) => !seen.includes(provider));
  const about = { order: order.order, provider: untold.join(', ') };
  return untold.length === 0 ? [] : [{ reason: 'outage-not-told', expected, seen, at: event.seq, about }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [shownEqualsEligible, outageIsTold];
