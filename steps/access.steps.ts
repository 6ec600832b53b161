import { Given, Then, When } from '@cucumber/cucumber';
import type { Fact } from '../simulators/kernel/history';
import type { Fen } from '../simulators/kernel/money';
import { readBeijingDateTime, rfc3339 } from '../simulators/kernel/time';
import type { Change } from '../simulators/market/notice-periods';
import { choose, MERCHANT, payAtWallet, placeOrder, settle } from './actions';
import type { CashierObservation } from './drivers/pages';
import { Prerequisite } from './drivers/platform';
import { declareNotice, termsOf } from './terms';
import { termsOn } from './terms-on-page';
import type { HutongWorld } from './world';

function probe(world: HutongWorld, kind: string, facts: Record<string, Fact>): void {
  world.market.history.append({ type: 'probe', by: 'harness', kind, facts });
}

When(
  'the merchant also accepts {provider}, before and after which a payer looks',
  async function (this: HutongWorld, rival: string) {
    const before = termsOn(await this.platform.openCashier(this.order, this.setting), rival);
    await this.platform.enable(MERCHANT, rival, true);
    const after = termsOn(await this.platform.openCashier(this.order, this.setting), rival);
    probe(this, 'rival.compared', { before, after });
  },
);

Then('the rival has changed no fee, rank or eligibility', function (this: HutongWorld) {
  this.judge('ACC-003/rival-changes-nothing');
});

When('the merchant no longer accepts {provider}', async function (this: HutongWorld, provider: string) {
  await this.platform.enable(MERCHANT, provider, false);
});

When('the merchant looks at its own choices', async function (this: HutongWorld) {
  await termsOf(this).readMethods(MERCHANT);
});

Then('nothing is on that the merchant did not switch on', function (this: HutongWorld) {
  this.judge('ACC-004/starts-off');
});

Then('each choice is on record with its time', function (this: HutongWorld) {
  this.judge('ACC-004/choice-is-recorded');
});

Then('what was switched off is gone, and nothing else', function (this: HutongWorld) {
  this.judge('ACC-004/revoked-at-once');
});

function instantOf(text: string): number {
  const at = readBeijingDateTime(text);
  if (at === undefined) throw new Prerequisite('a time such as 2026-12-24 09:00:00', `the scenario says "${text}"`);
  return at;
}

Given(/^it is (\S+ \S+) in Beijing$/, async function (this: HutongWorld, text: string) {
  await this.market.clock.advanceTo(instantOf(text));
  declareNotice(this);
});

async function announce(world: HutongWorld, change: Change, text: string, provider?: string): Promise<void> {
  const effectiveAt = instantOf(text);
  const amountFen = change === 'fee' ? 100 : undefined;
  await termsOf(world).announce({ change, provider, amountFen, effectiveAt, effectiveText: rfc3339(effectiveAt) });
}

When(/^the platform announces a rule of its own from (\S+ \S+) on$/, async function (this: HutongWorld, text: string) {
  await announce(this, 'platform-rule', text);
});

const CHANGES: ReadonlyArray<readonly [Change, string]> = [
  ['provider-agreement', 'another agreement with'],
  ['fee', 'another fee of'],
  ['planned-stop', 'a stop of'],
];
for (const [change, words] of CHANGES) {
  When(
    `the platform announces ${words} {provider} from {word} {word} on`,
    async function (this: HutongWorld, provider: string, day: string, time: string) {
      await announce(this, change, `${day} ${time}`, provider);
    },
  );
}

Then('it is refused as announced too late', function (this: HutongWorld) {
  this.judge('ACC-006/late-is-refused');
});

Then('it is taken', function (this: HutongWorld) {
  this.judge('ACC-006/timely-is-taken');
});

When('somebody reads the announcements in {word}', async function (this: HutongWorld, language: string) {
  await termsOf(this).openAnnouncements({ ...this.setting, language: language === 'English' ? 'en' : 'zh' });
});

Then('every announced change and its day can be read', function (this: HutongWorld) {
  this.judge('ACC-006/told-to-all');
});

/** So many payers pay by one provider; how many of them succeeded, and the last page that they saw. */
async function payInTurn(world: HutongWorld, payers: number, amount: Fen, provider: string) {
  let paid = 0;
  let page: CashierObservation | undefined;
  for (let i = 0; i < payers; i += 1) {
    const order = await placeOrder(world, amount);
    page = await world.platform.openCashier(order, world.setting);
    if (await succeeds(world, provider)) paid += 1;
  }
  if (!page) throw new Prerequisite('somebody who pays', 'nobody does');
  return { success: { provider, tried: payers, paid }, page };
}

/** True when the order ends paid; a provider that cannot be chosen or paid has failed the payer, not the scenario. */
async function succeeds(world: HutongWorld, provider: string): Promise<boolean> {
  try {
    await choose(world, world.order, provider);
    await payAtWallet(world, provider);
  } catch (error) {
    if (error instanceof Prerequisite) return false;
    throw error;
  }
  await settle(world);
  const { status } = await world.platform.readOrder(world.order);
  return status === 'paid';
}

When(
  'two payers pay {yuan} by {provider}, and two more after {provider} has arrived',
  async function (this: HutongWorld, amount: Fen, incumbent: string, newcomer: string) {
    const before = await payInTurn(this, 2, amount, incumbent);
    await this.platform.enable(MERCHANT, newcomer, true);
    const after = await payInTurn(this, 2, amount, incumbent);
    probe(this, 'arrival.success', { expected: before.success, seen: after.success });
    probe(this, 'arrival.terms', { expected: termsOn(before.page, newcomer), seen: termsOn(after.page, newcomer) });
  },
);

Then('the incumbent succeeds as often as before', function (this: HutongWorld) {
  this.judge('ACC-009/same-success');
});

Then('the incumbent stands where it stood, for the same price', function (this: HutongWorld) {
  this.judge('ACC-009/same-rank-and-price');
});
