import type { Posting } from '../../kernel/ledger';
import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import { type OrderContent, type Refund, refundedFen, refundMachine, type Trade, tradeMachine } from './trade';

/** What may be asked of a trade. Numbers and instants come from outside, so the engine is a pure function. */
export type Command =
  | {
      readonly type: 'order';
      readonly content: OrderContent;
      readonly tradeNo: string;
      readonly credential: string;
      readonly credentialUntil: Millis;
      readonly payBy: Millis;
      readonly at: Millis;
    }
  /** Somebody looks at the payment; `payer` where it is known who. */
  | { readonly type: 'open'; readonly payer?: string; readonly at: Millis }
  | { readonly type: 'pay'; readonly payer: string; readonly confirmedBy?: string; readonly at: Millis }
  | { readonly type: 'close'; readonly at: Millis }
  | { readonly type: 'expire'; readonly at: Millis }
  | {
      readonly type: 'refund';
      readonly outRefundNo: string;
      readonly refundNo: string;
      readonly amountFen: Fen;
      readonly reason?: string;
      readonly notifyUrl?: string;
      readonly at: Millis;
    }
  | {
      readonly type: 'finish-refund';
      readonly outRefundNo: string;
      readonly as: 'success' | 'closed' | 'abnormal';
      readonly at: Millis;
    };

/** Why the engine refuses, in neutral words; each wire has its own code for each. */
export type RefusalCode =
  | 'no-such-trade'
  | 'content-changed'
  | 'already-paid'
  | 'already-closed'
  | 'expired'
  | 'wrong-payer'
  | 'not-paid'
  | 'refund-changed'
  | 'refund-exceeds'
  | 'refund-window-over';

/** What follows from a command; the shell performs it. */
export type Effect =
  | { readonly type: 'post'; readonly posting: Posting }
  | { readonly type: 'notify'; readonly about: 'payment' | 'refund' | 'close'; readonly outRefundNo?: string }
  | { readonly type: 'finish-refund-at'; readonly outRefundNo: string; readonly at: Millis }
  | { readonly type: 'expire-at'; readonly at: Millis };

export type Outcome =
  | { readonly ok: true; readonly trade: Trade; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly refusal: RefusalCode; readonly trade?: Trade };

/** The dated rules of a provider that the engine needs; see its profile for sources. */
export interface EngineRules {
  /** True when a trade exists only once the payer has shown up. */
  readonly preparedFirst: (product: string) => boolean;
  /** True when an unpaid trade closes by itself at its deadline. */
  readonly closesWhenExpired: boolean;
  /** How long after an accepted refund the money is back, in milliseconds; 0 means within the answer. */
  readonly refundTakesMs: number;
  /** How long after payment a refund may be asked for. */
  readonly refundWindowMs: number;
}

/** The payment engine of every provider: `(trade, command) → trade + effects`, or a refusal that changes nothing. */
export type Engine = (trade: Trade | undefined, command: Command, rules: EngineRules) => Outcome;

const refuse = (refusal: RefusalCode, trade?: Trade): Outcome => ({ ok: false, refusal, trade });
const accept = (trade: Trade, ...effects: Effect[]): Outcome => ({ ok: true, trade, effects });

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

/** The movement of money of a refund that succeeded. */
export const refundOf = (trade: Trade, refund: Refund): Posting => ({
  from: payeeAccount(trade.payee),
  to: payerAccount(trade.paidBy ?? ''),
  amountFen: refund.amountFen,
  reason: 'refund',
  ref: refund.refundNo,
});

/** True when a repeated request asks for the same thing as the first. */
export function sameContent(trade: Trade, content: OrderContent): boolean {
  const compared = ['payee', 'caller', 'product', 'amountFen', 'description', 'attach', 'notifyUrl', 'payer'] as const;
  return compared.every((name) => trade[name] === content[name]);
}

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
    return accept(fresh, ...(rules.closesWhenExpired ? [{ type: 'expire-at', at: payBy + 1 } as const] : []));
  }
  if (trade.status === 'paid') return refuse('already-paid', trade);
  if (trade.status === 'closed') return refuse('already-closed', trade);
  if (!sameContent(trade, content)) return refuse('content-changed', trade);
  if (at <= trade.credentialUntil) return accept(trade);
  return accept({ ...trade, credential, credentialUntil });
}

