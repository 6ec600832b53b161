import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { openShop } from './actions';
import { readSettlements } from './days';
import { expectStatus, Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

const THREE_MERCHANTS = ['tea-house', 'book-shop', 'noodle-bar'];

Given('three merchants who accept {provider}', async function (this: HutongWorld, provider: string) {
  for (const merchant of THREE_MERCHANTS) await openShop(this, [provider], merchant);
});

When(
  'they sell for {yuan}, {yuan} and {yuan} in one order',
  async function (this: HutongWorld, first: Fen, second: Fen, third: Fen) {
    const amounts = [first, second, third];
    const parts = THREE_MERCHANTS.map((merchant, index) => ({ merchant, amountFen: amounts[index] ?? first }));
    this.orders.push(await this.platform.placeCombined(`C${this.orders.length + 1}`, parts));
  },
);

/** A merchant of a shared order gives some of its part back. */
async function refundPart(world: HutongWorld, index: number, amount: Fen): Promise<void> {
  const merchant = world.order.parts?.[index]?.merchant;
  if (merchant === undefined) throw new Prerequisite('an order that several merchants share', 'it has one merchant');
  await world.platform.refund(world.order, world.nextRefundNo(), amount, merchant);
}

When('the second of the merchants refunds {yuan}', async function (this: HutongWorld, amount: Fen) {
  await refundPart(this, 1, amount);
});

When('the third of the merchants refunds {yuan}', async function (this: HutongWorld, amount: Fen) {
  await refundPart(this, 2, amount);
});

When('each merchant looks up its part of the order and of the money', async function (this: HutongWorld) {
  for (const { merchant } of this.order.parts ?? []) {
    const url = this.platform.url(`/api/orders/${this.order.orderNo}`);
    expectStatus(
      await this.platform.merchant.json('GET', url, this.platform.key(merchant)),
      [200],
      `the platform to tell ${merchant} of its part`,
    );
    await readSettlements(this, merchant);
  }
});

Then('each merchant is paid its own part, and no other', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-007/one-part-per-merchant');
});

Then("the money comes from that merchant's part alone", async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-007/refunds-stay-with-their-part');
});

Then('each merchant is told of its own part of the money, and no other', async function (this: HutongWorld) {
  for (const merchant of THREE_MERCHANTS) await readSettlements(this, merchant);
  this.judge('ROUTE-007/told-of-its-own-part');
});

Then('the whole order is one payment', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-007/one-order-one-payment');
});
