import { Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { everyProvider, expectMethods, PERSON, settle } from './actions';
import type { Decision } from './drivers/browser/person';
import { Prerequisite } from './drivers/platform';
import { personOf } from './people';
import type { HutongWorld } from './world';

/** The provider that the payer chose last for the current order. */
function chosenProvider(world: HutongWorld): string {
  const acts = world.events().filter(({ kind, order }) => kind === 'method.chosen' && order === world.order.orderNo);
  return String(acts.at(-1)?.facts['provider']);
}

async function decide(world: HutongWorld, decision: Decision, provider = chosenProvider(world)): Promise<void> {
  const person = await personOf(world);
  await person.decide(world.order, provider, PERSON, decision);
}

async function decideAndReturn(world: HutongWorld, outcome: 'paid' | 'declined'): Promise<void> {
  await decide(world, { outcome });
  const person = await personOf(world);
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
  // The number that the platform gave to the payment joins the provider's books to the order.
  await this.observe();
});

When('the person cancels in the wallet and goes back', async function (this: HutongWorld) {
  await decideAndReturn(this, 'declined');
});

When('the person pays in the wallet and goes back', async function (this: HutongWorld) {
  await decideAndReturn(this, 'paid');
});

Then('the person can pick every provider, with the keyboard alone', async function (this: HutongWorld) {
  expectMethods(this, await everyProvider(this));
  const person = await personOf(this);
  await person.walkThroughCashier(this.order);
  this.judge('CHO-001/picked-by-keyboard');
});

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

/** Ways in which a person does not pay, as scenarios speak of them. */
const FAILURES: Readonly<Record<string, Decision>> = {
  cancels: { outcome: 'declined' },
  'has too little money': { outcome: 'insufficient-balance' },
  'types a wrong password': { outcome: 'paid', password: 'nobody-has-this-password' },
};

for (const [words, decision] of Object.entries(FAILURES)) {
  When(`the person ${words} in the wallet`, async function (this: HutongWorld) {
    await decide(this, decision);
  });
}

When('the person tries again with the right password', async function (this: HutongWorld) {
  const provider = chosenProvider(this);
  const person = await personOf(this);
  await person.tryAgain();
  await decide(this, { outcome: 'paid', password: this.provider(provider).secretsOf(PERSON).password });
});

When('the person goes back to the shop', async function (this: HutongWorld) {
  await this.observe();
  const person = await personOf(this);
  await person.goBack(this.order);
});

When('the person goes on with the payment, pays and goes back', async function (this: HutongWorld) {
  const person = await personOf(this);
  await person.goOnPaying();
  await decideAndReturn(this, 'paid');
  await this.observe();
});

When('the person waits in the wallet', async function (this: HutongWorld) {
  const person = await personOf(this);
  await person.enterWallet();
});

When('the person has the wallet open in both tabs', async function (this: HutongWorld) {
  const person = await personOf(this);
  await person.enterWallet();
  await person.turnToOtherTab();
  await person.enterWallet();
});

When('the person pays in the wallet', async function (this: HutongWorld) {
  await decide(this, { outcome: 'paid' });
});

When('the person presses the pay button twice in the wallet', async function (this: HutongWorld) {
  await decide(this, { outcome: 'paid', twice: true });
  await settle(this);
});

When('the person picks {provider} and presses the button twice', async function (this: HutongWorld, provider: string) {
  const person = await personOf(this);
  await person.choose(this.order, provider, true);
});

When('the person closes the browser', async function (this: HutongWorld) {
  const person = await personOf(this);
  await person.walkAway();
});

When('the person presses back until the shop is there', async function (this: HutongWorld) {
  await this.observe();
  const person = await personOf(this);
  await person.pressBack(this.order, chosenProvider(this));
});

When('the person asks the shop for the result', async function (this: HutongWorld) {
  const person = await personOf(this);
  await person.checkResult(this.order);
});

When('the person opens the cashier in another tab', async function (this: HutongWorld) {
  const person = await personOf(this);
  await person.openTab(this.order);
});

When(
  'the person pays {provider} in this tab and {provider} in the other',
  async function (this: HutongWorld, here: string, there: string) {
    await decide(this, { outcome: 'paid' }, here);
    await settle(this);
    const person = await personOf(this);
    await person.turnToOtherTab();
    await decide(this, { outcome: 'paid' }, there);
    await settle(this);
  },
);

Then('the wallet has said what its books say', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-007/wallet-tells-what-happened');
});

Then('there was always a way on', function (this: HutongWorld) {
  this.judge('NOTI-007/always-a-way-on');
});

Then('the person reads that the order is over', function (this: HutongWorld) {
  this.judge('NOTI-007/end-is-told');
});

Then('nothing is kept of a closed order', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-006/closed-takes-nothing');
});

Then('the person reads that the other payment goes back', function (this: HutongWorld) {
  this.judge('LIFE-002/payer-is-told');
});
