import { RESOLUTIONS } from '../checkout/books/differences';
import { type Duties, readDuties } from '../checkout/books/duties';
import { type Match, type Reconcile, reconcile } from '../checkout/books/reconcile';
import { reduceOrder } from '../checkout/core/reduce';
import { override } from '../checkout/protocols/override';
import type { BillResult } from '../checkout/protocols/protocol';
import { recordPage } from '../checkout/web/record-page';
import { DAY_MS, HOUR_MS } from '../kernel/time';
import type { Defect } from './defect';

const duties = readDuties();

/** The books of a day, made from input that was changed before. */
const from =
  (change: (input: Parameters<Reconcile>[0]) => Parameters<Reconcile>[0]): Reconcile =>
  (input) =>
    reconcile(change(input));

/** Puts the last payment of a day into the books of the next day, too. */
function countingTwice(): Reconcile {
  let last: Match | undefined;
  return (input) => {
    const books = reconcile(input);
    const again = last === undefined || books.matched.some(({ key }) => key === last?.key) ? [] : [last];
    last = books.matched.filter(({ entry }) => entry.kind === 'payment').at(-1) ?? last;
    return { ...books, matched: [...books.matched, ...again] };
  };
}

/** The number of a payment that is one merchant's part of a combined one. */
const OF_A_PART = /(A\d+)P\d+$/;

/** Payments that are parts of one, as one: the first of them with the sum of all. */
function joined<T extends { readonly kind: string; readonly paymentNo: string; readonly amountFen: number }>(
  all: readonly T[],
): T[] {
  const isPart = ({ kind, paymentNo }: T) => kind === 'payment' && OF_A_PART.test(paymentNo);
  const wholes = Map.groupBy(all.filter(isPart), ({ paymentNo }) => paymentNo.replace(OF_A_PART, '$1'));
  const sums = [...wholes].map(([paymentNo, parts]) => {
    const amountFen = parts.reduce((sum, part) => sum + part.amountFen, 0);
    return { ...(parts[0] as T), paymentNo, amountFen };
  });
  return [...sums, ...all.filter((each) => !isPart(each))];
}

const withRetention = (retention: Duties['retention']): Duties => ({ ...duties, retention });
const withThresholds = (change: (moreThan: number) => number): Duties => ({
  ...duties,
  incidents: duties.incidents.map((each) => ({ ...each, moreThan: change(each.moreThan) })),
});

/** The same bill without its last row. */
const withoutLast = (result: BillResult): BillResult =>
  result.kind === 'ready' ? { ...result, rows: result.rows.slice(0, -1) } : result;

