import { createHash } from 'node:crypto';
import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';
import { beijingDay } from '../../simulators/kernel/time';
import { records, words } from './page';

/** A merchant as the harness declared it. */
interface Place {
  readonly province?: string;
  readonly city?: string;
  readonly capital: boolean;
  readonly codeKind: string;
}

/** What a cashier needs of an authority. */
const NEEDED = 'online-payment';

const NOWHERE: Place = { capital: false, codeKind: 'merchant' };
const BASE = 100;

/** The published place of a merchant in an opening: SHA-256 of provider and merchant as a number, modulo 100. */
function placeInDraw(provider: string, merchant: string): number {
  const bytes = createHash('sha256').update(`${provider}/${merchant}`).digest();
  return bytes.reduce((rest, byte) => (rest * 256 + byte) % BASE, 0);
}

/** Everywhere, or one of a list; what is no list is everywhere. */
const holds = (list: Fact, value: string | undefined): boolean =>
  !Array.isArray(list) || (value !== undefined && words(list).includes(value));

/**
 * What was declared of providers' authorities and openings, and of merchants' places. It decides from these facts alone
 * and shares nothing with the platform, so that a mistake in one does not hide in the other.
 */
export class StandingFacts {
  readonly #authorities = new Map<string, readonly Facts[]>();
  readonly #openings = new Map<string, readonly Facts[]>();
  readonly #places = new Map<string, Place>();
  /** Whoever is found inside another's cashier, and whose. */
  readonly guests = new Map<string, string>();

  step({ type, kind, facts }: HistoryEvent): void {
    if (type !== 'declared') return;
    if (kind === 'merchant' && facts['codeKind'] !== undefined)
      this.#places.set(String(facts['merchant']), facts as unknown as Place);
    if (kind === 'guest') this.guests.set(String(facts['provider']), String(facts['host']));
    if (kind !== 'standing') return;
    const provider = String(facts['provider']);
    if (facts['authorities'] !== undefined) this.#authorities.set(provider, records(facts['authorities']));
    if (facts['opening'] !== undefined) this.#openings.set(provider, records(facts['opening']));
  }

  /** True when a provider has an authority for an order of a merchant at an instant; where nothing was declared, it has. */
  hasAuthority(provider: string, merchant: string, at: number): boolean {
    const declared = this.#authorities.get(provider);
    const day = beijingDay(at);
    const { province } = this.#places.get(merchant) ?? NOWHERE;
    return (
      declared === undefined ||
      declared.some(({ business, regions, from, to }) => {
        const inForce = String(from) <= day && (typeof to !== 'string' || to >= day);
        return inForce && words(business).includes(NEEDED) && holds(regions, province);
      })
    );
  }

  /** True when a provider is open for an order of a merchant on a device at an instant; where nothing was declared, it is. */
  isOpen(provider: string, merchant: string, device: string, at: number): boolean {
    const declared = this.#openings.get(provider);
    if (declared === undefined) return true;
    const day = beijingDay(at);
    const past = declared.filter(({ from }) => String(from) <= day);
    const now = past.at(-1);
    if (now?.['state'] === 'live') return true;
    if (now?.['state'] !== 'live in part') return false;
    return this.#isReached(now['conditions'], provider, merchant, device);
  }

  #isReached(conditions: Fact, provider: string, merchant: string, device: string): boolean {
    if (typeof conditions !== 'object' || conditions === null || Array.isArray(conditions)) return false;
    const { merchantShare, cities, entrances, codeKinds } = conditions as Facts;
    const { city, capital, codeKind } = this.#places.get(merchant) ?? NOWHERE;
    const drawn = typeof merchantShare !== 'number' || placeInDraw(provider, merchant) < merchantShare;
    const there = cities === 'provincial-capitals' ? capital : holds(cities, city);
    return drawn && there && holds(entrances, device) && holds(codeKinds, codeKind);
  }
}
