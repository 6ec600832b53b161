import { type Fact, type Facts, type HistoryEvent, stableJson } from '../../simulators/kernel/history';
import { type CheckId, type Finding, type Judge, judge } from './judge';
import { words } from './page';

/** An application as its applicant made it, and how it stood when it was read. */
export interface Admission {
  readonly applicationNo: string;
  readonly applicant: string;
  readonly group: string;
  /** The published conditions that the applicant does not meet. */
  readonly lacks: readonly string[];
  readonly appliedAt: number;
  readonly reads: ReadonlyArray<{ readonly at: number; readonly seq: number; readonly answer: Facts | undefined }>;
}

/** What has been published and applied for, from the applicants' side. */
export interface Admissions {
  readonly terms: Facts;
  /** False while the platform lets nobody in. */
  readonly intakeOpen: boolean;
  readonly applications: ReadonlyMap<string, Admission>;
}

const answerIn = (value: Fact): Facts | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Facts) : undefined;

function gather(state: Admissions, { kind, facts, at, seq }: HistoryEvent): Admissions {
  const applicationNo = String(facts['applicationNo']);
  const known = state.applications.get(applicationNo);
  switch (kind) {
    case 'access.terms':
      return { ...state, terms: facts };
    case 'access.intake':
      return { ...state, intakeOpen: facts['open'] === true };
    case 'access.applied': {
      const { applicant, group, lacks } = facts;
      const made = { applicationNo, applicant: String(applicant), group: String(group), lacks: words(lacks).sort() };
      const applications = new Map(state.applications).set(applicationNo, { ...made, appliedAt: at, reads: [] });
      return { ...state, applications };
    }
    case 'access.read': {
      if (!known) return state;
      const reads = [...known.reads, { at, seq, answer: answerIn(facts['answer']) }];
      return { ...state, applications: new Map(state.applications).set(applicationNo, { ...known, reads }) };
    }
    default:
      return state;
  }
}

/** The last answer to an application, with the event that shows it. */
export const lastAnswer = ({ reads }: Admission) => reads.findLast(({ answer }) => answer !== undefined);

/** What the published terms say about an application; written apart from the platform. */
export function answerByTerms({ terms, intakeOpen }: Admissions, { lacks }: Admission): Facts {
  if (!intakeOpen) return { decision: 'not-now' };
  if (lacks.length > 0) return { decision: 'refused', unmet: lacks };
  return { decision: 'granted', interfaces: terms['interfaces'] ?? [], feePerMillion: terms['feePerMillion'] ?? null };
}

/** An answer in one form, whatever the order of what it lists. */
export function inOneForm({ decision, unmet, interfaces, feePerMillion }: Facts): Facts {
  if (decision === 'refused') return { decision, unmet: words(unmet).sort() };
  if (decision === 'granted') return { decision, interfaces: words(interfaces).sort(), feePerMillion };
  return { decision };
}

/** True when two answers say the same. */
export const sameAnswer = (one: Facts, other: Facts): boolean =>
  stableJson(inOneForm(one)) === stableJson(inOneForm(other));

/** A judge of applications, when everything has been answered and read. */
export function admissionsJudge(
  check: CheckId,
  look: (admissions: Admissions) => { readonly observed: number; readonly findings: readonly Finding[] },
): Judge {
  return judge<Admissions>({
    check,
    init: () => ({ terms: {}, intakeOpen: true, applications: new Map() }),
    step: (state, event) => (event.kind.startsWith('access.') ? gather(state, event) : state),
    finish: (state) => look(state),
  });
}
