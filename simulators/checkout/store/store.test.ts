import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { fen } from '../../kernel/money';
import type { Order } from '../core/order';
import { CheckoutStore } from './store';

const order = (orderNo: string, merchantOrderNo: string): Order => ({
  orderNo,
  token: `token-${orderNo}`,
  merchantId: 'shop',
  merchantOrderNo,
  amountFen: fen(12_850),
  description: 'tea',
  createdAt: 1,
  expiresAt: 2,
  status: 'open',
  attempts: [],
  refunds: [],
});

describe('the checkout’s database', () => {
  let folder: string;
  const file = (name: string) => join(folder, name);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hutong-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('writes ahead, syncs every commit and keeps references', () => {
    const store = new CheckoutStore(file('pragmas.db'));
    const expected = { journalMode: 'wal', synchronous: 2, foreignKeys: 1, schemaVersion: 2 };
    assert.deepEqual(store.database.durability(), expected);
    store.close();
    store.close();
    const again = new CheckoutStore(file('pragmas.db'));
    assert.deepEqual(again.database.durability(), expected);
    again.close();
  });

  it('writes state and outbox together or not at all', () => {
    const store = new CheckoutStore(file('together.db'));
    const outside = new DatabaseSync(file('together.db'), { readOnly: true });
    const seen = () => [
      outside.prepare('SELECT count(*) AS n FROM orders').get()?.['n'],
      outside.prepare('SELECT count(*) AS n FROM outbox').get()?.['n'],
    ];
    assert.throws(() =>
      store.transaction(() => {
        store.insertOrder(order('O1', 'N1'));
        store.enqueue('O1', { type: 'expire', at: 2 });
        throw new Error('the process has trouble here');
      }),
    );
    assert.deepEqual(seen(), [0, 0]);
    store.transaction(() => {
      store.insertOrder(order('O1', 'N1'));
      assert.deepEqual(seen(), [0, 0], 'nobody sees half of it');
      store.enqueue('O1', { type: 'expire', at: 2 });
      assert.deepEqual(seen(), [0, 0], 'nobody sees it before it is committed');
    });
    assert.deepEqual(seen(), [1, 1]);
    assert.throws(() => store.enqueue('O2', { type: 'expire', at: 2 }), /FOREIGN KEY/);
    outside.close();
    store.close();
  });

  it('never writes a new order over another', () => {
    const store = new CheckoutStore(file('numbers.db'));
    store.insertOrder(order('O1', 'N1'));
    assert.throws(() => store.insertOrder(order('O1', 'N2')), /UNIQUE/);
    assert.throws(() => store.insertOrder({ ...order('O2', 'N2'), token: 'token-O1' }), /UNIQUE/);
    assert.throws(() => store.insertOrder(order('O3', 'N1')), /UNIQUE/);
    assert.throws(() => store.updateOrder(order('O4', 'N4')), /no order O4/);
    assert.deepEqual(
      store.orders().map(({ orderNo }) => orderNo),
      ['O1'],
    );
    store.close();
  });

  it('says what is wrong with a file that it cannot use', () => {
    assert.throws(
      () => new CheckoutStore(join(folder, 'nowhere', 'checkout.db')),
      /cannot open .*expected a file in a/,
    );
    assert.throws(() => new CheckoutStore(':memory:'), /journal mode "memory", expected "wal"/);
    const newer = new DatabaseSync(file('newer.db'));
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    assert.throws(() => new CheckoutStore(file('newer.db')), /found schema version 99, expected 2/);
  });
});
