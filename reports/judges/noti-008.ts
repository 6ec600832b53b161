import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { yuanText } from '../../simulators/kernel/money';
import { type Finding, type Judge, judge } from './judge';
import type { CaseView, OrderCase, OrderState } from './view';

/** What the platform has on record of a payment or a refund, in the words of a wallet. */
interface OnRecord {
  readonly order: string;
  /** `payment` or `refund`. */
  readonly kind: string;
  readonly number: string;
  readonly merchant: string;
  readonly amountFen: number;
  readonly product: string;
  readonly standing: string;
  /** False where the provider may never have taken the request. */
  readonly certain: boolean;
}

type Payment = OrderState['payments'][number];
type Refund = OrderState['refunds'][number];

/** How a wallet must call what a platform calls so. */
const STANDINGS: Readonly<Record<string, string>> = {
  asked: 'processing',
  unknown: 'processing',
  accepted: 'processing',
  done: 'success',
  abnormal: 'abnormal',
  failed: 'closed',
};

function standingOf(number: string, amountFen: number, refunds: readonly Refund[]): string {
  const done = refunds.filter(({ paymentNo, status }) => paymentNo === number && status === 'done');
  const back = done.reduce((sum, refund) => sum + refund.amountFen, 0);
  if (back === 0) return 'paid';
  return back === amountFen ? 'refunded' : 'partly-refunded';
}

/** A payment, or each merchant's part of a combined one, under the number that the provider was given. */
function numbersOf({ paymentNo, route }: Payment): string[] {
  const parts = route?.['parts'];
  if (!Array.isArray(parts)) return [paymentNo];
  return parts.map((part: Fact) => `${paymentNo}${(part as { partNo: string }).partNo}`);
}

/** Everything that the record has of one payment: itself, whole or in parts, and its refunds. */
function entriesOf(payment: Payment, { order, merchant, amountFen, state }: OrderCase, view: CaseView): OnRecord[] {
  const refunds = state?.refunds ?? [];
  const payable = Number(payment.route?.['payableFen'] ?? amountFen);
  return numbersOf(payment).flatMap((number) => {
    const part = view.partOf(number) ?? { merchant, amountFen: payable };
    const shared = { order, merchant: part.merchant, product: payment.product ?? '' };
    const own = refunds.filter(({ paymentNo }) => paymentNo === number);
    const standing = standingOf(number, part.amountFen, refunds);
    return [
      { ...shared, kind: 'payment', number, amountFen: part.amountFen, standing, certain: true },
      ...own.map((refund) => ({
        ...shared,
        kind: 'refund',
        number: refund.refundNo,
        amountFen: refund.amountFen,
        standing: STANDINGS[refund.status] ?? refund.status,
        certain: refund.status === 'accepted' || refund.status === 'done' || refund.status === 'abnormal',
      })),
    ];
  });
}

