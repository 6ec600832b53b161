import { machine } from '../../kernel/machine';
import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import type { Scene } from '../personal/receipts';
import type { ScanDirection } from '../recognition';

/** The life of a payment on the switch (barcodes sheet §5). A refund does not change it. */
export type ScanState = 'ACCEPTED' | 'PAYING' | 'PAID' | 'FAILED' | 'REVERSED';

export const scanMachine = machine<ScanState>('cross-scan payment', {
  ACCEPTED: ['PAYING', 'PAID', 'FAILED', 'REVERSED'],
  PAYING: ['PAID', 'FAILED', 'REVERSED'],
  PAID: [],
  FAILED: [],
  REVERSED: [],
});

/** What the member that begins a payment asks for; the same again is the same payment. */
export interface ScanContent {
  readonly direction: ScanDirection;
  readonly payerScheme: string;
  readonly payeeScheme: string;
  /** The number of the member that began, unique with it. */
  readonly memberRef: string;
  /** The order at the payee's scheme. */
  readonly orderRef: string;
  readonly amountFen: Fen;
  /** The payer's code; only where a merchant scans. */
  readonly code?: string;
  /** How the payer came by the code; only where he scans. */
  readonly scene?: Scene;
  /** The merchant's registered name, which the payer's wallet shows. */
  readonly merchantName: string;
}

/** A refund that went back the same way. */
export interface ScanRefund {
  readonly refundNo: string;
  readonly amountFen: Fen;
  readonly returned: boolean;
}

/** A payment across two schemes, as the switch knows it. */
export interface ScanPayment extends ScanContent {
  readonly switchTxnId: string;
  readonly state: ScanState;
  readonly createdAt: Millis;
  readonly endedAt?: Millis;
  /** Why it failed. */
  readonly why?: string;
  /** True while the money stands at the clearing institution's word. */
  readonly settled: boolean;
  /** How often the other member was asked again. */
  readonly askedAgain: number;
  readonly refunds: readonly ScanRefund[];
}

/** The member that is asked: the payee's where the payer scans, the payer's where the merchant does. */
export const askedMember = ({ direction, payerScheme, payeeScheme }: ScanContent): string =>
  direction === 'payer-scans' ? payeeScheme : payerScheme;

/** The member that began. */
export const beginningMember = ({ direction, payerScheme, payeeScheme }: ScanContent): string =>
  direction === 'payer-scans' ? payerScheme : payeeScheme;

/** What has gone back of a payment or is on its way. */
export const refundedFen = ({ refunds }: ScanPayment): number =>
  refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);

/** True when two requests under one number ask for the same thing. */
export const sameContent = (a: ScanContent, b: ScanContent): boolean =>
  (['direction', 'payerScheme', 'payeeScheme', 'orderRef', 'amountFen', 'code'] as const).every(
    (name) => a[name] === b[name],
  );
