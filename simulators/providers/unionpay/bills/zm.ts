import { bankOf } from '../banks';
import { type Desk, masked, traceOf, txnTimeOf } from '../trades';
import { type Movement, transactionCode } from './movements';
import { n12, record, shortTime, signedN12, ZM_WIDTHS } from './records';

/** The line of one movement. Columns whose meaning is known from sources, and a few from memory (sheet 10). */
function columns(desk: Desk, movement: Movement): Readonly<Record<number, string>> {
  const { trade, refund, reversal, at, amountFen, feeFen } = movement;
  const queryId = refund?.refundNo ?? trade.tradeNo;
  const extra = refund?.extra ?? trade.extra;
  const back = refund !== undefined;
  return {
    1: transactionCode(movement),
    2: bankOf(trade).code,
    4: traceOf(queryId, at).traceNo,
    5: shortTime(at),
    6: trade.paidBy === undefined ? '' : masked(desk.cardOf(trade.paidBy)),
    7: n12(Math.abs(amountFen)),
    10: queryId,
    12: refund?.outRefundNo ?? trade.outTradeNo,
    13: '01',
    14: back ? traceOf(trade.tradeNo, at).traceNo : '',
    15: back ? txnTimeOf(trade).slice(4) : '',
    16: signedN12(-feeFen),
    17: signedN12(amountFen - feeFen),
    18: '0001',
    20: reversal ? '99' : (extra?.['txnType'] ?? '01'),
    21: extra?.['txnSubType'] ?? '01',
    22: extra?.['bizType'] ?? '000201',
    23: '01',
    24: '01',
    26: '0',
    27: back ? trade.tradeNo : '',
    28: trade.payee,
    33: signedN12(amountFen - feeFen),
    34: trade.extra?.['termId'] ?? '',
    35: (back ? refund.extra?.['reqReserved'] : trade.attach) ?? '',
    36: signedN12(0),
    41: back ? trade.outTradeNo : '',
  };
}

/** The lines of the ordinary file, in GBK. */
export function zmFile(desk: Desk, movements: readonly Movement[]): Uint8Array {
  const lines = movements.map((movement) => {
    const texts = columns(desk, movement);
    return record(
      ZM_WIDTHS,
      ZM_WIDTHS.map((_, i) => texts[i + 1] ?? ''),
    );
  });
  return Buffer.concat(lines);
}
