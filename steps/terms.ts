import { noticePeriods, workingDays } from '../simulators/market/notice-periods';
import { TermsDriver } from './drivers/terms';
import type { HutongWorld } from './world';

const drivers = new WeakMap<HutongWorld, TermsDriver>();

/** The driver of a scenario for what is settled apart from single orders. */
export function termsOf(world: HutongWorld): TermsDriver {
  const known = drivers.get(world);
  if (known) return known;
  const driver = new TermsDriver(world.platform);
  drivers.set(world, driver);
  return driver;
}

/** Every day from one to another. */
function daysOf({ from, to }: { from: string; to: string }): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** Puts on record what the dated data say of notice and of working days, for the judges. */
export function declareNotice(world: HutongWorld): void {
  const periods = noticePeriods.map(({ change, period, unit, from }) => ({ change, period, unit, from }));
  const holidays = workingDays.parts.flatMap((part) => part.holidays.flatMap(daysOf));
  const worked = workingDays.parts.flatMap((part) => part.worked);
  world.platform.declare('notice-periods', { periods, holidays, worked });
}
