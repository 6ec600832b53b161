import type { HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, caseJudge, type Finding, type Judge, judge } from './judge';
import { perOrder } from './per-order';
import { isSilent } from './silence';
import type { CaseView, OrderCase } from './view';

/** A request of the platform to close a payment; where the protocol has none, to say how it stands. */
interface Close {
  readonly message: HistoryEvent;
  /** True when the books showed it paid at that time. */
  readonly paid: boolean;
  readonly answer?: HistoryEvent;
  readonly silent?: true;
}

interface Switches {
  /** The first request for each payment. */
  readonly created: ReadonlyMap<string, HistoryEvent>;
  readonly closes: readonly Close[];
  /** Questions of the platform that nobody answered: some houses are asked how a payment stands before they may close it. */
  readonly unheard: readonly HistoryEvent[];
  readonly choices: readonly HistoryEvent[];
}

/** True for a request to close and its answer; a provider that closes nothing is asked how the payment stands instead. */
function asksToClose({ type, kind, by, to = '', facts }: HistoryEvent, view: CaseView): boolean {
  if (kind === 'payment.close') return true;
  const provider = type === 'answer' ? by : type === 'fault' ? String(facts['to']) : to;
  return kind === 'payment.query' && view.providers.get(provider)?.closes === false;
}

function follow(state: Switches, event: HistoryEvent, view: CaseView): Switches {
  const trade = event.trade ?? '';
  if (event.type === 'act' && event.kind === 'method.chosen') return { ...state, choices: [...state.choices, event] };
  if (event.type === 'message' && event.kind === 'payment.create' && !state.created.has(trade))
    return { ...state, created: new Map(state.created).set(trade, event) };
  if (!asksToClose(event, view)) {
    const unheard = event.kind === 'payment.query' && isSilent(event) && event.facts['from'] === 'platform';
    return unheard ? { ...state, unheard: [...state.unheard, event] } : state;
  }
  if (event.type === 'message') {
    const paid = (view.trades.get(trade)?.paidFen ?? 0) > 0;
    return event.by === 'platform' ? { ...state, closes: [...state.closes, { message: event, paid }] } : state;
  }
  const closes = state.closes.map((close): Close => {
    if (close.message.seq !== event.message) return close;
    if (isSilent(event)) return { ...close, silent: true };
    return event.type === 'answer' ? { ...close, answer: event } : close;
  });
  return { ...state, closes };
}

function switching(
  check: CheckId,
  look: (state: Switches, view: CaseView) => ReadonlyArray<readonly Finding[]>,
): Judge {
  return judge<Switches>({
    check,
    init: () => ({ created: new Map(), closes: [], unheard: [], choices: [] }),
    step: follow,
    finish(state, view) {
      const looks = look(state, view);
      return { observed: looks.length, findings: looks.flat() };
    },
  });
}

/** Payments that a payer could have paid: they were handed on and not refused at once. */
const NEVER_BEGUN = new Set(['queued', 'dropped', 'failed']);

function beside({ order, state }: OrderCase, { created, closes, unheard }: Switches): Array<readonly Finding[]> {
  const payments = state?.payments ?? [];
  return payments.flatMap(({ paymentNo, provider }, i) => {
    const start = created.get(paymentNo);
    const earlier = payments.slice(0, i).filter(({ status }) => !NEVER_BEGUN.has(status));
    if (!start || earlier.length === 0) return [];
    const asked = (trade: string) =>
      closes.some(
        (close) => close.message.trade === trade && close.message.seq < start.seq && (close.answer || close.silent),
      );
    const unreachable = (trade: string) =>
      unheard.some((look) => look.trade === trade && look.at === start.at && look.seq < start.seq);
    const open = earlier.filter(({ paymentNo: trade }) => !asked(trade) && !unreachable(trade));
    const findings = open.map((payment): Finding => {
      const about = { order, provider };
      const seen = payment.provider;
      return { reason: 'started-beside-an-open-one', expected: 'closed first', seen, at: start.seq, about };
    });
    return [findings];
  });
}

