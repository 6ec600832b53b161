import { type Measure, passed, readDuties } from '../../simulators/checkout/books/duties';
import type { HistoryEvent } from '../../simulators/kernel/history';
import { beijingDay, SECOND_MS } from '../../simulators/kernel/time';
import { type Finding, type Judge, judge } from './judge';

/** The dated thresholds, read once. */
const duties = readDuties();

/** Something that happened, with what it measures; `subject` is how an incident about it is known. */
interface Happening {
  readonly subject: string;
  readonly measure: Measure;
  readonly value: number;
  readonly at: number;
}

interface Known {
  readonly kind: string;
  readonly subject: string;
}

interface Register {
  readonly reported: readonly Happening[];
  /** Since when each provider is out of service. */
  readonly out: ReadonlyMap<string, number>;
  readonly seen: ReadonlyArray<{
    readonly seq: number;
    readonly happened: readonly Happening[];
    readonly known: readonly Known[];
  }>;
}

const outages = ({ out }: Register, at: number): Happening[] =>
  [...out].map(([provider, since]) => ({
    subject: provider,
    measure: 'interruptionSeconds',
    value: Math.ceil((at - since) / SECOND_MS),
    at,
  }));

function follow(state: Register, { type, kind, facts, at, seq }: HistoryEvent): Register {
  if (type === 'act' && kind === 'event.reported') {
    const measure = String(facts['measure']) as Measure;
    const happening = { subject: String(facts['subject']), measure, value: Number(facts['value']), at };
    return { ...state, reported: [...state.reported, happening] };
  }
  if (type === 'declared' && kind === 'provider' && typeof facts['inService'] === 'boolean') {
    const out = new Map(state.out);
    if (facts['inService']) out.delete(String(facts['provider']));
    else out.set(String(facts['provider']), at);
    return { ...state, out };
  }
  if (type !== 'contract' || kind !== 'incidents') return state;
  const { incidents } = facts as unknown as { incidents: readonly Known[] };
  const happened = [...state.reported, ...outages(state, at)];
  return { ...state, seen: [...state.seen, { seq, happened, known: incidents }] };
}

function thresholds(check: `RES-004/${string}`, isAbout: (past: boolean) => boolean, reason: string): Judge {
  return judge<Register>({
    check,
    init: () => ({ reported: [], out: new Map(), seen: [] }),
    step: follow,
    finish({ seen }) {
      const looked = seen.flatMap(({ seq, happened, known }) =>
        happened.flatMap(({ subject, measure, value, at }): Finding[][] => {
          const past = passed(duties, { [measure]: value }, beijingDay(at)).length > 0;
          if (!isAbout(past)) return [];
          const recorded = known.some((each) => each.kind === measure && each.subject.includes(subject));
          const about = { what: measure, subject };
          return [recorded === past ? [] : [{ reason, expected: past, seen: recorded, at: seq, about }]];
        }),
      );
      return { observed: looked.length, findings: looked.flat() };
    },
  });
}

/** The judges of this rule: past a threshold there is a record, at it there is none. */
export const judges: readonly Judge[] = [
  thresholds('RES-004/past-a-threshold-recorded', (past) => past, 'incident-missing'),
  thresholds('RES-004/at-a-threshold-not-recorded', (past) => !past, 'incident-of-nothing'),
];
