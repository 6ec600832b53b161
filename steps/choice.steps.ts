import { Given, Then, When } from '@cucumber/cucumber';
import {
  choose,
  endSilence,
  everyProvider,
  expectMethods,
  MERCHANT,
  placeOrder,
  silence,
  USUAL_AMOUNT,
} from './actions';
import type { HutongWorld } from './world';

When('the merchant also accepts {provider}', async function (this: HutongWorld, provider: string) {
  await this.platform.enable(MERCHANT, provider, true);
});

When('the payer opens the cashier', async function (this: HutongWorld) {
  await this.platform.openCashier(this.order, this.setting);
});

Given('{provider} is out of service', async function (this: HutongWorld, provider: string) {
  await this.platform.declareProvider(provider, { inService: false });
});

Given('the platform no longer wants {provider} on the platform', async function (this: HutongWorld, provider: string) {
  await this.platform.declareProvider(provider, { platformOptedIn: false });
});

Given('the provider no longer wants {provider} on the platform', async function (this: HutongWorld, provider: string) {
  await this.platform.declareProvider(provider, { providerOptedIn: false });
});

Given('{provider} answers nobody', function (this: HutongWorld, provider: string) {
  silence(this, provider);
});

When('{provider} answers again', function (this: HutongWorld, provider: string) {
  endSilence(this, provider);
});

Given('the payer reads {word}', function (this: HutongWorld, language: string) {
  this.setting = { ...this.setting, language: language === 'English' ? 'en' : 'zh' };
});

Given(
  'the payer Wang Wei has chosen {provider} for an earlier order',
  async function (this: HutongWorld, provider: string) {
    const order = await placeOrder(this, USUAL_AMOUNT, { payer: 'wang-wei' });
    await choose(this, order, provider);
  },
);

When('Wang Wei opens the cashier of a new order', async function (this: HutongWorld) {
  const order = await placeOrder(this, USUAL_AMOUNT, { payer: 'wang-wei' });
  await this.platform.openCashier(order, this.setting);
});

Then('the payer can choose between {providers}', function (this: HutongWorld, providers: string[]) {
  expectMethods(this, providers);
});

Then('every provider can be chosen', async function (this: HutongWorld) {
  expectMethods(this, await everyProvider(this));
});

Then('every provider but {provider} can be chosen', async function (this: HutongWorld, provider: string) {
  const others = (await everyProvider(this)).filter((id) => id !== provider);
  expectMethods(this, others, [provider]);
});

Then('{provider} can be chosen', function (this: HutongWorld, provider: string) {
  expectMethods(this, [provider]);
});

Then('{provider} cannot be chosen', function (this: HutongWorld, provider: string) {
  expectMethods(this, [], [provider]);
});

Then('the payer is told that {provider} is out of service', function (this: HutongWorld, _provider: string) {
  this.judge('CHO-001/outage-is-told');
});

Then('nothing is picked for the payer', function (this: HutongWorld) {
  this.judge('CHO-004/nothing-preselected');
});

Then('nothing but {provider} is picked for the payer', function (this: HutongWorld, _provider: string) {
  this.judge('CHO-004/nothing-preselected');
});

Then('no other provider than the chosen one was used', async function (this: HutongWorld) {
  await this.observe();
  this.judge('CHO-004/chosen-is-used');
});
