import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import { refundedFen, type ScanContent, type ScanPayment, type ScanState, sameContent, scanMachine } from './payment';

/** What the member that was asked says: `silent` is no answer at all, `absent` that it never heard of the payment. */
export type MemberWord = 'paid' | 'paying' | 'failed' | 'absent' | 'silent';

/** What may happen to a payment. Numbers and instants come from outside, so that the reducer is a pure function. */
export type ScanEvent =
  | { readonly type: 'begin'; readonly content: ScanContent; readonly switchTxnId: string; readonly at: Millis }
  | { readonly type: 'settled'; readonly ok: boolean; readonly why?: string; readonly at: Millis }
  | { readonly type: 'answered'; readonly says: MemberWord; readonly why?: string; readonly at: Millis }
  /** The time has come to ask the other member again. */
  | { readonly type: 'ask-again'; readonly at: Millis }
  | { readonly type: 'refund'; readonly refundNo: string; readonly amountFen: Fen; readonly at: Millis }
  /** The payer's wallet has given a refund back. */
  | { readonly type: 'returned'; readonly refundNo: string; readonly at: Millis };

/** What follows; the shell performs it in order. */
export type ScanEffect =
  /** Move the money at the clearing institution: forward, or back under the number of what undoes it. */
  | { readonly type: 'settle'; readonly back: boolean; readonly amountFen: Fen; readonly ref: string }
  /** Ask the other member to take its part. */
  | { readonly type: 'ask' }
  /** Ask the other member how its part stands. */
  | { readonly type: 'query' }
  | { readonly type: 'ask-again-at'; readonly at: Millis }
  /** The other member undoes its part, now or as soon as it hears of it, and never takes it later. */
  | { readonly type: 'undo' }
  /** The member that began learns how it ended. */
  | { readonly type: 'tell' }
  /** The payer's wallet gives back a refund. */
  | { readonly type: 'give-back'; readonly refundNo: string };

/** Why the switch refuses, in words for programs. */
export type ScanRefusal = 'no-such-payment' | 'content-changed' | 'not-paid' | 'refund-exceeds' | 'refund-changed';

export type ScanOutcome =
  | { readonly ok: true; readonly payment: ScanPayment; readonly effects: readonly ScanEffect[] }
  | { readonly ok: false; readonly why: ScanRefusal; readonly payment?: ScanPayment };

/** `(payment, event) → payment + effects`, or a refusal that changes nothing. */
export type ScanReducer = (
  payment: ScanPayment | undefined,
  event: ScanEvent,
  askAgainMs: readonly number[],
) => ScanOutcome;

const accept = (payment: ScanPayment, ...effects: ScanEffect[]): ScanOutcome => ({ ok: true, payment, effects });
const refuse = (why: ScanRefusal, payment?: ScanPayment): ScanOutcome => ({ ok: false, why, payment });

const settle = ({ switchTxnId, amountFen }: ScanPayment): ScanEffect => ({
  type: 'settle',
  back: false,
  amountFen,
  ref: switchTxnId,
});

const settleBack = ({ switchTxnId, amountFen }: ScanPayment): ScanEffect => ({
  type: 'settle',
  back: true,
  amountFen,
  ref: `${switchTxnId}-reversal`,
});

function begin(payment: ScanPayment | undefined, event: ScanEvent & { type: 'begin' }): ScanOutcome {
  const { content, switchTxnId, at } = event;
  if (payment) return sameContent(payment, content) ? accept(payment) : refuse('content-changed', payment);
  const fresh: ScanPayment = {
    ...content,
    switchTxnId,
    state: 'ACCEPTED',
    createdAt: at,
    settled: false,
    askedAgain: 0,
    refunds: [],
  };
  // The payer's wallet has taken the money where the payer scans; the clearing institution comes before the payee.
  return accept(fresh, content.direction === 'payer-scans' ? settle(fresh) : { type: 'ask' });
}

