import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { Random } from '../simulators/kernel/random';
import { placeOrder } from './actions';
import { allowLists } from './allow-lists';
import { type Canaries, places, recordScan, walletCanaries } from './scan';
import type { HutongWorld } from './world';

/** A line of a basket that no other text has. */
const rareTea = (world: HutongWorld) => `sku-${new Random(world.seed).stream('basket').letters(12)}`;

Given('a payer with a basket of {yuan}', async function (this: HutongWorld, amount: Fen) {
  await placeOrder(this, amount, { items: [{ name: rareTea(this), quantity: 2 }] });
});

Given('a payer at a desktop with a basket of {yuan}', async function (this: HutongWorld, amount: Fen) {
  await placeOrder(this, amount, { items: [{ name: rareTea(this), quantity: 2 }] });
});

Given('a payer on a phone with a basket of {yuan}', async function (this: HutongWorld, amount: Fen) {
  this.setting = { ...this.setting, device: 'phone' };
  await placeOrder(this, amount, { items: [{ name: rareTea(this), quantity: 2 }] });
});

Given('the declared fields of every message', function (this: HutongWorld) {
  const { history } = this.market;
  for (const { messages } of allowLists(this.market.providers.keys())) {
    for (const allowed of messages) {
      history.append({ type: 'declared', by: 'harness', kind: 'allow-list', facts: { ...allowed } });
    }
  }
});

Then('nobody was told more than the list allows', async function (this: HutongWorld) {
  await this.observe();
  this.judge('PRIV-001/nothing-beyond-the-list');
});

/** Searches everything that is left of the market, as far as it is meant. */
async function searchEverywhere(
  world: HutongWorld,
  canaries: Canaries,
  what: string,
  meant: (place: string) => boolean = () => true,
): Promise<void> {
  await world.observe();
  for (const [place, text] of places(world)) if (meant(place)) recordScan(world, place, text, canaries, what);
}

When('everything outside of the wallets is searched for what only they know', async function (this: HutongWorld) {
  const canaries = walletCanaries(this, ['account', 'balance', 'card', 'password']);
  await searchEverywhere(this, canaries, 'wallet', (place) => !place.startsWith('books of '));
});

Then('it was found nowhere', function (this: HutongWorld) {
  this.judge('PRIV-002/platform-holds-no-wallet-data');
});

When(
  'the books of {provider} are searched for what is in the basket',
  async function (this: HutongWorld, provider: string) {
    const basket = new Map([['basket', [rareTea(this)]]]);
    await searchEverywhere(this, basket, 'basket', (place) => place === `books of ${provider}`);
  },
);

Then('no line of it is there', function (this: HutongWorld) {
  this.judge('PRIV-002/provider-holds-no-basket');
});

When('everything is searched for passwords and card numbers', async function (this: HutongWorld) {
  await searchEverywhere(this, walletCanaries(this, ['password']), 'passwords');
  await searchEverywhere(this, walletCanaries(this, ['card']), 'cards');
});

Then('no password is anywhere', function (this: HutongWorld) {
  this.judge('PRIV-003/passwords-are-nowhere');
});

Then('no card number is anywhere', function (this: HutongWorld) {
  this.judge('PRIV-003/cards-are-nowhere');
});

Then('every card was shown masked', function (this: HutongWorld) {
  this.judge('PRIV-003/cards-are-masked');
});
