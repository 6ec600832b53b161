import type { Facts } from '../../simulators/kernel/history';
import { stableJson } from '../../simulators/kernel/history';
import { acceptedJudge, isNotShown, isShown } from './accepted';
import { eventJudge, type Judge, judge } from './judge';
import { usableProviders } from './oracle';
import { records } from './page';
import type { CaseView } from './view';

/** True while platform and provider both want it. */
const bothWant = (view: CaseView, provider: string): boolean => {
  const facts = view.providers.get(provider);
  return facts?.platformOptedIn === true && facts.providerOptedIn;
};

/** ACC-007: nobody is offered whom the platform does not want, or who does not want the platform. */
const onlyWhileBoth = acceptedJudge(
  'ACC-007/only-while-both',
  { reason: 'offered-without-both' },
  (provider, _page, view) => !bothWant(view, provider),
  isNotShown,
);

/** ACC-007: whoever is wanted by both and usable can be chosen, whatever was before. */
const bothSuffice = acceptedJudge(
  'ACC-007/both-suffice',
  { reason: 'withheld-though-both-want' },
  (provider, { order, device, at }, view) => usableProviders(view, order, device, at).includes(provider),
  isShown,
);

/** ACC-007: what others agree, change or end moves nothing of a provider. */
const nobodyElseDecides = eventJudge('ACC-007/nobody-else-decides', (event) => {
  if (event.type !== 'probe' || event.kind !== 'relation.changed') return undefined;
  const [before, after] = [records(event.facts['before']), records(event.facts['after'])];
  if (stableJson(before) === stableJson(after)) return [];
  const about = { provider: String(event.facts['provider']) };
  return [{ reason: 'moved-by-a-third-party', expected: before, seen: after, at: event.seq, about }];
});

/** A refund of an order whose provider has left, as the merchant asked for it. */
interface Asked {
  readonly order: string;
  readonly provider: string;
  readonly amountFen: number;
  readonly seq: number;
}

const askedIn = (facts: Facts, order: string, seq: number): Asked => ({
  order,
  provider: String(facts['provider']),
  amountFen: Number(facts['amountFen']),
  seq,
});

/** ACC-007: whoever has left still gives back what was paid, as the provider's own books show. */
const paidOrdersUntouched = judge<readonly Asked[]>({
  check: 'ACC-007/paid-orders-untouched',
  init: () => [],
  step: (asked, { type, kind, facts, order = '', seq }) =>
    type === 'probe' && kind === 'refund.after-leaving' ? [...asked, askedIn(facts, order, seq)] : asked,
  finish(asked, view) {
    const findings = asked.flatMap(({ order, provider, amountFen, seq }) => {
      const seen = view.tradesOf(order).reduce((sum, { refundedFen }) => sum + refundedFen, 0);
      if (seen === amountFen) return [];
      return [{ reason: 'paid-order-left-behind', expected: amountFen, seen, at: seq, about: { order, provider } }];
    });
    return { observed: asked.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [onlyWhileBoth, bothSuffice, nobodyElseDecides, paidOrdersUntouched];
