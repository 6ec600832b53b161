import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Millis } from '../kernel/time';
import type { Order } from './core/order';

const bilingual = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

const schema = z.strictObject({
  from: z.iso.date(),
  source: z.string().min(1),
  /** What a payer may agree to beyond the payment, each by itself. */
  scopes: z.record(z.string(), bilingual),
  exports: z.record(
    z.string(),
    z.strictObject({
      /** A row for each order, or for each merchant. */
      of: z.enum(['orders', 'merchants']),
      /** Without that consent of its payer an order is left out. */
      consent: z.string().optional(),
      fields: z.array(z.string()).min(1),
    }),
  ),
});

/** The declared exports of the platform, and what payers may agree to. */
export type Sharing = z.infer<typeof schema>;

/** The declaration; a mistake in it stops the checkout from starting. */
export const sharing: Sharing = schema.parse(parse(readFileSync(join(__dirname, 'exports.yaml'), 'utf8')));

/** What a payer agreed to or took back, and when; records are only ever added. */
export interface ConsentRecord {
  readonly payerId: string;
  readonly scope: string;
  readonly given: boolean;
  readonly at: Millis;
}

/** True when the payer's last word on a scope was yes; who said nothing has not agreed. */
export const consentInForce = (records: readonly ConsentRecord[], scope: string): boolean =>
  records.filter((record) => record.scope === scope).at(-1)?.given ?? false;

/** One row of an export. */
export type ExportRow = Readonly<Record<string, string | number>>;

/** The parts of an order that an export may name; what a provider told is not among them. */
export function exportFacts(order: Order): ExportRow {
  const { orderNo, merchantId, payerId, amountFen, createdAt, status } = order;
  return { orderNo, merchantId, amountFen, createdAt, status, ...(payerId === undefined ? {} : { payerId }) };
}

/** Picks the declared fields. */
export const exportRow = (fields: readonly string[], facts: ExportRow): ExportRow =>
  Object.fromEntries(fields.flatMap((field) => (facts[field] === undefined ? [] : [[field, facts[field]]])));

/** What decides an export: orders and consents, and the parts that a broken twin replaces. */
export interface ExportInputs {
  readonly orders: readonly Order[];
  readonly agreed: (order: Order, scope: string) => boolean;
  readonly row: (fields: readonly string[], facts: ExportRow, order: Order) => ExportRow;
  /** How much an order counts for its merchant. */
  readonly weight: (order: Order) => number;
}

function perMerchant({ orders, weight }: ExportInputs): ExportRow[] {
  const totals = new Map<string, { orders: number; totalFen: number }>();
  for (const order of orders) {
    if (order.status !== 'paid') continue;
    const known = totals.get(order.merchantId) ?? { orders: 0, totalFen: 0 };
    const counted = weight(order);
    const total = { orders: known.orders + counted, totalFen: known.totalFen + counted * order.amountFen };
    totals.set(order.merchantId, total);
  }
  return [...totals].map(([merchantId, total]) => ({ merchantId, ...total }));
}

/** The rows of a declared export; undefined for a name that nobody declared. */
export function exportRows(name: string, inputs: ExportInputs): ExportRow[] | undefined {
  const declared = Object.hasOwn(sharing.exports, name) ? sharing.exports[name] : undefined;
  if (!declared) return undefined;
  const { of, consent, fields } = declared;
  if (of === 'merchants') return perMerchant(inputs).map((facts) => exportRow(fields, facts));
  return inputs.orders
    .filter((order) => consent === undefined || inputs.agreed(order, consent))
    .map((order) => inputs.row(fields, exportFacts(order), order));
}
