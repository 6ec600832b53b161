import { Given, Then, When } from '@cucumber/cucumber';
import { sharing } from '../simulators/checkout/sharing';
import { type Fen, fenFromYuan } from '../simulators/kernel/money';
import { choose, everyProvider, openShop, payAtWallet, placeOrder, settle } from './actions';
import { type PlacedOrder, Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

const PEOPLE = { 'Li Na': 'li-na', 'Wang Wei': 'wang-wei', 'Zhao Min': 'zhao-min' } as const;
const PERSON = /(Li Na|Wang Wei|Zhao Min)/.source;

function personNamed(name: string): string {
  const found = Object.entries(PEOPLE).find(([known]) => known === name);
  if (!found) throw new Error(`nobody is called "${name}"`);
  return found[1];
}

/** The latest order of a person. */
function orderOf(world: HutongWorld, name: string): PlacedOrder {
  const order = world.orders.findLast(({ payer }) => payer === personNamed(name));
  if (!order) throw new Prerequisite(`an order of ${name}`, 'there is none');
  return order;
}

Given('the declared exports of the platform', async function (this: HutongWorld) {
  await this.open();
  for (const [name, { fields, consent }] of Object.entries(sharing.exports)) {
    const facts = { export: name, fields, consent };
    this.market.history.append({ type: 'declared', by: 'harness', kind: 'export', facts });
  }
});

Given(
  new RegExp(`^${PERSON} has an order of ¥([\\d.]+)$`),
  async function (this: HutongWorld, name: string, yuan: string) {
    await placeOrder(this, fenFromYuan(yuan), { payer: personNamed(name) });
  },
);

When(new RegExp(`^${PERSON} looks at what is shared of her$`), async function (this: HutongWorld, name: string) {
  await this.platform.openConsent(orderOf(this, name), this.setting);
});

When(
  new RegExp(`^${PERSON} agrees to (no|every) sharing$`),
  async function (this: HutongWorld, name: string, which: string) {
    const order = orderOf(this, name);
    const scopes = await this.platform.openConsent(order, this.setting);
    await this.platform.decideSharing(order, which === 'no' ? [] : scopes, this.setting);
  },
);

When('the platform gives out its exports', async function (this: HutongWorld) {
  await this.observe();
  for (const name of Object.keys(sharing.exports)) await this.platform.readExport(name);
});

const TWO_SHOPS = ['tea-house', 'book-shop'] as const;

Given(
  'two alike orders of {yuan}, one paid with {provider} and one with {provider}',
  async function (this: HutongWorld, amount: Fen, one: string, other: string) {
    const people = Object.values(PEOPLE);
    for (const [i, provider] of [one, other].entries()) {
      const [merchant = '', payer = ''] = [TWO_SHOPS[i], people[i]];
      await openShop(this, await everyProvider(this), merchant);
      const order = await placeOrder(this, amount, { merchant, payer });
      await this.platform.decideSharing(order, Object.keys(sharing.scopes), this.setting);
      await choose(this, order, provider);
      await payAtWallet(this, provider, order);
      await settle(this);
    }
  },
);

When('each of them is refunded {yuan}', async function (this: HutongWorld, amount: Fen) {
  for (const order of this.orders) await this.platform.refund(order, this.nextRefundNo(), amount);
});

Then('nothing is ticked that she has not ticked herself', function (this: HutongWorld) {
  this.judge('PRIV-004/off-by-default');
});

Then('the order is paid all the same', async function (this: HutongWorld) {
  await this.observe();
  this.judge('PRIV-004/payment-goes-on');
});

Then('nobody is shared who has not agreed', function (this: HutongWorld) {
  this.judge('PRIV-004/shared-with-consent-only');
});

Then('each decision is on record with its scope and its hour', async function (this: HutongWorld) {
  for (const payer of Object.values(PEOPLE)) await this.platform.readConsents(payer);
  this.judge('PRIV-004/consent-is-on-record');
});

Then('each export has the declared fields and no other', function (this: HutongWorld) {
  this.judge('PRIV-005/declared-fields-only');
});

Then('nothing in them tells whom an order was paid with', function (this: HutongWorld) {
  this.judge('PRIV-005/rival-data-stays-out');
});
