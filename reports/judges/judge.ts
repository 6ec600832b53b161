import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { CaseView } from './view';

/** The id of a check: the rule, then what is checked, for example `CHO-001/shown-equals-eligible`. */
export type CheckId = `${string}-${number}/${string}`;

/** One thing that is not as the rule says. Findings are data; sentences come from the wording tables. */
export interface Finding {
  /** Why, as a code that a defect can be tied to. */
  readonly reason: string;
  readonly expected: Fact;
  readonly seen: Fact;
  /** The event of the history that shows it. */
  readonly at: number;
  /** Whom or what it is about, for the sentence: order, provider, merchant … */
  readonly about?: Readonly<Record<string, string>>;
}

/** What a judge found: how often it had something to look at, and what was wrong. */
export interface Judgement {
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/**
 * One judge per check: a pure fold over the history. Then-steps, the storm and later verification use the same one.
 * The case view is folded from the same events, so that twenty judges need not each rebuild it.
 */
export interface Judge<S = unknown> {
  readonly check: CheckId;
  init(): S;
  step(state: S, event: HistoryEvent, view: CaseView): S;
  finish(state: S, view: CaseView): Judgement;
}

/** Forgets the state's type, so that judges can stand in one list. */
export function judge<S>(definition: Judge<S>): Judge {
  return definition as Judge;
}

/**
 * A judge that looks at single events: `look` returns undefined where there is nothing to judge, an empty list where all
 * is well, and findings otherwise.
 */
export function eventJudge(
  check: CheckId,
  look: (event: HistoryEvent, view: CaseView) => readonly Finding[] | undefined,
): Judge {
  return judge<{ observed: number; findings: Finding[] }>({
    check,
    init: () => ({ observed: 0, findings: [] }),
    step(state, event, view) {
      const found = look(event, view);
      if (found === undefined) return state;
      return {
        observed: state.observed + 1,
        findings: found.length === 0 ? state.findings : [...state.findings, ...found],
      };
    },
    finish: (state) => state,
  });
}

/** A judge that looks at the whole case when it is over. */
export function caseJudge(check: CheckId, look: (view: CaseView) => Judgement): Judge {
  return judge<null>({ check, init: () => null, step: (state) => state, finish: (_state, view) => look(view) });
}

/** Judges a history; the result is a function of the events alone. */
export function runJudge(judge: Judge, events: readonly HistoryEvent[]): Judgement {
  return runJudges([judge], events)[0] ?? { observed: 0, findings: [] };
}

/** Judges a history by several judges in one pass. */
export function runJudges(judges: readonly Judge[], events: readonly HistoryEvent[]): Judgement[] {
  const view = new CaseView();
  const states = judges.map((each) => each.init());
  for (const event of events) {
    view.step(event);
    for (let i = 0; i < judges.length; i += 1) states[i] = judges[i]?.step(states[i], event, view);
  }
  return judges.map((each, i) => each.finish(states[i], view));
}
