import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

/** Somebody came back to the shop: a forged address, or a person from the wallet. */
const isReturn = ({ type, kind }: HistoryEvent) =>
  type === 'act' && (kind === 'return.forged' || kind === 'payer.returned');

/** What the platform says of the order, to its merchant or to the payer. */
function saying({ type, kind, facts }: HistoryEvent): string | undefined {
  if (type === 'contract') return String(facts['status']);
  return type === 'page' && kind === 'status.shown' ? String(facts['says']) : undefined;
}

/** LIFE-005: after a return the platform calls an order paid only where the provider's books have a payment by then. */
const returnProvesNothing = judge<{ returned: Set<string>; sayings: HistoryEvent[] }>({
  check: 'LIFE-005/return-proves-nothing',
  init: () => ({ returned: new Set(), sayings: [] }),
  step(state, event) {
    const order = event.order ?? '';
    if (isReturn(event)) return { ...state, returned: new Set([...state.returned, order]) };
    if (saying(event) === undefined || !state.returned.has(order)) return state;
    return { ...state, sayings: [...state.sayings, event] };
  },
  finish({ sayings }, view) {
    const findings = sayings.flatMap((event): Finding[] => {
      const order = event.order ?? '';
      const paid = view.tradesOf(order).some(({ paidSeq }) => paidSeq !== undefined && paidSeq < event.seq);
      const seen = saying(event);
      if (paid || seen !== 'paid') return [];
      return [{ reason: 'paid-by-return', expected: 'not paid', seen, at: event.seq, about: { order } }];
    });
    return { observed: sayings.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [returnProvesNothing];
