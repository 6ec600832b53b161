import { type Fen, fen } from '../../kernel/money';

/** Who bears a discount, or who charges a fee. Who settles it with whom afterwards is outside of the payment. */
export const CHARGE_PARTIES = ['merchant', 'platform', 'provider'] as const;
export type ChargeParty = (typeof CHARGE_PARTIES)[number];

/** A fee or a discount that one way to pay has and another has not, in whole fen (rule CHO-005). */
export interface Charge {
  readonly kind: 'fee' | 'discount';
  /** Who charges the fee, or who funds the discount. */
  readonly party: ChargeParty;
  readonly amountFen: Fen;
}

/** What the payer pays by one method, and the items that make the difference to the price of the goods. */
export interface Price {
  readonly payableFen: Fen;
  readonly charges: readonly Charge[];
}

/** The price of an order by one method; a discount that would leave nothing to pay does not apply. */
export function priceOf(amountFen: Fen, declared: readonly Charge[] = []): Price {
  const charges: Charge[] = [];
  let payable: number = amountFen;
  for (const charge of declared) {
    const next = payable + (charge.kind === 'fee' ? charge.amountFen : -charge.amountFen);
    if (next < 1) continue;
    payable = next;
    charges.push(charge);
  }
  return { payableFen: fen(payable), charges };
}
