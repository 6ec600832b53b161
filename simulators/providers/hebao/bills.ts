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

/** The columns of the file, which is ours as a whole: HeBao's own is not public (sheet B4, B5). */
const COLUMNS = ['kind', 'orderId', 'payNo', 'requestId', 'amountYuan', 'feeYuan', 'completedAt'];

const filesOf = ({ book, profile }: Desk): DayFileDesk => ({ book, profile, label: SIM_PROFILE, columns: COLUMNS });

/** Where files are fetched, below the number of the merchant that they are about: ours. */
export const FILE_PATH = '/sim/reconciliation/';

/** SIMReconQuery, which is ours: where the file of a day is, and the digest of it. */
export function billQuery(desk: Desk, links: DayFileLinks, admitted: Admitted): Said {
  const { merchantId } = admitted.merchant;
  const day = at(admitted, 'billDate').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const file = { account: merchantId, day };
  const now = desk.now();
  if (!desk.closed.has(day) && now < dayFileReadyAt(desk.profile, day)) throw errors.billNotReady();
  if (isEmptyDay(filesOf(desk), file)) throw errors.billEmpty();
  const name = desk.random.stream(`bill/${merchantId}/${day}/${now}`).letters(32);
  links.add(name, file, now);
  const fileUrl = `${desk.pageOrigin()}${FILE_PATH}${merchantId}/${name}`;
  return { fileUrl, fileDigest: dayFileDigest(filesOf(desk), file) };
}

/** The address of each file. */
export function mountBills(app: Hono, desk: Desk, links: DayFileLinks): void {
  app.get(`${FILE_PATH}:merchantId/:name`, (context) => {
    const { merchantId, name } = context.req.param();
    const file = links.at(merchantId, name, desk.now());
    if (!file) return answer(404, { 'X-Sim-Profile': SIM_PROFILE }, '');
    const headers = { 'Content-Type': 'text/csv;charset=UTF-8', 'X-Sim-Profile': SIM_PROFILE };
    return answer(200, headers, dayFileText(filesOf(desk), file));
  });
}
