import { fen } from '../kernel/money';
import type { Millis } from '../kernel/time';
import type { Change } from '../market/notice-periods';
import type { Bilingual } from './config';
import type { Charge } from './core/charges';

/** A change that is announced before it takes effect (rule ACC-006). */
export interface NewAnnouncement {
  readonly change: Change;
  /** The provider that it is about; a rule of the platform has none. */
  readonly provider?: string;
  readonly text: Bilingual;
  /** The fee from that day on, in whole fen; zero ends it. */
  readonly amountFen?: number;
  readonly announcedAt: Millis;
  readonly effectiveAt: Millis;
  /** When a planned stop is over; without it the stop has no end yet. */
  readonly until?: Millis;
}

export interface Announcement extends NewAnnouncement {
  readonly id: number;
}

const about = (provider: string, change: Change, now: Millis) => (each: Announcement) =>
  each.change === change && each.provider === provider && each.effectiveAt <= now;

/** The fee of a provider as announced for today: the latest that has taken effect. */
export function feeOf(provider: string, announcements: readonly Announcement[], now: Millis): Charge[] {
  const amountFen = announcements.filter(about(provider, 'fee', now)).at(-1)?.amountFen ?? 0;
  return amountFen === 0 ? [] : [{ kind: 'fee', party: 'provider', amountFen: fen(amountFen) }];
}

/** True from the announced instant on at which a provider stops, until the stop is over. */
export const hasStopped = (provider: string, announcements: readonly Announcement[], now: Millis): boolean =>
  announcements.filter(about(provider, 'planned-stop', now)).some(({ until }) => until === undefined || now < until);
