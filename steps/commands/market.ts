import { marketText } from '../../reports/formats/market-text';
import type { Language } from '../../reports/formats/text';
import { beijingDay } from '../../simulators/kernel/time';
import { marketOfDay, platformNames } from '../../simulators/market/day';
import { ConfigurationError, type ExitCode } from './command-line';

/** The options of `hutong market`. */
export interface MarketOptions {
  /** A day; today in Beijing without it. */
  readonly asOf?: string;
  readonly platform?: string;
  readonly json?: boolean;
  readonly lang: Language;
}

/** `hutong market`: who has opened to whom on a day, at the cashiers and by their codes. */
export function showMarket({ asOf, platform, json, lang }: MarketOptions): ExitCode {
  const known = platformNames();
  if (platform !== undefined && !known.includes(platform))
    throw new ConfigurationError(`found platform "${platform}", expected one of: ${known.join(', ')}`);
  const day = marketOfDay(asOf ?? beijingDay(Date.now()), platform);
  console.log(json ? JSON.stringify(day, null, 2) : marketText(day, lang));
  return 0;
}
