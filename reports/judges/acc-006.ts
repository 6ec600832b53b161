import type { HistoryEvent } from '../../simulators/kernel/history';
import { beijingDateTime } from '../../simulators/kernel/time';
import { type CheckId, type Finding, type Judge, judge } from './judge';
import { declaredNotice, earliestEffect, type Notice, noNotice } from './notice-oracle';
import { records } from './page';

interface State {
  readonly notice: Notice;
  readonly taken: readonly HistoryEvent[];
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** A judge of announcements, which knows the declared periods and what has been taken so far. */
function announcements(
  check: CheckId,
  look: (event: HistoryEvent, state: State) => readonly Finding[] | undefined,
): Judge {
  return judge<State>({
    check,
    init: () => ({ notice: noNotice, taken: [], observed: 0, findings: [] }),
    step(state, event) {
      if (event.type === 'declared' && event.kind === 'notice-periods')
        return { ...state, notice: declaredNotice(event.facts) };
      const found = look(event, state);
      const isTaken = event.kind === 'change.answered' && event.facts['taken'] === true;
      const taken = isTaken ? [...state.taken, event] : state.taken;
      if (found === undefined) return { ...state, taken };
      return { ...state, taken, observed: state.observed + 1, findings: [...state.findings, ...found] };
    },
    finish: ({ observed, findings }) => ({ observed, findings }),
  });
}

/** The answer to an announcement, with the earliest instant at which it may take effect. */
function answered(event: HistoryEvent, { notice }: State) {
  if (event.type !== 'contract' || event.kind !== 'change.answered') return undefined;
  const change = String(event.facts['change']);
  const earliest = earliestEffect(notice, change, event.at);
  const effectiveAt = Number(event.facts['effectiveAt']);
  const told = { expected: beijingDateTime(earliest), seen: beijingDateTime(effectiveAt), at: event.seq };
  return {
    late: effectiveAt < earliest,
    taken: event.facts['taken'] === true,
    told: { ...told, about: { what: change } },
  };
}

/** ACC-006: a change that comes too early for its notice is refused. */
const lateIsRefused = announcements('ACC-006/late-is-refused', (event, state) => {
  const answer = answered(event, state);
  if (!answer?.late) return undefined;
  return answer.taken ? [{ reason: 'late-change-accepted', ...answer.told }] : [];
});

/** ACC-006: a change that is announced in time is taken. */
const timelyIsTaken = announcements('ACC-006/timely-is-taken', (event, state) => {
  const answer = answered(event, state);
  if (!answer || answer.late) return undefined;
  return answer.taken ? [] : [{ reason: 'timely-change-refused', ...answer.told }];
});

/** ACC-006: everybody can read each announced change and its day, in both languages. */
const toldToAll = announcements('ACC-006/told-to-all', (event, { taken }) => {
  if (event.type !== 'page' || event.kind !== 'announcements.shown' || taken.length === 0) return undefined;
  const shown = records(event.facts['announced']).map(({ announced, effective }) => `${announced} → ${effective}`);
  const due = taken.map(({ at, facts }) => `${beijingDateTime(at)} → ${beijingDateTime(Number(facts['effectiveAt']))}`);
  const untold = due.filter((text) => !shown.includes(text));
  return untold.length === 0 ? [] : [{ reason: 'change-not-published', expected: due, seen: shown, at: event.seq }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [lateIsRefused, timelyIsTaken, toldToAll];
