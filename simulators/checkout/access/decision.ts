import type { AuthorityRecord } from '../core/authority';
import { type AccessTerms, type ConditionId, PRACTICES, type Practice } from './terms';

/** What a provider that wants to be let in says of itself. */
export interface Application {
  readonly applicant: string;
  /** The group of companies to which it belongs; whoever applies must say it, and nothing follows from it. */
  readonly group: string;
  readonly authorities: readonly AuthorityRecord[];
  readonly interface: string;
  readonly practices: Readonly<Record<Practice, boolean>>;
}

/** What decides an answer beside the application itself. */
export interface AccessState {
  /** The business day in Beijing. */
  readonly day: string;
  /** False while the platform takes nobody in, whoever it is. */
  readonly intakeOpen: boolean;
  /** The interfaces that are published. */
  readonly interfaces: readonly string[];
}

/** The answer to an application. */
export type AccessAnswer =
  | { readonly decision: 'granted'; readonly interfaces: readonly string[]; readonly feePerMillion: number }
  | { readonly decision: 'refused'; readonly unmet: readonly ConditionId[] }
  | { readonly decision: 'not-now' };

/** Decides an application by the published terms. */
export type AccessDecision = (application: Application, terms: AccessTerms, state: AccessState) => AccessAnswer;

const isAuthorised = (authorities: readonly AuthorityRecord[], day: string) =>
  authorities.some(
    ({ from, to, business }) => from <= day && (to === null || day <= to) && business.includes('online-payment'),
  );

function isMet(condition: ConditionId, application: Application, { day, interfaces }: AccessState): boolean {
  if (condition === 'lawful-authority') return isAuthorised(application.authorities, day);
  if (condition === 'published-interface') return interfaces.includes(application.interface);
  return application.practices[condition];
}

/** The decision that works: not now, or every published condition, and no other; who applies does not count. */
export const decideAccess: AccessDecision = (application, { conditions, feePerMillion }, state) => {
  if (!state.intakeOpen) return { decision: 'not-now' };
  const unmet = conditions.map(({ id }) => id).filter((id) => !isMet(id, application, state));
  if (unmet.length > 0) return { decision: 'refused', unmet };
  return { decision: 'granted', interfaces: state.interfaces, feePerMillion };
};

/** What is missing in an application, by its name there; an incomplete one is sent back at once. */
export function missingIn(application: Partial<Application>): string[] {
  const members = (['applicant', 'group', 'authorities', 'interface'] as const).filter(
    (name) => application[name] === undefined,
  );
  const practices = PRACTICES.filter((practice) => application.practices?.[practice] === undefined);
  return [...members, ...practices];
}
