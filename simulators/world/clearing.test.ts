import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen } from '../kernel/money';
import { DAY_MS, MINUTE_MS } from '../kernel/time';
import { openTestDay, type TestDay } from './test-day';

/** A day on which somebody owes the tea house ¥128.50 and has chosen a wallet. */
async function owing(provider = 'alipay') {
  const day = await openTestDay(`clearing/${provider}`);
  return { ...day, owed: await day.order('tea-house', 12_850, provider) };
}

const cardOf = (day: Pick<TestDay, 'world'>, wallet = 'alipay') => {
  const card = day.world.clearing.member(wallet).directory.cardOf('li-na');
  assert.ok(card);
  return { ...card, balance: () => day.world.clearing.bank(card.institution).balanceFen(card.account) };
};

const statusOf = (day: Pick<TestDay, 'world'>, orderNo: string) =>
  day.world.checkout.service.store.order(orderNo)?.status;

test('a payment leaves the bank account once, and a refund comes back to it', async () => {
  const day = await owing();
  const card = cardOf(day);
  const before = card.balance() ?? 0n;
  await day.pay(day.owed);
  assert.equal(card.balance(), before - 12_850n);
  await day.world.clock.advance(MINUTE_MS);
  const [key] = Object.values(day.world.merchantKeys);
  await day.call('POST', `/api/orders/${day.owed.orderNo}/refunds`, key ?? '', { refundNo: 'R1', amountFen: 2_850 });
  await day.world.clock.advance(10 * MINUTE_MS);
  assert.equal(card.balance(), before - 10_000n);
  assert.deepEqual(day.world.troubles, []);
  await day.close();
});

test('pressing twice at once debits once', async () => {
  const day = await owing();
  const card = cardOf(day);
  const before = card.balance() ?? 0n;
  await Promise.all([day.pay(day.owed), day.pay(day.owed)]);
  assert.equal(card.balance(), before - 12_850n);
  await day.close();
});

test('a bank account without enough refuses, and the payer can pay later', async () => {
  const day = await owing();
  const { institution, account, name, balance } = cardOf(day);
  const bank = day.world.clearing.bank(institution);
  bank.open(account, name, 100);
  await day.pay(day.owed);
  assert.equal(balance(), 100n);
  bank.open(account, name, 20_000);
  await day.pay(day.owed);
  assert.equal(balance(), 20_000n - 12_850n);
  await day.close();
});

test('an outcome that nobody knows keeps the trade open, and is found by asking', async () => {
  const day = await owing();
  day.world.faults.add({ fault: 'lose-answer', from: 'alipay', to: 'netsunion', times: 1 });
  await day.pay(day.owed);
  assert.equal(statusOf(day, day.owed.orderNo), 'open');
  await day.pay(day.owed);
  await day.world.clock.advance(5 * MINUTE_MS);
  assert.equal(statusOf(day, day.owed.orderNo), 'paid');
  assert.equal(day.world.clearing.member('alipay').journal.debits.size, 1);
  await day.close();
});

test('a debit of a trade that was closed meanwhile goes back by itself', async () => {
  const day = await owing();
  const card = cardOf(day);
  const before = card.balance() ?? 0n;
  day.world.faults.add({ fault: 'lose-answer', from: 'alipay', to: 'netsunion', times: 8 });
  await day.pay(day.owed);
  assert.equal(card.balance(), before - 12_850n);
  await day.world.clock.advance(DAY_MS);
  assert.notEqual(statusOf(day, day.owed.orderNo), 'paid');
  assert.equal(card.balance(), before);
  await day.close();
});

test('a wallet that crashes in the middle takes up what it had asked for', async () => {
  const day = await owing();
  day.world.faults.add({ fault: 'lose-answer', from: 'alipay', to: 'netsunion', times: 1 });
  await day.pay(day.owed);
  await day.world.providers.get('alipay')?.crash();
  await day.world.clock.advance(MINUTE_MS);
  assert.equal(statusOf(day, day.owed.orderNo), 'paid');
  await day.close();
});

test('a merchant is paid out no more than it has', async () => {
  const day = await owing();
  await day.pay(day.owed);
  const { outbox } = day.world.clearing.member('alipay');
  const payee = day.world.checkout.service.provider('alipay')?.payees['tea-house'] ?? '';
  assert.equal(outbox.payOut(payee, 'merchant:tea-house', fen(12_851)), false);
  assert.equal(outbox.payOut(payee, 'merchant:tea-house', fen(12_850)), true);
  assert.equal(outbox.payOut(payee, 'merchant:tea-house', fen(1)), false);
  await day.world.clock.settle();
  assert.deepEqual(
    [...day.world.clearing.member('alipay').journal.sendings.values()].map(({ state }) => state),
    ['arrived'],
  );
  await day.close();
});
