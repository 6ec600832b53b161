import type { Posting } from '../../kernel/ledger';
import { fenOrZero } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import {
  accept,
  type Command,
  type Effect,
  type Engine,
  type EngineRules,
  type Outcome,
  type RefusalCode,
  refuse,
} from './commands';
import { type OrderContent, type Refund, refundedFen, refundMachine, type Trade, tradeMachine } from './trade';

export type { Command, Effect, Engine, EngineRules, Outcome, RefusalCode } from './commands';

export const payerAccount = (payer: string) => `payer:${payer}`;
export const payeeAccount = (payee: string) => `payee:${payee}`;

/** The movement of money of a paid trade. */
export const paymentOf = (trade: Trade): Posting => ({
  from: payerAccount(trade.paidBy ?? ''),
  to: payeeAccount(trade.payee),
  amountFen: trade.amountFen,
  reason: 'payment',
  ref: trade.tradeNo,
});

/** The movement of money of a refund that succeeded: back to the account that paid, unless the merchant named another. */
export const refundOf = (trade: Trade, refund: Refund): Posting => ({
  from: payeeAccount(trade.payee),
  to: refund.sentTo ? `${refund.sentTo.kind}:${trade.paidBy ?? ''}` : payerAccount(trade.paidBy ?? ''),
  amountFen: refund.amountFen,
  reason: 'refund',
  ref: refund.refundNo,
});

/** The money of a paid trade that has not gone back yet returns to the payer. */
export const reversalOf = (trade: Trade): Posting => ({
  from: payeeAccount(trade.payee),
  to: payerAccount(trade.paidBy ?? ''),
  amountFen: fenOrZero(trade.amountFen - refundedFen(trade)),
  reason: 'reversal',
  ref: trade.tradeNo,
});

/** True when a repeated request asks for the same thing as the first. */
export function sameContent(trade: Trade, content: OrderContent): boolean {
  const compared = ['payee', 'caller', 'product', 'amountFen', 'description', 'attach', 'notifyUrl', 'payer'] as const;
  return compared.every((name) => trade[name] === content[name]);
}

/** Why nothing more can be paid with a trade; undefined while it waits for its payer. */
function overAlready(trade: Trade): Outcome | undefined {
  if (trade.status === 'paid') return refuse('already-paid', trade);
  if (trade.status === 'failed') return refuse('payment-failed', trade);
  if (trade.status === 'closed' || trade.status === 'reversed') return refuse('already-closed', trade);
  return undefined;
}

/** True when something happens by itself at the deadline of a trade. */
export const expires = (rules: EngineRules, { product }: Trade): boolean =>
  rules.closesWhenExpired || rules.failsWhenExpired?.(product) === true;

function order(trade: Trade | undefined, command: Command & { type: 'order' }, rules: EngineRules): Outcome {
  const { content, tradeNo, credential, credentialUntil, payBy, at } = command;
  if (!trade) {
    const status = rules.preparedFirst(content.product) ? 'prepared' : 'open';
    const fresh: Trade = {
      ...content,
      tradeNo,
      status,
      createdAt: at,
      payBy,
      credential,
      credentialUntil,
      refunds: [],
    };
    return accept(fresh, ...(expires(rules, fresh) ? [{ type: 'expire-at', at: payBy + 1 } as const] : []));
  }
  const over = overAlready(trade);
  if (over) return over;
  if (!sameContent(trade, content)) return refuse('content-changed', trade);
  if (at <= trade.credentialUntil) return accept(trade);
  return accept({ ...trade, credential, credentialUntil });
}

