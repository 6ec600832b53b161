import { beijingDay } from '../../../kernel/time';
import { setting } from '../../profile';
import type { Body } from '../envelope';
import { errors } from '../errors';
import { textAt } from '../fields';
import type { Admitted } from '../gateway';
import { type Bill, type BillDesk, billNumbers, digitsOf, isEmpty, payeesIn, readyAt, userIdOf } from './bill';
import { type BillPeriod, readPeriod, yearsBefore } from './period';

export const BILL_PATH = '/downloadBillFile.resource';

/** Asks too early, too late, or about a time before there was an application (sheet 2.13). */
function checkPeriod({ profile, closed, openedAt, now }: BillDesk, period: BillPeriod): void {
  const { keptYears, registeredFor } = billNumbers(profile);
  const at = now();
  const { date, to } = period;
  if (closed.has(date)) return;
  if (at < to) throw errors.bill(setting(profile, 'billOfToday'));
  if (at < readyAt(period, profile)) throw errors.bill(setting(profile, 'billNotReady'));
  if (beijingDay(to - 1) < yearsBefore(at, keptYears)) throw errors.bill(setting(profile, 'billTooOld'));
  if (to <= openedAt - registeredFor) throw errors.bill('BILL_DATE_BEFORE_REGISTRATION');
}

/** The members of a bill's address, as real ones have them (sheet 5). */
function members({ type, app, period }: Bill, seconds: number): Record<string, string> {
  const [userId, dates] = [userIdOf(app), digitsOf(period)];
  return {
    bizType: type,
    userId,
    fileType: 'csv.zip',
    bizDates: dates,
    downloadFileName: `${userId}_${dates}.csv.zip`,
    fileId: `/${type}/${userId}/${dates}.csv.zip`,
    timestamp: String(seconds),
  };
}

/** alipay.data.dataservice.bill.downloadurl.query: an address that lives for half a minute (sheet 2.13). */
export function billUrl(desk: BillDesk, { app, content }: Admitted): Body {
  const [type, date] = [textAt(content, 'bill_type'), textAt(content, 'bill_date')];
  if (type === undefined) throw errors.billArguments('bill_type不能为空');
  const period = readPeriod(date ?? '');
  if (!period) throw errors.billArguments('bill_date格式错误');
  const payees = payeesIn(desk, app, type, textAt(content, 'smid'));
  checkPeriod(desk, period);
  const bill: Bill = { type, app, payees, period };
  const empty = isEmpty(desk, bill);
  if (empty && setting(desk.profile, 'emptyBill') === 'NO_BILL_DATA') throw errors.bill('NO_BILL_DATA');
  const now = desk.now();
  const query = desk.links.issue(bill, members(bill, Math.floor(now / 1000)), now);
  return {
    bill_download_url: `${desk.origin(textAt(content, 'secure') === 'true')}${BILL_PATH}?${query}`,
    bill_file_code: empty ? 'EMPTY_DATA_WITH_BILL_FILE' : undefined,
  };
}
