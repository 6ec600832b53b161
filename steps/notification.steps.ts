import { Given, Then, When } from '@cucumber/cucumber';
import { MINUTE_MS } from '../simulators/kernel/time';
import type { Forgery } from '../simulators/providers/contract';
import { plan, sendForgedNotice, sendTogether } from './actions';
import type { HutongWorld } from './world';

When(
  'a notice of {provider} arrives that says the order is paid, {forgery}',
  async function (this: HutongWorld, provider: string, forgery: Forgery) {
    await sendForgedNotice(this, provider, forgery);
    await this.observe();
  },
);

When(
  'the same notice of {provider} arrives {int} more times',
  async function (this: HutongWorld, provider: string, times: number) {
    for (let i = 0; i < times; i += 1) await sendForgedNotice(this, provider, undefined);
  },
);

const CONTRARY: Readonly<Record<string, Forgery>> = { closed: 'says-closed', unpaid: 'says-unpaid' };

When(
  'a genuine notice of {provider} arrives that says the payment is {word}',
  async function (this: HutongWorld, provider: string, word: string) {
    await sendForgedNotice(this, provider, CONTRARY[word]);
    await this.observe();
  },
);

When('{int} notices of {provider} arrive at once', async function (this: HutongWorld, times: number, provider: string) {
  this.lift(`notices of ${provider}`);
  await sendTogether(this, provider, times);
});

Given('every notice of {provider} is lost', function (this: HutongWorld, provider: string) {
  this.impose(`notices of ${provider}`, plan(this, { fault: 'lose', from: provider, kind: 'notice.*' }));
});

Given(
  'the answers to the next {int} notices of {provider} come too late',
  function (this: HutongWorld, times: number, provider: string) {
    plan(this, { fault: 'lose-answer', from: provider, kind: 'notice.*', times });
  },
);

Given(
  'the notices of {provider} come {int} minutes late',
  function (this: HutongWorld, provider: string, minutes: number) {
    plan(this, { fault: 'delay', from: provider, kind: 'notice.*', delayMs: minutes * MINUTE_MS });
  },
);

When('the order is looked at every minute for {int} minutes', async function (this: HutongWorld, minutes: number) {
  for (let minute = 0; minute < minutes; minute += 1) {
    await this.observe();
    await this.market.clock.advance(MINUTE_MS);
  }
  await this.observe();
});

Then('it has never moved backwards', function (this: HutongWorld) {
  this.judge('NOTI-006/never-backwards');
});

When('the payer looks at the order', async function (this: HutongWorld) {
  await this.observe();
  await this.platform.openStatus(this.order, this.setting);
});

Then('the page says what the books say', function (this: HutongWorld) {
  this.judge('NOTI-007/confirmation-equals-ledger');
});

Then('it said so as soon as the platform knew', function (this: HutongWorld) {
  this.judge('NOTI-007/told-promptly');
});

Then('the page says in time that the result is not known yet', function (this: HutongWorld) {
  this.judge('NOTI-007/delay-is-told');
});

Then('every notice was answered in time', function (this: HutongWorld) {
  this.judge('NOTI-004/answered-in-time');
});

Then('the notice came at the published times', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-004/retried-on-schedule');
});

Then('the order is as it was before', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-001/bad-notice-changes-nothing');
});

Then('the notice is not acknowledged', function (this: HutongWorld) {
  this.judge('NOTI-001/bad-notice-not-acknowledged');
});

Then('the order is paid by the genuine notice', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-001/genuine-notice-counts');
});

Then('the notice that does not fit is ignored', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-002/mismatch-ignored');
});

Then('it is recorded with what does not fit', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-002/mismatch-recorded');
});

Then('the order takes effect once', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-003/one-effect');
});

Then('every one of them is acknowledged', function (this: HutongWorld) {
  this.judge('NOTI-003/repeats-acknowledged');
});

Then('the platform has found the payment', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-005/found-by-query');
});

Then('it asked for the first time early enough', function (this: HutongWorld) {
  this.judge('NOTI-005/first-look-in-time');
});

Then('it asked no more often than it may', function (this: HutongWorld) {
  this.judge('NOTI-005/query-budget-kept');
});
