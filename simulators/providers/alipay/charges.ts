import { fenFromYuan, yuanText } from '../../kernel/money';
import { beijingDateTime } from '../../kernel/time';
import type { Command, Outcome } from '../engine/engine';
import type { PayerCode } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { setting } from '../profile';
import { fundOf } from './channels';
import type { ChargeScript, ChargeScripts } from './charge-scripts';
import type { Body } from './envelope';
import { errors } from './errors';
import { type Content, textAt } from './fields';
import type { Admitted } from './gateway';
import { ordered, type Plan, planned } from './orders';
import type { TradeDesk } from './trades';
import { amounts, buyer, fundBill, NO_AMOUNTS, receiptCurrency, withNoAmounts } from './views';
import type { WalletCodes } from './wallet-codes';

/** What alipay.trade.pay needs beside the desk of trades. */
export interface ChargeDesk extends TradeDesk {
  readonly codes: WalletCodes;
  readonly scripts: ChargeScripts;
  /** Tells the merchant that the payer is asked, and that a payment was undone, where that is told. */
  readonly told: { opened(trade: Trade): void; undone(trade: Trade): void };
}

/** Nobody signs an agreement or freezes funds here, so what a merchant names of either does not exist. */
function refuseOtherMeans(content: Content): void {
  const product = textAt(content, 'product_code') ?? '';
  if (['CYCLE_PAY_AUTH', 'GENERAL_WITHHOLDING'].includes(product)) throw errors.agreementUnknown();
  if (['PRE_AUTH', 'PRE_AUTH_ONLINE'].includes(product)) throw errors.authUnknown();
}

function paidView(desk: TradeDesk, trade: Trade): Body {
  return {
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    ...amounts(trade),
    ...buyer(desk, trade),
    gmt_payment: beijingDateTime(trade.paidAt ?? 0),
    fund_bill_list: fundBill(trade, trade.amountFen, 'answer'),
    receipt_currency_type: receiptCurrency(desk.profile),
  };
}

/** The payer has to enter a password: neither a success nor a failure (sheet 1.6, trap 17). */
function askingView(desk: TradeDesk, trade: Trade): Body {
  return {
    code: '10003',
    msg: setting(desk.profile, 'askingMessage'),
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    ...NO_AMOUNTS,
    total_amount: yuanText(trade.amountFen),
    ...buyer(desk, trade),
  };
}

/** The trade that an outcome of charging leaves; the same payer must go on with it. */
function charged(outcome: Outcome): Trade {
  if (!outcome.ok && outcome.refusal === 'wrong-payer') throw errors.buyerDiffers();
  if (!outcome.ok && outcome.refusal === 'expired') throw errors.deadlineOver();
  return ordered(outcome);
}

/** Keeps the order and does one thing with it, or, where the engine refuses either, nothing at all. */
function carryOut({ book }: TradeDesk, { known, command }: Plan, next: Command): Trade {
  const { engine, rules } = book.settings;
  charged(engine(ordered(engine(known, command, rules)), next, rules));
  return charged(book.apply(ordered(book.apply(known, command)), next));
}

/** That the trade waits is news only the first time. */
function toldOnce({ told }: ChargeDesk, { known }: Plan, trade: Trade): void {
  if (known?.openedAt === undefined) told.opened(trade);
}

/** The wallet has not enough to pay with; what is left of the order is not known (see the setting). */
function withoutFunds(desk: ChargeDesk, plan: Plan, { payer }: PayerCode): never {
  const left = setting(desk.profile, 'tradeAfterFailedCode');
  const { at } = plan.command;
  if (left !== 'none') {
    const waiting = carryOut(desk, plan, { type: 'charge', payer, asks: true, at });
    if (left === 'closed') charged(desk.book.apply(waiting, { type: 'fail', why: 'insufficient-balance', at }));
    else toldOnce(desk, plan, waiting);
  }
  const byCard = fundOf(plan.command.content.extra?.['instrument']).channel === 'BANKCARD';
  throw byCard ? errors.cardBalanceTooSmall() : errors.balanceTooSmall();
}

function mustAsk({ profile }: TradeDesk, { command }: Plan, { behaviour }: PayerCode): boolean {
  return behaviour !== 'pays' || command.content.amountFen >= fenFromYuan(setting(profile, 'passwordFrom'));
}

/** Undoes a payment after it was called a success, unless that has happened already. */
function rollBackLater({ book, told }: ChargeDesk, { tradeNo }: Trade, afterMs: number): void {
  const { clock } = book.settings;
  clock.at(clock.now() + afterMs, () => {
    const trade = book.byTradeNo(tradeNo);
    if (trade?.status !== 'paid') return;
    const outcome = book.apply(trade, { type: 'reverse', at: clock.now() });
    if (outcome.ok) told.undone(outcome.trade);
  });
}

function perform(desk: ChargeDesk, plan: Plan, code: PayerCode, script: ChargeScript | undefined): Body {
  if (code.behaviour === 'insufficient-balance') return withoutFunds(desk, plan, code);
  const { at } = plan.command;
  const asks = script?.what === 'asks' || mustAsk(desk, plan, code);
  const trade = carryOut(desk, plan, { type: 'charge', payer: code.payer, asks, at });
  if (asks) {
    toldOnce(desk, plan, trade);
    return askingView(desk, trade);
  }
  if (script?.what === 'rolled-back') rollBackLater(desk, trade, script.afterMs ?? 0);
  return paidView(desk, trade);
}

/** The answer to an order that this very code has paid before, where a setting has it told again. */
function toldAgain(desk: TradeDesk, { known, command }: Plan): Body | undefined {
  if (setting(desk.profile, 'repeatedCharge') !== 'same-answer' || known?.status !== 'paid') return undefined;
  const same = known.credential === command.credential && known.amountFen === command.content.amountFen;
  return same && known.product === 'code' ? paidView(desk, known) : undefined;
}

/**
 * alipay.trade.pay: the merchant reads a payer's code. 10000 is paid, 10003 waits for the payer, 20000 may be either
 * (sheet 2.6 and 4). One code serves one order; asked again for it, the answer follows from where the trade stands.
 */
export function charge(desk: ChargeDesk, admitted: Admitted): Body {
  const { content } = admitted;
  return withNoAmounts(content, () => {
    const plan = planned(desk, 'code', admitted);
    refuseOtherMeans(content);
    const told = toldAgain(desk, plan);
    if (told) return told;
    const { known, command } = plan;
    const { engine, rules } = desk.book.settings;
    ordered(engine(known, command, rules));
    const script = desk.scripts.take();
    if (script?.what === 'unavailable-before') throw errors.unavailable();
    if (script?.what === 'refused') throw errors.business(script.code ?? 'PAYMENT_FAIL', '支付失败');
    const order = `${command.content.payee} ${command.content.outTradeNo}`;
    const code = desk.codes.read(textAt(content, 'scene'), command.credential, order, command.at);
    const body = perform(desk, plan, code, script);
    if (script?.what === 'unavailable-after') throw errors.unavailable();
    if (script?.what === 'system-error-after') throw errors.systemError();
    return body;
  });
}
