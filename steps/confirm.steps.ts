import { Then, When } from '@cucumber/cucumber';
import { MERCHANT } from './actions';
import { readCashier } from './drivers/pages';
import { Prerequisite } from './drivers/platform';
import { termsOf } from './terms';
import type { HutongWorld } from './world';

/** Pages that payers opened and still have before them. */
const open = new WeakMap<HutongWorld, string>();

async function openPage(world: HutongWorld): Promise<string> {
  const { text } = await world.platform.page('GET', `${world.order.cashierUrl}?lang=zh`, world.setting);
  open.set(world, text);
  return text;
}

/** Confirms on a page that is not, or no longer, what the checkout would say; what comes back is observed. */
async function confirmOvertaken(
  world: HutongWorld,
  provider: string,
  what: string,
  change?: (fields: Record<string, string>) => Record<string, string>,
): Promise<void> {
  const page = open.get(world);
  if (page === undefined) throw new Prerequisite('a page that was opened before', 'there is none');
  const { history } = world.market;
  const order = world.order.orderNo;
  history.append({ type: 'probe', by: 'harness', kind: 'confirm.overtaken', order, facts: { what } });
  const reply = await world.platform.confirm(world.order, provider, world.setting, page, change);
  const { alert } = readCashier(reply.text, world.platform.names);
  history.append({ type: 'page', by: 'payer', kind: 'confirm.answered', order, facts: { alert } });
}

Then('payee, amount and provider are shown before confirming', function (this: HutongWorld) {
  this.judge('CHO-007/shown-before-confirming');
});

Then('what is executed is what was shown', async function (this: HutongWorld) {
  await this.observe();
  this.judge('CHO-007/executed-equals-shown');
});

When('the payer looks at the page of {provider}', async function (this: HutongWorld, provider: string) {
  const handOff = this.handOffs.get(`${this.order.orderNo} ${provider}`);
  if (!handOff) throw new Prerequisite('something to pay with', 'the platform shows neither a code nor an address');
  await this.payer(provider).arrive(handOff, this.order);
});

Then('the wallet shows the same payee and amount', function (this: HutongWorld) {
  this.judge('CHO-007/wallet-shows-the-same');
});

When(
  'the merchant changes the price while the payer has the page of {provider} open',
  async function (this: HutongWorld, _provider: string) {
    await openPage(this);
    await termsOf(this).reprice(this.order, this.order.amountFen + 1);
  },
);

When(
  'a discount comes in while the payer has the page of {provider} open',
  async function (this: HutongWorld, provider: string) {
    await openPage(this);
    await termsOf(this).discount(provider, 'merchant', 1, MERCHANT);
  },
);

When('the payer confirms {provider} on that page', async function (this: HutongWorld, provider: string) {
  await confirmOvertaken(this, provider, 'price');
});

/** Every hidden field of the form, changed by one letter. */
const byOneLetter = (fields: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      name === 'method' ? value : `${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}`,
    ]),
  );

/** The hidden fields of the form, each with the value of its neighbour. */
function exchanged(fields: Record<string, string>): Record<string, string> {
  const names = Object.keys(fields).filter((name) => name !== 'method');
  const values = names.map((name) => fields[name] ?? '');
  return { ...fields, ...Object.fromEntries(names.map((name, i) => [name, values.at(i - 1) ?? ''])) };
}

const onlyTheMethod = ({ method }: Record<string, string>) => ({ method: method ?? '' });

const WAYS: Readonly<Record<string, (fields: Record<string, string>) => Record<string, string>>> = {
  'says another thing by one letter': byOneLetter,
  'says of it what it says of another': exchanged,
  'says nothing of what it showed': onlyTheMethod,
};

for (const [words, change] of Object.entries(WAYS)) {
  When(`the payer confirms {provider} on a page that ${words}`, async function (this: HutongWorld, provider: string) {
    await openPage(this);
    await confirmOvertaken(this, provider, 'form', change);
  });
}

Then('nothing is started and the payer is told', async function (this: HutongWorld) {
  await this.observe();
  this.judge('CHO-007/change-stops');
});
