import { Then, When } from '@cucumber/cucumber';
import { MINUTE_MS } from '../simulators/kernel/time';
import { choose, endSilence, everyProvider, placeOrder, silence, USUAL_AMOUNT } from './actions';
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
