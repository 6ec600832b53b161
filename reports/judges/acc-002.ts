import { type Admission, admissionsJudge, lastAnswer } from './admissions';
import type { Finding, Judge } from './judge';
import { words } from './page';

const aboutOf = ({ applicant }: Admission) => ({ applicant });

/** ACC-002: whoever looks when the published time has passed finds an answer. */
const answeredInTime = admissionsJudge('ACC-002/answered-in-time', ({ applications, terms }) => {
  const late = [...applications.values()].flatMap((each) => {
    const deadline = each.appliedAt + Number(terms['answerWithinMs']);
    return each.reads.filter(({ at }) => at >= deadline).map((read) => ({ each, read }));
  });
  const silent = late.filter(({ read }) => read.answer === undefined);
  const findings = silent.map(({ each, read }): Finding => {
    return {
      reason: 'no-answer-in-time',
      expected: 'an answer to the application',
      seen: null,
      at: read.seq,
      about: aboutOf(each),
    };
  });
  return { observed: late.length, findings };
});

/** ACC-002: a refusal names every published condition that is not met, and no other. */
const refusalNamesTheUnmet = admissionsJudge('ACC-002/refusal-names-the-unmet', ({ applications }) => {
  const refused = [...applications.values()].flatMap((each) => {
    const last = lastAnswer(each);
    return last?.answer?.['decision'] === 'refused' ? [{ each, last }] : [];
  });
  const findings = refused.flatMap(({ each, last }): Finding[] => {
    const seen = words(last.answer?.['unmet']).sort();
    if (seen.join() === each.lacks.join()) return [];
    return [{ reason: 'unmet-condition-not-named', expected: each.lacks, seen, at: last.seq, about: aboutOf(each) }];
  });
  return { observed: refused.length, findings };
});

/** ACC-002: "not now" is said to everybody while nobody is let in, and to nobody otherwise. */
const notNowIsForAll = admissionsJudge('ACC-002/not-now-is-for-all', ({ applications, intakeOpen }) => {
  const answered = [...applications.values()].flatMap((each) => {
    const last = lastAnswer(each);
    return last ? [{ each, last }] : [];
  });
  const findings = answered.flatMap(({ each, last }): Finding[] => {
    const decision = last.answer?.['decision'] ?? null;
    if ((decision === 'not-now') === !intakeOpen) return [];
    const expected = intakeOpen ? 'granted or refused' : 'not now';
    return [{ reason: 'not-now-for-some', expected, seen: decision, at: last.seq, about: aboutOf(each) }];
  });
  return { observed: answered.length, findings };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [answeredInTime, refusalNamesTheUnmet, notNowIsForAll];
