import { caseJudge, eventJudge, type Judge } from './judge';
import { perOrder } from './per-order';
import type { CaseView, TradeCase } from './view';

/** Trades of an order on which money moved, in the order in which they were paid. */
const paidTrades = (view: CaseView, order: string): TradeCase[] =>
  view
    .tradesOf(order)
    .filter((trade) => trade.paidFen > 0)
    .sort((a, b) => (a.paidSeq ?? 0) - (b.paidSeq ?? 0));

const inWords = ({ provider, paidFen, refundedFen }: TradeCase) => ({ provider, paidFen, refundedFen });

/** LIFE-002: in the providers' books at most one payment of an order is left untouched by a refund that nobody asked for. */
const oneKeptPayment = caseJudge('LIFE-002/one-kept-payment', (view) =>
  perOrder(view, ({ order, state }) => {
    const paid = paidTrades(view, order);
    if (paid.length === 0) return undefined;
    const kept = paid.filter((trade) => trade.refundedFen === 0);
    if (kept.length <= 1) return [];
    const seen = kept.map(inWords);
    return [
      { reason: 'second-success-kept', expected: 'one kept payment', seen, at: state?.seq ?? 0, about: { order } },
    ];
  }),
);

/** LIFE-002: what is given back of a second success is all of it, to the fen. */
const surplusReturnedInFull = caseJudge('LIFE-002/surplus-returned-in-full', (view) =>
  perOrder(view, ({ order, state }) => {
    const paid = paidTrades(view, order);
    if (paid.length < 2) return undefined;
    const left = paid.filter((trade) => trade.refundedFen < trade.paidFen);
    const partly = left.filter((trade) => trade.refundedFen > 0);
    if (left.length <= 1 || partly.length === 0) return [];
    const seen = partly.map(inWords);
    return [{ reason: 'returned-in-part', expected: 'the whole amount', seen, at: state?.seq ?? 0, about: { order } }];
  }),
);

/** LIFE-002: whoever has paid twice, as the platform knows, reads at the shop that one payment goes back. */
const payerIsTold = eventJudge('LIFE-002/payer-is-told', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  const { returned } = event.facts;
  const known = order?.state?.payments.filter(({ status }) => status === 'paid').length ?? 0;
  if (event.kind !== 'status.shown' || returned === undefined || !order || known < 2) return undefined;
  if (returned !== null) return [];
  const about = { order: order.order };
  return [{ reason: 'return-not-told', expected: 'one payment goes back', seen: 'none', at: event.seq, about }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [oneKeptPayment, surplusReturnedInFull, payerIsTold];
