import { Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { expectMethods, PERSON } from './actions';
import { Prerequisite } from './drivers/platform';
import { personOf } from './people';
import type { HutongWorld } from './world';

/** The provider that the payer chose last for the current order. */
function chosenProvider(world: HutongWorld): string {
  const acts = world.events().filter(({ kind, order }) => kind === 'method.chosen' && order === world.order.orderNo);
  return String(acts.at(-1)?.facts['provider']);
}

async function decideAndReturn(world: HutongWorld, outcome: 'paid' | 'declined'): Promise<void> {
  const person = await personOf(world);
  await person.decide(chosenProvider(world), PERSON, outcome);
  await person.goBack(world.order);
}

When('a person opens the cashier in a browser', async function (this: HutongWorld) {
  const person = await personOf(this);
  await person.openCashier(this.order);
});

When('a person opens the cashier by keyboard, by ear and in large type', async function (this: HutongWorld) {
  const person = await personOf(this);
  await person.openCashier(this.order);
  await person.tryAids(this.order);
});

Then('every method is named in the language of the page', function (this: HutongWorld) {
  this.judge('CHO-009/named-in-its-language');
});

Then('the keyboard alone picks every method', function (this: HutongWorld) {
  this.judge('CHO-009/keyboard-picks-all');
});

Then('large type loses no method and runs off no side', function (this: HutongWorld) {
  this.judge('CHO-009/large-type-fits');
});

When('the person picks {provider} and goes on', async function (this: HutongWorld, provider: string) {
  const person = await personOf(this);
  await person.choose(this.order, provider);
});

When('the person cancels in the wallet and goes back', async function (this: HutongWorld) {
  await decideAndReturn(this, 'declined');
});

When('the person pays in the wallet and goes back', async function (this: HutongWorld) {
  await decideAndReturn(this, 'paid');
});

Then(
  'the person can pick {providers}, with the keyboard alone',
  async function (this: HutongWorld, providers: string[]) {
    expectMethods(this, providers);
    const person = await personOf(this);
    await person.walkThroughCashier(this.order);
    this.judge('CHO-001/picked-by-keyboard');
  },
);

Then('the person reads that the order is paid', function (this: HutongWorld) {
  const shown = this.events().filter(({ kind, order }) => kind === 'status.shown' && order === this.order.orderNo);
  const says = String(shown.at(-1)?.facts['says']);
  if (says !== 'paid') throw new Prerequisite('the page to say that the order is paid', `it says "${says}"`);
});

Then('the person finds {yuan} returned in the record of the order', async function (this: HutongWorld, amount: Fen) {
  const person = await personOf(this);
  const refundedFen = await person.openRecord(this.order);
  if (refundedFen !== amount)
    throw new Prerequisite(`the record to say that ${amount} fen went back`, `it says ${refundedFen}`);
});

Then('the order is not paid by the return alone', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-005/return-proves-nothing');
});
