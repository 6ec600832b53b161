import { type Fen, fen, MoneyError } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import type { Command, Outcome } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import { setting } from '../profile';
import { fieldOf, readTime } from './fields';
import type { Admitted } from './gate';
import { refusals } from './refusals';
import { type Desk, newQrCode, newQueryId, newTn, type Product, txnTimeOf } from './trades';
import type { Fields } from './wire';

/** Reads `txnAmt`, whole fen. @throws Refusal 10 for nothing or too much. */
export function amountOf(fields: Fields): Fen {
  try {
    return fen(Number(fieldOf(fields, 'txnAmt')));
  } catch (error) {
    if (error instanceof MoneyError) throw refusals.format('txnAmt取值错误');
    throw error;
  }
}

/** What later messages need of an order beside what every provider keeps of one. */
const KEPT = [
  'txnTime',
  'version',
  'encoding',
  'signMethod',
  'txnType',
  'txnSubType',
  'bizType',
  'channelType',
  'accessType',
  'termId',
  'frontFailUrl',
];

/** The fields of a request that later messages about it repeat. */
export const keptOf = (fields: Fields): Fields =>
  Object.fromEntries(KEPT.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])));

const optional = (name: string, value: string | undefined) => (value ? { [name]: value } : {});

function contentOf({ fields, merchant, proof }: Admitted, product: Product): OrderContent {
  const { merId } = merchant;
  return {
    outTradeNo: fieldOf(fields, 'orderId'),
    payee: merId,
    caller: merId,
    product,
    amountFen: amountOf(fields),
    description: fieldOf(fields, 'orderDesc'),
    ...optional('attach', fields['reqReserved']),
    ...optional('notifyUrl', fields['backUrl']),
    ...optional('returnUrl', fields['frontUrl']),
    extra: keptOf(fields),
    proof,
  };
}

/** Until when it may be paid: as the merchant says, else as the profile does. @throws Refusal 10 for a time that is over. */
function deadline({ profile }: Desk, fields: Fields, product: Product, at: Millis): Millis {
  const { payWithin, confirmWithin } = profile.numbers;
  if (product === 'code') return at + (confirmWithin?.value ?? payWithin.value);
  const named = fields['payTimeout'];
  const until = named ? readTime(named) : at + payWithin.value;
  if (until === undefined || until < at) throw refusals.format('payTimeout取值错误');
  return until;
}

function credentialOf(desk: Desk, { fields, merchant }: Admitted, product: Product, at: Millis): string {
  const [merId, orderId] = [merchant.merId, fieldOf(fields, 'orderId')];
  if (product === 'code') return fieldOf(fields, 'qrNo');
  return product === 'qr' ? newQrCode(desk, merId, orderId) : newTn(desk, at, merId, orderId);
}

/** An order as the engine is asked for it, and what the books have under its number. */
export interface Plan {
  readonly known: Trade | undefined;
  readonly command: Command & { readonly type: 'order' };
}

/**
 * Reads an order. One number belongs to one order or refund of its merchant.
 * @throws Refusal 10 for a bad field, 12 where the number is taken.
 */
export function planned(desk: Desk, product: Product, admitted: Admitted): Plan {
  const { fields, merchant } = admitted;
  const { merId } = merchant;
  const orderId = fieldOf(fields, 'orderId');
  const known = desk.book.byOutTradeNo(merId, orderId);
  const otherTime = known !== undefined && txnTimeOf(known) !== fieldOf(fields, 'txnTime');
  if (otherTime || desk.book.byOutRefundNo(merId, orderId)) throw refusals.duplicate();
  const content = contentOf(admitted, product);
  const at = desk.now();
  const payBy = known?.payBy ?? deadline(desk, fields, product, at);
  const tradeNo = known?.tradeNo ?? newQueryId(desk, at, merId, orderId);
  const credential = known?.credential ?? credentialOf(desk, admitted, product, at);
  return { known, command: { type: 'order', content, tradeNo, credential, credentialUntil: payBy, payBy, at } };
}

/** The order that an outcome leaves. @throws Refusal 12 where the engine refuses: paid, closed or changed. */
export function ordered(outcome: Outcome): Trade {
  if (!outcome.ok) throw refusals.duplicate();
  return outcome.trade;
}

/** Takes an order; the same one again leads to the same trade while nobody has paid it (see setting `repeatedOrder`). */
export function place(desk: Desk, product: Product, admitted: Admitted): Trade {
  const { known, command } = planned(desk, product, admitted);
  const trade = ordered(desk.book.apply(known, command));
  if (known && setting(desk.profile, 'repeatedOrder') !== 'same-answer') throw refusals.duplicate();
  return trade;
}