interface Pages {
  /** Who confirmed a payment in a wallet, by order. */
  readonly payers: ReadonlyMap<string, string>;
  /** The provider's number of a payment, as the platform's page of the order says it. */
  readonly ownNumbers: ReadonlyMap<string, Fact>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** What the platform's record, as last read, has of the payments of one payer with one provider. */
function recordFor({ facts }: HistoryEvent, { payers }: Pages, view: CaseView): OnRecord[] {
  const own = [...view.orders.values()].filter(({ order }) => payers.get(order) === facts['payer']);
  return own.flatMap((order) => {
    const paid = order.state?.payments.filter(
      ({ status, provider }) => status === 'paid' && provider === facts['provider'],
    );
    return (paid ?? []).flatMap((payment) => entriesOf(payment, order, view));
  });
}

type Line = Readonly<Record<string, Fact>>;

const linesOf = ({ facts }: HistoryEvent) => facts['lines'] as unknown as readonly Line[];

const isOf = (entry: OnRecord, line: Line) => entry.kind === line['kind'] && entry.number === line['number'];

function follow(pages: Pages, { type, kind, order = '', facts }: HistoryEvent): Pages {
  if (type === 'act' && kind === 'wallet.confirmed' && facts['outcome'] === 'paid')
    return { ...pages, payers: new Map(pages.payers).set(order, String(facts['payer'])) };
  // A page that names no number of the provider has learned none.
  if (type === 'page' && kind === 'record.shown' && facts['found'] === true && facts['tradeNo'] !== '')
    return { ...pages, ownNumbers: new Map(pages.ownNumbers).set(order, facts['tradeNo']) };
  return pages;
}

/** Runs a look at every bill and voucher that a payer opened, with what the platform had on record at that moment. */
function walletPages(
  check: `NOTI-008/${string}`,
  look: (
    event: HistoryEvent,
    record: readonly OnRecord[],
    pages: Pages,
    view: CaseView,
  ) => readonly Finding[] | undefined,
): Judge {
  return judge<Pages>({
    check,
    init: () => ({ payers: new Map(), ownNumbers: new Map(), observed: 0, findings: [] }),
    step(state, event, view) {
      const pages = follow(state, event);
      if (event.type !== 'page' || (event.kind !== 'bill.shown' && event.kind !== 'voucher.shown')) return pages;
      const found = look(event, recordFor(event, pages, view), pages, view);
      if (found === undefined) return pages;
      return { ...pages, observed: pages.observed + 1, findings: [...pages.findings, ...found] };
    },
    finish: ({ observed, findings }) => ({ observed, findings }),
  });
}

/** NOTI-008: what the record has stands in the bill and has a voucher, and the bill has nothing beyond it. */
const voucherForEach = walletPages('NOTI-008/voucher-for-each', (event, record) => {
  const { kind, facts, seq: at } = event;
  const provider = String(facts['provider']);
  if (kind === 'voucher.shown') {
    const number = String((facts['opened'] as Line)['number']);
    const about = { provider, number };
    return facts['found'] === true ? [] : [{ reason: 'voucher-missing', expected: 'there', seen: 'gone', at, about }];
  }
  const lines = linesOf(event);
  const missing = record.filter((entry) => entry.certain && !lines.some((line) => isOf(entry, line)));
  const isExtra = (line: Line, index: number) =>
    !record.some((entry) => isOf(entry, line)) ||
    lines.findIndex((other) => other['kind'] === line['kind'] && other['number'] === line['number']) !== index;
  return [
    ...missing.map(({ order, number }): Finding => {
      return { reason: 'missing-in-the-bill', expected: 'there', seen: 'gone', at, about: { provider, order, number } };
    }),
    ...lines.filter(isExtra).map((line): Finding => {
      const about = { provider, number: String(line['number']) };
      return { reason: 'shown-without-payment', expected: 'none', seen: line['amountText'], at, about };
    }),
  ];
});

/** What a page of the wallet must say of an entry of the record. */
function expectedOf(entry: OnRecord, { ownNumbers }: Pages, shown: Line, view: CaseView): Line {
  const names = view.merchants.get(entry.merchant) ?? [];
  const payee = names.find((name) => name === shown['payee']) ?? names.at(-1);
  const ownNumber = entry.kind === 'payment' && !view.partOf(entry.number) ? ownNumbers.get(entry.order) : undefined;
  const { number, product, standing } = entry;
  return { payee, amountText: `¥${yuanText(entry.amountFen)}`, number, product, standing, ownNumber };
}

/** NOTI-008: merchant, amount, number, way and standing are the same in bill, voucher and record. */
const equalToTheRecord = walletPages('NOTI-008/equal-to-the-record', (event, record, pages, view) => {
  const { kind, facts, seq: at } = event;
  const shown = kind === 'bill.shown' ? linesOf(event) : facts['found'] === true ? [facts] : [];
  const named = (line: Line) => (kind === 'bill.shown' ? line : (facts['opened'] as Line));
  const compared = shown.flatMap((line) => {
    const entry = record.find((candidate) => isOf(candidate, named(line)));
    return entry ? [{ line, entry }] : [];
  });
  if (compared.length === 0) return undefined;
  return compared.flatMap(({ line, entry }) =>
    Object.entries(expectedOf(entry, pages, line, view)).flatMap(([what, expected]): Finding[] => {
      const seen = line[what];
      // A bill says less than a voucher, and who never looked up the order knows no other number.
      if (expected === undefined || (seen === undefined && kind === 'bill.shown') || seen === expected) return [];
      const about = { provider: String(facts['provider']), order: entry.order, number: entry.number, what };
      return [{ reason: 'voucher-differs', expected, seen, at, about }];
    }),
  );
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [voucherForEach, equalToTheRecord];