function pay(trade: Trade, command: Command & { type: 'pay' }): Outcome {
  if (trade.status === 'paid') return refuse('already-paid', trade);
  if (trade.status === 'closed') return refuse('already-closed', trade);
  if (command.at > trade.payBy) return refuse('expired', trade);
  if (!mayOpen(trade, command.payer)) return refuse('wrong-payer', trade);
  const opened = trade.status === 'prepared' ? tradeMachine.move('prepared', 'open', trade.tradeNo) : trade.status;
  const status = tradeMachine.move(opened, 'paid', trade.tradeNo);
  const { payer, confirmedBy, at } = command;
  const paid = { ...trade, status, paidBy: payer, paidAt: at, ...(confirmedBy === undefined ? {} : { confirmedBy }) };
  return accept(paid, { type: 'post', posting: paymentOf(paid) }, { type: 'notify', about: 'payment' });
}

/** A payer named by the merchant, or the first who opened it, shuts out everybody else. */
const mayOpen = (trade: Trade, payer: string) => (trade.payer ?? trade.openedBy ?? payer) === payer;

function open(trade: Trade, { payer, at }: Command & { type: 'open' }): Outcome {
  if (trade.status === 'paid') return refuse('already-paid', trade);
  if (trade.status === 'closed') return refuse('already-closed', trade);
  if (payer !== undefined && !mayOpen(trade, payer)) return refuse('wrong-payer', trade);
  const status = trade.status === 'prepared' ? tradeMachine.move('prepared', 'open', trade.tradeNo) : trade.status;
  return accept({ ...trade, status, openedAt: trade.openedAt ?? at, openedBy: payer ?? trade.openedBy });
}

function close(trade: Trade, at: Millis): Outcome {
  if (trade.status === 'paid') return refuse('already-paid', trade);
  if (trade.status === 'closed') return accept(trade);
  const status = tradeMachine.move(trade.status, 'closed', trade.tradeNo);
  return accept({ ...trade, status, closedAt: at }, { type: 'notify', about: 'close' });
}

function refund(trade: Trade, command: Command & { type: 'refund' }, rules: EngineRules): Outcome {
  const { outRefundNo, amountFen, at } = command;
  if (trade.status !== 'paid') return refuse('not-paid', trade);
  const earlier = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (earlier) return earlier.amountFen === amountFen ? accept(trade) : refuse('refund-changed', trade);
  if (at > (trade.paidAt ?? at) + rules.refundWindowMs) return refuse('refund-window-over', trade);
  if (refundedFen(trade) + amountFen > trade.amountFen) return refuse('refund-exceeds', trade);
  const { refundNo, reason, notifyUrl } = command;
  const entry: Refund = { refundNo, outRefundNo, amountFen, reason, notifyUrl, status: 'processing', createdAt: at };
  const accepted = { ...trade, refunds: [...trade.refunds, entry] };
  if (rules.refundTakesMs > 0) {
    return accept(accepted, { type: 'finish-refund-at', outRefundNo, at: at + rules.refundTakesMs });
  }
  return finishRefund(accepted, { type: 'finish-refund', outRefundNo, as: 'success', at });
}

function finishRefund(trade: Trade, command: Command & { type: 'finish-refund' }): Outcome {
  const { outRefundNo, at } = command;
  const entry = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!entry) return refuse('no-such-trade', trade);
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
    case 'expire':
      return trade.status === 'paid' || command.at <= trade.payBy ? accept(trade) : close(trade, command.at);
    case 'refund':
      return refund(trade, command, rules);
    case 'finish-refund':
      return finishRefund(trade, command);
  }
};
