import { MINUTE_MS, type Millis } from '../../kernel/time';

/** When a provider that does not answer is no longer offered, and how it comes back. One rule for all (rule RES-005). */
export interface HealthRule {
  /** At so many instants in a row it was asked and did not answer … */
  readonly silences: number;
  /** … and from the first of them to the last at least this long. Both must hold. */
  readonly silentForMs: number;
  /** So long it stays out. Then it is on trial: the first silence takes it out again, the first answer brings it back. */
  readonly staysOutMs: number;
}

/** The declared numbers. They are ours: no source that was read gives any. */
export const HEALTH_RULE: HealthRule = { silences: 3, silentForMs: MINUTE_MS, staysOutMs: 5 * MINUTE_MS };

/** What is remembered of one provider's answers; who it is, is not among it. */
export interface Health {
  /** Since when it has not answered. */
  readonly silentSince?: Millis;
  /** When it last did not answer. */
  readonly silentAt?: Millis;
  /** At how many instants since then it was asked in vain. */
  readonly silences: number;
  /** When it was last taken out; absent while it is in good health. */
  readonly outSince?: Millis;
}

export const HEALTHY: Health = { silences: 0 };

/** True while the provider may be offered: in good health, or on trial. */
export const mayBeOffered = ({ outSince }: Health, at: Millis, { staysOutMs }: HealthRule): boolean =>
  outSince === undefined || at >= outSince + staysOutMs;

/** A provider was asked something and answered, whatever it said, or did not answer. */
export function afterAsking(health: Health, answered: boolean, at: Millis, rule: HealthRule): Health {
  const { outSince } = health;
  const onTrial = outSince !== undefined && mayBeOffered(health, at, rule);
  if (answered && health.silences === 0 && !onTrial) return health;
  if (answered) return onTrial || outSince === undefined ? HEALTHY : { silences: 0, outSince };
  const silentSince = health.silentSince ?? at;
  const silences = health.silentAt === at ? health.silences : health.silences + 1;
  const heardNothing = { silentSince, silentAt: at, silences };
  if (onTrial) return { ...heardNothing, outSince: at };
  const tooLong = silences >= rule.silences && at - silentSince >= rule.silentForMs;
  if (outSince !== undefined) return { ...heardNothing, outSince };
  return tooLong ? { ...heardNothing, outSince: at } : heardNothing;
}
