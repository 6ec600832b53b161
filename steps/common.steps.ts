import { Given, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { HOUR_MS } from '../simulators/kernel/time';
import {
  choose,
  chooseAndWait,
  everyProvider,
  openShop,
  payAndSettle,
  payAtWallet,
  placeOrder,
  settle,
} from './actions';
import type { HutongWorld } from './world';

Given('a merchant who accepts {providers}', async function (this: HutongWorld, providers: string[]) {
  await openShop(this, providers);
});

Given('a merchant who accepts every provider', async function (this: HutongWorld) {
  await openShop(this, await everyProvider(this));
});

Given('a payer with an order of {yuan}', async function (this: HutongWorld, amount: Fen) {
  await placeOrder(this, amount);
});

Given('a payer on a phone', function (this: HutongWorld) {
  this.setting = { ...this.setting, device: 'phone' };
});

Given('a payer on a phone with an order of {yuan}', async function (this: HutongWorld, amount: Fen) {
  this.setting = { ...this.setting, device: 'phone' };
  await placeOrder(this, amount);
});

Given(
  'a payer who owes {yuan} and has chosen {provider}',
  async function (this: HutongWorld, amount: Fen, provider: string) {
    await chooseAndWait(this, amount, provider);
  },
);

Given(
  'an order of {yuan} that was paid with {provider}',
  async function (this: HutongWorld, amount: Fen, provider: string) {
    await payAndSettle(this, amount, provider);
  },
);

When('the payer chooses {provider}', async function (this: HutongWorld, provider: string) {
  await choose(this, this.order, provider);
});

When('the payer pays with {provider}', async function (this: HutongWorld, provider: string) {
  await payAtWallet(this, provider);
});

When('all messages have arrived', async function (this: HutongWorld) {
  await settle(this);
});

When('{int} second(s) pass(es)', async function (this: HutongWorld, seconds: number) {
  await this.market.clock.advance(seconds * 1_000);
});

When('{int} hour(s) pass(es)', async function (this: HutongWorld, hours: number) {
  await this.market.clock.advance(hours * HOUR_MS);
});

When('{int} minute(s) pass(es)', async function (this: HutongWorld, minutes: number) {
  await this.market.clock.advance(minutes * 60_000);
});
