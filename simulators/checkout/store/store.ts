import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { Millis } from '../../kernel/time';
import { HEALTHY, type Health } from '../core/health';
import type { Order } from '../core/order';
import { partNumber } from '../core/parts';
import type { Effect } from '../core/reduce';
import type { Standing } from '../core/standing';
import type { ConsentRecord } from '../sharing';
import { AccessStore } from './access-store';
import { BooksStore } from './books-store';
import { Database } from './database';
import { RecordsStore } from './records-store';
import { TermsStore } from './terms';

/** An effect that waits to be performed. */
export interface OutboxRow {
  readonly id: number;
  readonly orderNo: string;
  readonly effect: Effect;
  readonly dueAt: Millis;
}

/** A notice as it was received and what became of it; refused and ignored ones are kept too (rule NOTI-002). */
export interface NoticeRow {
  readonly provider: string;
  readonly noticeId: string;
  readonly receivedAt: Millis;
  readonly outcome: string;
  readonly orderNo?: string;
}

/** A merchant of the platform. */
export interface MerchantRow {
  readonly merchantId: string;
  readonly name: { readonly en: string; readonly zh: string };
}

const orderOf = (row: Record<string, unknown>): Order => JSON.parse(String(row['state']));

/** The checkout's only memory: orders, what must still be done for them, notices, and who offers what. */
export class CheckoutStore {
  readonly database: Database;
  /** Choices, prices and announcements: the terms under which orders are paid. */
  readonly terms: TermsStore;
  readonly books: BooksStore;
  readonly records: RecordsStore;
  /** Applications of providers that want to be let in. */
  readonly access: AccessStore;

  /** @param file Path of the database; made when absent. */
  constructor(file: string) {
    this.database = new Database(file);
    this.terms = new TermsStore(this.database);
    this.books = new BooksStore(this.database);
    this.records = new RecordsStore(this.database);
    this.access = new AccessStore(this.database);
  }

  close(): void {
    this.database.close();
  }

  /** Runs work in one transaction: all of it is written, or none. */
  transaction<T>(work: () => T): T {
    return this.database.transaction(work);
  }

  // Orders

  order(orderNo: string): Order | undefined {
    return this.#order('SELECT state FROM orders WHERE order_no = ?', orderNo);
  }

  orderByToken(token: string): Order | undefined {
    return this.#order('SELECT state FROM orders WHERE token = ?', token);
  }

  orderByMerchantNumber(merchantId: string, merchantOrderNo: string): Order | undefined {
    const sql = `SELECT state FROM orders WHERE merchant_id = ?1 AND merchant_order_no = ?2 UNION ALL
      SELECT o.state FROM orders o JOIN order_parts p USING (order_no)
      WHERE p.merchant_id = ?1 AND p.merchant_order_no = ?2`;
    return this.#order(sql, merchantId, merchantOrderNo);
  }

  orderByAttempt(attemptNo: string): Order | undefined {
    const sql = 'SELECT o.state FROM orders o JOIN attempts a USING (order_no) WHERE a.attempt_no = ?';
    return this.#order(sql, attemptNo);
  }

  orderByRefund(refundNo: string): Order | undefined {
    const sql = 'SELECT o.state FROM orders o JOIN refunds r USING (order_no) WHERE r.refund_no = ?';
    return this.#order(sql, refundNo);
  }

  orders(): Order[] {
    return this.#sql('SELECT state FROM orders ORDER BY created_at, order_no').all().map(orderOf);
  }

  /** Orders for which work is left, oldest first: every open one at least, since its end is in the outbox. */
  unsettledOrders(): Order[] {
    const sql = 'SELECT state FROM orders WHERE order_no IN (SELECT order_no FROM outbox)';
    return this.#sql(`${sql} ORDER BY created_at, order_no`).all().map(orderOf);
  }

