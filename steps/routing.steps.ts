import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { choose, openShop, payAtWallet, placeOrder, settle } from './actions';
import type { HutongWorld } from './world';

const TWO_MERCHANTS = ['tea-house', 'book-shop'];

Given('two merchants who accept {provider}', async function (this: HutongWorld, provider: string) {
  for (const merchant of TWO_MERCHANTS) await openShop(this, [provider], merchant);
});

When(
  'each of them sells for {yuan} and is paid with {provider}',
  async function (this: HutongWorld, amount: Fen, provider: string) {
    for (const merchant of TWO_MERCHANTS) {
      const order = await placeOrder(this, amount, { merchant });
      await choose(this, order, provider);
      await payAtWallet(this, provider, order);
      await settle(this);
    }
  },
);

Then('the payee is the merchant', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-002/payee-is-the-merchant');
});

Then('the platform has touched no money', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-002/platform-holds-nothing');
});

Then('the record of the payment explains its route', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-003/record-explains-route');
});
