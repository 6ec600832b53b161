import { Given, Then, When } from '@cucumber/cucumber';
import { OWN_GROUP } from '../simulators/market/identities';
import { AccessDriver, type Applicant, type PublishedTerms } from './drivers/access';
import { Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

/** What a scenario needs of the desk: its driver, the terms that were read, the applications made. */
interface Admission {
  readonly driver: AccessDriver;
  readonly terms: PublishedTerms;
  readonly numbers: string[];
}

const admissions = new WeakMap<HutongWorld, Admission>();

const OWN = { applicant: 'Lantern Pay', group: OWN_GROUP };
const RIVAL = { applicant: 'Harbour Pay', group: 'harbour group' };

async function admission(world: HutongWorld): Promise<Admission> {
  const known = admissions.get(world);
  if (known) return known;
  await world.open();
  const driver = new AccessDriver(world.platform);
  const made = { driver, terms: await driver.readTerms(), numbers: [] };
  admissions.set(world, made);
  return made;
}

async function apply(world: HutongWorld, ...applicants: readonly Applicant[]): Promise<void> {
  const { driver, terms, numbers } = await admission(world);
  for (const applicant of applicants) numbers.push(await driver.apply(applicant, terms));
}

/** "nothing", or ids of conditions. */
const listed = (text: string) => (text === 'nothing' ? [] : text.split(/, | and /));

Given('a platform that declares open access', async function (this: HutongWorld) {
  await admission(this);
});

Given('the platform lets nobody in at present', async function (this: HutongWorld) {
  await (await admission(this)).driver.setIntake(false);
});

When(
  /^a provider of the platform's own group and a rival apply alike, lacking (.+)$/,
  async function (this: HutongWorld, text: string) {
    const lacks = listed(text);
    await apply(this, { ...OWN, lacks }, { ...RIVAL, lacks });
  },
);

When('a provider applies for each published interface', async function (this: HutongWorld) {
  const { terms } = await admission(this);
  if (terms.interfaces.length === 0) throw new Prerequisite('a published interface', 'there is none');
  for (const speaks of terms.interfaces) await apply(this, { ...RIVAL, lacks: [], speaks });
});

When(/^a provider applies that lacks (.+)$/, async function (this: HutongWorld, text: string) {
  await apply(this, { ...RIVAL, lacks: listed(text) });
});

When('the process of the platform ends and starts again', async function (this: HutongWorld) {
  await this.market.checkout.crash();
});

When('the published time for an answer has passed', async function (this: HutongWorld) {
  const { driver, terms, numbers } = await admission(this);
  await this.market.clock.advance(terms.answerWithinMs);
  for (const number of numbers) await driver.read(number);
});

Then('every answer follows the published conditions', function (this: HutongWorld) {
  this.judge('ACC-001/as-published');
});

Then('the owner has made no difference', function (this: HutongWorld) {
  this.judge('ACC-001/owner-makes-no-difference');
});

Then('every application is answered', function (this: HutongWorld) {
  this.judge('ACC-002/answered-in-time');
});

Then('each refusal names what is lacking and nothing else', function (this: HutongWorld) {
  this.judge('ACC-002/refusal-names-the-unmet');
});

Then('"not now" is said to all alike', function (this: HutongWorld) {
  this.judge('ACC-002/not-now-is-for-all');
});
