import { DAY_MS, type Millis } from '../../../kernel/time';
import type { ClosedDays } from '../../closed-days';
import { type Profile, setting } from '../../profile';
import { errors } from '../errors';
import type { NoticeDesk } from '../notices';
import type { App } from '../register';
import { buyer } from '../views';
import { accountLines } from './account';
import { type ArchiveEntry, archive } from './archive';
import { detailLines } from './detail';
import { type BillForm, type BillHead, billFile } from './layout';
import type { BillLinks } from './links';
import type { BillPeriod } from './period';
import { type BillRow, type FeeRule, movements, readRate, within } from './rows';
import { summaryLines } from './summary';

/** A bill that somebody may fetch. */
export interface Bill {
  readonly type: string;
  readonly app: App;
  /** The accounts that it is about. */
  readonly payees: readonly string[];
  readonly period: BillPeriod;
}

/** What bills are made from, and where their links lead. */
export interface BillDesk extends NoticeDesk {
  readonly closed: ClosedDays;
  readonly links: BillLinks<Bill>;
  /** When this Alipay opened its doors; its applications had been registered for a while then. */
  readonly openedAt: Millis;
  readonly origin: (secure: boolean) => string;
}

/** The numbers of bills in a profile that has them all; times in milliseconds. */
export function billNumbers({ bills, provider }: Profile) {
  const { monthFromDay, keptYears, registeredFor } = bills ?? {};
  if (!bills || !monthFromDay || !keptYears || !registeredFor) throw new Error(`profile of ${provider} has no bills`);
  return {
    availableFrom: bills.availableFrom.value,
    linkLife: bills.linkLife.value,
    monthFromDay: monthFromDay.value,
    keptYears: keptYears.value,
    registeredFor: registeredFor.value,
    perMillion: readRate(bills.feeRate.value),
  };
}

function formOf(profile: Profile): BillForm {
  return {
    lineEnd: setting(profile, 'billLineEnd') === 'crlf' ? '\r\n' : '\n',
    quotes: setting(profile, 'commasInBills') === 'quoted',
    refundSign: setting(profile, 'refundAmountsInBills') === 'negative' ? -1 : 1,
    feeSign: setting(profile, 'serviceFeeInBills') === 'negative' ? -1 : 1,
    feeRows: setting(profile, 'feeRowsInAccountBill') === 'shown',
  };
}

const feeRule = (profile: Profile): FeeRule => ({
  perMillion: billNumbers(profile).perMillion,
  returned: setting(profile, 'serviceFeeOfRefunds') === 'returned',
});

/** When a bill is made at the latest: some hours after its day, some days after its month (sheet 2.13). */
export function readyAt({ isMonth, to }: BillPeriod, profile: Profile): Millis {
  const { availableFrom, monthFromDay } = billNumbers(profile);
  return to + availableFrom + (isMonth ? (monthFromDay - 1) * DAY_MS : 0);
}

/** The account number with which bills are named: the contract's, with a suffix (sheet 5). */
export const userIdOf = ({ pid }: App): string => `${pid}0156`;

/** The digits of a period, as addresses and file names carry them. */
export const digitsOf = ({ date }: BillPeriod): string => date.replaceAll('-', '');

const movementsOf = (desk: BillDesk, { payees }: Bill): BillRow[] =>
  movements(desk.book.trades(), payees, feeRule(desk.profile));

/** True when nothing happened in a bill's period. */
export const isEmpty = (desk: BillDesk, bill: Bill): boolean =>
  within(movementsOf(desk, bill), bill.period).length === 0;

/** The bytes of a bill: a ZIP of one or two files (sheet 5, requirement A24). */
export function billArchive(desk: BillDesk, bill: Bill): Uint8Array {
  const { profile } = desk;
  const { type, app, period } = bill;
  const form = formOf(profile);
  const head: BillHead = { userId: userIdOf(app), period, exportedAt: Math.min(desk.now(), readyAt(period, profile)) };
  const accountOf = (trade: BillRow['trade']) => buyer(desk, trade)['buyer_logon_id'] ?? '';
  const rows = movementsOf(desk, bill);
  const file = (what: string, lines: readonly string[]): ArchiveEntry => ({
    name: `${head.userId}_${digitsOf(period)}_${what}.csv`,
    content: billFile(lines, form),
  });
  if (type === 'signcustomer') {
    return archive([file('账务明细', accountLines(rows, head, form, accountOf))], head.exportedAt);
  }
  const shown = within(rows, period);
  const files = [
    file('业务明细', detailLines(shown, head, form, accountOf)),
    file('业务明细(汇总)', summaryLines(shown, head, form)),
  ];
  return archive(files, head.exportedAt);
}

/** Whose movements a type of bill holds; some types are known by name only (sheet 2.13). */
export function payeesIn(desk: BillDesk, app: App, type: string, smid: string | undefined): readonly string[] {
  const { profile, register } = desk;
  if (smid !== undefined && type !== 'trade_zft_merchant') throw errors.billArguments('smid仅用于trade_zft_merchant');
  if (type === 'signcustomer') return [app.pid];
  if (type === 'trade') {
    return setting(profile, 'tradeBillOfPlatform') === 'own-account' ? [app.pid] : register.payeesOf(app);
  }
  const known = type === 'trade_zft_merchant' && setting(profile, 'subMerchantBill') === 'as-trade';
  if (!known) throw errors.billTypeUnknown();
  if (smid !== undefined && !app.subMerchants.includes(smid)) throw errors.billArguments('smid无效');
  return smid === undefined ? app.subMerchants : [smid];
}
