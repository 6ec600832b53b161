import type { StatementSync } from 'node:sqlite';
import { fen } from '../../kernel/money';
import type { Announcement, NewAnnouncement } from '../announcements';
import type { Charge, ChargeParty } from '../core/charges';
import type { MerchantChoice } from '../core/choices';
import type { Database } from './database';

/** Stands in the place of a merchant where a discount is the same for all of them. */
const EVERY_MERCHANT = '';

/** What merchants, payers and the platform have settled about ways to pay; nothing here belongs to one order. */
export class TermsStore {
  constructor(readonly database: Database) {}

  // Merchants

  /** Puts a merchant's own act on record; nothing is ever taken off it (rule ACC-004). */
  recordChoice(merchantId: string, { provider, enabled, at }: MerchantChoice): void {
    const sql = 'INSERT INTO merchant_choices (merchant_id, provider, enabled, at) VALUES (?, ?, ?, ?)';
    this.#sql(sql).run(merchantId, provider, enabled ? 1 : 0, at);
  }

  /** Every act of a merchant about providers, oldest first. */
  choices(merchantId: string): MerchantChoice[] {
    const sql = 'SELECT provider, enabled, at FROM merchant_choices WHERE merchant_id = ? ORDER BY id';
    return this.#sql(sql)
      .all(merchantId)
      .map((row) => ({ provider: String(row['provider']), enabled: row['enabled'] === 1, at: Number(row['at']) }));
  }

  // Discounts

  /** Sets a discount of one party for one provider, for one merchant or for all; zero ends it. */
  setDiscount(provider: string, party: ChargeParty, amountFen: number, merchantId = EVERY_MERCHANT): void {
    const sql = 'INSERT OR REPLACE INTO discounts (merchant_id, provider, party, amount_fen) VALUES (?, ?, ?, ?)';
    this.#sql(sql).run(merchantId, provider, party, amountFen);
  }

  /** The discounts that hold for a merchant's orders, by provider. */
  discounts(merchantId: string): ReadonlyMap<string, readonly Charge[]> {
    const sql = `SELECT provider, party, amount_fen FROM discounts
      WHERE merchant_id IN (?, ?) AND amount_fen > 0 ORDER BY provider, party`;
    const found = new Map<string, Charge[]>();
    for (const row of this.#sql(sql).all(EVERY_MERCHANT, merchantId)) {
      const provider = String(row['provider']);
      const charge: Charge = {
        kind: 'discount',
        party: row['party'] as ChargeParty,
        amountFen: fen(Number(row['amount_fen'])),
      };
      found.set(provider, [...(found.get(provider) ?? []), charge]);
    }
    return found;
  }

  // Announcements

  announce({ change, provider, text, amountFen, announcedAt, effectiveAt, until }: NewAnnouncement): number {
    const sql = `INSERT INTO announcements (change, provider, text, amount_fen, announced_at, effective_at, until_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)`;
    const about = [change, provider ?? null, JSON.stringify(text), amountFen ?? null];
    const values = [...about, announcedAt, effectiveAt, until ?? null];
    return Number(this.#sql(sql).run(...values).lastInsertRowid);
  }

  /** Everything that was announced, what takes effect first in front. */
  announcements(): Announcement[] {
    const rows = this.#sql('SELECT * FROM announcements ORDER BY effective_at, id').all();
    return rows.map((row) => ({
      id: Number(row['id']),
      change: row['change'] as Announcement['change'],
      text: JSON.parse(String(row['text'])),
      announcedAt: Number(row['announced_at']),
      effectiveAt: Number(row['effective_at']),
      ...(row['provider'] === null ? {} : { provider: String(row['provider']) }),
      ...(row['until_at'] === null ? {} : { until: Number(row['until_at']) }),
      ...(row['amount_fen'] === null ? {} : { amountFen: Number(row['amount_fen']) }),
    }));
  }

  // Payers

  rememberChoice(payerId: string, provider: string): void {
    this.#sql('INSERT OR REPLACE INTO payer_choices (payer_id, provider) VALUES (?, ?)').run(payerId, provider);
  }

  lastChoice(payerId: string): string | undefined {
    const row = this.#sql('SELECT provider FROM payer_choices WHERE payer_id = ?').get(payerId);
    return row ? String(row['provider']) : undefined;
  }

  /** Switches a payer's personal order of methods on or off, for every order from now on (rule CHO-008). */
  setPersonalOrder(payerId: string, on: boolean): void {
    const sql = 'INSERT OR REPLACE INTO payer_settings (payer_id, personal_order) VALUES (?, ?)';
    this.#sql(sql).run(payerId, on ? 1 : 0);
  }

  /** True unless the payer has switched it off. */
  personalOrder(payerId: string): boolean {
    const row = this.#sql('SELECT personal_order FROM payer_settings WHERE payer_id = ?').get(payerId);
    return row?.['personal_order'] !== 0;
  }

  #sql(sql: string): StatementSync {
    return this.database.prepared(sql);
  }
}
