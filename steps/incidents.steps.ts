import { defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import type { Measure } from '../simulators/checkout/books/duties';
import { HOUR_MS, SECOND_MS } from '../simulators/kernel/time';
import { BooksDriver } from './drivers/books';
import { providerNames } from './vocabulary';
import type { HutongWorld } from './world';

/** What operators report, as people say it. */
const EVENTS: ReadonlyArray<readonly [RegExp, Measure]> = [
  [/^an interruption of ([\d,]+) seconds$/, 'interruptionSeconds'],
  [/^an interruption of ([\d,]+) transactions$/, 'interruptedTransactions'],
  [/^a leak of ([\d,]+) records$/, 'leakedRecords'],
  [/^a leak about ([\d,]+) customers$/, 'leakedCustomers'],
  [/^([\d,]+) duplicate settlements?$/, 'duplicateSettlements'],
];

interface ReportedEvent {
  readonly subject: string;
  readonly measure: Measure;
  readonly value: number;
}

defineParameterType({
  name: 'event',
  regexp: /an? (?:interruption|leak) (?:of|about) [\d,]+ \w+|[\d,]+ duplicate settlements?/,
  transformer: (subject: string): ReportedEvent => {
    for (const [form, measure] of EVENTS) {
      const number = form.exec(subject)?.[1];
      if (number !== undefined) return { subject, measure, value: Number(number.replaceAll(',', '')) };
    }
    throw new Error(`nobody reports "${subject}"`);
  },
});

const books = (world: HutongWorld) => new BooksDriver(world.market, providerNames);

When('the operator reports {event}', async function (this: HutongWorld, event: ReportedEvent) {
  await this.open();
  await books(this).report(event.subject, event.measure, event.value);
  await books(this).readIncidents();
});

Given('{provider} goes out of service', async function (this: HutongWorld, provider: string) {
  await this.open();
  await this.platform.declareProvider(provider, { inService: false });
});

When('two hours have passed', async function (this: HutongWorld) {
  await this.market.clock.advance(2 * HOUR_MS);
  await books(this).readIncidents();
});

When('one second more has passed', async function (this: HutongWorld) {
  await this.market.clock.advance(SECOND_MS);
  await books(this).readIncidents();
});

Then('an incident is on record for what passed its threshold', function (this: HutongWorld) {
  this.judge('RES-004/past-a-threshold-recorded');
});

Then('no incident is on record for what did not pass its threshold', function (this: HutongWorld) {
  this.judge('RES-004/at-a-threshold-not-recorded');
});
