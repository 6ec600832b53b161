import { defineParameterType, Then, When } from '@cucumber/cucumber';
import { MERCHANT, openShop } from './actions';
import { askDirectly } from './direct';
import type { HutongWorld } from './world';

interface OddAmount {
  readonly amountFen: number;
  readonly currency?: string;
}

const ODD_AMOUNTS: Readonly<Record<string, OddAmount>> = {
  'no fen': { amountFen: 0 },
  'minus one fen': { amountFen: -1 },
  'half a fen': { amountFen: 0.5 },
  'more fen than are exact': { amountFen: 2 ** 53 },
  'one US dollar': { amountFen: 100, currency: 'USD' },
};

defineParameterType({
  name: 'oddAmount',
  regexp: new RegExp(Object.keys(ODD_AMOUNTS).join('|')),
  transformer: (text: string): OddAmount => ODD_AMOUNTS[text] ?? { amountFen: 0 },
});

When('the merchant sends an order of {oddAmount}', async function (this: HutongWorld, odd: OddAmount) {
  await this.platform.sendOrder({ merchant: MERCHANT, merchantOrderNo: 'ODD1', ...odd });
});

When(
  '{provider} is asked for a payment of {oddAmount}',
  async function (this: HutongWorld, provider: string, odd: OddAmount) {
    await openShop(this, [provider]);
    await askDirectly(this, provider, MERCHANT, 'DIRECT0001', odd.amountFen);
  },
);

Then('the amount is refused', function (this: HutongWorld) {
  this.judge('LIFE-009/bad-amount-refused');
});

Then('the amount is the same everywhere', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-009/same-amount-everywhere');
});

Then('every amount is whole fen', function (this: HutongWorld) {
  this.judge('LIFE-009/whole-fen-only');
});
