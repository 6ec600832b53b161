import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, type Finding, type Judge, judge } from './judge';

/** How much of something: a count, or one where it is there at all. */
const amount = (value: Fact) => (value === true ? 1 : typeof value === 'number' ? value : 0);

/** Walks of one device and language, which must not differ by provider. */
function findingsAmong(walks: readonly HistoryEvent[], reasons: Readonly<Record<string, string>>): Finding[] {
  return Object.entries(reasons).flatMap(([fact, reason]) => {
    const least = Math.min(...walks.map(({ facts }) => amount(facts[fact])));
    return walks
      .filter(({ facts }) => amount(facts[fact]) > least)
      .map(({ facts, seq, order = '' }): Finding => {
        const about = { order, provider: String(facts['provider']) };
        return { reason, expected: least, seen: amount(facts[fact]), at: seq, about };
      });
  });
}

/**
 * Compares the ways from the cashier to each provider, among walks of the same device and language.
 * @param reasons What is compared, each fact of a walk with the reason when one provider has more of it than another.
 */
export function spread(check: CheckId, reasons: Readonly<Record<string, string>>): Judge {
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
        findings.push(...findingsAmong(group, reasons));
      }
      return { observed, findings };
    },
  });
}