/** LIFE-006: before a later attempt goes out, every earlier one was closed, or its provider could not be reached. */
const earlierClosedFirst = switching('LIFE-006/earlier-closed-first', (state, view) =>
  [...view.orders.values()].flatMap((order) => beside(order, state)),
);

/** LIFE-006: a provider that is asked to close what was paid refuses. */
const paidOrderNotClosed = switching('LIFE-006/paid-order-not-closed', ({ closes }, view) =>
  closes.flatMap(({ paid, answer }) => {
    if (!paid || !answer) return [];
    const { error, state } = answer.facts;
    if (error !== undefined || state === 'paid') return [[]];
    const about = { order: view.orderOf(answer.trade)?.order ?? '', provider: answer.by };
    return [[{ reason: 'paid-order-closed', expected: 'a refusal', seen: 'accepted', at: answer.seq, about }]];
  }),
);

/** LIFE-006: that refusal leads the platform to the payment, and nothing is started after it. */
const paymentRevealed = switching('LIFE-006/payment-revealed', ({ closes, created }, view) =>
  closes.flatMap(({ paid, answer }) => {
    const order = view.orderOf(answer?.trade);
    if (!paid || !answer || !order?.state) return [];
    const payments = order.state.payments;
    const found = payments.some(({ paymentNo, status }) => paymentNo === answer.trade && status === 'paid');
    const later = payments.some(({ paymentNo }) => (created.get(paymentNo)?.seq ?? 0) > answer.seq);
    if (found && !later) return [[]];
    const about = { order: order.order, provider: answer.by };
    const seen = found ? 'another payment was started' : 'not paid';
    return [[{ reason: 'payment-not-revealed', expected: 'paid', seen, at: answer.seq, about }]];
  }),
);

/** LIFE-006: while another provider is asked to close and answers nobody, the payer's choice is started at once. */
const choiceNotBlocked = switching('LIFE-006/choice-not-blocked', ({ choices, closes, unheard, created }, view) =>
  choices.flatMap((choice) => {
    const order = choice.order ?? '';
    const provider = String(choice.facts['provider']);
    const next = choices.find((other) => other.order === order && other.seq > choice.seq);
    const inTurn = ({ seq, trade }: HistoryEvent) =>
      seq > choice.seq && seq < (next?.seq ?? Number.POSITIVE_INFINITY) && view.orderOf(trade)?.order === order;
    // Questions come at other times as well; only those that the choice has caused can block it.
    const caused = ({ kind, at }: HistoryEvent) => kind === 'payment.close' || at === choice.at;
    const waits = closes.some(
      ({ message, silent }) => silent && message.to !== provider && caused(message) && inTurn(message),
    );
    const looks = unheard.some((look) => look.facts['to'] !== provider && look.at === choice.at && inTurn(look));
    if (!waits && !looks) return [];
    const started = [...created.values()].find((event) => event.to === provider && inTurn(event));
    if (started?.at === choice.at) return [[]];
    const seen = started ? `after ${(started.at - choice.at) / 1000} s` : 'never';
    return [[{ reason: 'choice-blocked', expected: 'at once', seen, at: choice.seq, about: { order, provider } }]];
  }),
);

/** LIFE-006: nothing is kept of an order that the platform has closed; what was debited all the same has gone back. */
const closedTakesNothing = caseJudge('LIFE-006/closed-takes-nothing', (view) =>
  perOrder(view, ({ order, state }) => {
    if (state?.status !== 'closed') return undefined;
    const kept = view.tradesOf(order).filter(({ paidFen, refundedFen }) => paidFen > refundedFen);
    return kept.map(({ provider, paidFen, refundedFen }): Finding => {
      const seen = { paidFen, refundedFen };
      return { reason: 'debited-though-closed', expected: 0, seen, at: state.seq, about: { order, provider } };
    });
  }),
);

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  earlierClosedFirst,
  paidOrderNotClosed,
  paymentRevealed,
  choiceNotBlocked,
  closedTakesNothing,
];
