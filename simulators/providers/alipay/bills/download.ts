import type { Hono } from 'hono';
import { answer, type Incoming, incoming } from '../../../network/message';
import { setting } from '../../profile';
import { type BillDesk, billArchive, digitsOf, userIdOf } from './bill';
import { BILL_PATH } from './method';

/** True when a request line names the address of bills, and not something that a URL library would turn into it. */
export const namesBill = ({ target }: Pick<Incoming, 'target'>): boolean => target.split('?')[0] === BILL_PATH;

const NO_LONGER: Readonly<Record<string, number>> = { 'http-403': 403, 'http-404': 404 };

/** Where bills are fetched: nobody signs here, whoever has the link has the bill, for as long as the link lives. */
export function mountBills(app: Hono, desk: BillDesk): void {
  app.get(BILL_PATH, async (context) => {
    const { target } = await incoming(context.req.raw);
    if (!namesBill({ target })) return context.notFound();
    const bill = desk.links.open(target.slice(BILL_PATH.length + 1), desk.now());
    if (!bill) return answer(NO_LONGER[setting(desk.profile, 'deadBillLink')] ?? 403, {}, '');
    const name = `${userIdOf(bill.app)}_${digitsOf(bill.period)}.csv.zip`;
    const headers = { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename=${name}` };
    return answer(200, headers, billArchive(desk, bill));
  });
}
