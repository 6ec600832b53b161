import type { Hono } from 'hono';
import { answer } from '../../network/message';
import {
  type DayFileDesk,
  type DayFileLinks,
  dayFileDigest,
  dayFileReadyAt,
  dayFileText,
  isEmptyDay,
} from '../day-files';
import { type Admitted, at, type Desk, type Said, SIM_PROFILE } from './desk';
import { errors } from './errors';

/** The columns of the file, which is ours as a whole: WoPay's own is not public (sheet C3, C4). */
const COLUMNS = ['kind', 'orderNo', 'payJournl', 'refundReqJournl', 'amountYuan', 'feeYuan', 'completedAt'];

const filesOf = ({ book, profile }: Desk): DayFileDesk => ({ book, profile, label: SIM_PROFILE, columns: COLUMNS });

/** Where files are fetched, below the number of the merchant that they are about: ours. */
export const FILE_PATH = '/sim/reconciliation/';

/** The request for a day's file, which is ours: where it is, and the digest of it. */
export function billQuery(desk: Desk, links: DayFileLinks, admitted: Admitted): Said {
  const { merNo } = admitted.merchant;
  const billDate = at(admitted, 'billDate');
  const day = billDate.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const file = { account: merNo, day };
  const now = desk.now();
  if (!desk.closed.has(day) && now < dayFileReadyAt(desk.profile, day)) throw errors.billNotReady();
  if (isEmptyDay(filesOf(desk), file)) throw errors.billEmpty();
  const name = desk.random.stream(`bill/${merNo}/${day}/${now}`).letters(32);
  links.add(name, file, now);
  const fileUrl = `${desk.pageOrigin()}${FILE_PATH}${merNo}/${name}`;
  return { billResult: 'SUCCESS', merNo, billDate, fileUrl, fileDigest: dayFileDigest(filesOf(desk), file) };
}

/** The address of each file. */
export function mountBills(app: Hono, desk: Desk, links: DayFileLinks): void {
  app.get(`${FILE_PATH}:merNo/:name`, (context) => {
    const { merNo, name } = context.req.param();
    const file = links.at(merNo, name, desk.now());
    if (!file) return answer(404, { 'X-Sim-Profile': SIM_PROFILE }, '');
    const headers = { 'Content-Type': 'text/csv;charset=UTF-8', 'X-Sim-Profile': SIM_PROFILE };
    return answer(200, headers, dayFileText(filesOf(desk), file));
  });
}
