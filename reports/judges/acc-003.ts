import type { Facts } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge } from './judge';
import { inCommon, records } from './page';

const providersIn = (terms: readonly Facts[]) => terms.map(({ provider }) => String(provider));

/** ACC-003: with a rival more, every other method is offered as before, in the same place among them, for the same price. */
const rivalChangesNothing = eventJudge('ACC-003/rival-changes-nothing', (event) => {
  if (event.type !== 'probe' || event.kind !== 'rival.compared') return undefined;
  const [before, after] = [records(event.facts['before']), records(event.facts['after'])];
  const [expected, seen] = [providersIn(before), providersIn(after)];
  const at = event.seq;
  const lost = expected.filter((provider) => !seen.includes(provider));
  const won = seen.filter((provider) => !expected.includes(provider));
  const changed = [...lost, ...won];
  if (changed.length > 0) {
    const about = { provider: changed.join(', ') };
    return [{ reason: 'eligibility-depends-on-rival', expected, seen, at, about }];
  }
  if (inCommon(expected, seen).join() !== inCommon(seen, expected).join())
    return [{ reason: 'rank-depends-on-rival', expected, seen, at }];
  return before.flatMap(({ provider, payableFen }): Finding[] => {
    const now = after.find((terms) => terms['provider'] === provider)?.['payableFen'];
    if (now === payableFen) return [];
    const about = { provider: String(provider) };
    return [{ reason: 'fee-depends-on-rival', expected: payableFen, seen: now, at, about }];
  });
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [rivalChangesNothing];
