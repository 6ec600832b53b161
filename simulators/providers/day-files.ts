import { createHash } from 'node:crypto';
import { yuanText } from '../kernel/money';
import { beijingDateTime, DAY_MS, type Millis, readBeijingDateTime } from '../kernel/time';
import type { TradeBook } from './engine/book';
import { type Movement, movementsOf } from './movements';
import { billTerms, type Profile } from './profile';

/** The file of one account's business day. */
export interface DayFile {
  readonly account: string;
  /** `yyyy-MM-dd`. */
  readonly day: string;
}

/** What the day's file of a provider is written with, where no file of its own is public. */
export interface DayFileDesk {
  readonly book: TradeBook;
  readonly profile: Profile;
  /** The name and version of the profile, which stands in the file. */
  readonly label: string;
  /** What the columns are called, in the protocol's own words. */
  readonly columns: readonly string[];
}

const KINDS: Readonly<Record<Movement['kind'], string>> = { payment: 'PAY', refund: 'REFUND', reversal: 'CANCEL' };

/** The first instant of a day in Beijing, and the first after it. */
function periodOf(day: string): { readonly from: Millis; readonly to: Millis } {
  const from = readBeijingDateTime(`${day} 00:00:00`) ?? Number.NaN;
  return { from, to: from + DAY_MS };
}

function numbers(profile: Profile) {
  const terms = billTerms(profile);
  if (!terms || !profile.bills) throw new Error(`profile of ${profile.provider} has no bills`);
  return { ...terms, linkLife: profile.bills.linkLife.value };
}

const row = ({ trade, refund, kind, at, amountFen, feeFen }: Movement): string =>
  [
    KINDS[kind],
    trade.outTradeNo,
    trade.tradeNo,
    refund?.outRefundNo ?? '',
    yuanText(amountFen),
    yuanText(feeFen),
    beijingDateTime(at),
  ].join(',');

function listed({ book, profile }: DayFileDesk, { account, day }: DayFile): Movement[] {
  return movementsOf(book.trades(), account, numbers(profile).feePerMillion, periodOf(day));
}

/** True when nothing happened on that account's day. */
export const isEmptyDay = (desk: DayFileDesk, file: DayFile): boolean => listed(desk, file).length === 0;

/** When a day's file can be had. */
export const dayFileReadyAt = (profile: Profile, day: string): Millis =>
  periodOf(day).to + numbers(profile).readyAfterMs;

/** The text of a file: whose, which day, the rows, and how many and how much they are. */
export function dayFileText(desk: DayFileDesk, file: DayFile): string {
  const rows = listed(desk, file);
  const sum = (kinds: ReadonlyArray<Movement['kind']>) => {
    const some = rows.filter(({ kind }) => kinds.includes(kind));
    return [some.length, yuanText(some.reduce((total, { amountFen }) => total + amountFen, 0))];
  };
  const total = ['#TOTAL', ...sum(['payment']), ...sum(['refund', 'reversal'])].join(',');
  const head = [`#${desk.label}`, `#${file.account},${file.day}`, desk.columns.join(',')];
  return `${[...head, ...rows.map(row), total].join('\n')}\n`;
}

/** The SHA-256 of a file as it stands now, which the signed answer names. */
export const dayFileDigest = (desk: DayFileDesk, file: DayFile): string =>
  createHash('sha256').update(dayFileText(desk, file)).digest('hex');

/** The addresses of files that somebody asked for; each works for a while, and the oldest are forgotten. */
export class DayFileLinks {
  readonly #links = new Map<string, DayFile & { readonly until: Millis }>();

  constructor(readonly profile: Profile) {}

  add(name: string, file: DayFile, now: Millis): void {
    this.#links.set(name, { ...file, until: now + numbers(this.profile).linkLife });
    if (this.#links.size <= 1000) return;
    for (const oldest of this.#links.keys()) {
      this.#links.delete(oldest);
      return;
    }
  }

  at(account: string, name: string, now: Millis): DayFile | undefined {
    const link = this.#links.get(name);
    return link?.account === account && now <= link.until ? link : undefined;
  }
}
