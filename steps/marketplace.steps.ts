import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { openShop } from './actions';
import { Prerequisite } from './drivers/platform';
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

When('the second of the merchants refunds {yuan}', async function (this: HutongWorld, amount: Fen) {
  const merchant = this.order.parts?.[1]?.merchant;
  if (merchant === undefined) throw new Prerequisite('an order that several merchants share', 'it has one merchant');
  await this.platform.refund(this.order, this.nextRefundNo(), amount, merchant);
});

Then('each merchant is paid its own part, and no other', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-007/one-part-per-merchant');
});

Then("the money comes from that merchant's part alone", async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-007/refunds-stay-with-their-part');
});

Then('the whole order is one payment', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-007/one-order-one-payment');
});
