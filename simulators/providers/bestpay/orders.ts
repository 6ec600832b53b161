import type { Random } from '../../kernel/random';
import { compactDateTime } from '../../kernel/time';
import type { Command, RefusalCode } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import { errors } from './errors';
import { checkSum, dayOf, type Values } from './fields';
import type { Admitted } from './gate';
import { checkLedger } from './ledger';
import type { Product, TradeDesk } from './trades';

export type OrderCommand = Command & { readonly type: 'order' };

/** Draws until nothing has that number yet: two seeded streams may begin alike. */
function unused(random: Random, draw: (random: Random) => string, taken: (drawn: string) => boolean): string {
  for (;;) {
    const drawn = draw(random);
    if (!taken(drawn)) return drawn;
  }
}

/** An order with fresh numbers; which of them count is decided by the engine. */
export function orderCommand(desk: TradeDesk, content: OrderContent, lifeMs: number): OrderCommand {
  const at = desk.now();
  const seed = `${content.payee}/${content.outTradeNo}`;
  const { book, random } = desk;
  const tradeNo = unused(
    random.stream(`trade/${seed}`),
    (stream) => stream.digits(14),
    (text) => book.byTradeNo(text) !== undefined,
  );
  const credential = unused(
    random.stream(`credential/${seed}`),
    (stream) => `bp${stream.letters(22)}`,
    (text) => book.byCredential(text) !== undefined,
  );
  const until = at + lifeMs;
  return { type: 'order', content, tradeNo, credential, credentialUntil: until, payBy: until, at };
}

const WHY: Partial<Record<RefusalCode, string>> = {
  'content-changed': '订单号已用于其他订单',
  'already-paid': '订单已支付',
  'already-closed': '订单已作废',
  'payment-failed': '订单已失败',
};

/** What the gateway says where the engine refuses an order. */
export const orderRefused = (refusal: RefusalCode) => errors.order(WHY[refusal] ?? refusal);

const optional = (entries: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, string] => !!entry[1]));

/** What an order for a cashier asks for (sheet A1.1). */
function cashierContent(desk: TradeDesk, product: Product, { merchant, values, proof }: Admitted): OrderContent {
  const text = (name: string) => values.get(name) ?? '';
  const amountFen = checkSum(text('ORDERAMOUNT'), [text('PRODUCTAMOUNT'), text('ATTACHAMOUNT')]);
  dayOf(text('ORDERDATE'), 'ORDERDATE');
  checkLedger(desk.register, merchant, text('DIVDETAILS'), amountFen);
  return {
    outTradeNo: text('ORDERSEQ'),
    payee: merchant.merchantId,
    // The number of the request belongs to what a repetition must repeat.
    caller: `${merchant.merchantId} ${text('ORDERREQTRANSEQ')}`,
    product,
    amountFen,
    description: text('PRODUCTDESC'),
    attach: values.get('ATTACH') || undefined,
    notifyUrl: text('BACKMERCHANTURL'),
    returnUrl: text('MERCHANTURL'),
    extra: optional({
      orderReqNo: text('ORDERREQTRANSEQ'),
      orderDate: text('ORDERDATE'),
      productAmt: text('PRODUCTAMOUNT'),
      attachAmt: text('ATTACHAMOUNT'),
      orderAmt: text('ORDERAMOUNT'),
      ledger: values.get('DIVDETAILS'),
    }),
    proof,
  };
}

/** Takes the order that a payer's browser brings. @throws BestPayError where it is refused. */
export function placeAtCashier(desk: TradeDesk, product: Product, admitted: Admitted): Trade {
  const content = cashierContent(desk, product, admitted);
  const known = desk.book.byOutTradeNo(content.payee, content.outTradeNo);
  const outcome = desk.book.apply(known, orderCommand(desk, content, desk.profile.numbers.payWithin.value));
  if (!outcome.ok) throw orderRefused(outcome.refusal);
  return outcome.trade;
}

/** What a payment with a payer's code asks for (sheet A1.2). */
export function codeContent(desk: TradeDesk, { merchant, values, proof }: Admitted, bound: string): OrderContent {
  const text = (name: string) => values.get(name) ?? '';
  if (text('storeId') === '') throw errors.storeMissing();
  const amountFen = checkSum(text('orderAmt'), [text('productAmt'), text('attachAmt')]);
  dayOf(text('orderDate'), 'orderDate');
  checkLedger(desk.register, merchant, text('ledgerDetail'), amountFen);
  return {
    outTradeNo: text('orderNo'),
    payee: merchant.merchantId,
    caller: `${merchant.merchantId} ${text('orderReqNo')} ${bound}`,
    product: 'code',
    amountFen,
    description: text('goodsName'),
    attach: values.get('attach') || undefined,
    notifyUrl: values.get('backUrl') || undefined,
    extra: optional({
      orderReqNo: text('orderReqNo'),
      orderDate: text('orderDate'),
      productAmt: text('productAmt'),
      attachAmt: text('attachAmt'),
      orderAmt: text('orderAmt'),
      ledger: values.get('ledgerDetail'),
      mchntTmNum: values.get('mchntTmNum'),
      deviceTmNum: values.get('deviceTmNum'),
    }),
    proof,
  };
}

/** The gateway's number of a refund: its day, then fourteen digits. */
export const refundNumber = ({ random, now }: TradeDesk, { tradeNo }: Trade, outRefundNo: string): string =>
  `${compactDateTime(now()).slice(0, 8)}${random.stream(`refund/${tradeNo}/${outRefundNo}`).digits(14)}`;

export type { Values };
