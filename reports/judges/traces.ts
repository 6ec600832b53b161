import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, type Finding, type Judge, judge } from './judge';

/** How much of something: a count, or one where it is there at all. */
const amount = (value: Fact) => (value === true ? 1 : typeof value === 'number' ? value : 0);

/** A fact of a walk, and the reason when the way to one provider has more of it than the way to another. */
export interface Compared {
  readonly fact: string;
  readonly reason: string;
}

/** Walks of one device and language, which must not differ by provider. */
function findingsAmong(walks: readonly HistoryEvent[], compared: readonly Compared[]): Finding[] {
  return compared.flatMap(({ fact, reason }) => {
    const least = Math.min(...walks.map(({ facts }) => amount(facts[fact])));
    return walks
      .filter(({ facts }) => amount(facts[fact]) > least)
      .map(({ facts, seq, order = '' }): Finding => {
        const about = { order, provider: String(facts['provider']) };
        return { reason, expected: least, seen: amount(facts[fact]), at: seq, about };
      });
  });
}

/** Compares the ways from the cashier to each provider, among walks of the same device and language. */
export function spread(check: CheckId, compared: readonly Compared[]): Judge {
  return judge<HistoryEvent[]>({
    check,
    init: () => [],
    step: (walks, event) => (event.type === 'page' && event.kind === 'handoff.walked' ? [...walks, event] : walks),
    finish(walks) {
      const alike = Map.groupBy(walks, ({ facts }) => `${facts['device']} ${facts['language']}`);
      const findings: Finding[] = [];
      let observed = 0;
      for (const group of alike.values()) {
        if (new Set(group.map(({ facts }) => facts['provider'])).size < 2) continue;
        observed += group.length;
        findings.push(...findingsAmong(group, compared));
      }
      return { observed, findings };
    },
  });
}
