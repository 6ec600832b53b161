import { Given, Then, When } from '@cucumber/cucumber';
import { Random } from '../simulators/kernel/random';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../simulators/kernel/time';
import {
  choose,
  cutOff,
  endSilence,
  everyProvider,
  payIfPossible,
  placeOrder,
  plan,
  silence,
  USUAL_AMOUNT,
} from './actions';
import { liveThroughStorm } from './storm';
import type { HutongWorld } from './world';

/** How often somebody opens the cashier to see who is offered. */
const LOOK_EVERY_MS = MINUTE_MS / 2;

/** Somebody opens the cashier of an order again and again. */
async function lookAgainAndAgain(world: HutongWorld, durationMs: number): Promise<void> {
  const order = await placeOrder(world, USUAL_AMOUNT);
  for (let passedMs = 0; passedMs < durationMs; passedMs += LOOK_EVERY_MS) {
    await world.market.clock.advance(LOOK_EVERY_MS);
    await world.platform.openCashier(order, world.setting);
  }
}

When(
  'each provider in turn answers nobody for {int} minutes while a payer waits for it',
  async function (this: HutongWorld, minutes: number) {
    for (const provider of await everyProvider(this)) {
      const order = await placeOrder(this, USUAL_AMOUNT);
      await choose(this, order, provider);
      silence(this, provider);
      await lookAgainAndAgain(this, minutes * MINUTE_MS);
      endSilence(this, provider);
      await lookAgainAndAgain(this, minutes * MINUTE_MS);
    }
  },
);

Then('each is taken out and brought back alike', function (this: HutongWorld) {
  this.judge('RES-005/same-for-all');
});

Then('the cashier says so as declared', function (this: HutongWorld) {
  this.judge('RES-005/as-declared');
});

/** So much passes between two purchases that a platform that waits has asked for the result once. */
const BETWEEN_MS = 10 * SECOND_MS;

Given('every provider is paid with twice', async function (this: HutongWorld) {
  for (const provider of await everyProvider(this)) {
    for (let i = 0; i < 2; i += 1) {
      await payIfPossible(this, await placeOrder(this, USUAL_AMOUNT), provider);
      await this.market.clock.advance(BETWEEN_MS);
    }
  }
});

When('{provider} is out of reach for everybody', async function (this: HutongWorld, provider: string) {
  await this.observe();
  cutOff(this, provider);
  const order = await placeOrder(this, USUAL_AMOUNT);
  await payIfPossible(this, order, provider);
  await this.market.clock.advance(BETWEEN_MS);
});

Then('the others have succeeded as often as before', async function (this: HutongWorld) {
  await this.observe();
  this.judge('RES-001/others-succeed-as-before');
});

Then('nobody who chose another was kept longer at the cashier', function (this: HutongWorld) {
  this.judge('RES-001/cashier-as-fast');
});

Given(
  'the link between the platform and {provider} breaks after {int} messages',
  function (this: HutongWorld, provider: string, after: number) {
    const broken = [
      plan(this, { fault: 'lose', from: 'platform', to: provider, after }),
      plan(this, { fault: 'lose', from: provider }),
    ];
    this.impose(`link to ${provider}`, () => {
      for (const lift of broken) lift();
    });
  },
);

When('the link to {provider} is there again', function (this: HutongWorld, provider: string) {
  this.lift(`link to ${provider}`);
});

When('the payer pays with {provider} if he can', async function (this: HutongWorld, provider: string) {
  await payIfPossible(this, this.order, provider);
  await this.market.clock.advance(BETWEEN_MS);
});

Then('the payer is out of pocket once', async function (this: HutongWorld) {
  await this.observe();
  this.judge('RES-002/no-second-debit');
});

Then('nothing was debited that nobody confirmed', function (this: HutongWorld) {
  this.judge('RES-002/debits-were-confirmed');
});

/** No clock is further from the platform's than this. */
const MOST_SKEW_MS = 2 * MINUTE_MS;

Given('clocks that differ by up to two minutes', function (this: HutongWorld) {
  const random = new Random(this.seed);
  this.skewMs = (provider) => random.stream(`clock/${provider}`).int(-MOST_SKEW_MS, MOST_SKEW_MS);
});

When(
  'payers pay, change their minds and get money back in storm {int}',
  async function (this: HutongWorld, number: number) {
    await liveThroughStorm(this, number);
  },
);

When('the storm is over and {int} hours pass', async function (this: HutongWorld, hours: number) {
  this.market.faults.clear();
  await this.market.clock.advance(hours * HOUR_MS);
  await this.observe();
});

Then('every invariant held', function (this: HutongWorld) {
  this.judge('RES-003/invariants-hold');
});

Then('every payment has settled', function (this: HutongWorld) {
  this.judge('RES-003/everything-settles');
});
