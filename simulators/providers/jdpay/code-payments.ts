import { createHash } from 'node:crypto';
import { fenFromYuan } from '../../kernel/money';
import { compactDateTime } from '../../kernel/time';
import type { Command } from '../engine/engine';
import type { Trade } from '../engine/trade';
import type { Desk } from './desk';
import { JdFault } from './faults';
import { checkFields } from './fields';
import type { Admitted } from './gate';
import { contentOf, newOrderId, ordered } from './orders';
import { fkmPayFields } from './tables';
import { paymentState, paymentView } from './views';
import type { Elements } from './xml';

/** 18 digits that begin with 18; one public source (setting `payerCodes`). */
export const PAYER_CODE = /^18\d{16}$/;

type OrderCommand = Command & { readonly type: 'order' };

/** One order number is one code: another code under it is another content. */
function orderCommand(desk: Desk, admitted: Admitted): OrderCommand {
  const content = contentOf(desk, 'code', admitted);
  const at = desk.now();
  const seed = `${content.payee}/${content.outTradeNo}`;
  const until = at + (desk.profile.numbers.confirmWithin?.value ?? 0);
  const token = admitted.members['token'] ?? '';
  const bound = createHash('sha256').update(token).digest('hex').slice(0, 16);
  return {
    type: 'order',
    content: { ...content, caller: `${content.caller} ${bound}` },
    tradeNo: newOrderId(desk, `${seed}/${at}`, at),
    credential: `fkm-${desk.random.stream(`credential/${seed}`).letters(20)}`,
    credentialUntil: until,
    payBy: until,
    at,
  };
}

/** What happens in the payer's hands when the code is read. */
function reactions(desk: Desk, token: string, { content, at }: OrderCommand): readonly Command[] {
  const reading = desk.codes.read(token, `${content.payee} ${content.outTradeNo}`, at);
  if (!reading.ok) throw new JdFault('wrong', { at: 'token' });
  const { payer, behaviour } = reading.code;
  const large = content.amountFen >= fenFromYuan(desk.choose('chargesFrom'));
  const charge = { type: 'charge', payer, asks: large || behaviour !== 'pays', at } as const;
  return behaviour === 'insufficient-balance' ? [charge, { type: 'fail', why: behaviour, at }] : [charge];
}

/** What the payer's account refuses fails for good: the code is used up, and the number with it. */
function carriedOut(desk: Desk, trade: Trade, command: Command): Trade {
  const outcome = desk.book.apply(trade, command);
  if (!outcome.ok && outcome.refusal === 'over-limit') {
    desk.book.apply(trade, { type: 'fail', why: outcome.refusal, at: desk.now() });
  }
  return ordered(desk, outcome);
}

function charged(desk: Desk, admitted: Admitted): Trade {
  const order = orderCommand(desk, admitted);
  const { payee, outTradeNo } = order.content;
  const known = desk.book.byOutTradeNo(payee, outTradeNo);
  // The same request again finds the payment as it stands.
  if (known) return isOver(known) && sameCode(known, order) ? known : ordered(desk, desk.book.apply(known, order));
  const token = admitted.members['token'] ?? '';
  if (!PAYER_CODE.test(token) || desk.choose('payerCodes') === 'none') throw new JdFault('wrong', { at: 'token' });
  const next = reactions(desk, token, order);
  const placed = ordered(desk, desk.book.apply(undefined, order));
  return next.reduce((trade, command) => carriedOut(desk, trade, command), placed);
}

const isOver = ({ status }: Trade) => status === 'paid' || status === 'failed';

const sameCode = (known: Trade, { content }: OrderCommand) =>
  known.caller === content.caller && known.amountFen === content.amountFen;

/**
 * A payment with a code that the payer shows: paid at once, or waiting for the payer with state 1 and a later notice
 * (sheet 3.3 and 8).
 */
export function fkmPay(desk: Desk, admitted: Admitted): Elements {
  checkFields(fkmPayFields, admitted.elements, desk.profile);
  const trade = charged(desk, admitted);
  if (trade.failedBecause === 'insufficient-balance') throw new JdFault('insufficient');
  const { payList } = paymentView(trade, desk.profile);
  return {
    tradeNum: trade.outTradeNo,
    amount: String(trade.amountFen),
    currency: 'CNY',
    tradeTime: compactDateTime(trade.paidAt ?? trade.createdAt),
    note: trade.attach ?? '',
    status: paymentState(trade),
    ...(payList === undefined ? {} : { payList }),
  };
}