function pay(trade: Trade, command: Command & { type: 'pay' }): Outcome {
  const over = overAlready(trade);
  if (over) return over;
  if (command.at > trade.payBy) return refuse('expired', trade);
  if (!mayOpen(trade, command.payer)) return refuse('wrong-payer', trade);
  const opened = trade.status === 'prepared' ? tradeMachine.move('prepared', 'open', trade.tradeNo) : trade.status;
  const status = tradeMachine.move(opened, 'paid', trade.tradeNo);
  const { payer, confirmedBy, from, at } = command;
  const how = {
    ...(confirmedBy === undefined ? {} : { confirmedBy }),
    ...(from === undefined ? {} : { paidFrom: from }),
  };
  const paid = { ...trade, status, paidBy: payer, paidAt: at, ...how };
  return accept(paid, { type: 'post', posting: paymentOf(paid) }, { type: 'notify', about: 'payment' });
}

/** A payer named by the merchant, or the first who opened it, shuts out everybody else. */
const mayOpen = (trade: Trade, payer: string) => (trade.payer ?? trade.openedBy ?? payer) === payer;

function open(trade: Trade, { payer, at }: Command & { type: 'open' }): Outcome {
  const over = overAlready(trade);
  if (over) return over;
  if (payer !== undefined && !mayOpen(trade, payer)) return refuse('wrong-payer', trade);
  const status = trade.status === 'prepared' ? tradeMachine.move('prepared', 'open', trade.tradeNo) : trade.status;
  return accept({ ...trade, status, openedAt: trade.openedAt ?? at, openedBy: payer ?? trade.openedBy });
}

function charge(trade: Trade, command: Command & { type: 'charge' }): Outcome {
  const { payer, asks, at } = command;
  if (!asks) return pay({ ...trade, chargedTo: payer }, { type: 'pay', payer, at });
  if (at > trade.payBy) return refuse('expired', trade);
  const opened = open(trade, { type: 'open', payer, at });
  return opened.ok ? accept({ ...opened.trade, chargedTo: payer }) : opened;
}

function fail(trade: Trade, { why }: Command & { type: 'fail' }): Outcome {
  const over = overAlready(trade);
  if (over) return over;
  const opened = trade.status === 'prepared' ? tradeMachine.move('prepared', 'open', trade.tradeNo) : trade.status;
  return accept({ ...trade, status: tradeMachine.move(opened, 'failed', trade.tradeNo), failedBecause: why });
}

function reverse(trade: Trade, at: Millis): Outcome {
  if (trade.status === 'reversed' || trade.status === 'closed') return accept(trade);
  const reversed = { ...trade, status: tradeMachine.move(trade.status, 'reversed', trade.tradeNo), reversedAt: at };
  const posting = reversalOf(trade);
  return trade.status === 'paid' && posting.amountFen > 0
    ? accept(reversed, { type: 'post', posting })
    : accept(reversed);
}

function expire(trade: Trade, at: Millis, rules: EngineRules): Outcome {
  const waits = trade.status === 'prepared' || trade.status === 'open';
  if (!waits || at <= trade.payBy) return accept(trade);
  if (rules.failsWhenExpired?.(trade.product)) return fail(trade, { type: 'fail', why: 'not-confirmed-in-time', at });
  return close(trade, at);
}

function close(trade: Trade, at: Millis): Outcome {
  if (trade.status === 'paid') return refuse('already-paid', trade);
  if (trade.status === 'closed' || trade.status === 'reversed') return accept(trade);
  const status = tradeMachine.move(trade.status, 'closed', trade.tradeNo);
  return accept({ ...trade, status, closedAt: at }, { type: 'notify', about: 'close' });
}

function refund(trade: Trade, command: Command & { type: 'refund' }, rules: EngineRules): Outcome {
  const { outRefundNo, amountFen, at } = command;
  if (trade.status !== 'paid') return refuse('not-paid', trade);
  const earlier = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (earlier) return earlier.amountFen === amountFen ? accept(trade) : refuse('refund-changed', trade);
  const limit = overLimit(trade, at, rules);
  if (limit !== undefined) return refuse(limit, trade);
  if (refundedFen(trade) + amountFen > trade.amountFen) return refuse('refund-exceeds', trade);
  const { refundNo, reason, notifyUrl, extra } = command;
  const { nextRefundEnds: endsAs, ...rest } = trade;
  const asked = { refundNo, outRefundNo, amountFen, reason, notifyUrl, status: 'processing', createdAt: at } as const;
  const entry: Refund = {
    ...asked,
    ...(endsAs === undefined ? {} : { endsAs }),
    ...(extra === undefined ? {} : { extra }),
  };
  return underWay({ ...rest, refunds: [...rest.refunds, entry] }, entry, at, rules);
}