/** Broken twins of the theme "reconciliation", and of the register of incidents. */
export const reconciliationDefects: readonly Defect[] = [
  {
    id: 'leaves-refunds-out-of-the-books',
    check: 'REC-001/one-to-one',
    reason: 'in-no-place',
    collateral: ['REC-001/right-class'],
    level: 'logic',
    what: { en: 'Lays only payments side by side, and no refunds', zh: '只勾对付款，不勾对退款' },
    parts: {
      checkout: {
        reconcile: from((input) => ({
          ...input,
          entries: input.entries.filter(({ kind }) => kind === 'payment'),
          rows: input.rows.filter(({ kind }) => kind === 'payment'),
        })),
      },
    },
  },
  {
    id: 'joins-the-parts-of-a-shared-order',
    check: 'REC-001/one-to-one',
    reason: 'in-no-place',
    level: 'logic',
    subtle: true,
    what: {
      en: 'Adds up what several merchants sold in one order, and compares only the sum',
      zh: '把多个商户在一笔订单中的销售额相加，只核对合计',
    },
    parts: {
      checkout: {
        reconcile: from((input) => ({ ...input, entries: joined(input.entries), rows: joined(input.rows) })),
      },
    },
  },
  {
    id: 'overlooks-repeated-rows',
    check: 'REC-001/right-class',
    reason: 'in-another-class',
    level: 'logic',
    what: { en: 'Overlooks that a bill has a row twice', zh: '忽略账单中的重复行' },
    parts: {
      checkout: {
        reconcile: (input) => {
          const books = reconcile(input);
          return { ...books, differences: books.differences.filter(({ copy }) => copy === 0) };
        },
      },
    },
  },
  {
    id: 'takes-the-payee-on-trust',
    check: 'REC-001/right-class',
    reason: 'in-another-class',
    level: 'logic',
    subtle: true,
    what: { en: 'Does not compare to whom the money went', zh: '不核对收款方' },
    parts: {
      checkout: {
        reconcile: from((input) => ({ ...input, rows: input.rows.map((row) => ({ ...row, payee: undefined })) })),
      },
    },
  },
  {
    id: 'asks-for-bills-at-midnight',
    check: 'REC-002/not-before-publication',
    reason: 'asked-before-publication',
    level: 'timing',
    what: { en: 'Asks for the bill as soon as the day is over', zh: '日切之后立即申请账单' },
    parts: { checkout: { billDueMs: () => 0 } },
  },
  {
    id: 'takes-a-bad-bill-for-an-empty-one',
    check: 'REC-002/bad-bill-not-used',
    reason: 'bad-bill-used',
    collateral: ['REC-002/fetched-again'],
    level: 'wire',
    what: { en: 'Takes a bill that it cannot read for a day without trades', zh: '把无法读取的账单当作当日无交易' },
    parts: {
      checkout: {
        wrapProtocol: (protocol) =>
          override(protocol, {
            bill: async (day) => {
              const result = await protocol.bill(day);
              return result.kind === 'unusable' ? { kind: 'empty' } : result;
            },
          }),
      },
    },
  },
  {
    id: 'fetches-a-bill-only-once',
    check: 'REC-002/fetched-again',
    reason: 'not-fetched-again',
    level: 'timing',
    what: { en: 'Gives a bill up that could not be used the first time', zh: '账单首次不能使用就不再下载' },
    parts: { checkout: { billRetryMs: 365 * DAY_MS } },
  },
  {
    id: 'waits-for-the-next-bill',
    check: 'REC-003/one-sided-ends',
    reason: 'left-one-sided',
    level: 'logic',
    what: {
      en: 'Waits for the next bill instead of asking what became of a payment',
      zh: '只等下一份账单，不查询付款结果',
    },
    parts: {
      checkout: {
        resolution: (found) => (found === 'paid-at-provider-open-at-platform' ? 'wait' : RESOLUTIONS[found]),
      },
    },
  },
  {
    id: 'delivers-what-nobody-paid',
    check: 'REC-003/unknown-stops-delivery',
    reason: 'delivery-not-stopped',
    level: 'logic',
    what: {
      en: 'Notes that a provider does not know a payment, and lets the goods go',
      zh: '登记了查无此笔，却照常发货',
    },
    parts: {
      checkout: {
        reduce: (order, event, schedules) =>
          event.type === 'stop-delivery' ? { ok: true, order, effects: [] } : reduceOrder(order, event, schedules),
      },
    },
  },
  {
    id: 'puts-every-question-off',
    check: 'REC-004/nothing-unexplained',
    reason: 'left-unexplained',
    level: 'logic',
    what: { en: 'Asks nobody about a difference and hopes for tomorrow', zh: '对差异不作任何查询，寄望于次日' },
    parts: {
      checkout: { resolution: (found) => (RESOLUTIONS[found] === 'query' ? 'wait' : RESOLUTIONS[found]) },
    },
  },
  {
    id: 'drops-the-last-row-of-a-bill',
    check: 'REC-004/sums-agree',
    reason: 'sums-differ-from-ledger',
    collateral: ['ROUTE-007/told-of-its-own-part'],
    level: 'wire',
    what: { en: 'Takes the last row of a bill for its sum', zh: '把账单最后一行当作合计行丢弃' },
    parts: {
      checkout: {
        wrapProtocol: (protocol) => override(protocol, { bill: async (day) => withoutLast(await protocol.bill(day)) }),
      },
    },
  },
  {
    id: 'counts-midnight-twice',
    check: 'REC-005/one-day-each',
    reason: 'in-two-days',
    level: 'timing',
    subtle: true,
    what: { en: 'Counts the last payment of a day again in the next', zh: '把一日的最后一笔付款又计入次日' },
    parts: { checkout: { reconcile: countingTwice() } },
  },
  {
    id: 'ends-its-day-at-utc-midnight',
    check: 'REC-005/cut-offs-are-declared',
    reason: 'cut-off-not-declared',
    collateral: ['REC-005/one-day-each'],
    level: 'timing',
    what: {
      en: 'Ends its day at midnight in Greenwich, eight in the morning in Beijing',
      zh: '以格林尼治午夜（北京时间上午八点）为日切',
    },
    parts: { checkout: { reconcile: from((input) => ({ ...input, platformCutOff: 8 * HOUR_MS })) } },
  },
  {
    id: 'forgets-after-two-years',
    check: 'REC-006/kept-for-the-period',
    reason: 'gone-too-early',
    level: 'timing',
    what: { en: 'Deletes records after two years', zh: '两年后即删除记录' },
    parts: {
      checkout: {
        duties: withRetention(
          duties.retention.map((each) => (each.of === 'transaction' ? { ...each, years: 2 } : each)),
        ),
      },
    },
  },
  {
    id: 'keeps-for-ever',
    check: 'REC-006/deleted-when-due',
    reason: 'kept-too-long',
    level: 'timing',
    what: { en: 'Never deletes a record', zh: '从不删除记录' },
    parts: {
      checkout: {
        duties: withRetention(
          duties.retention.map((each) => (each.of === 'transaction' ? { ...each, years: 100 } : each)),
        ),
      },
    },
  },
  {
    id: 'hides-refunds-in-the-record',
    check: 'REC-006/own-record-is-complete',
    reason: 'record-incomplete',
    level: 'page',
    what: { en: 'Shows the payer no refunds', zh: '不向付款人展示退款' },
    parts: {
      checkout: { recordPage: (view) => recordPage({ ...view, record: { ...view.record, refunds: [] } }) },
    },
  },
  {
    id: 'waits-for-twice-the-threshold',
    check: 'RES-004/past-a-threshold-recorded',
    reason: 'incident-missing',
    level: 'logic',
    what: { en: 'Records only what is twice as large as it must be', zh: '达到阈值两倍才登记' },
    parts: { checkout: { duties: withThresholds((moreThan) => 2 * moreThan + 1) } },
  },
  {
    id: 'reports-at-the-threshold',
    check: 'RES-004/at-a-threshold-not-recorded',
    reason: 'incident-of-nothing',
    level: 'logic',
    subtle: true,
    what: { en: 'Takes what is at a threshold for what passes it', zh: '恰为阈值即予登记' },
    parts: { checkout: { duties: withThresholds((moreThan) => moreThan - 1) } },
  },
];
