import { beijingDay, type Millis } from '../../../kernel/time';
import type { Level } from './factors';

/** By which way a payment or a transfer leaves an account. */
export type Way = 'online' | 'dynamic-code' | 'static-code' | 'own-bank-transfer';

/** How far the holder of a payment account was checked when it was opened (NET43 art. 11). */
export type Tier = 'I' | 'II' | 'III';

/** What limits look at. */
export interface LimitedPayment {
  readonly payer: string;
  readonly amountFen: number;
  readonly way: Way;
  /** The gateway's own name for the entrance; no limit of the honest wallet asks for it (rule LIM-008). */
  readonly entrance: string;
  readonly funding: 'balance' | 'card';
  readonly level: Level;
  readonly tier: Tier;
  readonly at: Millis;
}

/** One sum that a payment adds to, and the name of the limit that it must not pass. */
export interface Counter {
  readonly key: string;
  readonly limit: string;
}

/** The sums that a payment adds to. */
export type CountersOf = (payment: LimitedPayment) => readonly Counter[];

const agreedOr = (kind: string, level: Level) => (level === 'A' ? 'agreed' : `${kind}/${level}`);

/**
 * Barcode payments and payments from the balance over the net have each their own sums of the day, per level; a static
 * code has one for all levels. Tiers count what leaves the balance by whatever way: in a year, or ever in tier I, where
 * transfers to the holder's own bank account count as well (rules LIM-002 to -005, -008).
 */
export const countersOf: CountersOf = ({ payer, way, funding, level, tier, at }) => {
  const day = beijingDay(at);
  const counters: Counter[] = [];
  if (way === 'static-code') counters.push({ key: `${payer} static-code ${day}`, limit: 'static-code' });
  if (way === 'dynamic-code') {
    counters.push({ key: `${payer} dynamic-code ${level} ${day}`, limit: agreedOr('dynamic-code', level) });
  }
  if (funding === 'card') return counters;
  if (way === 'online') counters.push({ key: `${payer} balance ${level} ${day}`, limit: agreedOr('balance', level) });
  return [...counters, ...tierCounters(payer, way, tier, day)];
};

/** Both sums are always kept, because a holder may be checked more thoroughly in the middle of a year. */
function tierCounters(payer: string, way: Way, tier: Tier, day: string): readonly Counter[] {
  const ever = { key: `${payer} tier ever`, limit: tier === 'I' ? 'tier/I/ever' : UNLIMITED };
  if (way === 'own-bank-transfer') return [ever];
  return [ever, { key: `${payer} tier ${day.slice(0, 4)}`, limit: tier === 'I' ? UNLIMITED : `tier/${tier}/year` }];
}

/** The name for a sum that is kept and not limited. */
export const UNLIMITED = 'unlimited';
