import { beijingDateTime } from '../../kernel/time';
import { type Order, payerView } from '../core/order';
import { partOf, sharesOf } from '../core/parts';
import type { CheckoutService } from '../service';
import type { BillRecord, DifferenceRecord } from '../store/books-store';
import { orderOfKey } from './assemble';
import type { BusinessDay } from './business-day';
import { type BillRow, keyOf } from './entries';

const sumOf = (rows: readonly BillRow[], kind: BillRow['kind'], value: (row: BillRow) => number): number =>
  rows.filter((row) => row.kind === kind && row.state !== 'failed').reduce((sum, row) => sum + value(row), 0);

/** What rows of a bill add up to: sold, given back, kept by the provider, owed to the payees. */
function sums(rows: readonly BillRow[]) {
  const paidFen = sumOf(rows, 'payment', ({ amountFen }) => amountFen);
  const refundedFen = sumOf(rows, 'refund', ({ amountFen }) => amountFen);
  const fee = ({ feeFen = 0 }: BillRow) => feeFen;
  const feesFen = sumOf(rows, 'payment', fee) + sumOf(rows, 'refund', fee);
  return { paidFen, refundedFen, feesFen, owedFen: paidFen - refundedFen - feesFen };
}

function differenceView(service: CheckoutService, { difference, standing }: DifferenceRecord) {
  const { class: found, key, copy, entry, row, otherDay } = difference;
  return {
    class: found,
    key,
    copy,
    resolution: service.parts.resolution(found),
    standing,
    orderNo: entry?.orderNo ?? null,
    platformFen: entry?.amountFen ?? null,
    providerFen: row?.amountFen ?? null,
    otherDay: otherDay ?? null,
  };
}

function providerView(service: CheckoutService, bill: BillRecord) {
  const { provider, day, state, why, rows, matched } = bill;
  const differences = service.store.books.differences(provider, day).map((record) => differenceView(service, record));
  const settled = differences.every(({ standing }) => standing === 'settled');
  return {
    provider,
    bill: { state, why: why ?? null, rows: rows.length },
    ...sums(rows),
    matched,
    differences,
    balanced: state === 'used' && settled,
  };
}

/** The books of a day, as the platform's operators see them. */
export function dayView(service: CheckoutService, day: BusinessDay) {
  const providers = service.store.books.billsOf(day).map((bill) => providerView(service, bill));
  const open = providers.flatMap(({ differences }) => differences.filter(({ standing }) => standing === 'open'));
  return {
    day,
    providers,
    balanced: providers.every(({ balanced }) => balanced),
    unexplained: open.length + providers.filter(({ bill }) => bill.state !== 'used').length,
  };
}

/**
 * What each provider says that it owes a merchant for a day. The money goes from the provider to the merchant's own
 * account; the platform never holds it (rule ROUTE-002).
 */
export function settlementView(service: CheckoutService, merchantId: string, day: BusinessDay) {
  const { store } = service;
  const isOwn = (row: BillRow) => {
    const orderNo = orderOfKey(service, keyOf(row));
    const order = orderNo === undefined ? undefined : store.order(orderNo);
    return order !== undefined && service.parts.sellerOf(order, row.paymentNo) === merchantId;
  };
  const providers = store.books.billsOf(day).map(({ provider, state, rows }) => ({
    provider,
    payee: service.provider(provider)?.payees[merchantId] ?? null,
    final: state === 'used',
    ...sums(rows.filter(isOwn)),
  }));
  return { day, merchantId, providers };
}

/**
 * What a payer may look up of an order: free of charge, for as long as it is kept (rule REC-006).
 * @param seller Where several merchants share the order: the one that asks, which learns of its own part only.
 */
export function recordView(order: Order, seller?: string) {
  const { orderNo, createdAt, attempts, keptAttempt } = order;
  const part = seller === undefined ? undefined : partOf(order, seller);
  const { merchantId, description } = part ?? order;
  const kept = attempts.find(({ attemptNo }) => attemptNo === keptAttempt);
  const share = kept && sharesOf(kept).find(({ partNo }) => partNo === part?.partNo);
  const refunds = order.refunds.filter(({ partNo }) => part === undefined || partNo === part.partNo);
  return {
    orderNo,
    merchantId,
    description,
    amountFen: share?.amountFen ?? (part ?? order).amountFen,
    orderedAt: beijingDateTime(createdAt),
    status: payerView(order),
    provider: kept?.route.provider ?? null,
    product: kept?.route.product ?? null,
    payee: (share ?? kept?.route)?.payee ?? null,
    tradeNo: (share ?? kept)?.tradeNo || null,
    paidAt: kept?.paidAt === undefined ? null : beijingDateTime(kept.paidAt),
    refunds: refunds.map(({ refundNo, partNo, amountFen: refundFen, status, createdAt: at }) => ({
      refundNo,
      // Whose money went back: the seller's, of its part of a shared order.
      merchantId: order.parts?.find((each) => each.partNo === partNo)?.merchantId ?? merchantId,
      amountFen: refundFen,
      status,
      askedAt: beijingDateTime(at),
    })),
  };
}

/** One record as the payer sees it. */
export type PayerRecord = ReturnType<typeof recordView>;
