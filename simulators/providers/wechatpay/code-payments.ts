import { createHash } from 'node:crypto';
import { type Command, type RefusalCode, sameContent } from '../engine/engine';
import type { CodeBehaviour } from '../engine/payer-codes';
import type { OrderContent, Trade } from '../engine/trade';
import type { Desk } from './desk';
import type { CodeFault } from './errors';
import { transactionNumber } from './orders';
import { CODE_PRODUCT } from './tables';

/** A payment with a payer's code as either protocol answers it: paid, or waiting for the payer, or not to be had. */
export type CodeOutcome =
  | { readonly ok: true; readonly trade: Trade }
  | { readonly ok: false; readonly why: CodeFault | RefusalCode };

/** Why a payment cannot be undone as a whole. */
export type ReverseFault = 'not-by-code' | 'too-soon' | 'too-late';

/** 18 digits that begin with 10 to 15 (sheet 1.3). */
const FORM = /^1[0-5]\d{16}$/;

type OrderCommand = Command & { type: 'order' };

/** One order number is one code: another code under it is another content (DOC). */
function orderCommand(desk: Desk, content: OrderContent, code: string): OrderCommand {
  const { orders, profile, random } = desk;
  const at = orders.now();
  const seed = `${content.payee}/${content.outTradeNo}`;
  const until = at + (profile.numbers.confirmWithin?.value ?? 0);
  const bound = createHash('sha256').update(code).digest('hex').slice(0, 16);
  return {
    type: 'order',
    content: { ...content, caller: `${content.caller} ${bound}` },
    tradeNo: transactionNumber(desk, seed, at),
    credential: `codepay-${random.stream(`credential/${seed}`).hex(24).toLowerCase()}`,
    credentialUntil: until,
    payBy: until,
    at,
  };
}

/** The same request again finds the payment as it stands; anything else under its number is refused. */
function repeated(desk: Desk, known: Trade, order: OrderCommand): CodeOutcome {
  const outcome = desk.orders.book.apply(known, order);
  if (outcome.ok) return { ok: true, trade: outcome.trade };
  const { refusal } = outcome;
  if (refusal !== 'payment-failed') return { ok: false, why: refusal };
  const why = sameContent(known, order.content) ? known.failedBecause : undefined;
  return { ok: false, why: why ?? 'content-changed' };
}

/** What happens in the payer's hands when the code is read. */
function reactions(behaviour: CodeBehaviour, payer: string, at: number): readonly Command[] {
  const charge = { type: 'charge', payer, asks: behaviour !== 'pays', at } as const;
  return behaviour === 'insufficient-balance' ? [charge, { type: 'fail', why: behaviour, at }] : [charge];
}

/** What the payer's account refuses fails for good: the code is used up, and the number with it. */
function notCharged({ orders }: Desk, trade: Trade | undefined, why: RefusalCode, at: number): CodeOutcome {
  if (why === 'over-limit') orders.book.apply(trade, { type: 'fail', why, at });
  return { ok: false, why };
}

/** Takes money with a payer's code: at once, after the payer has confirmed, or not at all (sheet 1.3, 4.1). */
export function chargeCode(desk: Desk, content: OrderContent, code: string): CodeOutcome {
  if (!FORM.test(code)) return { ok: false, why: 'malformed-code' };
  const { orders, codes } = desk;
  const { payee, outTradeNo } = content;
  const order = orderCommand(desk, content, code);
  const known = orders.byNumber(payee, outTradeNo);
  if (known) return repeated(desk, known, order);
  const reading = codes.read(code, `${payee} ${outTradeNo}`, order.at);
  if (!reading.ok) return { ok: false, why: reading.refusal };
  const { payer, behaviour } = reading.code;
  let trade: Trade | undefined;
  for (const command of [order, ...reactions(behaviour, payer, order.at)]) {
    const outcome = orders.book.apply(trade, command);
    if (!outcome.ok) return notCharged(desk, trade, outcome.refusal, order.at);
    trade = outcome.trade;
  }
  if (trade && trade.status !== 'failed') return { ok: true, trade };
  return { ok: false, why: trade?.failedBecause ?? 'declined' };
}

/** Why an order cannot be undone now; undefined when it can. What is undone already may be undone again. */
export function reverseFault(desk: Desk, trade: Trade): ReverseFault | undefined {
  if (trade.product !== CODE_PRODUCT) return 'not-by-code';
  if (trade.status === 'reversed') return undefined;
  const { reverseNotBefore, reverseWindow } = desk.profile.numbers;
  const age = desk.orders.now() - trade.createdAt;
  if (age < (reverseNotBefore?.value ?? 0) && desk.gate.choose('reverseTooSoon') !== 'accepted') return 'too-soon';
  return age > (reverseWindow?.value ?? Number.POSITIVE_INFINITY) ? 'too-late' : undefined;
}

/** Undoes the payment: unpaid, it can no longer be paid; paid, the money goes back (sheet 1.3). */
export function reverseCode(desk: Desk, trade: Trade): Trade {
  const outcome = desk.orders.book.apply(trade, { type: 'reverse', at: desk.orders.now() });
  return outcome.ok ? outcome.trade : trade;
}
