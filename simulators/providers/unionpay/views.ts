import type { Refund, Trade } from '../engine/trade';
import { bankOf } from './banks';
import { codeOfRefund, codeOfTrade, type Desk, masked, settleDate, traceOf, wordsOf } from './trades';
import type { Fields } from './wire';

const CNY = '156';

/** With which card of whom it was paid; only the ends of its number (sheet 6, 7). */
function card({ cardOf }: Desk, trade: Trade): Fields {
  if (trade.paidBy === undefined) return {};
  return {
    accNo: masked(cardOf(trade.paidBy)),
    payCardType: '01',
    payType: '0001',
    payCardIssueName: bankOf(trade).zh,
  };
}

/** When money is cleared, and how much, once it has moved. */
const settled = (amountFen: number, at: number | undefined): Fields =>
  at === undefined ? {} : { settleAmt: String(amountFen), settleCurrencyCode: CNY, settleDate: settleDate(at) };

/** What every message about a payment says of it. */
export function paymentView(desk: Desk, trade: Trade): Fields {
  const { tradeNo: queryId, amountFen, createdAt, paidAt } = trade;
  return {
    queryId,
    ...traceOf(queryId, paidAt ?? createdAt),
    txnAmt: String(amountFen),
    currencyCode: CNY,
    ...settled(amountFen, paidAt),
    ...card(desk, trade),
  };
}

/** What every message about money that goes back says of it. */
export function backView(
  desk: Desk,
  trade: Trade,
  { refundNo: queryId, amountFen, createdAt, doneAt, status }: Refund,
): Fields {
  return {
    queryId,
    origQryId: trade.tradeNo,
    ...traceOf(queryId, doneAt ?? createdAt),
    txnAmt: String(amountFen),
    currencyCode: CNY,
    ...settled(amountFen, status === 'success' ? doneAt : undefined),
    ...card(desk, trade),
  };
}

/** How the queried payment stands. `respCode` is about the query alone (sheet 8). */
export function paymentResult(desk: Desk, trade: Trade): Fields {
  const origRespCode = codeOfTrade(trade, desk.profile);
  return {
    ...paymentView(desk, trade),
    origRespCode,
    origRespMsg: wordsOf(origRespCode),
    issuerIdentifyMode: '0',
    ...(trade.attach === undefined ? {} : { reqReserved: trade.attach }),
  };
}

export function backResult(desk: Desk, trade: Trade, refund: Refund): Fields {
  const origRespCode = codeOfRefund(refund);
  const { reqReserved } = refund.extra ?? {};
  return {
    ...backView(desk, trade, refund),
    origRespCode,
    origRespMsg: wordsOf(origRespCode),
    ...(reqReserved === undefined ? {} : { reqReserved }),
  };
}
