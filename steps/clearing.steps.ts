import { defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { beijingDay, DAY_MS } from '../simulators/kernel/time';
import { readClearingMarket } from '../simulators/market/clearing';
import { plan, settle } from './actions';
import { connectOnly, endLicence, mapQuota } from './clearing';
import { holdAtBank, leaveOutEachField, orderDirectly, payOut, sendAcross, tryAtWallet } from './clearing-acts';
import type { HutongWorld } from './world';

/** By these names scenarios speak of clearing institutions and banks. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['NetsUnion', 'netsunion'],
  ['the UnionPay network', 'unionpay-switch'],
  ...readClearingMarket().banks.map(({ id, name }) => [name.en.replace(' (simulated)', ''), id] as const),
]);

defineParameterType({
  name: 'institution',
  regexp: new RegExp([...NAMES.keys()].join('|')),
  transformer: (text: string) => NAMES.get(text) ?? text,
});

Given(
  '{institution} is connected to {institution} only',
  function (this: HutongWorld, member: string, network: string) {
    connectOnly(this.market, member, [network]);
  },
);

Given('{institution} is connected to no clearing institution', function (this: HutongWorld, member: string) {
  connectOnly(this.market, member, []);
});

Given('the licence of {institution} ended yesterday', function (this: HutongWorld, member: string) {
  endLicence(this.market, member, beijingDay(this.market.clock.now() - DAY_MS));
});

Given(
  '{institution} maps {yuan} for {provider}',
  function (this: HutongWorld, network: string, amount: Fen, provider: string) {
    mapQuota(this.market, network, provider, amount);
  },
);

Given('{institution} maps nothing for {provider}', function (this: HutongWorld, network: string, provider: string) {
  mapQuota(this.market, network, provider, null);
});

Given(
  "the payer's bank account behind {provider} holds {yuan}",
  function (this: HutongWorld, provider: string, amount: Fen) {
    holdAtBank(this, provider, amount);
  },
);

Given(
  'the next {int} answers of {institution} get lost',
  function (this: HutongWorld, times: number, institution: string) {
    plan(this, { fault: 'lose-answer', to: institution, times });
  },
);

Given(
  'the next {int} messages to {institution} get lost',
  function (this: HutongWorld, times: number, institution: string) {
    plan(this, { fault: 'lose', to: institution, times });
  },
);

Given(
  'the next {int} messages to {institution} arrive twice',
  function (this: HutongWorld, times: number, institution: string) {
    plan(this, { fault: 'duplicate', to: institution, times });
  },
);

Given(
  'the next message to {institution} arrives {int} minutes late',
  function (this: HutongWorld, institution: string, minutes: number) {
    plan(this, { fault: 'delay', to: institution, times: 1, delayMs: minutes * 60_000 });
  },
);

When('the payer tries to pay with {provider}', async function (this: HutongWorld, provider: string) {
  await tryAtWallet(this, provider);
  await settle(this);
});

When('{provider} pays the merchant out {yuan}', async function (this: HutongWorld, provider: string, amount: Fen) {
  await payOut(this, provider, amount);
});

When(
  'the payer sends {yuan} from {provider} to the merchant at {provider}',
  async function (this: HutongWorld, amount: Fen, from: string, to: string) {
    await sendAcross(this, from, to, amount);
  },
);

When(
  "{provider} asks {institution} directly for the payer's money",
  async function (this: HutongWorld, provider: string, network: string) {
    await orderDirectly(this, provider, network);
  },
);

When(
  '{provider} asks {institution} with each protected field left out in turn',
  async function (this: HutongWorld, provider: string, network: string) {
    await leaveOutEachField(this, provider, network);
  },
);

Then('nobody dealt with another past a clearing institution', function (this: HutongWorld) {
  this.judge('ROUTE-001/no-direct-edge');
});

Then('everything that moved has been cleared', function (this: HutongWorld) {
  this.judge('ROUTE-001/everything-is-cleared');
});

Then('it went over a network of both sides', function (this: HutongWorld) {
  this.judge('ROUTE-004/network-of-both-sides');
});

Then('the payment is refused before anybody is debited', function (this: HutongWorld) {
  this.judge('ROUTE-004/refused-before-any-debit');
});

Then('the clearing institution refuses it', function (this: HutongWorld) {
  this.judge('ROUTE-004/strangers-are-refused');
});

Then('every order on the way carries the protected fields', function (this: HutongWorld) {
  this.judge('ROUTE-005/orders-carry-the-fields');
});

Then('each is refused, and the missing field is named', function (this: HutongWorld) {
  this.judge('ROUTE-005/missing-is-refused-and-named');
});

Then('balances and what is in flight equal the reserve', function (this: HutongWorld) {
  this.judge('ROUTE-008/balances-equal-reserve');
});

Then('the reserve has moved only on orders of users', function (this: HutongWorld) {
  this.judge('ROUTE-008/reserve-moves-on-users-order');
});

Then('nothing was paid beyond the quota', function (this: HutongWorld) {
  this.judge('ROUTE-008/no-payout-beyond-quota');
});

Then('the positions of each session come to nothing', function (this: HutongWorld) {
  this.judge('ROUTE-009/positions-sum-to-zero');
});

Then("they equal each participant's own record", function (this: HutongWorld) {
  this.judge('ROUTE-009/positions-equal-own-records');
});

Then('what is only presumed counts as open', function (this: HutongWorld) {
  this.judge('LIFE-008/presumed-counts-as-open');
});

Then('everything has ended within its bound', async function (this: HutongWorld) {
  await this.observe();
  this.judge('LIFE-008/final-within-the-bound');
});

Then('the money without a sale has gone back by the end of the next day', function (this: HutongWorld) {
  this.judge('REF-006/unsold-debit-goes-back');
});

Then('the second payment has gone back unasked by the end of the next day', async function (this: HutongWorld) {
  await this.observe();
  this.judge('REF-006/surplus-goes-back-unasked');
});

Then('everybody processed the payment at home', function (this: HutongWorld) {
  this.judge('PRIV-006/processed-at-home');
});

Then('everybody settled it at home', function (this: HutongWorld) {
  this.judge('PRIV-006/settled-at-home');
});

Then('everybody stored it at home', function (this: HutongWorld) {
  this.judge('PRIV-006/stored-at-home');
});
