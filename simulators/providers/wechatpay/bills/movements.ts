import type { Millis } from '../../../kernel/time';
import { type Refund, refundedFen, type Trade } from '../../engine/trade';
import { feeFen, type Rate } from './fees';

/** Something that happened to a paid order and stands in bills. */
export interface Movement {
  readonly kind: 'payment' | 'refund' | 'reversal';
  readonly trade: Trade;
  /** Present for a refund. */
  readonly refund?: Refund;
  /** When it was asked for or paid. */
  readonly at: Millis;
  /** When its money moved; undefined while it has not. */
  readonly movedAt?: Millis;
  readonly amountFen: number;
  /** What the merchant pays for it; below zero where a fee comes back. */
  readonly feeFen: number;
}

/** What merchants pay, as the profile has it. */
export interface Fees {
  readonly rate: Rate;
  /** True where a refund gives its share of the fee back. */
  readonly returned: boolean;
}

/**
 * The fee that is given back when `amountFen` more of an order goes back. What is kept is the fee of what remains, so
 * that many small refunds together give back the fee of one large one.
 */
function feeBack(remainingFen: number, amountFen: number, { rate, returned }: Fees): number {
  return returned ? feeFen(remainingFen - amountFen, rate) - feeFen(remainingFen, rate) : 0;
}

/** Everything of one order that bills tell, in the order in which it happened. */
export function movementsOf(trade: Trade, fees: Fees): Movement[] {
  const { paidAt, amountFen, reversedAt } = trade;
  if (paidAt === undefined) return [];
  const paid = { kind: 'payment', trade, at: paidAt, movedAt: paidAt, amountFen, feeFen: feeFen(amountFen, fees.rate) };
  const movements: Movement[] = [paid as Movement];
  let remaining: number = amountFen;
  for (const refund of trade.refunds) {
    const { createdAt, doneAt, status } = refund;
    const holds = status === 'closed' ? 0 : refund.amountFen;
    movements.push({
      kind: 'refund',
      trade,
      refund,
      at: createdAt,
      movedAt: status === 'success' ? doneAt : undefined,
      amountFen: refund.amountFen,
      feeFen: feeBack(remaining, holds, fees),
    });
    remaining -= holds;
  }
  if (reversedAt !== undefined) {
    const rest = amountFen - refundedFen(trade);
    const [at, back] = [reversedAt, feeBack(remaining, rest, fees)];
    movements.push({ kind: 'reversal', trade, at, movedAt: at, amountFen: rest, feeFen: back });
  }
  return movements;
}
