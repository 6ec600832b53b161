/** The tables of the books: what moved at which provider, its bills, what they differ in, and what had to be reported. */
export const BOOKS_SCHEMA = `
CREATE INDEX IF NOT EXISTS orders_created ON orders (created_at, order_no);
CREATE INDEX IF NOT EXISTS notices_received ON notices (received_at);
CREATE TABLE IF NOT EXISTS movements (
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  provider TEXT NOT NULL,
  order_no TEXT NOT NULL REFERENCES orders,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, number)
) STRICT;
CREATE INDEX IF NOT EXISTS movements_at ON movements (provider, at);
CREATE TABLE IF NOT EXISTS bills (
  provider TEXT NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER,
  used_at INTEGER,
  bill_rows TEXT NOT NULL DEFAULT '[]',
  matched TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (provider, day)
) STRICT;
CREATE INDEX IF NOT EXISTS bills_next ON bills (next_at);
CREATE INDEX IF NOT EXISTS bills_used ON bills (used_at);
CREATE TABLE IF NOT EXISTS bill_calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  provider TEXT NOT NULL,
  day TEXT NOT NULL,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS bill_calls_at ON bill_calls (at);
CREATE TABLE IF NOT EXISTS differences (
  provider TEXT NOT NULL,
  day TEXT NOT NULL,
  key TEXT NOT NULL,
  copy INTEGER NOT NULL,
  difference TEXT NOT NULL,
  standing TEXT NOT NULL,
  PRIMARY KEY (provider, day, key, copy)
) STRICT;
CREATE TABLE IF NOT EXISTS incidents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  facts TEXT NOT NULL,
  UNIQUE (kind, subject)
) STRICT;
CREATE TABLE IF NOT EXISTS outages (provider TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT;
`;
