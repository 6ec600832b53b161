import { yuanText } from '../../kernel/money';
import { beijingDateTime } from '../../kernel/time';
import type { Trade } from '../engine/trade';
import { type Profile, setting } from '../profile';
import { accountOf } from './buyers';
import { fundOf } from './channels';
import type { Body } from './envelope';
import { AlipayError } from './errors';
import { type Content, textAt } from './fields';
import { settleView } from './settlement';
import { type TradeDesk, tradeStatus } from './trades';

/** A login name as answers show it: the beginning, stars, the domain. */
const maskedLogin = (person: string) => `${person.slice(0, 3)}***@example.com`;

/** Who pays, as far as it is known. */
const buyerOf = ({ paidBy, openedBy, payer }: Trade) => paidBy ?? openedBy ?? payer;

/**
 * The payer as one application knows him, or by his account number; answers and notices name the latter differently
 * (sheet 2.8, 3.2).
 */
export function buyer(
  desk: TradeDesk,
  trade: Trade,
  accountMember: 'buyer_user_id' | 'buyer_id' = 'buyer_user_id',
): Record<string, string> {
  const person = buyerOf(trade);
  if (person === undefined) return {};
  const byAccount = setting(desk.profile, 'buyerIdentifier') === 'account-number';
  const identifier: Record<string, string> = byAccount
    ? { [accountMember]: accountOf(desk, person) }
    : { buyer_open_id: desk.payers.identifier(person, trade.extra?.['app_id'] ?? '') };
  return { ...identifier, buyer_logon_id: maskedLogin(person) };
}

/** The whole amount, from every side: no discounts are simulated. */
export function amounts(trade: Trade): Record<string, string> {
  const total = yuanText(trade.amountFen);
  return {
    total_amount: total,
    receipt_amount: total,
    buyer_pay_amount: total,
    invoice_amount: total,
    point_amount: '0.00',
  };
}

/** The members of a bill of funds; notices spell them otherwise (sheet 2.14). */
const SPELLINGS = {
  answer: { channel: 'fund_channel', type: 'fund_type' },
  notice: { channel: 'fundChannel', type: 'fundType' },
} as const;

/** What an answer or notice says of the funds of a trade, or of a part of them that went back. */
export function fundBill(trade: Trade, amountFen: number, where: keyof typeof SPELLINGS) {
  const { channel, type } = fundOf(trade.extra?.['instrument']);
  const names = SPELLINGS[where];
  return [
    {
      amount: yuanText(amountFen),
      [names.channel]: channel,
      ...(type === undefined ? {} : { [names.type]: type }),
    },
  ];
}

/** Answers about money that has not moved still carry amounts (sheet 2.6). */
export const NO_AMOUNTS = {
  buyer_pay_amount: '0.00',
  invoice_amount: '0.00',
  point_amount: '0.00',
  receipt_amount: '0.00',
} as const;

/** Does what was asked; where it is refused, the refusal carries the amounts and the merchant's number, too (sheet 2.6). */
export function withNoAmounts(content: Content, work: () => Body): Body {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AlipayError)) throw error;
    const outTradeNo = textAt(content, 'out_trade_no');
    throw error.with({ ...NO_AMOUNTS, ...(outTradeNo === undefined ? {} : { out_trade_no: outTradeNo }) });
  }
}

/** `DC` where the money came as e-CNY, nothing otherwise (sheet 2.6). */
export const receiptCurrency = (profile: Profile): string | undefined =>
  setting(profile, 'receiptCurrency') === 'DC' ? 'DC' : undefined;

/** The answer to a query (sheet 2.8). */
export function queryView(desk: TradeDesk, trade: Trade, options: readonly string[]): Body {
  const { book, profile } = desk;
  const now = book.settings.clock.now();
  const paid = trade.paidAt !== undefined;
  const total = { total_amount: yuanText(trade.amountFen), ...NO_AMOUNTS };
  return {
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    trade_status: tradeStatus(trade, now, profile.numbers.refundWindow.value),
    ...(paid ? amounts(trade) : total),
    ...buyer(desk, trade),
    buyer_user_type: buyerOf(trade) === undefined ? undefined : 'PRIVATE',
    store_id: trade.extra?.['store_id'],
    terminal_id: trade.extra?.['terminal_id'],
    send_pay_date: trade.paidAt === undefined ? undefined : beijingDateTime(trade.paidAt),
    passback_params: setting(profile, 'passbackInQuery') === 'present' ? trade.attach : undefined,
    receipt_currency_type: paid ? receiptCurrency(profile) : undefined,
    fund_bill_list: paid && options.includes('fund_bill_list') ? fundBill(trade, trade.amountFen, 'answer') : undefined,
    mdiscount_amount: options.includes('mdiscount_amount') ? '0.00' : undefined,
    trade_settle_info: options.includes('trade_settle_info') ? settleView(desk, trade) : undefined,
  };
}
