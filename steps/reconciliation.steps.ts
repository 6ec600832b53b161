import { Given, Then, When } from '@cucumber/cucumber';
import { businessDay, endOfDay, MIDNIGHT, shiftedDay } from '../simulators/checkout/books/business-day';
import type { Fen } from '../simulators/kernel/money';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../simulators/kernel/time';
import type { CoreMarketOptions } from '../simulators/simulation/core-market';
import { choose, openShop, payAtWallet, placeOrder, plan, settle } from './actions';
import { books, decided, firstDay, readBooks } from './days';
import { aroundCutOffs, decideDays, decideFifty, fiftyDifferences } from './properties/any-books';
import { checkProperty } from './properties/property';
import type { HutongWorld } from './world';

const core = (world: HutongWorld): CoreMarketOptions => ({ ...world.parts });

When('the bills of the day have been published', async function (this: HutongWorld) {
  await this.market.clock.advanceTo(decided(firstDay(this)));
  await readBooks(this);
});

When('the bills of the next day have been published', async function (this: HutongWorld) {
  await this.market.clock.advanceTo(decided(shiftedDay(firstDay(this), 1)));
  await readBooks(this);
});

When('it is nine in the morning of the next day', async function (this: HutongWorld) {
  await this.market.clock.advanceTo(endOfDay(firstDay(this), MIDNIGHT) + 9 * HOUR_MS);
  await readBooks(this);
});

Given('the last second of the day has begun', async function (this: HutongWorld) {
  await this.open();
  const now = this.market.clock.now();
  await this.market.clock.advanceTo(endOfDay(businessDay(now, MIDNIGHT), MIDNIGHT) - SECOND_MS);
});

When('the next day begins', async function (this: HutongWorld) {
  await this.market.clock.advanceTo(endOfDay(firstDay(this), MIDNIGHT));
});

When(
  'another order of {yuan} is paid with {provider}',
  async function (this: HutongWorld, amount: Fen, provider: string) {
    await openShop(this, [provider]);
    const order = await placeOrder(this, amount);
    await choose(this, order, provider);
    await payAtWallet(this, provider, order);
    await settle(this);
  },
);

Given('the next file of a bill of {provider} is damaged on its way', function (this: HutongWorld, provider: string) {
  plan(this, { fault: 'corrupt-answer', to: provider, kind: 'bill.fetch', times: 1 });
});

Given(
  'somebody else answers in the place of {provider} when its bill is fetched',
  function (this: HutongWorld, provider: string) {
    const answer = async () => new Response('交易时间,商户订单号\r\n', { headers: { 'Content-Type': 'text/plain' } });
    plan(this, { fault: 'impostor', to: provider, kind: 'bill.fetch', times: 1, answer });
  },
);

Given('the platform can neither ask nor close at {provider}', function (this: HutongWorld, provider: string) {
  plan(this, { fault: 'lose', from: 'platform', to: provider, kind: 'payment.close' });
  const lift = plan(this, { fault: 'lose', from: 'platform', to: provider, kind: 'payment.query' });
  this.impose(`questions to ${provider}`, lift);
});

When('hours later the platform can ask {provider} again', async function (this: HutongWorld, provider: string) {
  await this.market.clock.advance(12 * HOUR_MS);
  this.lift(`questions to ${provider}`);
});

Given('{provider} has lost its books', function (this: HutongWorld, provider: string) {
  this.provider(provider).book.clear();
  this.market.history.append({ type: 'act', by: 'harness', kind: 'books.lost', facts: { provider } });
});

Given(
  'the next {int} requests for a refund do not reach {provider}',
  function (this: HutongWorld, times: number, to: string) {
    plan(this, { fault: 'lose', from: 'platform', to, kind: 'refund.create', times });
  },
);

Given('the platform has ended its cooperation with every provider', async function (this: HutongWorld) {
  for (const { id } of this.market.market.providers)
    await this.platform.declareProvider(id, { platformOptedIn: false });
});

When('{int} years less a day pass', async function (this: HutongWorld, years: number) {
  await this.market.clock.advanceTo(yearsLater(this.market.clock.now(), years) - DAY_MS);
});

When('{int} years and a day pass', async function (this: HutongWorld, years: number) {
  await this.market.clock.advanceTo(yearsLater(this.market.clock.now(), years) + DAY_MS);
});

function yearsLater(at: number, years: number): number {
  const date = new Date(at);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.getTime();
}

When('the payer looks up the order', async function (this: HutongWorld) {
  for (const language of ['zh', 'en'] as const) await books(this).openRecord(this.order, { ...this.setting, language });
});

Then('every payment and refund stands in the books exactly once', function (this: HutongWorld) {
  this.judge('REC-001/one-to-one');
});

Then('fifty differences of all classes are each found in their class', function (this: HutongWorld) {
  checkProperty(this, 'REC-001/right-class', fiftyDifferences, decideFifty(core(this)));
});

Then('no bill was asked for before its publication', function (this: HutongWorld) {
  this.judge('REC-002/not-before-publication');
});

Then('nothing of the bill is used', function (this: HutongWorld) {
  this.judge('REC-002/bad-bill-not-used');
});

Then('the bill has been fetched again and is used', function (this: HutongWorld) {
  this.judge('REC-002/fetched-again');
});

Then('what was paid is kept or given back', function (this: HutongWorld) {
  this.judge('REC-003/one-sided-ends');
});

Then('its delivery is stopped and an incident is on record', function (this: HutongWorld) {
  this.judge('REC-003/unknown-stops-delivery');
});

Then('no difference is left unexplained', function (this: HutongWorld) {
  this.judge('REC-004/nothing-unexplained');
});

Then("the sums of the books are those of the provider's ledger", function (this: HutongWorld) {
  this.judge('REC-004/sums-agree');
});

Then('each payment stands in the books of one day', function (this: HutongWorld) {
  this.judge('REC-005/one-day-each');
});

Then('no payment lies between two days without a declared reason', function (this: HutongWorld) {
  this.judge('REC-005/cut-offs-are-declared');
});

Then('payments around any declared cut-off stand in the books of one day each', function (this: HutongWorld) {
  for (const check of ['REC-005/cut-offs-are-declared', 'REC-005/one-day-each'])
    checkProperty(this, check, aroundCutOffs, decideDays(core(this)));
});

Then('the record is there', function (this: HutongWorld) {
  this.judge('REC-006/kept-for-the-period');
});

Then('the record shows number, amount, provider, way and refunds', function (this: HutongWorld) {
  this.judge('REC-006/own-record-is-complete');
});

Then('the record has been deleted', function (this: HutongWorld) {
  this.judge('REC-006/deleted-when-due');
});
