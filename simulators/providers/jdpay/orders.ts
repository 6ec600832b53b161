import type { Random } from '../../kernel/random';
import { type Millis, SECOND_MS } from '../../kernel/time';
import type { Outcome, RefusalCode } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import type { Desk } from './desk';
import { JdFault } from './faults';
import { checkFields, fenAt, readTime } from './fields';
import type { Admitted } from './gate';
import { saveOrderFields, uniorderFields } from './tables';
import type { Elements, Members } from './xml';

/** How orders come in: two cashiers, a code that the payer scans, an app, and a code that the payer shows. */
export type Product = 'page' | 'h5' | 'qr' | 'app' | 'code';

/** What a voucher calls the way of a payment. */
export const PRODUCT_NAMES: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  page: { en: 'cashier on a computer', zh: 'PC 收银台' },
  h5: { en: 'cashier on a phone', zh: 'H5 收银台' },
  qr: { en: 'code of the merchant, scanned', zh: '扫码支付' },
  app: { en: 'app of the merchant', zh: 'App 支付' },
  code: { en: 'payment code of the payer', zh: '付款码支付' },
} satisfies Record<Product, unknown>;

/** Products with a code that somebody scans: payments by barcode. */
export const SCANNED: readonly string[] = ['qr', 'code'];

/** The address of an order's code; what follows names the order (sheet 3.2). */
export const CODE_ADDRESS = 'https://h5pay.jd.com/code?c=';

/** Members that the wire needs again. */
const KEPT = ['device', 'userId', 'tradeDesc', 'orderType', 'version'];

/** What an order asks for, whichever way it came. @throws JdFault */
export function contentOf(desk: Desk, product: Product, { account, members, proof }: Admitted): OrderContent {
  const { tradeNum = '', tradeName = '', tradeTime, note, notifyUrl, callbackUrl } = members;
  const timeless = tradeTime === undefined || tradeTime === '';
  if (timeless && desk.choose('tradeTimeInOrders') === 'required') throw new JdFault('missing', { at: 'tradeTime' });
  if (!timeless && readTime(tradeTime) === undefined) throw new JdFault('wrong', { at: 'tradeTime' });
  return {
    outTradeNo: tradeNum,
    payee: account.merchant,
    caller: account.merchant,
    product,
    amountFen: fenAt(members),
    description: tradeName,
    attach: note || undefined,
    notifyUrl: notifyUrl || undefined,
    returnUrl: callbackUrl || undefined,
    extra: Object.fromEntries(KEPT.flatMap((name) => (members[name] ? [[name, members[name]]] : []))),
    proof,
  };
}

/** Until when an order may be paid: `expireTime` seconds from now, or the usual time (sheet 3.1, requirement JD-13). */
function payBy({ profile }: Desk, { expireTime }: Members, now: Millis): Millis {
  const seconds = Number(expireTime ?? '');
  if (expireTime && seconds < 1) throw new JdFault('wrong', { at: 'expireTime' });
  return now + (expireTime ? seconds * SECOND_MS : profile.numbers.payWithin.value);
}

/** Draws until nothing has that number yet: two seeded streams may begin alike. */
export function unused(random: Random, draw: (random: Random) => string, taken: (drawn: string) => boolean): string {
  for (;;) {
    const drawn = draw(random);
    if (!taken(drawn)) return drawn;
  }
}

/** JD Pay's own number of an order: 22 digits, as in its sample (sheet 3.2). */
export function newOrderId({ random, book }: Desk, seed: string, now: Millis): string {
  const draw = (stream: Random) => `1029${now}${stream.digits(5)}`;
  return unused(random.stream(`order/${seed}`), draw, (text) => book.byTradeNo(text) !== undefined);
}

/** What the payer pays by: the content of a code, or the key in a cashier's address. */
function newCredential({ random, book }: Desk, product: Product, seed: string): string {
  const start = product === 'qr' ? CODE_ADDRESS : `${product}-`;
  const draw = (stream: Random) => `${start}${stream.letters(14).toLowerCase()}`;
  return unused(random.stream(`credential/${seed}`), draw, (text) => book.byCredential(text) !== undefined);
}

/** Why an order is not taken, by what the engine says. */
export function orderFault({ choose }: Pick<Desk, 'choose'>, refusal: RefusalCode): JdFault {
  switch (refusal) {
    case 'content-changed':
      return new JdFault('changed', { code: choose('changedOrder') });
    case 'already-paid':
      return new JdFault('paid');
    case 'over-limit':
      return new JdFault('over-limit');
    case 'already-closed':
    case 'payment-failed':
    case 'expired':
      return new JdFault('over', { code: choose('orderOver') });
    default:
      return new JdFault('failed');
  }
}

/** The trade that an outcome leaves. @throws JdFault where the engine refused. */
export function ordered(desk: Desk, outcome: Outcome): Trade {
  if (outcome.ok) return outcome.trade;
  throw orderFault(desk, outcome.refusal);
}

/** Keeps an order; the same order again is the same order (requirement JD-06). @throws JdFault */
export function place(desk: Desk, product: Product, admitted: Admitted): Trade {
  const content = contentOf(desk, product, admitted);
  const at = desk.now();
  const end = payBy(desk, admitted.members, at);
  const seed = `${content.payee}/${content.outTradeNo}/${at}`;
  const known = desk.book.byOutTradeNo(content.payee, content.outTradeNo);
  const outcome = desk.book.apply(known, {
    type: 'order',
    content,
    tradeNo: newOrderId(desk, seed, at),
    credential: newCredential(desk, product, seed),
    credentialUntil: end,
    payBy: end,
    at,
  });
  return ordered(desk, outcome);
}

/** An order by the form of a browser; whoever opens it once more, on a phone or not, is at the same cashier. */
export function saveOrder(desk: Desk, product: 'page' | 'h5', admitted: Admitted): Trade {
  checkFields(saveOrderFields, admitted.elements, desk.profile);
  const known = desk.book.byOutTradeNo(admitted.account.merchant, admitted.members['tradeNum'] ?? '');
  const same = known?.product === 'page' || known?.product === 'h5' ? known.product : product;
  return place(desk, same, admitted);
}

/** The unified order (sheet 3.2): with a code to scan, or with the number that an app hands to the wallet. */
export function uniorder(desk: Desk, admitted: Admitted): Elements {
  checkFields(uniorderFields, admitted.elements, desk.profile);
  const type = admitted.members['tradeType'] || desk.choose('tradeTypeLeftOut');
  const trade = place(desk, type === 'QR' ? 'qr' : 'app', admitted);
  return {
    orderId: trade.tradeNo,
    merchantName: admitted.account.name,
    amount: String(trade.amountFen),
    expireTime: String(Math.max(0, Math.ceil((trade.payBy - desk.now()) / SECOND_MS))),
    tradeNum: trade.outTradeNo,
    ...(trade.product === 'qr' ? { qrCode: trade.credential } : {}),
  };
}
