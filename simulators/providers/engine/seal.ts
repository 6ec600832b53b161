import { createHash } from 'node:crypto';

/** What a payer's confirmation is bound to. */
export interface Sealed {
  /** The account that is paid. */
  readonly payee: string;
  readonly amountFen: number;
}

/** The seal over everything that is paid in one go: each payee with its amount; any change gives another (rule LIM-009). */
export function sealOf(payments: readonly Sealed[]): string {
  const content = payments.map(({ payee, amountFen }) => [payee, amountFen]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}
