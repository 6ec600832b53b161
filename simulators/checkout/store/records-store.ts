import type { StatementSync } from 'node:sqlite';
import type { Millis } from '../../kernel/time';
import type { Order } from '../core/order';
import type { Database } from './database';

/** How many records are looked at in one step, so that years of them need not be in memory at once. */
const AT_ONCE = 1_000;

/** The part of the checkout's database that answers and ends with time: records of payers, and their deletion. */
export class RecordsStore {
  constructor(readonly database: Database) {}

  /** What a payer bought of a merchant, alone or with others, the latest first. */
  ofPayer(merchantId: string, payerId: string): Order[] {
    const sql = `SELECT state FROM orders WHERE state ->> '$.payerId' = ? AND (merchant_id = ? OR EXISTS (
        SELECT 1 FROM json_each(state, '$.parts') WHERE value ->> '$.merchantId' = ?))
      ORDER BY created_at DESC, order_no DESC`;
    return this.#sql(sql)
      .all(payerId, merchantId, merchantId)
      .map((row) => JSON.parse(String(row['state'])));
  }

  /** The oldest record of each kind. */
  oldest(): { transaction?: Millis; operation?: Millis; log?: Millis } {
    const least = (sql: string): Millis | undefined => {
      const value = this.#sql(sql).get()?.['at'];
      return typeof value === 'number' ? value : undefined;
    };
    return {
      transaction: least('SELECT min(created_at) AS at FROM orders'),
      operation: least(
        'SELECT min(at) AS at FROM (SELECT min(received_at) AS at FROM notices UNION SELECT min(used_at) FROM bills)',
      ),
      log: least('SELECT min(at) AS at FROM bill_calls'),
    };
  }

  /** Deletes the oldest orders with everything about them, as long as deletion is due. */
  deleteOrders(isDue: (order: Order) => boolean): void {
    for (;;) {
      const rows = this.#sql(`SELECT state FROM orders ORDER BY created_at, order_no LIMIT ${AT_ONCE}`).all();
      const orders = rows.map((row): Order => JSON.parse(String(row['state'])));
      const due = orders.filter(isDue);
      for (const { orderNo } of due) this.#deleteOrder(orderNo);
      if (due.length < AT_ONCE) return;
    }
  }

  #deleteOrder(orderNo: string): void {
    for (const table of ['outbox', 'attempts', 'refunds', 'deliveries', 'movements', 'notices', 'orders'])
      this.#sql(`DELETE FROM ${table} WHERE order_no = ?`).run(orderNo);
  }

  /** Deletes the oldest notices, as long as deletion is due. */
  deleteNotices(isDue: (receivedAt: Millis) => boolean): void {
    this.#deleteWhile('SELECT DISTINCT received_at AS at FROM notices ORDER BY at', 'notices', 'received_at', isDue);
  }

  /** Deletes the books of the oldest days, as long as deletion is due. */
  deleteBooks(isDue: (usedAt: Millis) => boolean): void {
    const sql = 'SELECT provider, day, used_at FROM bills WHERE used_at IS NOT NULL ORDER BY used_at';
    for (const { provider, day, used_at: usedAt } of this.#sql(sql).all()) {
      if (!isDue(Number(usedAt))) return;
      for (const table of ['differences', 'bills'])
        this.#sql(`DELETE FROM ${table} WHERE provider = ? AND day = ?`).run(String(provider), String(day));
    }
  }

  /** Deletes the oldest logged calls, as long as deletion is due. */
  deleteCalls(isDue: (at: Millis) => boolean): void {
    this.#deleteWhile('SELECT DISTINCT at FROM bill_calls ORDER BY at', 'bill_calls', 'at', isDue);
  }

  #deleteWhile(select: string, table: string, column: string, isDue: (at: Millis) => boolean): void {
    for (;;) {
      const instants = this.#sql(`${select} LIMIT ${AT_ONCE}`)
        .all()
        .map((row) => Number(row['at']));
      const due = instants.filter(isDue);
      for (const at of due) this.#sql(`DELETE FROM ${table} WHERE ${column} = ?`).run(at);
      if (due.length < AT_ONCE) return;
    }
  }

  #sql(sql: string): StatementSync {
    return this.database.prepared(sql);
  }
}
