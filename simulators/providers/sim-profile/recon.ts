import { createHash } from 'node:crypto';
import { randomHex } from '../../kernel/keys';
import { beijingDay, DAY_MS, type Millis, readBeijingDateTime, rfc3339 } from '../../kernel/time';
import { answer } from '../../network/message';
import type { Refund, Trade } from '../engine/trade';
import type { SimDesk } from './desk';
import { SimError } from './errors';
import type { Admitted } from './gate';
import { REFUND_STATES } from './views';
import { LABEL_HEADER } from './wire';

export const RECON_FILES = '/v0/recon/files/';

/** A file that somebody asked for, as it was then. */
interface ReconFile {
  readonly appId: string;
  readonly bytes: Buffer;
  readonly until: Millis;
}

export const fileDigest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Everything of one account that happened on one day: payments by when they were paid, refunds by when they were asked. */
function rowsOf(desk: SimDesk, payee: string, start: Millis, end: Millis): string[][] {
  const within = (at: Millis | undefined) => at !== undefined && start <= at && at < end;
  const institution = (trade: Trade) => (trade.paidBy === undefined ? '' : desk.side.shown(trade).institution);
  const row = (trade: Trade, at: Millis, refund?: Refund) => [
    refund?.outRefundNo ?? trade.outTradeNo,
    refund?.refundNo ?? trade.tradeNo,
    institution(trade),
    String((refund ?? trade).amountFen),
    refund ? trade.outTradeNo : '',
    rfc3339(at),
    refund ? (refund.doneAt === undefined ? '' : rfc3339(refund.doneAt)) : rfc3339(at),
    refund ? REFUND_STATES[refund.status] : 'SUCCESS',
  ];
  return desk.book
    .trades()
    .filter((trade) => trade.payee === payee)
    .flatMap((trade) => [
      ...(trade.paidAt !== undefined && within(trade.paidAt) ? [row(trade, trade.paidAt)] : []),
      ...trade.refunds
        .filter(({ createdAt }) => within(createdAt))
        .map((refund) => row(trade, refund.createdAt, refund)),
    ]);
}

/** The columns of a file; no payer pays a fee, so there is no column for one (EC-11). */
const columns = ({ design }: SimDesk) => [
  'outTradeNo',
  'serialNo',
  design.words.institution,
  'amount',
  'refundOf',
  'countedAt',
  'finishedAt',
  'state',
];

const csv = (rows: readonly string[][]): Buffer => Buffer.from(rows.map((row) => `${row.join(',')}\r\n`).join(''));

/** The first instant of a day whose files are there. @throws SimError for one that is none, or whose files are not. */
function startOf(desk: SimDesk, date: string): Millis {
  const start = readBeijingDateTime(`${date} 00:00:00`);
  const { bills } = desk.profile;
  if (start === undefined || !bills) throw new SimError('PARAM_ERROR', 'date: expected a day such as 2026-11-24');
  const now = desk.now();
  if (desk.closedDays.has(date)) return start;
  if (date >= beijingDay(now)) throw new SimError('PARAM_ERROR', 'date: the day is not over');
  if (now < start + DAY_MS + bills.availableFrom.value) throw new SimError('RECON_NOT_READY');
  const keptMs = (bills.keptYears?.value ?? Number.POSITIVE_INFINITY) * 366 * DAY_MS;
  if (now - start > keptMs) throw new SimError('RECON_TOO_OLD');
  return start;
}

/** The reconciliation files of one provider: one for each account and natural day on which something happened. */
export class Recon {
  readonly #files = new Map<string, ReconFile>();

  constructor(readonly desk: SimDesk) {}

  /** GET /v0/recon: where the files of a day are, each with its digest. */
  list({ app, query }: Admitted): Record<string, unknown> {
    const { date = '', ...others } = query;
    if (Object.keys(others).length > 0) throw new SimError('PARAM_ERROR', 'expected date and nothing else');
    const start = startOf(this.desk, date);
    const files = [...app.payees].sort().flatMap((payee) => {
      const rows = rowsOf(this.desk, payee, start, start + DAY_MS);
      if (rows.length === 0) return [];
      const bytes = csv([columns(this.desk), ...rows]);
      const path = `${RECON_FILES}${this.#keep(app.appId, bytes)}`;
      return [{ [this.desk.design.words.payee]: payee, path, sha256: fileDigest(bytes), rows: rows.length }];
    });
    return { date, files };
  }

  /** GET /v0/recon/files/{token}: the file itself; it is not signed, its digest was. */
  file({ app }: Admitted, token: string): Response {
    const file = this.#files.get(token);
    if (!file || file.appId !== app.appId || this.desk.now() > file.until) throw new SimError('NOT_FOUND');
    return answer(200, { [LABEL_HEADER]: this.desk.label, 'Content-Type': 'text/csv; charset=utf-8' }, file.bytes);
  }

  #keep(appId: string, bytes: Buffer): string {
    const now = this.desk.now();
    for (const [token, { until }] of this.#files) {
      if (now <= until) break;
      this.#files.delete(token);
    }
    const token = randomHex(16);
    this.#files.set(token, { appId, bytes, until: now + (this.desk.profile.bills?.linkLife.value ?? 0) });
    return token;
  }
}
