import type { Command } from '../engine/engine';
import type { PayerCode } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { fieldOf } from './fields';
import type { Admitted } from './gate';
import { ordered, type Plan, planned } from './orders';
import { refusals } from './refusals';
import type { Desk } from './trades';

/** Keeps the order and does one thing with it, or, where the engine refuses either, nothing at all. */
function carryOut({ book }: Desk, { known, command }: Plan, next: Command): Trade {
  const { engine, rules } = book.settings;
  ordered(engine(ordered(engine(known, command, rules)), next, rules));
  return ordered(book.apply(ordered(book.apply(known, command)), next));
}

/** Whoever is asked and does not confirm in time lets the payment fail; the merchant is told. */
function tellLater({ book, failed }: Desk, { tradeNo, payBy }: Trade): void {
  book.settings.clock.at(payBy + 2, () => {
    const trade = book.byTradeNo(tradeNo);
    if (trade?.failedBecause === 'not-confirmed-in-time') failed(trade);
  });
}

function perform(desk: Desk, plan: Plan, { payer, behaviour }: PayerCode): Trade {
  const { at } = plan.command;
  if (behaviour === 'pays') return carryOut(desk, plan, { type: 'charge', payer, asks: false, at });
  const asked = carryOut(desk, plan, { type: 'charge', payer, asks: true, at });
  if (behaviour !== 'insufficient-balance') {
    tellLater(desk, asked);
    return asked;
  }
  const trade = ordered(desk.book.apply(asked, { type: 'fail', why: 'insufficient-balance', at }));
  desk.failed(trade);
  return trade;
}

/**
 * Consume with the payer's own code (01/06): 00 is accepted, and the result comes by notice or query, as for everything
 * that a server asks for (sheet 7, 9). A code serves one order.
 */
export function charge(desk: Desk, admitted: Admitted): Trade {
  const plan = planned(desk, 'code', admitted);
  const { known, command } = plan;
  const { engine, rules } = desk.book.settings;
  ordered(engine(known, command, rules));
  const code = fieldOf(admitted.fields, 'qrNo');
  if (known) {
    if (known.credential !== code) throw refusals.duplicate();
    return known;
  }
  const order = `${admitted.merchant.merId} ${command.content.outTradeNo}`;
  const reading = desk.codes.read(code, order, command.at);
  if (!reading.ok) throw refusals.code(desk.profile);
  return perform(desk, plan, reading.code);
}
