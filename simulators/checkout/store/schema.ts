import { ACCESS_SCHEMA } from './access-store';
import { BOOKS_SCHEMA } from './books-schema';

/** Counted up when a table changes in a way that an older checkout cannot read. */
export const SCHEMA_VERSION = 2;

/** The tables of the checkout. An order's state is one JSON document; columns beside it are what it is found by. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS orders (
  order_no TEXT PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  merchant_id TEXT NOT NULL,
  merchant_order_no TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  UNIQUE (merchant_id, merchant_order_no)
) STRICT;
CREATE TABLE IF NOT EXISTS order_parts (
  merchant_id TEXT NOT NULL,
  merchant_order_no TEXT NOT NULL,
  order_no TEXT NOT NULL REFERENCES orders,
  PRIMARY KEY (merchant_id, merchant_order_no)
) STRICT;
CREATE TABLE IF NOT EXISTS attempts (attempt_no TEXT PRIMARY KEY, order_no TEXT NOT NULL REFERENCES orders) STRICT;
CREATE TABLE IF NOT EXISTS refunds (refund_no TEXT PRIMARY KEY, order_no TEXT NOT NULL REFERENCES orders) STRICT;
CREATE TABLE IF NOT EXISTS deliveries (
  order_no TEXT NOT NULL REFERENCES orders,
  attempt_no TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (order_no, attempt_no)
) STRICT;
CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_no TEXT NOT NULL REFERENCES orders,
  due_at INTEGER NOT NULL,
  effect TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due_at, id);
CREATE INDEX IF NOT EXISTS outbox_order ON outbox (order_no, due_at);
CREATE TABLE IF NOT EXISTS notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  provider TEXT NOT NULL,
  notice_id TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  order_no TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS notices_order ON notices (order_no);
CREATE TABLE IF NOT EXISTS merchants (merchant_id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS merchant_choices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  merchant_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS merchant_choices_merchant ON merchant_choices (merchant_id, id);
CREATE TABLE IF NOT EXISTS discounts (
  merchant_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  party TEXT NOT NULL,
  amount_fen INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, provider, party)
) STRICT;
CREATE TABLE IF NOT EXISTS announcements (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  change TEXT NOT NULL,
  provider TEXT,
  text TEXT NOT NULL,
  amount_fen INTEGER,
  announced_at INTEGER NOT NULL,
  effective_at INTEGER NOT NULL,
  until_at INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS providers (
  provider TEXT PRIMARY KEY,
  platform_opted_in INTEGER NOT NULL DEFAULT 0,
  provider_opted_in INTEGER NOT NULL DEFAULT 0,
  in_service INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE IF NOT EXISTS provider_standing (provider TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS provider_health (provider TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS consents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  payer_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  given INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS consents_payer ON consents (payer_id);
CREATE TABLE IF NOT EXISTS payer_choices (payer_id TEXT PRIMARY KEY, provider TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS payer_settings (payer_id TEXT PRIMARY KEY, personal_order INTEGER NOT NULL) STRICT;
${BOOKS_SCHEMA}${ACCESS_SCHEMA}`;
