import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { DAY_MS, rfc3339 } from '../simulators/kernel/time';
import { everyProvider, MERCHANT, placeOrder } from './actions';
import { walkToHandOff } from './drivers/walk';
import { termsOf } from './terms';
import type { HutongWorld } from './world';

const FEE_NOTICE_DAYS = 30;

Then('the methods stand in the declared order', function (this: HutongWorld) {
  this.judge('CHO-002/order-as-declared');
});

When(
  'a payer on a {word} goes as far as each provider for {yuan}',
  async function (this: HutongWorld, device: string, amount: Fen) {
    this.setting = { ...this.setting, device: device === 'phone' ? 'phone' : 'desktop' };
    for (const provider of await everyProvider(this)) {
      await walkToHandOff(this.platform, await placeOrder(this, amount), provider, this.setting);
    }
  },
);

Then('every provider was reached in the same number of steps', function (this: HutongWorld) {
  this.judge('CHO-003/same-steps');
});

Then('no method is folded away alone', function (this: HutongWorld) {
  this.judge('CHO-003/none-folded-away-alone');
});

Then('every method stands out alike', function (this: HutongWorld) {
  this.judge('CHO-003/same-prominence');
});

Then('every provider was opened as directly as the other', function (this: HutongWorld) {
  this.judge('CHO-006/opens-directly');
});

Then('nobody was warned of one provider alone', function (this: HutongWorld) {
  this.judge('CHO-006/no-warning-for-one');
});

Given(
  'the {word} gives a discount of {yuan} by {provider}',
  async function (this: HutongWorld, party: string, amount: Fen, provider: string) {
    await termsOf(this).discount(provider, party, amount, MERCHANT);
  },
);

Given(
  'a fee of {yuan} by {provider} was announced 30 days ahead',
  async function (this: HutongWorld, amountFen: Fen, provider: string) {
    const effectiveAt = this.market.clock.now() + FEE_NOTICE_DAYS * DAY_MS;
    const effectiveText = rfc3339(effectiveAt);
    await termsOf(this).announce({ change: 'fee', provider, amountFen, effectiveAt, effectiveText });
  },
);

When('{int} day(s) pass(es)', async function (this: HutongWorld, days: number) {
  await this.market.clock.advance(days * DAY_MS);
});

Then('every fee and discount is told with the party behind it', function (this: HutongWorld) {
  this.judge('CHO-005/charges-are-told');
});

Then('the goods cost the same by every method', function (this: HutongWorld) {
  this.judge('CHO-005/same-price-for-all');
});

Then('a plain switch is on the page wherever the order is personal', function (this: HutongWorld) {
  this.judge('CHO-008/switch-is-there');
});

When('Wang Wei switches the personal order off', async function (this: HutongWorld) {
  await this.platform.switchPersonalOrder(this.order, false, this.setting);
});

Then("the list is the merchant's own", function (this: HutongWorld) {
  this.judge('CHO-008/off-means-plain');
});
