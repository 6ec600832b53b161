import type { HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, eventJudge, type Finding, type Judge } from './judge';
import { usableProviders } from './oracle';
import { words } from './page';
import type { CaseView, OrderCase } from './view';

/** A look at the cashier as somebody meets it who uses no mouse, no eyes, or large type. */
function look(
  check: CheckId,
  see: (event: HistoryEvent, usable: readonly string[], view: CaseView, order: OrderCase) => Finding[],
): Judge {
  return eventJudge(check, (event, view) => {
    const order = view.orders.get(event.order ?? '');
    if (event.type !== 'page' || event.kind !== 'cashier.adapted' || !order) return undefined;
    return see(event, usableProviders(view, order, String(event.facts['device']), event.at), view, order);
  });
}

/** A finding when what a page offers some people is not everything that is usable. */
function missing(reason: string, event: HistoryEvent, usable: readonly string[], fact: string): Finding[] {
  const seen = words(event.facts[fact]).sort();
  const left = usable.filter((provider) => !seen.includes(provider));
  const about = { order: event.order ?? '', provider: left.join(', ') };
  return left.length === 0 ? [] : [{ reason, expected: usable, seen, at: event.seq, about }];
}

/** CHO-009: whoever listens hears each method as a choice with its own name, in the language of the page. */
const named = look('CHO-009/named-in-its-language', (event, usable) => {
  const { language, says } = event.facts;
  const findings = missing('not-named', event, usable, 'named');
  if (says !== language) {
    const about = { order: event.order ?? '' };
    findings.push({ reason: 'language-not-said', expected: language, seen: says, at: event.seq, about });
  }
  return findings;
});

/** CHO-009: the keyboard alone reaches and picks every method, and gets on. */
const byKeyboard = look('CHO-009/keyboard-picks-all', (event, usable) =>
  missing('keyboard-misses', event, usable, 'picked'),
);

/** CHO-009: with type twice as large everything is still on the page, side by side with nothing cut off. */
const largeType = look('CHO-009/large-type-fits', (event, usable) => {
  const findings = missing('lost-in-large-type', event, usable, 'large');
  const overflow = Number(event.facts['overflowPx']);
  if (overflow > 0)
    findings.push({
      reason: 'runs-off-the-page',
      expected: 0,
      seen: overflow,
      at: event.seq,
      about: { order: event.order ?? '' },
    });
  return findings;
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [named, byKeyboard, largeType];
