import { type Market, relationsOf } from './market';
import { participantNamed } from './participants';
import { hostOf, isOpen, type Relation, stepOn } from './relations';

/** A provider that payers of a platform find inside another provider's cashier. */
export interface Guest {
  readonly id: string;
  readonly name: { readonly en: string; readonly zh: string };
  /** The provider in whose cashier it is found. */
  readonly host: string;
  /** Its relation to the platform, day by day. */
  readonly steps: Relation['steps'];
}

/** Every guest of a platform, whoever is its host. */
export const guestsOf = (market: Market): readonly Guest[] =>
  relationsOf(market).flatMap(({ provider: id, entrance, steps }) => {
    const host = hostOf(entrance);
    return host === undefined ? [] : [{ id, name: participantNamed(id)?.name ?? { en: id, zh: id }, host, steps }];
  });

/** The guests that a host has in its cashier on a day. */
export const guestsAt = (guests: readonly Guest[], host: string, day: string): readonly Guest[] =>
  guests.filter((guest) => guest.host === host && isOpen(stepOn(guest.steps, day)?.state));
