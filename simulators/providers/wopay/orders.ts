import { fen } from '../../kernel/money';
import type { Outcome } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import { type Admitted, at, type Desk, newJournal } from './desk';
import { errors, type WopayError } from './errors';

/** The ways to pay: the payment gateway's own page, or a bank's by way of it. */
export const PRODUCT_NAMES: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  gateway: { en: 'page of the gateway', zh: '统一支付网关' },
  bank: { en: 'page of a bank, by way of the gateway', zh: '直连网银' },
};

/** What notices give back, or what a later request names the order by. */
const KEPT = ['orderDate', 'goodsDesc', 'merExtend', 'charSet', 'signType', 'reqTime'];

function contentOf(admitted: Admitted): OrderContent {
  const { merchant, proof } = admitted;
  const kept = KEPT.map((name) => [name, at(admitted, name)] as const).filter(([, text]) => text !== '');
  return {
    outTradeNo: at(admitted, 'orderNo'),
    payee: merchant.merNo,
    caller: merchant.merNo,
    product: at(admitted, 'tranType') === '20102' ? 'bank' : 'gateway',
    amountFen: fen(Number(at(admitted, 'amount'))),
    description: at(admitted, 'goodsName'),
    notifyUrl: at(admitted, 'serverCallUrl'),
    returnUrl: at(admitted, 'callbackUrl') || undefined,
    extra: Object.fromEntries(kept),
    proof,
  };
}

const ORDER_ERRORS: Partial<Record<(Outcome & { ok: false })['refusal'], () => WopayError>> = {
  'content-changed': errors.contentChanged,
  'already-paid': errors.paidAlready,
  'already-closed': errors.closedAlready,
  'payment-failed': errors.closedAlready,
};

/**
 * The order that a payer's browser brings: from now on it exists and waits. The same order again is the same payment. No
 * message names a deadline, so an order waits as long as the profile says.
 * @throws WopayError where it is refused; nothing is kept then (requirement WO-02).
 */
export function place(desk: Desk, admitted: Admitted): Trade {
  const { merNo } = admitted.merchant;
  const orderNo = at(admitted, 'orderNo');
  const now = desk.now();
  const seed = `${merNo}/${orderNo}/${now}`;
  const end = now + desk.profile.numbers.payWithin.value;
  const outcome = desk.book.apply(desk.book.byOutTradeNo(merNo, orderNo), {
    type: 'order',
    content: contentOf(admitted),
    tradeNo: newJournal(desk, seed, now),
    credential: `wo${desk.random.stream(`session/${seed}`).letters(24)}`,
    credentialUntil: end,
    payBy: end,
    at: now,
  });
  if (outcome.ok) return outcome.trade;
  throw ORDER_ERRORS[outcome.refusal]?.() ?? errors.systemError();
}
