import { type Finding, type Judge, judge } from './judge';

/** LIFE-005: an order whose payer only came back is not paid. */
const returnProvesNothing = judge<{ returned: Set<string>; findings: Finding[]; observed: number }>({
  check: 'LIFE-005/return-proves-nothing',
  init: () => ({ returned: new Set(), findings: [], observed: 0 }),
  step(state, event, view) {
    if (event.type === 'act' && event.kind === 'return.forged') {
      return { ...state, returned: new Set([...state.returned, event.order ?? '']) };
    }
    if (event.type !== 'contract' || !state.returned.has(event.order ?? '')) return state;
    const order = event.order ?? '';
    const paid = view.tradesOf(order).some((trade) => trade.paidFen > 0);
    const status = event.facts['status'];
    const observed = state.observed + 1;
    if (paid || status !== 'paid') return { ...state, observed };
    const finding: Finding = {
      reason: 'paid-by-return',
      expected: 'not paid',
      seen: status,
      at: event.seq,
      about: { order },
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [returnProvesNothing];
