import { beijingDay, type Millis } from '../../kernel/time';
import type { ScanPayment } from './payment';

/** One line of a member's reconciliation file; the same payment has one line in each of both files. */
export interface ScanRow {
  readonly switchTxnId: string;
  /** `payment`, or the number of a refund. */
  readonly refundNo?: string;
  readonly side: 'payer' | 'payee';
  readonly otherScheme: string;
  readonly orderRef: string;
  readonly amountFen: number;
}

const isOn = (at: Millis | undefined, day: string) => at !== undefined && beijingDay(at) === day;

/** A member's lines of a Beijing day: what was paid on it, and every refund of what was. */
export function rowsOf(payments: readonly ScanPayment[], member: string, day: string): ScanRow[] {
  return payments.flatMap((payment): ScanRow[] => {
    const { payerScheme, payeeScheme, switchTxnId, orderRef, amountFen, refunds, state, endedAt } = payment;
    if (state !== 'PAID' || !isOn(endedAt, day) || ![payerScheme, payeeScheme].includes(member)) return [];
    const side = payerScheme === member ? 'payer' : 'payee';
    const line = { switchTxnId, side, otherScheme: side === 'payer' ? payeeScheme : payerScheme, orderRef } as const;
    return [
      { ...line, amountFen },
      ...refunds.map((refund) => ({ ...line, refundNo: refund.refundNo, amountFen: refund.amountFen })),
    ];
  });
}

/** Why two members' files do not fit. */
export interface RowDifference {
  readonly switchTxnId: string;
  readonly refundNo?: string;
  readonly what: 'missing-at-payer' | 'missing-at-payee' | 'amount-differs' | 'twice';
}

const keyOf = ({ switchTxnId, refundNo = '' }: Pick<ScanRow, 'switchTxnId' | 'refundNo'>) =>
  `${switchTxnId} ${refundNo}`;

/** Joins both sides' lines by their number: each payment once on each side, with one amount (barcodes sheet §7). */
export function compareRows(payerRows: readonly ScanRow[], payeeRows: readonly ScanRow[]): RowDifference[] {
  const differences: RowDifference[] = [];
  const at = (rows: readonly ScanRow[], key: string) => rows.filter((row) => keyOf(row) === key);
  for (const key of new Set([...payerRows, ...payeeRows].map(keyOf))) {
    const [payer, payee] = [at(payerRows, key), at(payeeRows, key)];
    const [one, other] = [payer[0], payee[0]];
    const named = one ?? other;
    if (!named) continue;
    const about = {
      switchTxnId: named.switchTxnId,
      ...(named.refundNo === undefined ? {} : { refundNo: named.refundNo }),
    };
    if (payer.length > 1 || payee.length > 1) differences.push({ ...about, what: 'twice' });
    else if (!one) differences.push({ ...about, what: 'missing-at-payer' });
    else if (!other) differences.push({ ...about, what: 'missing-at-payee' });
    else if (one.amountFen !== other.amountFen) differences.push({ ...about, what: 'amount-differs' });
  }
  return differences;
}
