import { deflateSync } from 'node:zlib';
import AdmZip from 'adm-zip';
import { DAY_MS, HOUR_MS, type Millis } from '../../../kernel/time';
import type { ClosedDays } from '../../closed-days';
import { billTerms, setting } from '../../profile';
import { fieldOf } from '../fields';
import type { Admitted } from '../gate';
import { ACCEPTED, refusals } from '../refusals';
import { clearingDay, type Desk } from '../trades';
import type { Fields } from '../wire';
import { movementsOn } from './movements';
import { zmFile } from './zm';

/** What files are made from. */
export interface BillDesk extends Desk {
  /** Days whose files somebody has published before their time. */
  readonly closed: ClosedDays;
}

/** How far back the month and day of a request are looked for. */
const DAYS_BACK = 366;

/** The clearing day that `settleDate` means: the latest one with that month and day that has begun (sheet 4). */
export function dayNamed(monthDay: string, now: Millis): string | undefined {
  for (let back = 0; back < DAYS_BACK; back += 1) {
    const day = clearingDay(now - back * DAY_MS);
    if (day.slice(5).replace('-', '') === monthDay) return day;
  }
  return undefined;
}

/** The end of a clearing day: 23:00 of the day by whose name it goes. */
const endOf = (day: string): Millis => Date.parse(`${day}T00:00:00+08:00`) + 23 * HOUR_MS;

function isPublished({ profile, closed, now }: BillDesk, day: string): boolean {
  const ready = endOf(day) + (billTerms(profile)?.readyAfterMs ?? 0);
  return now() >= ready || closed.has(day);
}

/** A time as archives write it, in Beijing; the same day gives the same bytes. */
function archiveTime(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return ((((year - 1980) << 9) | (month << 5) | date) * 0x10000) >>> 0;
}

function archive(files: ReadonlyArray<readonly [string, Uint8Array]>, day: string): Uint8Array {
  const zip = new AdmZip({ noSort: true });
  for (const [name, content] of files) {
    const entry = zip.addFile(name, Buffer.from(content));
    entry.header.timeval = archiveTime(day);
    entry.header.made = 20;
  }
  return zip.toBuffer();
}

/**
 * File transfer (76): the zip of a merchant's clearing day, deflated and in base64: one ordinary file, one of errors,
 * which this house never makes any (sheet 10).
 */
export function billFile(desk: BillDesk, { fields, merchant }: Admitted): Fields {
  const { merId } = merchant;
  const day = dayNamed(fieldOf(fields, 'settleDate'), desk.now());
  if (fieldOf(fields, 'fileType') !== '00' || day === undefined || !isPublished(desk, day)) throw refusals.noFile();
  const movements = movementsOn(desk.book.trades(), merId, day, desk.profile);
  if (movements.length === 0 && setting(desk.profile, 'emptyDay') === '98') throw refusals.noFile();
  const digits = day.replaceAll('-', '');
  const entry = (kind: string) => `INN${digits.slice(2)}88${kind}_${merId}`;
  const files = [
    [entry('ZM'), zmFile(desk, movements)],
    [entry('ZME'), new Uint8Array()],
  ] as const;
  const fileContent = deflateSync(archive(files, day)).toString('base64');
  return {
    ...ACCEPTED,
    settleDate: fieldOf(fields, 'settleDate'),
    fileType: '00',
    fileName: `${merId}_${digits}.zip`,
    fileContent,
  };
}
