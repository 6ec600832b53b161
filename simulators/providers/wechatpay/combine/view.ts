import { rfc3339 } from '../../../kernel/time';
import type { Combination, Trade } from '../../engine/trade';
import type { Payers } from '../../payers';
import { TRADE_TYPES, tradeState, tradeView } from '../views';

/** The application in whose name a combined order was made. */
export const combineAppid = (trade: Trade): string => trade.extra?.['sp_appid'] ?? trade.extra?.['appid'] ?? '';

function paidMembers(trade: Trade, paidAt: number): Record<string, unknown> {
  return {
    trade_type: TRADE_TYPES[trade.product],
    bank_type: 'OTHERS',
    success_time: rfc3339(paidAt),
    transaction_id: trade.tradeNo,
  };
}

function subOrder(trade: Trade, payers: Payers): Record<string, unknown> {
  const { sp_mchid, sub_appid } = trade.extra ?? {};
  const { paidAt, amountFen, payee } = trade;
  const paid = paidAt === undefined ? {} : { payer_amount: amountFen, payer_currency: 'CNY' };
  return {
    mchid: sp_mchid ?? payee,
    ...(sp_mchid === undefined ? {} : { sub_mchid: payee }),
    ...(sub_appid === undefined ? {} : { sub_appid }),
    ...(sub_appid === undefined || trade.paidBy === undefined
      ? {}
      : { sub_openid: payers.identifier(trade.paidBy, sub_appid) }),
    trade_state: tradeState(trade),
    out_trade_no: trade.outTradeNo,
    ...(trade.attach === undefined ? {} : { attach: trade.attach }),
    ...(paidAt === undefined ? {} : paidMembers(trade, paidAt)),
    amount: { total_amount: amountFen, currency: 'CNY', ...paid },
    promotion_detail: [],
  };
}

/** A combined order as its query and its notice tell it (sheet 1.6, OA). The payer appears once there is one. */
function combinedView(first: Trade, { account, outTradeNo }: Combination, trades: readonly Trade[], payers: Payers) {
  const appid = combineAppid(first);
  const { paidBy, tradeNo, extra } = first;
  return {
    combine_appid: appid,
    combine_mchid: account,
    combine_out_trade_no: outTradeNo,
    scene_info: { device_id: extra?.['device_id'] ?? '' },
    sub_orders: trades.map((trade) => subOrder(trade, payers)),
    ...(paidBy === undefined
      ? {}
      : {
          // Its own number follows from that of its first order.
          combine_transaction_id: `43000${tradeNo.slice(5)}`,
          combine_payer_info: { openid: payers.identifier(paidBy, appid) },
        }),
  };
}

/** What is told of a payment: of an order alone, or of a combined order as a whole. */
export function paymentView(trades: readonly Trade[], payers: Payers): Record<string, unknown> {
  const [first] = trades;
  if (!first) throw new Error('no order to tell about');
  return first.combined ? combinedView(first, first.combined, trades, payers) : tradeView(first, payers);
}
