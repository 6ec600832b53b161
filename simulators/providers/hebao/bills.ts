import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { yuanText } from '../../kernel/money';
import { beijingDateTime, DAY_MS, type Millis, readBeijingDateTime } from '../../kernel/time';
import { answer } from '../../network/message';
import { type Movement, movementsOf } from '../movements';
import { billTerms, type Profile } from '../profile';
import { type Admitted, at, type Desk, type Said, SIM_PROFILE } from './desk';
import { errors } from './errors';

/** The columns of the file, which is ours as a whole: HeBao's own is not public (sheet B4, B5). */
export const COLUMNS = ['kind', 'orderId', 'payNo', 'requestId', 'amountYuan', 'feeYuan', 'completedAt'];

/** A file that somebody may fetch. */
interface Bill {
  readonly merchantId: string;
  /** `yyyy-MM-dd`. */
  readonly day: string;
}

/** `yyyyMMdd` as a day of Beijing. */
const dayOf = (text: string): string => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;

function periodOf(day: string): { readonly from: Millis; readonly to: Millis } {
  const from = readBeijingDateTime(`${day} 00:00:00`) ?? Number.NaN;
  return { from, to: from + DAY_MS };
}

function numbers(profile: Profile) {
  const terms = billTerms(profile);
  if (!terms || !profile.bills) throw new Error(`profile of ${profile.provider} has no bills`);
  return { ...terms, linkLife: profile.bills.linkLife.value };
}

const KINDS: Readonly<Record<Movement['kind'], string>> = { payment: 'PAY', refund: 'REFUND', reversal: 'CANCEL' };

const row = ({ trade, refund, kind, at: done, amountFen, feeFen }: Movement): string =>
  [
    KINDS[kind],
    trade.outTradeNo,
    trade.tradeNo,
    refund?.outRefundNo ?? '',
    yuanText(amountFen),
    yuanText(feeFen),
    beijingDateTime(done),
  ].join(',');

function listed(desk: Desk, { merchantId, day }: Bill): Movement[] {
  return movementsOf(desk.book.trades(), merchantId, numbers(desk.profile).feePerMillion, periodOf(day));
}

/** The file of one merchant's day: whose, which, the rows, and how many and how much they are. */
export function billText(desk: Desk, bill: Bill): string {
  const rows = listed(desk, bill);
  const sum = (kinds: readonly Movement['kind'][]) => {
    const some = rows.filter(({ kind }) => kinds.includes(kind));
    return [some.length, yuanText(some.reduce((total, { amountFen }) => total + amountFen, 0))];
  };
  const total = ['#TOTAL', ...sum(['payment']), ...sum(['refund', 'reversal'])].join(',');
  return `${[`#${SIM_PROFILE}`, `#${bill.merchantId},${bill.day}`, COLUMNS.join(','), ...rows.map(row), total].join('\n')}\n`;
}

/** The addresses of files that somebody asked for; each works for a while. */
export class BillLinks {
  readonly #links = new Map<string, Bill & { readonly until: Millis }>();

  add(name: string, bill: Bill, until: Millis): void {
    this.#links.set(name, { ...bill, until });
    if (this.#links.size <= 1000) return;
    for (const oldest of this.#links.keys()) {
      this.#links.delete(oldest);
      return;
    }
  }

  at(name: string, now: Millis): Bill | undefined {
    const link = this.#links.get(name);
    return link && now <= link.until ? link : undefined;
  }
}

/** Where files are fetched, below the number of the merchant that they are about: ours. */
export const FILE_PATH = '/sim/reconciliation/';

/** SIMReconQuery, which is ours: where the file of a day is, and the digest of it. */
export function billQuery(desk: Desk, links: BillLinks, admitted: Admitted): Said {
  const { merchantId } = admitted.merchant;
  const bill = { merchantId, day: dayOf(at(admitted, 'billDate')) };
  const now = desk.now();
  const { readyAfterMs, linkLife } = numbers(desk.profile);
  if (!desk.closed.has(bill.day) && now < periodOf(bill.day).to + readyAfterMs) throw errors.billNotReady();
  if (listed(desk, bill).length === 0) throw errors.billEmpty();
  const name = desk.random.stream(`bill/${merchantId}/${bill.day}/${now}`).letters(32);
  links.add(name, bill, now + linkLife);
  const fileDigest = createHash('sha256').update(billText(desk, bill)).digest('hex');
  return { fileUrl: `${desk.pageOrigin()}${FILE_PATH}${merchantId}/${name}`, fileDigest };
}

/** The address of each file. */
export function mountBills(app: Hono, desk: Desk, links: BillLinks): void {
  app.get(`${FILE_PATH}:merchantId/:name`, (context) => {
    const { merchantId, name } = context.req.param();
    const bill = links.at(name, desk.now());
    if (bill?.merchantId !== merchantId) return answer(404, { 'X-Sim-Profile': SIM_PROFILE }, '');
    return answer(
      200,
      { 'Content-Type': 'text/csv;charset=UTF-8', 'X-Sim-Profile': SIM_PROFILE },
      billText(desk, bill),
    );
  });
}
