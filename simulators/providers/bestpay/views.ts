import { compactDateTime } from '../../kernel/time';
import type { Refund, Trade } from '../engine/trade';
import { fieldsOf, macOf } from './mac';
import type { Merchant } from './register';
import {
  maskedPhone,
  refundFlag,
  refundStatus,
  requestNumber,
  type TradeDesk,
  transactionNumber,
  transStatus,
} from './trades';

/** Text or null, as answers of this gateway have nothing else. */
export type Result = Readonly<Record<string, string | null>>;

/** What every answer about an order has, in the order of the manual's examples (sheet A1.4). */
interface OrderFacts {
  readonly merchantId: string;
  readonly orderNo: string;
  readonly orderReqNo: string;
  readonly orderDate: string | null;
  readonly transStatus: string;
  readonly transAmt: string;
  readonly ourTransNo: string;
  readonly encodeType: '1';
}

/** Closes an answer about an order with its `sign`, and with what is not signed. */
function signedOrder(facts: OrderFacts, { key }: Merchant, unsigned: Result): Result {
  return {
    ...facts,
    sign: macOf('orderAnswer', fieldsOf({ ...facts }), key),
    payerAccount: null,
    payeeAccount: null,
    payChannel: null,
    productDesc: null,
    ...unsigned,
    coupon: '0',
    scValue: '0',
  };
}

const orderFacts = (trade: Trade, orderDate: string | null): OrderFacts => ({
  merchantId: trade.payee,
  orderNo: trade.outTradeNo,
  orderReqNo: requestNumber(trade),
  orderDate,
  transStatus: transStatus(trade),
  transAmt: String(trade.amountFen),
  ourTransNo: transactionNumber(trade),
  encodeType: '1',
});

/** The answer to a payment with a payer's code; its date is the word null, and signed as that (requirement BP-03). */
export function placedView(trade: Trade, merchant: Merchant): Result {
  const { mchntTmNum = null, deviceTmNum = null } = trade.extra ?? {};
  const unsigned = { refundFlag: null, customerId: null, respCode: null, respDesc: null, mchntTmNum, deviceTmNum };
  return signedOrder(orderFacts(trade, null), merchant, unsigned);
}

/** Whose payment it is, as the merchant may see it. */
const payerOf = ({ random }: TradeDesk, { paidBy }: Trade): string | null =>
  paidBy === undefined ? null : maskedPhone(random, paidBy);

/** The answer to a question how a payment stands. */
export const queryView = (desk: TradeDesk, trade: Trade, merchant: Merchant): Result =>
  signedOrder(orderFacts(trade, compactDateTime(trade.createdAt)), merchant, {
    refundFlag: refundFlag(trade, desk.profile),
    customerId: payerOf(desk, trade),
  });

/** The answer to a question how a refund stands: the same members, about the refund (BP-DOC 6.4). */
export const refundQueryView = (desk: TradeDesk, trade: Trade, refund: Refund, merchant: Merchant): Result =>
  signedOrder(
    {
      ...orderFacts(trade, compactDateTime(refund.createdAt)),
      orderReqNo: refund.outRefundNo,
      transStatus: refundStatus(refund),
      transAmt: String(refund.amountFen),
      ourTransNo: refund.refundNo,
    },
    merchant,
    { refundFlag: refundFlag(trade, desk.profile), customerId: payerOf(desk, trade) },
  );

/** The answer to a refund or a reversal: taken, whatever becomes of it (BP-DOC 8.3, 10.2). */
export function acceptedView(oldOrderNo: string, refundReqNo: string, transAmt: string, { key }: Merchant): Result {
  const facts = { oldOrderNo, refundReqNo, transAmt };
  return { sign: macOf('refundAnswer', fieldsOf(facts), key), ...facts };
}
