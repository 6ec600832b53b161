import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { randomHex } from '../../kernel/keys';
import { beijingDateTime, DAY_MS, type Millis } from '../../kernel/time';
import { answer, incoming } from '../../network/message';
import type { ClosedDays } from '../closed-days';
import { type Movement, movementsOf } from '../movements';
import type { BillNumbers } from '../profile';
import { BestPayError, errors } from './errors';
import { billFields, dayOf } from './fields';
import { readForm } from './form';
import { type Admitted, admit, callDoor } from './gate';
import { jsonAnswer, refusalOf } from './gateway';
import { fieldsOf, macOf } from './mac';
import { asTold, type TradeDesk } from './trades';
import type { Result } from './views';

/** Answers that are a profile of this project say so. */
export const PROFILE_HEADER = { 'X-Sim-Profile': 'bestpay-sim-profile/0' };

export const BILL_ASK = '/sim/reconciliation';
export const BILL_FILE = '/sim/reconciliation/file';

export const billDoor = callDoor.plain('billAsk', billFields, errors.merchantUnknown);

/** What files for reconciliation are made from. */
export interface BillDesk extends TradeDesk {
  readonly numbers: BillNumbers;
  /** What a payment costs its merchant, in parts of a million. */
  readonly feePerMillion: number;
  readonly closed: ClosedDays;
}

const COLUMNS = 'merchantId,type,orderNo,refundReqNo,ourTransNo,amountFen,feeFen,completedAt';

/** A reversal never happens by itself here: what is paid goes back as a refund with a number. */
const TYPES: Readonly<Record<Movement['kind'], string>> = { payment: 'PAY', refund: 'REFUND', reversal: 'REFUND' };

function line({ trade, refund, kind, at, amountFen, feeFen }: Movement): string {
  const { payee, outTradeNo } = trade;
  const number = refund?.refundNo ?? asTold(trade).tradeNo;
  const cells = [payee, TYPES[kind], outTradeNo, refund?.outRefundNo ?? '', number, amountFen, feeFen];
  return [...cells, beijingDateTime(at)].join(',');
}

function sums(rows: readonly Movement[], kind: Movement['kind']): string {
  const own = rows.filter((row) => row.kind === kind);
  return `${own.length},${own.reduce((total, { amountFen }) => total + amountFen, 0)}`;
}

const midnight = (day: string): Millis => Date.parse(`${day}T00:00:00+08:00`);

/** The file of a day for a merchant and everybody who signed up under it. */
function billText(desk: BillDesk, merchantId: string, day: string): string {
  const period = { from: midnight(day), to: midnight(day) + DAY_MS };
  const trades = desk.book.trades();
  const rows = desk.register
    .family(merchantId)
    .flatMap((payee) => movementsOf(trades, payee, desk.feePerMillion, period))
    .sort((a, b) => a.at - b.at);
  const lines = [
    '#bestpay-sim-profile/0 reconciliation, not a file of BestPay',
    `#merchantId=${merchantId},billDate=${day.replaceAll('-', '')},writtenAt=${beijingDateTime(desk.now())}`,
    COLUMNS,
    ...rows.map(line),
    `#payments=${sums(rows, 'payment')},refunds=${sums(rows, 'refund')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** True once the file of a day can be had. @throws BestPayError SIM0001 too early, SIM0002 for a day that is not over */
function checkDay({ now, numbers, closed }: BillDesk, day: string): void {
  if (closed.has(day)) return;
  const over = midnight(day) + DAY_MS;
  if (now() < over) throw new BestPayError('SIM0002', '账单日期尚未结束');
  if (now() < over + numbers.availableFrom.value) throw new BestPayError('SIM0001', '对账文件尚未生成');
}

interface Link {
  readonly merchantId: string;
  readonly text: string;
  readonly until: Millis;
}

/** Two addresses: one that names a file and its digest, signed, and one that gives it. */
export function mountBills(app: Hono, desk: BillDesk, report: (error: unknown) => void): void {
  const links = new Map<string, Link>();

  const ask = ({ merchant, values }: Admitted): Result => {
    const billDate = values.get('billDate') ?? '';
    const day = dayOf(billDate, 'billDate');
    checkDay(desk, day);
    const text = billText(desk, merchant.merchantId, day);
    for (const [id, { until }] of links) if (until < desk.now()) links.delete(id);
    const fileId = `${merchant.merchantId}-${billDate}-${randomHex(16)}`;
    links.set(fileId, { merchantId: merchant.merchantId, text, until: desk.now() + desk.numbers.linkLife.value });
    const sha256 = createHash('sha256').update(text).digest('hex');
    const facts = { merchantId: merchant.merchantId, billDate, fileId, sha256 };
    return { ...facts, sign: macOf('billAnswer', fieldsOf(facts), merchant.key) };
  };

  app.post(BILL_ASK, async (context) => {
    const form = readForm(await incoming(context.req.raw));
    try {
      return jsonAnswer(ask(admit(billDoor, form, desk.gate)), undefined, PROFILE_HEADER);
    } catch (error) {
      return jsonAnswer(undefined, refusalOf(error, report), PROFILE_HEADER);
    }
  });

  app.get(BILL_FILE, (context) => {
    const link = links.get(context.req.query('fileId') ?? '');
    if (!link || desk.now() > link.until) return answer(404, PROFILE_HEADER, '');
    return answer(200, { 'Content-Type': 'text/csv;charset=UTF-8', ...PROFILE_HEADER }, link.text);
  });
}