  /** Writes a new order; a number or a token that exists already throws and changes nothing. */
  insertOrder(order: Order): void {
    this.#sql(
      `INSERT INTO orders (order_no, token, merchant_id, merchant_order_no, status, created_at, state)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      order.orderNo,
      order.token,
      order.merchantId,
      order.merchantOrderNo,
      order.status,
      order.createdAt,
      JSON.stringify(order),
    );
    const sql = 'INSERT INTO order_parts (merchant_id, merchant_order_no, order_no) VALUES (?, ?, ?)';
    for (const { merchantId, merchantOrderNo } of order.parts ?? []) {
      this.#sql(sql).run(merchantId, merchantOrderNo, order.orderNo);
    }
  }

  /** Writes an order's new state and the numbers by which it is found. */
  updateOrder(order: Order): void {
    const { orderNo, status } = order;
    const sql = 'UPDATE orders SET status = ?, state = ? WHERE order_no = ?';
    const { changes } = this.#sql(sql).run(status, JSON.stringify(order), orderNo);
    if (changes !== 1) throw new Error(`no order ${orderNo}`);
    for (const { attemptNo, route } of order.attempts) {
      for (const number of [attemptNo, ...(route.parts ?? []).map(({ partNo }) => partNumber(attemptNo, partNo))]) {
        this.#sql('INSERT OR IGNORE INTO attempts (attempt_no, order_no) VALUES (?, ?)').run(number, orderNo);
      }
    }
    for (const { refundNo } of order.refunds) {
      this.#sql('INSERT OR IGNORE INTO refunds (refund_no, order_no) VALUES (?, ?)').run(refundNo, orderNo);
    }
  }

  /** Notes that the goods of an order may go for a payment; a second time for the same payment changes nothing. */
  deliver(orderNo: string, attemptNo: string, at: Millis): void {
    const sql = 'INSERT OR IGNORE INTO deliveries (order_no, attempt_no, at) VALUES (?, ?, ?)';
    this.#sql(sql).run(orderNo, attemptNo, at);
  }

  /** How often the goods were released for one payment. */
  deliveriesFor(orderNo: string, attemptNo: string): number {
    const sql = 'SELECT count(*) AS n FROM deliveries WHERE order_no = ? AND attempt_no = ?';
    return Number(this.#sql(sql).get(orderNo, attemptNo)?.['n'] ?? 0);
  }

  deliveries(orderNo: string): number {
    return Number(this.#sql('SELECT count(*) AS n FROM deliveries WHERE order_no = ?').get(orderNo)?.['n'] ?? 0);
  }

  // Outbox

  enqueue(orderNo: string, effect: Effect): void {
    const sql = 'INSERT INTO outbox (order_no, due_at, effect) VALUES (?, ?, ?)';
    this.#sql(sql).run(orderNo, effect.at, JSON.stringify(effect));
  }

  /** Effects due by an instant, oldest first; of one order only, when it is given. */
  due(now: Millis, orderNo?: string): OutboxRow[] {
    const where = orderNo === undefined ? '' : 'AND order_no = ?';
    const sql = `SELECT id, order_no, due_at, effect FROM outbox WHERE due_at <= ? ${where} ORDER BY due_at, id`;
    const rows = this.#sql(sql).all(now, ...(orderNo === undefined ? [] : [orderNo]));
    return rows.map((row) => ({
      id: Number(row['id']),
      orderNo: String(row['order_no']),
      dueAt: Number(row['due_at']),
      effect: JSON.parse(String(row['effect'])) as Effect,
    }));
  }

  nextDue(): Millis | undefined {
    const due = this.#sql('SELECT min(due_at) AS due FROM outbox').get()?.['due'];
    return due === null || due === undefined ? undefined : Number(due);
  }

  /** Puts an effect off that could not be performed for a reason of the checkout's own. */
  postpone(id: number, until: Millis): void {
    this.#sql('UPDATE outbox SET due_at = ? WHERE id = ?').run(until, id);
  }

  removeEffect(id: number): void {
    this.#sql('DELETE FROM outbox WHERE id = ?').run(id);
  }

  // Notices

  recordNotice(notice: NoticeRow): void {
    this.#sql('INSERT INTO notices (provider, notice_id, received_at, outcome, order_no) VALUES (?, ?, ?, ?, ?)').run(
      notice.provider,
      notice.noticeId,
      notice.receivedAt,
      notice.outcome,
      notice.orderNo ?? null,
    );
  }

  notices(orderNo: string): Array<{ provider: string; outcome: string }> {
    const rows = this.#sql('SELECT provider, outcome FROM notices WHERE order_no = ? ORDER BY id').all(orderNo);
    return rows.map((row) => ({ provider: String(row['provider']), outcome: String(row['outcome']) }));
  }

  // Merchants and providers

  saveMerchant(merchant: MerchantRow): void {
    this.#sql('INSERT OR REPLACE INTO merchants (merchant_id, name) VALUES (?, ?)').run(
      merchant.merchantId,
      JSON.stringify(merchant.name),
    );
  }

  merchant(merchantId: string): MerchantRow | undefined {
    const row = this.#sql('SELECT name FROM merchants WHERE merchant_id = ?').get(merchantId);
    return row ? { merchantId, name: JSON.parse(String(row['name'])) } : undefined;
  }

  merchants(): MerchantRow[] {
    const rows = this.#sql('SELECT merchant_id, name FROM merchants ORDER BY merchant_id').all();
    return rows.map((row) => ({ merchantId: String(row['merchant_id']), name: JSON.parse(String(row['name'])) }));
  }

  setProvider(provider: string, name: 'platform_opted_in' | 'provider_opted_in' | 'in_service', value: boolean): void {
    this.#sql('INSERT OR IGNORE INTO providers (provider) VALUES (?)').run(provider);
    this.#sql(`UPDATE providers SET ${name} = ? WHERE provider = ?`).run(value ? 1 : 0, provider);
  }

  provider(provider: string): { platformOptedIn: boolean; providerOptedIn: boolean; inService: boolean } {
    const row = this.#sql('SELECT * FROM providers WHERE provider = ?').get(provider);
    return {
      platformOptedIn: row?.['platform_opted_in'] === 1,
      providerOptedIn: row?.['provider_opted_in'] === 1,
      inService: row?.['in_service'] === 1,
    };
  }

  /** What operators put on record of a provider's authority and opening; empty where they never did. */
  standing(provider: string): Standing {
    const row = this.#sql('SELECT state FROM provider_standing WHERE provider = ?').get(provider);
    return row ? (JSON.parse(String(row['state'])) as Standing) : {};
  }

  /** Puts an authority or an opening on record, beside what is there of the other. */
  saveStanding(provider: string, standing: Standing): void {
    const state = JSON.stringify({ ...this.standing(provider), ...standing });
    this.#sql('INSERT OR REPLACE INTO provider_standing (provider, state) VALUES (?, ?)').run(provider, state);
  }

  /** What is remembered of a provider's answers; one that was never asked in vain is in good health. */
  health(provider: string): Health {
    const row = this.#sql('SELECT state FROM provider_health WHERE provider = ?').get(provider);
    return row ? (JSON.parse(String(row['state'])) as Health) : HEALTHY;
  }

  saveHealth(provider: string, health: Health): void {
    const sql = 'INSERT OR REPLACE INTO provider_health (provider, state) VALUES (?, ?)';
    this.#sql(sql).run(provider, JSON.stringify(health));
  }

  addConsent({ payerId, scope, given, at }: ConsentRecord): void {
    const sql = 'INSERT INTO consents (payer_id, scope, given, at) VALUES (?, ?, ?, ?)';
    this.#sql(sql).run(payerId, scope, given ? 1 : 0, at);
  }

  /** Everything that a payer agreed to or took back, oldest first. */
  consents(payerId: string): ConsentRecord[] {
    const rows = this.#sql('SELECT scope, given, at FROM consents WHERE payer_id = ? ORDER BY id').all(payerId);
    return rows.map((row) => ({
      payerId,
      scope: String(row['scope']),
      given: row['given'] === 1,
      at: Number(row['at']),
    }));
  }

  #order(sql: string, ...values: SQLInputValue[]): Order | undefined {
    const row = this.#sql(sql).get(...values);
    return row && orderOf(row);
  }

  #sql(sql: string): StatementSync {
    return this.database.prepared(sql);
  }
}
