import { endOfDay, MIDNIGHT, shiftedDay } from '../simulators/checkout/books/business-day';
import type { AuthorityRecord } from '../simulators/checkout/core/authority';
import type { OpeningStep } from '../simulators/checkout/core/opening';
import { beijingDay, SECOND_MS } from '../simulators/kernel/time';
import { type Conditions, STATES } from '../simulators/market/relations';
import { openShop, placeOrder, USUAL_AMOUNT } from './actions';
import { Prerequisite, type Setting } from './drivers/platform';
import { declareStanding } from './drivers/standing';
import type { HutongWorld } from './world';

/** The day of the scenario's clock, or one near it. */
export const dayFromNow = (world: HutongWorld, days = 0): string =>
  shiftedDay(beijingDay(world.market.clock.now()), days);

/** Moves to the last second of the day. */
export const toLastSecond = (world: HutongWorld) =>
  world.market.clock.advanceTo(endOfDay(dayFromNow(world), MIDNIGHT) - SECOND_MS);

/** Moves to the first instant of the next day. */
export const toNextDay = (world: HutongWorld) => world.market.clock.advanceTo(endOfDay(dayFromNow(world), MIDNIGHT));

/** A licence that covers a cashier everywhere, since long ago and for good. */
const LICENCE: AuthorityRecord = {
  kind: 'payment-licence',
  business: ['online-payment', 'code-payment'],
  regions: 'nationwide',
  from: '2011-05-26',
  to: null,
};

/** Declares a provider's only authorities. */
export const authorise = (world: HutongWorld, provider: string, authorities: readonly AuthorityRecord[]) =>
  declareStanding(world.platform, provider, { authorities });

/** A licence covers everything until today, and from tomorrow on what it is changed to, if anything. */
export function changeLicence(world: HutongWorld, provider: string, change: Partial<AuthorityRecord> | undefined) {
  const today = { ...LICENCE, to: dayFromNow(world) };
  const later = change && { ...LICENCE, ...change, from: dayFromNow(world, 1) };
  return authorise(world, provider, later ? [today, later] : [today]);
}

export const beginLicence = (world: HutongWorld, provider: string) =>
  authorise(world, provider, [{ ...LICENCE, from: dayFromNow(world, 1) }]);

const KINDS: Readonly<Record<string, AuthorityRecord['kind']>> = {
  bank: 'bank',
  'clearing institution': 'clearing-licence',
  'e-CNY operator': 'e-cny-operator',
};

/** Another lawful authority than a licence of a payment institution, and no licence beside it. */
export function authoriseBy(world: HutongWorld, provider: string, words: string) {
  const kind = KINDS[words];
  if (!kind) throw new Prerequisite(`one of: ${Object.keys(KINDS).join(', ')}`, `the scenario says "${words}"`);
  return authorise(world, provider, [{ ...LICENCE, kind }]);
}

/** Whom an opening reaches, in the words of scenarios. */
const REACHES: ReadonlyArray<readonly [RegExp, (words: string[]) => Conditions]> = [
  [/^(\d+) of 100 merchants$/, ([share = '']) => ({ merchantShare: Number(share) })],
  [/^the cities (\w+) and (\w+)$/, (cities) => ({ cities })],
  [/^capitals of provinces$/, () => ({ cities: 'provincial-capitals' })],
  [/^payers on a (desktop|phone)$/, (entrances) => ({ entrances })],
  [/^(personal|merchant) codes$/, ([kind]) => ({ codeKinds: [kind === 'personal' ? 'personal' : 'merchant'] })],
];

function conditionsFrom(text: string): Conditions {
  const parts = text.split('; ').map((words) => {
    const found = REACHES.map(([form, read]) => [form.exec(words), read] as const).find(([match]) => match);
    if (!found?.[0]) throw new Prerequisite('a condition such as "payers on a phone"', `the scenario says "${words}"`);
    return found[1](found[0].slice(1));
  });
  return Object.assign({}, ...parts);
}

const DAYS: Readonly<Record<string, number>> = { today: 0, tomorrow: 1 };

/** The steps of an opening as a scenario lists them: a day, a state, and whom it reaches. */
export function openingFrom(world: HutongWorld, rows: ReadonlyArray<Readonly<Record<string, string>>>): OpeningStep[] {
  return rows.map(({ from = '', state = '', reaches = '' }) => {
    const known = STATES.find((each) => each === state);
    const days = DAYS[from];
    if (!known || days === undefined)
      throw new Prerequisite('a day and a state', `the scenario says "${from} ${state}"`);
    const day = dayFromNow(world, days);
    return { from: day, state: known, ...(reaches === '' ? {} : { conditions: conditionsFrom(reaches) }) };
  });
}

/** Merchants of every city that a scenario names accept every provider. */
export async function openShops(world: HutongWorld, providers: readonly string[]): Promise<void> {
  for (const { id } of world.market.market.merchants) await openShop(world, providers, id);
}

/** A payer of each merchant opens the cashier, on each of these devices. */
export async function openAll(world: HutongWorld, devices: ReadonlyArray<Setting['device']>): Promise<void> {
  for (const { id } of world.market.market.merchants) {
    const order = await placeOrder(world, USUAL_AMOUNT, { merchant: id });
    for (const device of devices) await world.platform.openCashier(order, { ...world.setting, device });
  }
}
