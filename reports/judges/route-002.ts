import type { Facts, HistoryEvent } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';

/** The payees that a request for a payment names: one, or one for each part. */
function payeesOf({ facts: { payee, parts } }: HistoryEvent): string[] {
  return Array.isArray(parts) ? parts.map((part) => String((part as Facts)['payee'])) : [String(payee)];
}

/** ROUTE-002: the payee that an order names on the wire is the selling merchant. */
const payeeIsTheMerchant = judge<Array<{ seq: number; trade?: string; payees: string[] }>>({
  check: 'ROUTE-002/payee-is-the-merchant',
  init: () => [],
  step: (seen, event) =>
    event.type === 'message' && event.kind === 'payment.create'
      ? [...seen, { seq: event.seq, trade: event.trade, payees: payeesOf(event) }]
      : seen,
  finish(created, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const { seq, trade, payees } of created) {
      const order = view.orderOf(trade);
      if (!order) continue;
      observed += 1;
      const sellers = (order.parts ?? [order]).map(({ merchant }) => `merchant:${merchant}`);
      for (const payee of payees.filter((each) => !sellers.includes(each))) {
        const reason = payee === 'platform' ? 'payee-is-the-platform' : 'payee-is-somebody-else';
        findings.push({ reason, expected: sellers.join(', '), seen: payee, at: seq, about: { order: order.order } });
      }
    }
    return { observed, findings };
  },
});

/** ROUTE-002: in no provider's books does money of an order ever touch an account of the platform. */
const platformHoldsNothing = eventJudge('ROUTE-002/platform-holds-nothing', (event) => {
  if (event.type !== 'ledger') return undefined;
  const { from, to } = event.facts;
  if (from !== 'platform' && to !== 'platform') return [];
  return [
    {
      reason: 'platform-touched-money',
      expected: 'payer and merchant only',
      seen: { from, to },
      at: event.seq,
      about: { provider: event.by },
    },
  ];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [payeeIsTheMerchant, platformHoldsNothing];
