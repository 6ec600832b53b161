import { businessDay, endOfDay, MIDNIGHT, shiftedDay } from '../simulators/checkout/books/business-day';
import { HOUR_MS } from '../simulators/kernel/time';
import { BooksDriver } from './drivers/books';
import { providerNames } from './vocabulary';
import type { HutongWorld } from './world';

/** Who reads books and records in a scenario. */
export const books = (world: HutongWorld) => new BooksDriver(world.market, providerNames);

/** When every provider has published the bill of a day, and what was asked because of it has been answered. */
export const decided = (day: string) => endOfDay(day, MIDNIGHT) + 10 * HOUR_MS + HOUR_MS;

/** The day on which the scenario's first order was placed; today while there is none. */
export function firstDay(world: HutongWorld): string {
  const placed = world.events().find(({ kind }) => kind === 'order.placed');
  return businessDay(placed?.at ?? world.market.clock.now(), MIDNIGHT);
}

/** The days of a scenario that are over, the first first. */
function pastDays(world: HutongWorld): string[] {
  const today = businessDay(world.market.clock.now(), MIDNIGHT);
  const days: string[] = [];
  for (let day = firstDay(world); day < today; day = shiftedDay(day, 1)) days.push(day);
  return days;
}

/** Reads every order, the books of every day that is over, and the register of incidents. */
export async function readBooks(world: HutongWorld): Promise<void> {
  await world.observe();
  for (const day of pastDays(world)) await books(world).readDay(day);
  await books(world).readIncidents();
}

/** A merchant looks up what it is owed for every day that is over. */
export async function readSettlements(world: HutongWorld, merchant: string): Promise<void> {
  for (const day of pastDays(world)) await books(world).readSettlement(merchant, day);
}
