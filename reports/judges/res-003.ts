import { type CheckId, type Finding, type Judge, judge } from './judge';
import { judges as life001 } from './life-001';
import { judges as life002 } from './life-002';
import { judges as life003 } from './life-003';
import { judges as life006 } from './life-006';
import { judges as life007 } from './life-007';
import { judges as noti003 } from './noti-003';
import { judges as noti006 } from './noti-006';
import { judges as noti007 } from './noti-007';
import { perOrder } from './per-order';
import { judges as ref002 } from './ref-002';
import { judges as ref003 } from './ref-003';
import { judges as ref004 } from './ref-004';
import { judges as route002 } from './route-002';
import type { CaseView, OrderCase } from './view';

/** Checks that hold at every instant of every case, whatever the network does. */
const AT_ALL_TIMES: ReadonlySet<CheckId> = new Set([
  'LIFE-001/platform-keeps-to-it',
  'LIFE-002/one-kept-payment',
  'LIFE-002/surplus-returned-in-full',
  'LIFE-003/never-charged-twice',
  'LIFE-006/earlier-closed-first',
  'LIFE-006/paid-order-not-closed',
  'LIFE-007/paid-stays-paid',
  'LIFE-007/corrections-name-the-original',
  'NOTI-003/one-effect',
  'NOTI-006/never-backwards',
  'NOTI-007/confirmation-equals-ledger',
  'REF-002/never-more-than-paid',
  'REF-003/one-number-one-refund',
  'REF-004/accepted-is-not-refunded',
  'ROUTE-002/payee-is-the-merchant',
  'ROUTE-002/platform-holds-nothing',
]);

const INVARIANTS: readonly Judge[] = [
  ...life001,
  ...life002,
  ...life003,
  ...life006,
  ...life007,
  ...noti003,
  ...noti006,
  ...noti007,
  ...ref002,
  ...ref003,
  ...ref004,
  ...route002,
].filter(({ check }) => AT_ALL_TIMES.has(check));

/** RES-003: every invariant of the rulebook holds through the storm; which one broke, the finding names. */
const invariantsHold = judge<readonly unknown[]>({
  check: 'RES-003/invariants-hold',
  init: () => INVARIANTS.map((each) => each.init()),
  step: (states, event, view) => INVARIANTS.map((each, i) => each.step(states[i], event, view)),
  finish(states, view) {
    const judged = INVARIANTS.map((each, i) => ({ check: each.check, ...each.finish(states[i], view) }));
    const findings = judged.flatMap(({ check, findings: found }) =>
      found.map((finding): Finding => {
        const about = { ...finding.about, what: `${check} (${finding.reason})` };
        return { ...finding, reason: 'invariant-broken', about };
      }),
    );
    return { observed: judged.filter(({ observed }) => observed > 0).length, findings };
  },
});

const UNDER_WAY = new Set(['queued', 'starting', 'unknown', 'waiting', 'closing', 'asked', 'accepted']);

/** What of an order has not come to its end, in words. */
function unsettled({ order, amountFen, state }: OrderCase, view: CaseView): string[] {
  if (!state) return [];
  const { status, payments, refunds, keptPayment } = state;
  const open = [...payments, ...refunds].filter((each) => UNDER_WAY.has(each.status));
  const words = open.map((each) => `${'refundNo' in each ? each.refundNo : each.paymentNo} ${each.status}`);
  const backFen = refunds.reduce(
    (sum, each) => (each.status === 'done' && each.paymentNo === keptPayment ? sum + each.amountFen : sum),
    0,
  );
  const dueFen = status === 'paid' ? amountFen - backFen : 0;
  const keptFen = view.tradesOf(order).reduce((sum, { paidFen, refundedFen }) => sum + paidFen - refundedFen, 0);
  if (status === 'open') words.push(`${order} open`);
  if (keptFen !== dueFen) words.push(`${keptFen} fen in the books, ${dueFen} due`);
  return words;
}

/** RES-003: some time after the faults have stopped every order, payment and refund has ended, and the books agree. */
const everythingSettles = judge<null>({
  check: 'RES-003/everything-settles',
  init: () => null,
  step: (state) => state,
  finish: (_state, view) =>
    perOrder(view, (order) => {
      const seen = unsettled(order, view);
      const about = { order: order.order };
      const at = order.state?.seq ?? 0;
      return seen.length === 0 ? [] : [{ reason: 'not-settled', expected: 'everything has ended', seen, at, about }];
    }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [invariantsHold, everythingSettles];
