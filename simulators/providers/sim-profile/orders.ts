import type { Millis } from '../../kernel/time';
import { compactDateTime } from '../../kernel/time';
import type { RefusalCode } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import type { SimDesk } from './desk';
import { SimError, type SimErrorCode } from './errors';
import type { OrderRequest } from './fields';
import type { Admitted } from './gate';
import { handedOut, orderView } from './views';

type View = Readonly<Record<string, unknown>>;

/** The codes of the wire for what the engine and the payer's side refuse. */
const REFUSALS: Readonly<Partial<Record<RefusalCode, SimErrorCode>>> = {
  'no-such-trade': 'NOT_FOUND',
  'content-changed': 'DUPLICATE',
  'already-paid': 'ORDER_PAID',
  'already-closed': 'ORDER_CLOSED',
  'payment-failed': 'ORDER_FAILED',
  expired: 'ORDER_CLOSED',
  'not-paid': 'NOT_PAID',
  'refund-changed': 'DUPLICATE',
  'refund-exceeds': 'REFUND_EXCEEDS',
  'refund-window-over': 'REFUND_OVERDUE',
  'too-many-refunds': 'REFUND_TOO_MANY',
  'refund-too-soon': 'REFUND_TOO_SOON',
  'limit-single': 'LIMIT_SINGLE',
  'limit-day': 'LIMIT_DAY',
  'limit-year': 'LIMIT_YEAR',
  'limit-balance': 'LIMIT_BALANCE',
  'account-frozen': 'WALLET_FROZEN',
  'account-closed': 'WALLET_CLOSED',
  'over-limit': 'LIMIT_DAY',
  'funds-refused': 'INSUFFICIENT',
};

/** The refusal of the wire for one of the engine. */
export const refusalError = (refusal: RefusalCode): SimError => new SimError(REFUSALS[refusal] ?? 'UNKNOWN');

/** The account that a request may collect for. @throws SimError NO_RIGHT */
export function ownPayee({ app }: Admitted, payee: string): string {
  if (!app.payees.has(payee)) throw new SimError('NO_RIGHT');
  return payee;
}

/** A trade by the merchant's own number. @throws SimError NOT_FOUND */
export function knownTrade(desk: SimDesk, payee: string, outTradeNo: string): Trade {
  const trade = desk.book.byOutTradeNo(payee, outTradeNo);
  if (!trade) throw new SimError('NOT_FOUND');
  return trade;
}

/** What a repeated order must repeat. Members of one way to present it are not compared: a second code is a second try. */
function contentOf(order: OrderRequest, { app, proof }: Admitted): OrderContent {
  const { outTradeNo, payee, amountFen, summary, attach, notifyUrl, returnUrl, terminalId, busiType, busiKind } = order;
  return {
    outTradeNo,
    payee,
    caller: [app.appId, terminalId, busiType, busiKind].map((part) => part ?? '').join(' '),
    product: order.present.product,
    amountFen,
    description: summary,
    attach,
    notifyUrl,
    returnUrl,
    extra: { appId: app.appId },
    proof,
  };
}

function deadline({ profile }: SimDesk, { present, payBy }: OrderRequest, now: Millis): Millis {
  const { payWithin, confirmWithin } = profile.numbers;
  const longest = now + (present.failsInTime ? (confirmWithin?.value ?? payWithin.value) : payWithin.value);
  return payBy === undefined || present.failsInTime ? longest : Math.min(payBy, longest);
}

/** The same order once more is the same order, until it is over; another one under its number is refused (EC-06). */
function place(desk: SimDesk, order: OrderRequest, admitted: Admitted): Trade {
  const at = desk.now();
  const payBy = deadline(desk, order, at);
  if (payBy <= at) throw new SimError('PARAM_ERROR', 'the order would be over before it began');
  const content = contentOf(order, admitted);
  const random = desk.random.stream(`order/${content.payee}/${content.outTradeNo}`);
  const known = desk.book.byOutTradeNo(content.payee, content.outTradeNo);
  const outcome = desk.book.apply(known, {
    type: 'order',
    content,
    tradeNo: `${compactDateTime(at)}${random.digits(14)}`,
    credential: random.letters(24),
    credentialUntil: payBy,
    payBy,
    at,
  });
  if (!outcome.ok) throw refusalError(outcome.refusal);
  return outcome.trade;
}

/** POST /v0/orders */
export async function createOrder(desk: SimDesk, admitted: Admitted): Promise<View> {
  const order = desk.reader.order(admitted.body, desk.now());
  ownPayee(admitted, order.payee);
  const placed = place(desk, order, admitted);
  const trade = placed.status === 'open' ? ((await order.present.begin?.(desk, placed, order)) ?? placed) : placed;
  return { ...orderView(desk, trade), ...handedOut(desk, trade) };
}

/** GET /v0/orders/{outTradeNo} */
export function queryOrder(desk: SimDesk, admitted: Admitted, number: string): View {
  const payee = ownPayee(admitted, desk.reader.payeeAlone(admitted.query));
  return orderView(desk, knownTrade(desk, payee, desk.reader.number(number)));
}

/** POST /v0/orders/{outTradeNo}/close: what is closed may be closed again, what is paid cannot. */
export function closeOrder(desk: SimDesk, admitted: Admitted, number: string): View {
  const payee = ownPayee(admitted, desk.reader.payeeAlone(admitted.body));
  const outcome = desk.book.apply(knownTrade(desk, payee, desk.reader.number(number)), {
    type: 'close',
    at: desk.now(),
  });
  if (!outcome.ok) throw refusalError(outcome.refusal);
  return orderView(desk, outcome.trade);
}