/** The payment ends; what was settled goes back, and the member that began is told. */
function end(payment: ScanPayment, state: ScanState, at: Millis, why?: string): ScanOutcome {
  const ended: ScanPayment = {
    ...payment,
    state: scanMachine.move(payment.state, state, payment.switchTxnId),
    endedAt: at,
    ...(why === undefined ? {} : { why }),
  };
  const tell: ScanEffect = { type: 'tell' };
  if (state === 'PAID') return accept(ended, tell);
  const undo: ScanEffect[] = state === 'REVERSED' ? [{ type: 'undo' }] : [];
  const back = payment.settled ? [settleBack(payment)] : [];
  return accept({ ...ended, settled: false }, ...undo, ...back, tell);
}

function wait(payment: ScanPayment, at: Millis, askAgainMs: readonly number[], ...effects: ScanEffect[]): ScanOutcome {
  const gap = askAgainMs[payment.askedAgain];
  if (gap === undefined) return end(payment, 'REVERSED', at, 'no-answer');
  const { state, switchTxnId } = payment;
  const waiting = state === 'PAYING' ? state : scanMachine.move(state, 'PAYING', switchTxnId);
  return accept({ ...payment, state: waiting }, ...effects, { type: 'ask-again-at', at: at + gap });
}

function settled(payment: ScanPayment, { ok, why, at }: ScanEvent & { type: 'settled' }): ScanOutcome {
  const scans = payment.direction === 'payer-scans';
  if (ok) {
    const cleared = { ...payment, settled: true };
    return scans ? accept(cleared, { type: 'ask' }) : end(cleared, 'PAID', at);
  }
  // Where a merchant scans, the payer's wallet has taken the money already and gives it back.
  return end(payment, scans ? 'FAILED' : 'REVERSED', at, why);
}

function answered(
  payment: ScanPayment,
  event: ScanEvent & { type: 'answered' },
  askAgainMs: readonly number[],
): ScanOutcome {
  const { says, why, at } = event;
  switch (says) {
    case 'paid':
      // Nothing is paid that the clearing institution has not booked.
      if (payment.settled) return end(payment, 'PAID', at);
      return accept(payment, settle(payment));
    case 'failed':
      return end(payment, 'FAILED', at, why);
    case 'absent':
      return accept(payment, { type: 'ask' });
    case 'paying':
    case 'silent':
      return wait(payment, at, askAgainMs);
  }
}

function refund(payment: ScanPayment, event: ScanEvent & { type: 'refund' }): ScanOutcome {
  const { refundNo, amountFen } = event;
  if (payment.state !== 'PAID') return refuse('not-paid', payment);
  const known = payment.refunds.find((entry) => entry.refundNo === refundNo);
  if (known) return known.amountFen === amountFen ? accept(payment) : refuse('refund-changed', payment);
  if (refundedFen(payment) + amountFen > payment.amountFen) return refuse('refund-exceeds', payment);
  return accept(
    { ...payment, refunds: [...payment.refunds, { refundNo, amountFen, returned: false }] },
    { type: 'settle', back: true, amountFen, ref: `${payment.switchTxnId}-${refundNo}` },
    { type: 'give-back', refundNo },
  );
}

function returned(payment: ScanPayment, { refundNo }: ScanEvent & { type: 'returned' }): ScanOutcome {
  const refunds = payment.refunds.map((entry) => (entry.refundNo === refundNo ? { ...entry, returned: true } : entry));
  return accept({ ...payment, refunds });
}

/** The switch's decisions. What comes after the end of a payment changes nothing. */
export const reduceScan: ScanReducer = (payment, event, askAgainMs) => {
  if (event.type === 'begin') return begin(payment, event);
  if (!payment) return refuse('no-such-payment');
  if (event.type === 'refund') return refund(payment, event);
  if (event.type === 'returned') return returned(payment, event);
  if (scanMachine.isFinal(payment.state)) return accept(payment);
  switch (event.type) {
    case 'settled':
      return settled(payment, event);
    case 'answered':
      return answered(payment, event, askAgainMs);
    case 'ask-again':
      return accept({ ...payment, askedAgain: payment.askedAgain + 1 }, { type: 'query' });
  }
};