/** Why no further refund of a trade may be asked for now. */
function overLimit(trade: Trade, at: Millis, rules: EngineRules): RefusalCode | undefined {
  if (at > (trade.paidAt ?? at) + rules.refundWindowMs) return 'refund-window-over';
  if (trade.refunds.length >= (rules.mostRefunds ?? Number.POSITIVE_INFINITY)) return 'too-many-refunds';
  const last = trade.refunds.at(-1);
  return last && at - last.createdAt < (rules.refundGapMs ?? 0) ? 'refund-too-soon' : undefined;
}

/** A refund that was accepted ends after its time, or within the answer where the provider needs none. */
function underWay(trade: Trade, { outRefundNo, endsAs }: Refund, at: Millis, rules: EngineRules): Outcome {
  const as = endsAs ?? 'success';
  if (rules.refundTakesMs > 0) {
    return accept(trade, { type: 'finish-refund-at', outRefundNo, as, at: at + rules.refundTakesMs });
  }
  return finishRefund(trade, { type: 'finish-refund', outRefundNo, as, at });
}

function redirectRefund(trade: Trade, command: Command & { type: 'redirect-refund' }, rules: EngineRules): Outcome {
  const { outRefundNo, to, at } = command;
  const entry = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!entry) return refuse('no-such-trade', trade);
  // The same wish again is the same redirection.
  if (entry.sentTo?.kind === to.kind && entry.sentTo.shown === to.shown) return accept(trade);
  if (entry.status !== 'abnormal') return refuse('refund-not-abnormal', trade);
  const { endsAs: _, doneAt: __, ...rest } = entry;
  const status = refundMachine.move(entry.status, 'processing', outRefundNo);
  const redirected: Refund = { ...rest, status, sentTo: to };
  const refunds = trade.refunds.map((candidate) => (candidate === entry ? redirected : candidate));
  return underWay({ ...trade, refunds }, redirected, at, rules);
}

function finishRefund(trade: Trade, command: Command & { type: 'finish-refund' }): Outcome {
  const { outRefundNo, at } = command;
  const entry = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!entry) return refuse('no-such-trade', trade);
  if (!refundMachine.allows(entry.status, command.as)) return refuse('refund-ended', trade);
  const status = refundMachine.move(entry.status, command.as, outRefundNo);
  const done = { ...entry, status, doneAt: at };
  const refunds = trade.refunds.map((candidate) => (candidate === entry ? done : candidate));
  const notify: Effect = { type: 'notify', about: 'refund', outRefundNo };
  if (status !== 'success' || trade.paidBy === undefined) return accept({ ...trade, refunds }, notify);
  return accept({ ...trade, refunds }, { type: 'post', posting: refundOf(trade, entry) }, notify);
}

/** The engine that works. Defects replace it, or a part of what is around it. */
export const engine: Engine = (trade, command, rules) => {
  if (command.type === 'order') return order(trade, command, rules);
  if (!trade) return refuse('no-such-trade');
  switch (command.type) {
    case 'open':
      return open(trade, command);
    case 'pay':
      return pay(trade, command);
    case 'close':
      return close(trade, command.at);
    case 'charge':
      return charge(trade, command);
    case 'fail':
      return fail(trade, command);
    case 'reverse':
      return reverse(trade, command.at);
    case 'expire':
      return expire(trade, command.at, rules);
    case 'refund':
      return refund(trade, command, rules);
    case 'finish-refund':
      return finishRefund(trade, command);
    case 'expect-refund':
      return accept({ ...trade, nextRefundEnds: command.endsAs });
    case 'redirect-refund':
      return redirectRefund(trade, command, rules);
  }
};
