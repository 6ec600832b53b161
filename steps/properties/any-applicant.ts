import fc from 'fast-check';
import { type Application, decideAccess } from '../../simulators/checkout/access/decision';
import { CONDITIONS, PRACTICES, readAccessTerms } from '../../simulators/checkout/access/terms';
import { factsOf, History } from '../../simulators/kernel/history';
import { IDENTITIES, OWN_GROUP } from '../../simulators/market/identities';
import type { CoreMarketOptions } from '../../simulators/simulation/core-market';
import type { Story } from './property';

const DAY = '2026-11-24';
const INTERFACES = ['alpha', 'beta'];
const terms = readAccessTerms();

/** Several providers of any owners, each lacking any of the conditions; or a platform that lets nobody in. */
export interface ApplicantsCase {
  readonly lacks: readonly string[];
  readonly groups: readonly string[];
  readonly intakeOpen: boolean;
}

const GROUPS = [...new Set([OWN_GROUP, ...IDENTITIES.map(({ owner }) => owner)])];

/** Any applicants that are alike but for their owners, one of them the platform's own. */
export const anyApplicants: fc.Arbitrary<ApplicantsCase> = fc.record({
  lacks: fc.subarray([...CONDITIONS]),
  groups: fc.shuffledSubarray(GROUPS, { minLength: 2, maxLength: 4 }),
  intakeOpen: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

function applicationOf(group: string, lacks: readonly string[]): Application {
  const to = lacks.includes('lawful-authority') ? '2026-11-23' : DAY;
  return {
    applicant: `a company of ${group}`,
    group,
    authorities: [{ kind: 'bank', business: ['online-payment'], regions: 'nationwide', from: '2020-01-01', to }],
    interface: lacks.includes('published-interface') ? 'gamma' : 'beta',
    practices: Object.fromEntries(PRACTICES.map((id) => [id, !lacks.includes(id)])) as Application['practices'],
  };
}

/** Each of them applies, and the desk decides. */
export const decideAll =
  ({ checkout }: CoreMarketOptions) =>
  ({ lacks, groups, intakeOpen }: ApplicantsCase): Story => {
    const decide = checkout?.decideAccess ?? decideAccess;
    const history = new History(() => Date.parse(`${DAY}T09:00:00+08:00`));
    const append = (type: 'act' | 'contract' | 'declared', by: string, kind: string, facts: object) =>
      history.append({ type, by, kind, facts: factsOf(facts) });
    append('declared', 'harness', 'access.intake', { open: intakeOpen });
    const { answerWithin, feePerMillion } = terms;
    append('contract', 'platform', 'access.terms', {
      answerWithinMs: answerWithin,
      interfaces: INTERFACES,
      feePerMillion,
    });
    for (const [i, group] of groups.entries()) {
      const application = applicationOf(group, lacks);
      const applicationNo = String(i + 1);
      append('act', 'applicant', 'access.applied', { applicationNo, applicant: application.applicant, group, lacks });
      const answer = decide(application, terms, { day: DAY, intakeOpen, interfaces: INTERFACES });
      append('contract', 'platform', 'access.read', { applicationNo, answer });
    }
    const intake = intakeOpen ? 'the intake is open' : 'nobody is let in';
    return {
      told: [`${groups.join(', ')} apply, lacking ${lacks.join(', ') || 'nothing'}`, intake],
      events: history.events(),
    };
  };
