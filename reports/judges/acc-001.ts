import { admissionsJudge, answerByTerms, inOneForm, lastAnswer, sameAnswer } from './admissions';
import type { Finding, Judge } from './judge';

/** ACC-001: every answer is the one that the published conditions, interfaces and fee give. */
const asPublished = admissionsJudge('ACC-001/as-published', (admissions) => {
  const answered = [...admissions.applications.values()].flatMap((each) => {
    const answer = lastAnswer(each);
    return answer ? [{ each, answer }] : [];
  });
  const findings = answered.flatMap(({ each, answer: { seq, answer = {} } }): Finding[] => {
    const expected = inOneForm(answerByTerms(admissions, each));
    const about = { applicant: each.applicant };
    if (sameAnswer(expected, answer)) return [];
    return [{ reason: 'answer-differs-from-terms', expected, seen: inOneForm(answer), at: seq, about }];
  });
  return { observed: answered.length, findings };
});

/** ACC-001: two applications that differ in nothing but the owner have the same answer. */
const ownerMakesNoDifference = admissionsJudge('ACC-001/owner-makes-no-difference', ({ applications }) => {
  const all = [...applications.values()];
  const pairs = all.flatMap((one, i) =>
    all
      .slice(i + 1)
      .filter((other) => other.group !== one.group && other.lacks.join() === one.lacks.join())
      .map((other) => [lastAnswer(one), lastAnswer(other), one, other] as const),
  );
  const findings = pairs.flatMap(([one, other, first, second]): Finding[] => {
    const [expected, seen] = [one?.answer ?? {}, other?.answer ?? {}];
    if (sameAnswer(expected, seen)) return [];
    const about = { applicant: `${first.applicant}, ${second.applicant}` };
    return [{ reason: 'owner-changed-the-answer', expected, seen, at: other?.seq ?? one?.seq ?? 0, about }];
  });
  return { observed: pairs.length, findings };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [asPublished, ownerMakesNoDifference];
