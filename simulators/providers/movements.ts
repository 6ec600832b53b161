import type { Millis } from '../kernel/time';
import type { Refund, Trade } from './engine/trade';

/** A payment, or money that went back, as a bill lists it. */
export interface Movement {
  readonly trade: Trade;
  /** Present for a refund; a payment that was undone as a whole has neither number. */
  readonly refund?: Refund;
  readonly kind: 'payment' | 'refund' | 'reversal';
  /** When it was completed. */
  readonly at: Millis;
  /** Fen above zero, whichever way the money went. */
  readonly amountFen: number;
  /** What the payment cost its payee; nothing for money that went back. */
  readonly feeFen: number;
}

/** The fee of an amount in whole fen, half a fen upwards; `perMillion` 6000 is 0.60 %. */
export const feeOf = (amountFen: number, perMillion: number): number =>
  Number((BigInt(amountFen) * BigInt(perMillion) + 500_000n) / 1_000_000n);

function movementsOfTrade(trade: Trade, perMillion: number): Movement[] {
  const { paidAt, amountFen, refunds, reversedAt } = trade;
  if (paidAt === undefined) return [];
  const done = refunds.filter(({ status, doneAt }) => status === 'success' && doneAt !== undefined);
  const back = done.map((refund): Movement => {
    const { doneAt = 0, amountFen: backFen } = refund;
    return { trade, refund, kind: 'refund', at: doneAt, amountFen: backFen, feeFen: 0 };
  });
  const left = done.reduce<number>((rest, refund) => rest - refund.amountFen, amountFen);
  const undone: Movement[] =
    reversedAt === undefined || left === 0
      ? []
      : [{ trade, kind: 'reversal', at: reversedAt, amountFen: left, feeFen: 0 }];
  return [{ trade, kind: 'payment', at: paidAt, amountFen, feeFen: feeOf(amountFen, perMillion) }, ...back, ...undone];
}

/** Everything that moved one payee's money from an instant up to another, in the order of time. */
export function movementsOf(
  trades: readonly Trade[],
  payee: string,
  perMillion: number,
  period: { readonly from: Millis; readonly to: Millis },
): Movement[] {
  return trades
    .filter((trade) => trade.payee === payee)
    .flatMap((trade) => movementsOfTrade(trade, perMillion))
    .filter(({ at }) => at >= period.from && at < period.to)
    .sort((a, b) => a.at - b.at);
}
