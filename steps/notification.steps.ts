import { Given, Then, When } from '@cucumber/cucumber';
import type { Forgery } from '../simulators/providers/contract';
import { plan, sendForgedNotice } from './actions';
import type { HutongWorld } from './world';

When(
  'a notice of {provider} arrives that says the order is paid, {forgery}',
  async function (this: HutongWorld, provider: string, forgery: Forgery) {
    await sendForgedNotice(this, provider, forgery);
    await this.observe();
  },
);

Given('every notice of {provider} is lost', function (this: HutongWorld, provider: string) {
  plan(this, { fault: 'lose', from: provider, kind: 'notice.*' });
});

Then('the order is as it was before', async function (this: HutongWorld) {
  await this.observe();
  this.judge('NOTI-001/bad-notice-changes-nothing');
});

Then('the notice is not acknowledged', function (this: HutongWorld) {
  this.judge('NOTI-001/bad-notice-not-acknowledged');
});
