import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { choose, openShop, payAtWallet, placeOrder, settle } from './actions';
import { allowLists } from './allow-lists';
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

Given('the declared mapping of every hop', function (this: HutongWorld) {
  const { history, market, providers } = this.market;
  for (const { mappings } of allowLists(providers.keys())) {
    for (const mapping of mappings) {
      history.append({ type: 'declared', by: 'harness', kind: 'mapping', facts: { ...mapping } });
    }
  }
  for (const { id, name } of market.merchants) {
    const facts = { merchant: id, names: Object.values(name) };
    history.append({ type: 'declared', by: 'harness', kind: 'merchant', facts });
  }
});

Then('every hop carries the protected fields or has them in its register', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-006/fields-present');
});

Then('they are equal at every hop', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-006/fields-equal');
});

Then('the refund is the same at every hop', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ROUTE-006/refund-equal');
});
