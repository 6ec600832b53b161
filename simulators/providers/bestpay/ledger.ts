import { errors } from './errors';
import type { Merchant, Register } from './register';

/** One merchant's share of an amount, in fen. */
export interface Share {
  readonly merchantId: string;
  readonly amountFen: number;
}

const MOST_SHARES = 10;
const SHARE = /^([0-9A-Za-z]+):([1-9]\d{0,9})$/;

/** Reads `merchant:fen|merchant:fen`; undefined where a piece has another form, or there are too many. */
export function readLedger(text: string): readonly Share[] | undefined {
  const pieces = text.split('|').map((piece) => SHARE.exec(piece));
  if (pieces.length > MOST_SHARES) return undefined;
  const shares = pieces.flatMap((match) =>
    match ? [{ merchantId: match[1] ?? '', amountFen: Number(match[2]) }] : [],
  );
  return shares.length === pieces.length ? shares : undefined;
}

const sum = (shares: readonly Share[]) => shares.reduce((total, { amountFen }) => total + amountFen, 0);
const names = (shares: readonly Share[]) => shares.map(({ merchantId }) => merchantId);

/**
 * Checks how an order is divided: among the merchant and those who signed up under it, each once, to the last fen
 * (BP-DOC 11.1, requirement BP-13).
 * @throws BestPayError -3061 to -3065
 */
export function checkLedger(register: Register, merchant: Merchant, text: string, amountFen: number): void {
  if (text === '') return;
  const shares = readLedger(text);
  if (!shares) throw errors.ledger('-3062');
  if (new Set(names(shares)).size !== shares.length) throw errors.ledger('-3065');
  for (const name of names(shares)) {
    const sharer = register.merchant(name);
    if (!sharer) throw errors.ledger('-3061');
    if (name !== merchant.merchantId && sharer.parent !== merchant.merchantId) throw errors.ledger('-3064');
  }
  if (sum(shares) !== amountFen) throw errors.ledger('-3063');
}

/** Checks how a refund is divided: among those who had a share, none above it. @throws BestPayError BE110028, BE300012 */
export function checkRefundLedger(text: string, paidLedger: string | undefined, amountFen: number): void {
  if (text === '') return;
  const [shares, paid] = [readLedger(text), readLedger(paidLedger ?? '')];
  const within = shares?.every(({ merchantId, amountFen: back }) =>
    paid?.some((share) => share.merchantId === merchantId && share.amountFen >= back),
  );
  if (!shares || within !== true || new Set(names(shares)).size !== shares.length) throw errors.refundLedger();
  if (sum(shares) !== amountFen) throw errors.refundLedgerSum();
}
