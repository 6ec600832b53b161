import { fenFromYuan } from '../../kernel/money';
import type { Outcome } from '../engine/engine';
import type { PayerCode } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { setting } from '../profile';
import { type Admitted, at, type Desk, type Said } from './desk';
import { errors } from './errors';
import { ordered, type Plan, planned } from './orders';

/** The payer of a code is asked to confirm: always above the free limit, and where his wallet wants it. */
function asks({ profile }: Desk, { command }: Plan, { behaviour }: PayerCode): 'limit' | 'wallet' | undefined {
  if (command.content.amountFen > fenFromYuan(setting(profile, 'freeLimit'))) return 'limit';
  return behaviour === 'pays' ? undefined : 'wallet';
}

/** Keeps the order and does one thing with it, or, where the engine refuses either, nothing at all. */
function carryOut({ book }: Desk, { known, command }: Plan, next: Parameters<typeof book.apply>[1]): Trade {
  const { engine, rules } = book.settings;
  const kept: Outcome = engine(ordered(engine(known, command, rules)), next, rules);
  ordered(kept);
  return ordered(book.apply(ordered(book.apply(known, command)), next));
}

function paidView({ amountFen, outTradeNo, extra = {} }: Trade): Said {
  const { reserved1 = '', reserved2 = '' } = extra;
  const amount = String(amountFen);
  return { orderId: outTradeNo, amount, coupAmt: '0', vchAmt: '0', cashAmt: amount, reserved1, reserved2 };
}

/**
 * CloudQuickPay: the merchant reads a payer's code. Where the payer is asked, the answer is neither a success nor a
 * failure, and the order stays open (requirement HB-04). Asked again for an order that this code has paid, it says so again.
 */
export function quickPay(desk: Desk, admitted: Admitted): Said {
  const token = at(admitted, 'userToken');
  const plan = planned(desk, admitted, 'code', token);
  const { known, command } = plan;
  const repeated = known?.status === 'paid' && known.credential === token && known.product === 'code';
  if (repeated && known.amountFen === command.content.amountFen) return paidView(known);
  ordered(desk.book.settings.engine(known, command, desk.book.settings.rules));
  const { merchantId } = admitted.merchant;
  const reading = desk.codes.read(token, `${merchantId} ${command.content.outTradeNo}`, command.at);
  if (!reading.ok) throw errors.codeUnknown();
  const { payer, behaviour } = reading.code;
  if (behaviour === 'insufficient-balance') throw errors.balanceTooSmall();
  const asked = asks(desk, plan, reading.code);
  const trade = carryOut(desk, plan, { type: 'charge', payer, asks: asked !== undefined, at: command.at });
  desk.requestIds.used(merchantId, at(admitted, 'requestId'), trade.outTradeNo);
  if (asked === 'limit') throw errors.overFreeLimit();
  if (asked === 'wallet') throw errors.paying();
  return paidView(trade);
}

/**
 * CloudTxnCancel: a payment with a payer's code whose result is unknown is undone as a whole. What was unpaid can no
 * longer be paid, what was paid goes back once; asked again, it says the same (requirement HB-09).
 */
export function cancel(desk: Desk, admitted: Admitted): Said {
  const { merchantId } = admitted.merchant;
  const requestId = at(admitted, 'orequestId');
  const trade = desk.book
    .trades()
    .find(({ payee, extra }) => payee === merchantId && extra?.['requestId'] === requestId);
  if (!trade || trade.extra?.['orderDate'] !== at(admitted, 'oorderDate')) throw errors.orderUnknown();
  if (trade.product !== 'code') throw errors.notByCode();
  ordered(desk.book.apply(trade, { type: 'reverse', at: desk.now() }));
  return {};
}
