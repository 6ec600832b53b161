import type { Fen } from '../../kernel/money';
import type { Random } from '../../kernel/random';
import { MINUTE_MS } from '../../kernel/time';
import { STATIC_CODE, type TradeBook } from './book';
import type { Outcome } from './engine';

/** A payment with a merchant's printed code: the payer types the amount, and no request of the merchant comes before it. */
export interface StaticPayment {
  /** The account that the code is for. */
  readonly payee: string;
  readonly amountFen: Fen;
  readonly payer: string;
}

/** The payer scans a printed code, types an amount and confirms. */
export async function payStaticCode(book: TradeBook, random: Random, payment: StaticPayment): Promise<Outcome> {
  const { payee, amountFen, payer } = payment;
  const at = book.settings.clock.now();
  const number = `S${random.digits(20)}`;
  const placed = book.apply(undefined, {
    type: 'order',
    content: {
      outTradeNo: number,
      payee,
      caller: payee,
      product: STATIC_CODE,
      amountFen,
      description: '收款码付款',
    },
    tradeNo: number,
    credential: number,
    credentialUntil: at + MINUTE_MS,
    payBy: at + MINUTE_MS,
    at,
  });
  return placed.ok ? book.pay(placed.trade, { type: 'pay', payer, at }) : placed;
}
