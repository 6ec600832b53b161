import type { JudgedBy, NotApplicable } from '../reports/verdicts/applicability';
import { beijingDay, type Millis } from '../simulators/kernel/time';
import { marketOfDay } from '../simulators/market/day';
import { integratedOn, type Market, readMarket } from '../simulators/market/market';
import { DEFAULT_PLATFORM, type PlatformName } from '../simulators/market/platforms';
import { providerEntries } from '../simulators/providers/registry';
import { DEFAULT_START } from '../simulators/world/world';
import { providerNames } from './vocabulary';

/** Which market a run is about. */
export interface MarketChoice {
  /** The day on which worlds begin; without it the usual one. */
  readonly asOf?: string;
  readonly platform?: PlatformName;
}

/** At nine in the morning in Beijing, as every world. */
const startOf = (day: string): Millis => Date.parse(`${day}T09:00:00+08:00`);

/** The day on which the worlds of a run begin. */
export const dayOf = ({ asOf }: MarketChoice): string => asOf ?? beijingDay(DEFAULT_START);

/** Business time at which the worlds of a run begin. */
export const startIn = ({ asOf }: MarketChoice): Millis => (asOf === undefined ? DEFAULT_START : startOf(asOf));

const markets = new Map<string, Market>();

/** The market of a run: the platform with the providers that are open on it that day and have a folder in this house. */
export function marketIn(choice: MarketChoice): Market {
  const { platform = DEFAULT_PLATFORM } = choice;
  const key = `${platform} ${choice.asOf ?? ''}`;
  const known = markets.get(key);
  if (known) return known;
  const whole = readMarket(platform);
  const providers = integratedOn(whole, dayOf(choice)).filter(({ id }) => providerEntries[id] !== undefined);
  // The usual market is what its file says, so that a provider that is missing there fails what speaks of it.
  const isUsual = choice.asOf === undefined && platform === DEFAULT_PLATFORM;
  const market = isUsual ? whole : { ...whole, providers };
  markets.set(key, market);
  return market;
}

/** What the rules of a run are judged by. */
export function judgedBy(choice: MarketChoice): JudgedBy {
  const { openAccess = false } = marketIn(choice);
  const platform = choice.platform ?? DEFAULT_PLATFORM;
  return { day: dayOf(choice), platform, capabilities: { 'open-access': openAccess } };
}

function named(provider: string): Record<string, string> {
  const [en = provider, zh = provider] = providerNames[provider] ?? [];
  return { 'provider.en': en, 'provider.zh': zh };
}

/** Why a provider is not there on the day of a run, from the market data. */
function absence(provider: string, choice: MarketChoice): NotApplicable {
  const { day, platform } = judgedBy(choice);
  const { methods, never } = marketOfDay(day, platform);
  const method = methods.find((each) => each.provider === provider);
  const base = { ...named(provider), platform, day };
  if (method?.host !== undefined) {
    const [en = method.host, zh = method.host] = providerNames[method.host] ?? [];
    const about = { ...base, 'host.en': en, 'host.zh': zh, source: method.source };
    return { code: 'provider-inside-another', about };
  }
  const source = method?.source ?? never.find((each) => each.provider === provider)?.source ?? `${platform}.yaml`;
  return { code: 'provider-not-there', about: { ...base, state: method?.state ?? 'none', source } };
}

/** The tag of scenarios that speak of something that is in force from a day. */
const SINCE = /^@from-(\d{4}-\d{2}-\d{2})$/;
/** The tag of scenarios that compare providers with one another. */
const SEVERAL = '@several-providers';
const FEW = 2;

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Longer names first, so that a name within another is not taken for it. */
const NAMES = Object.entries(providerNames)
  .flatMap(([id, names]) => names.map((name) => ({ id, name })))
  .sort((a, b) => b.name.length - a.name.length);
const ANY_NAME = new RegExp(NAMES.map(({ name }) => escaped(name)).join('|'), 'g');

/** The providers that a text names. */
function providersIn(text: string): string[] {
  const found = [...text.matchAll(ANY_NAME)].map(([name]) => NAMES.find((each) => each.name === name)?.id);
  return [...new Set(found.filter((id) => id !== undefined))];
}

/**
 * Why a scenario does not apply to the market of a run; undefined when it does. It applies only where every provider that
 * it names is there for all, and those that compare providers only where there are several. The usual market excuses nothing.
 */
export function whyNotTried(
  steps: readonly string[],
  tags: readonly string[],
  choice: MarketChoice,
): NotApplicable | undefined {
  if (choice.asOf === undefined && choice.platform === undefined) return undefined;
  const { providers } = marketIn(choice);
  const { day, platform } = judgedBy(choice);
  const from = tags.map((tag) => SINCE.exec(tag)?.[1] ?? '').find((since) => since > day);
  if (from !== undefined) return { code: 'not-in-force-yet', about: { day, from } };
  const there = providers.filter(({ id }) => openToAll(id, choice)).map(({ id }) => id);
  const missing = steps.flatMap(providersIn).find((id) => !there.includes(id));
  if (missing !== undefined) return absence(missing, choice);
  if (there.length === 0 || (tags.includes(SEVERAL) && there.length < FEW)) {
    const needed = tags.includes(SEVERAL) ? FEW : 1;
    return { code: 'too-few-providers', about: { platform, day, needed: String(needed) } };
  }
  return undefined;
}

/** True where a provider is open to everybody on the day of a run, not to some. */
export function openToAll(provider: string, choice: MarketChoice): boolean {
  const platform = choice.platform ?? DEFAULT_PLATFORM;
  const { methods } = marketOfDay(dayOf(choice), platform);
  return methods.some((each) => each.provider === provider && each.state === 'live' && each.host === undefined);
}
