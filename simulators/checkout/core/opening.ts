import { drawOf } from '../../market/draw';
import type { CodeKind, Conditions, RelationState } from '../../market/relations';

/** From a day on a provider's relation to the platform stands so (rule ACC-008). */
export interface OpeningStep {
  /** The business day in Beijing. */
  readonly from: string;
  readonly state: RelationState;
  /** Whom a partial opening reaches; one without conditions reaches nobody. */
  readonly conditions?: Conditions;
}

/** For whom an opening is asked about. Nothing else of a merchant or a payer can decide it. */
export interface OpeningQuestion {
  /** The business day in Beijing. */
  readonly day: string;
  readonly provider: string;
  readonly merchant: string;
  readonly city?: string;
  /** True where the city is the capital of its province. */
  readonly capital: boolean;
  /** The kind of code by which the merchant collects. */
  readonly codeKind: CodeKind;
  /** Where the payer stands: `desktop` or `phone`. */
  readonly entrance: string;
}

/** Why a provider is not open for an order. */
export type OpeningProblem = 'not-open-yet' | 'not-open-here' | 'no-longer-open';

/** Whether a provider is open for an order; undefined when it is. */
export type OpeningRule = (steps: readonly OpeningStep[], question: OpeningQuestion) => OpeningProblem | undefined;

/** True for whoever meets every condition that is given. */
export function isReached(conditions: Conditions | undefined, question: OpeningQuestion): boolean {
  if (!conditions) return false;
  const { merchantShare, cities, entrances, codeKinds } = conditions;
  const { provider, merchant, city, capital, codeKind, entrance } = question;
  if (merchantShare !== undefined && drawOf(provider, merchant) >= merchantShare) return false;
  if (cities === 'provincial-capitals' && !capital) return false;
  if (Array.isArray(cities) && (city === undefined || !cities.includes(city))) return false;
  if (entrances && !entrances.includes(entrance)) return false;
  return !codeKinds || codeKinds.includes(codeKind);
}

/** The rule that works: the step of the day decides, and where it is partial, its declared conditions. */
export const openingRule: OpeningRule = (steps, question) => {
  const step = steps.findLast(({ from }) => from <= question.day);
  switch (step?.state) {
    case 'live':
      return undefined;
    case 'live in part':
      return isReached(step.conditions, question) ? undefined : 'not-open-here';
    case 'withdrawn':
      return 'no-longer-open';
    default:
      return 'not-open-yet';
  }
};
