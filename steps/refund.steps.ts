import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { tradeOf } from './actions';
import { endRefunds, refundDirectly } from './direct';
import { closeAccount, declareRefundLimits, lastMoment, nameCard, refundLimits } from './refund-limits';
import { providerNamed } from './vocabulary';
import type { HutongWorld } from './world';

When('the merchant refunds {yuan}', async function (this: HutongWorld, amount: Fen) {
  await this.platform.refund(this.order, this.nextRefundNo(), amount);
});

When('the merchant refunds {yuan} twice under one number', async function (this: HutongWorld, amount: Fen) {
  const refundNo = this.nextRefundNo();
  for (let i = 0; i < 2; i += 1) await this.platform.refund(this.order, refundNo, amount);
});

When(
  'the merchant asks for {int} refunds of {yuan} at once',
  async function (this: HutongWorld, times: number, amount: Fen) {
    const numbers = Array.from({ length: times }, () => this.nextRefundNo());
    await Promise.all(numbers.map((refundNo) => this.platform.refund(this.order, refundNo, amount)));
  },
);

When(
  '{provider} is asked directly for refunds of {yuan}, {yuan} and {yuan}',
  async function (this: HutongWorld, provider: string, first: Fen, second: Fen, third: Fen) {
    const trade = await tradeOf(this, this.order, provider);
    for (const amount of [first, second, third]) {
      await refundDirectly(this, provider, trade, this.nextRefundNo(), amount);
    }
  },
);

When(
  '{provider} is asked directly for a refund of {yuan} twice under one number',
  async function (this: HutongWorld, provider: string, amount: Fen) {
    const trade = await tradeOf(this, this.order, provider);
    const refundNo = this.nextRefundNo();
    for (let i = 0; i < 2; i += 1) await refundDirectly(this, provider, trade, refundNo, amount);
  },
);

When(
  /^the refund at (.+) ends as (closed|abnormal)$/,
  async function (this: HutongWorld, named: string, end: 'closed' | 'abnormal') {
    await endRefunds(this, providerNamed(named), end);
  },
);

Then('nobody has read "refunded" too early', function (this: HutongWorld) {
  this.judge('REF-004/accepted-is-not-refunded');
});

Then('the platform knows how the refund ended', async function (this: HutongWorld) {
  await this.observe();
  this.judge('REF-004/ends-with-the-truth');
});

Given('the payer has closed the account at {provider} since', async function (this: HutongWorld, provider: string) {
  await closeAccount(this, provider);
});

When(
  "the payer's bank card is named to {provider} for the refund",
  async function (this: HutongWorld, provider: string) {
    await nameCard(this, provider);
  },
);

Given('{provider} has published its limits of refunds', function (this: HutongWorld, provider: string) {
  declareRefundLimits(this, provider);
});

When('the last moment for refunds at {provider} has come', async function (this: HutongWorld, provider: string) {
  await lastMoment(this, provider);
});

When(
  '{provider} is asked directly for a refund of {yuan}',
  async function (this: HutongWorld, provider: string, amount: Fen) {
    const trade = await tradeOf(this, this.order, provider);
    await refundDirectly(this, provider, trade, this.nextRefundNo(), amount);
  },
);

When(
  'the merchant refunds {yuan} as often as {provider} takes it, and once more',
  async function (this: HutongWorld, amount: Fen, provider: string) {
    const { most, gapMs } = refundLimits(provider);
    for (let i = 0; i <= most; i += 1) {
      await this.platform.refund(this.order, this.nextRefundNo(), amount);
      await this.market.clock.advance(gapMs);
    }
  },
);

When(
  '{provider} is asked directly for refunds of {yuan} as often as it takes them, and once more',
  async function (this: HutongWorld, provider: string, amount: Fen) {
    const trade = await tradeOf(this, this.order, provider);
    const { most } = refundLimits(provider);
    for (let i = 0; i <= most; i += 1) await refundDirectly(this, provider, trade, this.nextRefundNo(), amount);
  },
);

When('all but one second of the gap of {provider} passes', async function (this: HutongWorld, provider: string) {
  await this.market.clock.advance(refundLimits(provider).gapMs - 1_000);
});

Then('the money is back at the account that paid', function (this: HutongWorld) {
  this.judge('REF-001/back-to-the-account-that-paid');
});

Then('the money is back at the account that paid, or at the one that was named', function (this: HutongWorld) {
  this.judge('REF-001/back-to-the-account-that-paid');
});

Then('the refund was asked of the provider that was paid', function (this: HutongWorld) {
  this.judge('REF-001/asked-of-the-paying-provider');
});

Then('refunds within the limits are taken, and no others', async function (this: HutongWorld) {
  await this.observe();
  this.judge('REF-005/limits-kept-to-the-edge');
});

Then('the merchant learns which limit it was and what to do instead', function (this: HutongWorld) {
  this.judge('REF-005/reason-and-advice');
});

Then('what is too much is refused', async function (this: HutongWorld) {
  await this.observe();
  this.judge('REF-002/excess-refused');
});

Then('no more is given back than was paid', async function (this: HutongWorld) {
  await this.observe();
  this.judge('REF-002/never-more-than-paid');
});

Then('the retry has the number of the first request', function (this: HutongWorld) {
  this.judge('REF-003/retry-keeps-number');
});

Then('each refund number was carried out once', async function (this: HutongWorld) {
  await this.observe();
  this.judge('REF-003/one-number-one-refund');
});
