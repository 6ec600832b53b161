import type { RegisteredRule } from '../register/schema';

/** Under this media type a scenario attaches why it does not apply. */
export const NOT_APPLICABLE_MEDIA_TYPE = 'application/vnd.hutong.not-applicable+json';

/** Why something is not applicable, as a code; never a guess, always from the dated data or the statement of capabilities. */
export const NOT_APPLICABLE_CODES = [
  'not-in-force-yet',
  'no-longer-in-force',
  'capability-missing',
  'provider-not-there',
  'provider-inside-another',
  'too-few-providers',
] as const;

/** Why a rule or a scenario is not applicable, as data; the sentence comes from the wording tables. */
export interface NotApplicable {
  readonly code: (typeof NOT_APPLICABLE_CODES)[number];
  /** What the sentence names: day, provider, platform, state, source … */
  readonly about: Readonly<Record<string, string>>;
}

/** What a run is judged by: a day, and what the platform under test says that it can do. */
export interface JudgedBy {
  /** The day in Beijing on which the run takes place. */
  readonly day: string;
  readonly platform: string;
  /** False for what the platform declares that it does not do; everything else it does. */
  readonly capabilities: Readonly<Partial<Record<RegisteredRule['capability'], boolean>>>;
}

/** Why a rule cannot be judged on a day; undefined when it can. */
export function whyNotJudged(
  rule: RegisteredRule,
  { day, platform, capabilities }: JudgedBy,
): NotApplicable | undefined {
  const { from, to } = rule.inForce;
  if (from !== null && day < from) return { code: 'not-in-force-yet', about: { day, from } };
  if (to && day > to) return { code: 'no-longer-in-force', about: { day, to } };
  if (capabilities[rule.capability] === false)
    return { code: 'capability-missing', about: { platform, capability: rule.capability } };
  return undefined;
}
