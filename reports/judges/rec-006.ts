import { type Duties, keptThrough, readDuties } from '../../simulators/checkout/books/duties';
import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { beijingDay } from '../../simulators/kernel/time';
import { type Finding, type Judge, judge } from './judge';
import type { CaseView, OrderCase } from './view';

/** The dated periods, read once. */
const duties: Duties = readDuties();

/** What the page of an order's record showed. */
interface Shown {
  readonly order: string;
  readonly at: number;
  readonly seq: number;
  readonly facts: Readonly<Record<string, Fact>>;
}

const shownIn = ({ type, kind, order = '', at, seq, facts }: HistoryEvent): Shown[] =>
  type === 'page' && kind === 'record.shown' ? [{ order, at, seq, facts }] : [];

interface Records {
  readonly shown: readonly Shown[];
  /** The last thing that happened to an order's money, by trade. */
  readonly moved: ReadonlyMap<string, number>;
}

const initial = (): Records => ({ shown: [], moved: new Map() });

function gather({ shown, moved }: Records, event: HistoryEvent): Records {
  const { type, trade, at } = event;
  if (type === 'ledger' && trade !== undefined) return { shown, moved: new Map(moved).set(trade, at) };
  const more = shownIn(event);
  return more.length === 0 ? { shown, moved } : { shown: [...shown, ...more], moved };
}

/** The last day on which an order's record must be there. */
function lastDay({ order, placedAt }: OrderCase, { moved }: Records, view: CaseView): string {
  const moments = view.tradesOf(order).map(({ trade }) => moved.get(trade) ?? 0);
  return keptThrough(duties, 'transaction', Math.max(placedAt, ...moments));
}

function records(
  check: `REC-006/${string}`,
  look: (shown: Shown, order: OrderCase, lastDay: string, view: CaseView) => readonly Finding[] | undefined,
): Judge {
  return judge<Records>({
    check,
    init: initial,
    step: gather,
    finish(state, view) {
      const looked = state.shown.flatMap((shown) => {
        const order = view.orders.get(shown.order);
        const found = order && look(shown, order, lastDay(order, state, view), view);
        return found === undefined ? [] : [found];
      });
      return { observed: looked.length, findings: looked.flat() };
    },
  });
}

/** REC-006: a record is there and found through the last day of its period. */
const keptForThePeriod = records('REC-006/kept-for-the-period', ({ facts, at, seq }, { order }, lastDay) => {
  if (beijingDay(at) > lastDay) return undefined;
  const about = { order, day: lastDay };
  return facts['found'] === true ? [] : [{ reason: 'gone-too-early', expected: 'there', seen: 'gone', at: seq, about }];
});

/** REC-006: once every period is over, the record is deleted. */
const deletedWhenDue = records('REC-006/deleted-when-due', ({ facts, at, seq }, { order }, lastDay) => {
  if (beijingDay(at) <= lastDay) return undefined;
  const about = { order, day: lastDay };
  return facts['found'] === true ? [{ reason: 'kept-too-long', expected: 'gone', seen: 'there', at: seq, about }] : [];
});

/** REC-006: the payer finds number, amount, provider, way and every refund of the order. */
const ownRecordIsComplete = records('REC-006/own-record-is-complete', (shown, { order, amountFen }, lastDay, view) => {
  const { facts, at, seq } = shown;
  if (facts['found'] !== true || beijingDay(at) > lastDay) return undefined;
  const [paid] = view.tradesOf(order).filter(({ paidFen }) => paidFen > 0);
  if (!paid) return undefined;
  const expected = {
    number: order,
    amountFen,
    provider: paid.provider,
    route: true,
    refundedFen: paid.refundedFen,
  };
  const { number, provider, route, refundedFen, amountFen: shownFen } = facts;
  const seen = { number, amountFen: shownFen, provider, route, refundedFen };
  const same = Object.entries(expected).every(([name, value]) => seen[name as keyof typeof seen] === value);
  return same ? [] : [{ reason: 'record-incomplete', expected, seen, at: seq, about: { order } }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [keptForThePeriod, deletedWhenDue, ownRecordIsComplete];
