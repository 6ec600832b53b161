import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { guestsOf } from '../simulators/market/guests';
import { choose, everyProvider, MERCHANT, payAtWallet, placeOrder, USUAL_AMOUNT } from './actions';
import { declareStanding } from './drivers/standing';
import {
  authoriseBy,
  beginLicence,
  changeLicence,
  dayFromNow,
  openAll,
  openingFrom,
  openShops,
  toLastSecond,
  toNextDay,
} from './standing';
import { termsOn } from './terms-on-page';
import { providerNamed } from './vocabulary';
import type { HutongWorld } from './world';

Given('merchants in Hangzhou, Suzhou and Wuhan who accept every provider', async function (this: HutongWorld) {
  await openShops(this, await everyProvider(this));
});

Given('from tomorrow on the licence of {provider} is over', async function (this: HutongWorld, provider: string) {
  await changeLicence(this, provider, undefined);
});

Given(
  'from tomorrow on the licence of {provider} covers prepaid cards alone',
  async function (this: HutongWorld, provider: string) {
    await changeLicence(this, provider, { business: ['prepaid-cards'] });
  },
);

Given(
  'from tomorrow on the licence of {provider} covers the province {word} alone',
  async function (this: HutongWorld, provider: string, province: string) {
    await changeLicence(this, provider, { regions: [province.toLowerCase()] });
  },
);

Given('the licence of {provider} begins tomorrow', async function (this: HutongWorld, provider: string) {
  await beginLicence(this, provider);
});

Given(
  /^(.+) works by the authority of an? (.+) alone$/,
  async function (this: HutongWorld, named: string, words: string) {
    await authoriseBy(this, providerNamed(named), words);
  },
);

Given(
  'the relation of {provider} to the platform is',
  async function (this: HutongWorld, provider: string, table: DataTable) {
    await declareStanding(this.platform, provider, { opening: openingFrom(this, table.hashes()) });
  },
);

When('the last second of the day has come', async function (this: HutongWorld) {
  await toLastSecond(this);
});

When('midnight comes', async function (this: HutongWorld) {
  await toNextDay(this);
});

When('a payer with an order of {yuan} opens the cashier', async function (this: HutongWorld, amount: Fen) {
  await this.platform.openCashier(await placeOrder(this, amount), this.setting);
});

When('a payer of each merchant opens the cashier', async function (this: HutongWorld) {
  await openAll(this, [this.setting.device]);
});

When('a payer of each merchant opens the cashier on a desktop and on a phone', async function (this: HutongWorld) {
  await openAll(this, ['desktop', 'phone']);
});

When('the platform wants {provider} on the platform again', async function (this: HutongWorld, provider: string) {
  await this.platform.declareProvider(provider, { platformOptedIn: true });
});

When('the provider wants {provider} on the platform again', async function (this: HutongWorld, provider: string) {
  await this.platform.declareProvider(provider, { providerOptedIn: true });
});

When(
  'every provider in turn leaves, is turned away, comes back and opens anew, and a payer looks each time',
  async function (this: HutongWorld) {
    const today = dayFromNow(this);
    const opening = (state: 'withdrawn' | 'live') => ({ opening: [{ from: today, state }] });
    for (const provider of await everyProvider(this)) {
      const changes = [
        () => this.platform.declareProvider(provider, { providerOptedIn: false }),
        () => this.platform.declareProvider(provider, { platformOptedIn: false }),
        () => this.platform.declareProvider(provider, { platformOptedIn: true, providerOptedIn: true }),
        () => declareStanding(this.platform, provider, opening('withdrawn')),
        () => declareStanding(this.platform, provider, opening('live')),
      ];
      for (const change of changes) {
        const before = termsOn(await this.platform.openCashier(this.order, this.setting), provider);
        await change();
        const after = termsOn(await this.platform.openCashier(this.order, this.setting), provider);
        const facts = { provider, before, after };
        this.market.history.append({ type: 'probe', by: 'harness', kind: 'relation.changed', facts });
      }
    }
  },
);

When(
  'the merchant refunds {yuan} of the order that was paid with {provider}',
  async function (this: HutongWorld, amountFen: Fen, provider: string) {
    const [paid] = this.orders;
    if (!paid) return;
    await this.platform.refund(paid, this.nextRefundNo(), amountFen, MERCHANT);
    const facts = { provider, amountFen };
    const { history } = this.market;
    history.append({ type: 'probe', by: 'harness', kind: 'refund.after-leaving', order: paid.orderNo, facts });
  },
);

Given('the taobao-like platform as it was on {word}', function (this: HutongWorld, day: string) {
  this.choice = { platform: 'taobao-like', asOf: day };
});

When('a payer is told of each guest, goes to its host and pays by the guest there', async function (this: HutongWorld) {
  for (const { id, host } of guestsOf(this.market.market)) {
    const order = await placeOrder(this, USUAL_AMOUNT);
    await this.platform.openCashier(order, this.setting);
    await choose(this, order, host);
    await payAtWallet(this, host, order, { from: id });
    await this.platform.readOrder(order);
  }
});

Then('whoever is found inside another cashier is shown as such', function (this: HutongWorld) {
  this.judge('CHO-003/inside-is-said');
});

Then('every guest is found where the page says', function (this: HutongWorld) {
  this.judge('CHO-003/found-inside');
});

Then('nobody is offered without authority', function (this: HutongWorld) {
  this.judge('ACC-005/none-without-authority');
});

Then('whoever has an authority is offered', function (this: HutongWorld) {
  this.judge('ACC-005/authority-suffices');
});

Then('the payer is told which authority is missing', function (this: HutongWorld) {
  this.judge('ACC-005/reason-is-told');
});

Then('nobody is offered without a yes from both sides', function (this: HutongWorld) {
  this.judge('ACC-007/only-while-both');
});

Then('whoever both sides want is offered', function (this: HutongWorld) {
  this.judge('ACC-007/both-suffice');
});

Then('nothing has moved of anybody else', function (this: HutongWorld) {
  this.judge('ACC-007/nobody-else-decides');
});

Then('what was paid is given back as ever', async function (this: HutongWorld) {
  await this.observe();
  this.judge('ACC-007/paid-orders-untouched');
});

Then('nobody is offered before its opening', function (this: HutongWorld) {
  this.judge('ACC-008/only-what-is-live');
});

Then('whoever is reached is offered', function (this: HutongWorld) {
  this.judge('ACC-008/all-who-are-reached');
});

Then('the payer is told what is not open', function (this: HutongWorld) {
  this.judge('ACC-008/not-yet-is-told');
});
