import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import type { Entrance } from '../simulators/providers/profile';
import { choose, everyProvider, MERCHANT, openShop, PERSON, payAtWallet, plan, settle, tradeOf } from './actions';
import { askDirectly, closeDirectly, queryDirectly } from './direct';
import { Prerequisite } from './drivers/platform';
import { payThrough } from './entrances';
import type { HutongWorld } from './world';

When('the payer chooses {provider} instead', async function (this: HutongWorld, provider: string) {
  await choose(this, this.order, provider);
});

When(
  'the payer pays with both {provider} and {provider}',
  async function (this: HutongWorld, one: string, other: string) {
    for (const provider of [one, other]) {
      await payAtWallet(this, provider);
      await settle(this);
    }
  },
);

Then('one payment is kept', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-002/one-kept-payment');
});

Then('the other is given back in full', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-002/surplus-returned-in-full');
});

When('the merchant sends the same order again', async function (this: HutongWorld) {
  const { merchant, merchantOrderNo, amountFen, description } = this.order;
  await this.platform.sendOrder({ merchant, merchantOrderNo, amountFen, description });
});

When('the merchant sends an order of {yuan} under the same number', async function (this: HutongWorld, amountFen: Fen) {
  const { merchant, merchantOrderNo } = this.order;
  await this.platform.sendOrder({ merchant, merchantOrderNo, amountFen });
});

When(
  'a payment goes through the {entrance} of {provider}, is paid, and a part goes back',
  async function (this: HutongWorld, entrance: Entrance, provider: string) {
    await openShop(this, await everyProvider(this));
    await payThrough(this, provider, entrance);
  },
);

When(
  'a payment of {yuan} is asked of {provider} twice under one number',
  async function (this: HutongWorld, amount: Fen, provider: string) {
    for (let i = 0; i < 2; i += 1) await askDirectly(this, provider, MERCHANT, 'DIRECT0001', amount);
  },
);

When(
  'a payment of {yuan} and then of {yuan} is asked of {provider} under one number',
  async function (this: HutongWorld, first: Fen, second: Fen, provider: string) {
    for (const amount of [first, second]) await askDirectly(this, provider, MERCHANT, 'DIRECT0001', amount);
  },
);

When('the payer confirms the payment with {provider} twice', async function (this: HutongWorld, provider: string) {
  await payAtWallet(this, provider);
  const { trade, payee } = await tradeOf(this, this.order, provider);
  const issuer = this.provider(provider);
  const credential = issuer.book.byOutTradeNo(payee, trade)?.credential;
  if (credential === undefined) throw new Prerequisite('a payment to confirm again', 'there is none');
  await issuer.pay(credential, PERSON, 'paid');
  await settle(this);
});

Then('the answer is the same order', function (this: HutongWorld) {
  this.judge('LIFE-003/repeat-is-the-same');
});

Then('the other content is refused', function (this: HutongWorld) {
  this.judge('LIFE-003/changed-content-refused');
});

Then('the payer is charged once', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-003/never-charged-twice');
});

Given('the next answer of {provider} is lost', function (this: HutongWorld, provider: string) {
  plan(this, { fault: 'lose-answer', from: 'platform', to: provider, times: 1 });
});

When(
  '{provider} is asked directly to close the payment, and to take it once more',
  async function (this: HutongWorld, provider: string) {
    const named = await tradeOf(this, this.order, provider);
    await closeDirectly(this, provider, named);
    await askDirectly(this, provider, MERCHANT, named.trade, this.order.amountFen);
  },
);

When('{provider} is asked directly how the payment stands', async function (this: HutongWorld, provider: string) {
  await queryDirectly(this, provider, await tradeOf(this, this.order, provider));
});

Then('the platform has moved only as published', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-001/platform-keeps-to-it');
});

Then('the provider has moved only as published', function (this: HutongWorld) {
  this.judge('LIFE-001/provider-keeps-to-it');
});

Then('what may not be asked was refused', function (this: HutongWorld) {
  this.judge('LIFE-001/other-moves-refused');
});

Then('the earlier attempt was closed first', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-006/earlier-closed-first');
});

Then('the provider has not closed what was paid', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-006/paid-order-not-closed');
});

Then('the platform has found the payment by that', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-006/payment-revealed');
});

Then('the choice of the payer was not kept waiting', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-006/choice-not-blocked');
});

Then('the order is paid as before', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-007/paid-stays-paid');
});

Then('the provider calls it paid as before', function (this: HutongWorld) {
  this.judge('LIFE-007/provider-stands-by-it');
});

Then('what went back names the payment', function (this: HutongWorld) {
  this.judge('LIFE-007/corrections-name-the-original');
});

Then('the order is neither failed nor paid', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-004/no-answer-stays-open');
});

Then('the payer is told that the result is being confirmed', async function (this: HutongWorld) {
  await this.platform.openStatus(this.order, this.setting);
  this.judge('LIFE-004/payer-is-told');
});

Then('the platform has found the result by asking', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-004/resolved-by-asking');
});

When('the browser comes back with an address that claims success', async function (this: HutongWorld) {
  const claims = {
    trade_status: 'TRADE_SUCCESS',
    trade_state: 'SUCCESS',
    result: 'paid',
    out_trade_no: this.order.orderNo,
  };
  await this.platform.forgeReturn(this.order, claims, this.setting);
  await settle(this);
});

Then('the order is not paid by that', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-005/return-proves-nothing');
});
