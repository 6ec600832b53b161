import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  After,
  AfterAll,
  Before,
  defineParameterType,
  type ITestCaseHookParameter,
  setDefaultTimeout,
} from '@cucumber/cucumber';
import { evidenceStem } from '../reports/formats/html/evidence';
import { NOT_APPLICABLE_MEDIA_TYPE } from '../reports/verdicts/applicability';
import { SCENARIO_MEDIA_TYPE, type ScenarioReport } from '../reports/verdicts/emission';
import { scenarioIdentity } from '../reports/verdicts/identity';
import { entrancesUsed } from '../reports/verdicts/interop';
import { canonicalDigest } from '../simulators/kernel/history';
import { fenFromYuan } from '../simulators/kernel/money';
import { FORGERIES, type Forgery } from '../simulators/providers/contract';
import { closeBrowser } from './drivers/browser/session';
import { ENTRANCE_WORDS } from './entrances';
import { leaveBrowser } from './people';
import { hush, listen } from './printed';
import { whyNotTried } from './run-market';
import { providerNamed, providerNames, providersNamed } from './vocabulary';
import { closeWires } from './wires';
import type { HutongWorld } from './world';

/** A safety net against a scenario that hangs; no rule depends on it. */
const TIMEOUT_MS = 120_000;
setDefaultTimeout(TIMEOUT_MS);

const NAME = Object.values(providerNames)
  .flat()
  .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  .join('|');

defineParameterType({ name: 'provider', regexp: new RegExp(NAME), transformer: providerNamed });
defineParameterType({
  name: 'providers',
  regexp: new RegExp(`(?:${NAME})(?:(?:, | and |、|和)(?:${NAME}))*`),
  transformer: providersNamed,
});
defineParameterType({
  name: 'yuan',
  regexp: /¥[\d,]+(?:\.\d{1,2})?/,
  transformer: (text: string) => fenFromYuan(text.replaceAll(/[¥,]/g, '')),
});
defineParameterType({ name: 'factors', regexp: /[a-z]+(?:-[a-z]+)*(?:, [a-z]+(?:-[a-z]+)*)*/ });
defineParameterType({ name: 'tier', regexp: /I{1,3}/ });
defineParameterType({ name: 'class', regexp: /I{1,3}|IV/ });
defineParameterType({
  name: 'shop',
  regexp: /tea house|book shop|noodle bar/,
  transformer: (text: string) => text.replace(' ', '-'),
});
defineParameterType({
  name: 'entrance',
  regexp: new RegExp(Object.keys(ENTRANCE_WORDS).join('|')),
  transformer: (text: string) => ENTRANCE_WORDS[text],
});
/** Scenarios in which a month or a year passes and nothing is about books: their platform reads no bills meanwhile. */
const NO_BOOKS = '@no-books';

const FORGERY_WORDS = new Map(FORGERIES.map((forgery) => [forgery.replaceAll('-', ' '), forgery]));
defineParameterType({
  name: 'forgery',
  regexp: new RegExp([...FORGERY_WORDS.keys()].join('|')),
  transformer: (text: string): Forgery => {
    const forgery = FORGERY_WORDS.get(text);
    if (!forgery) throw new Error(`no forgery is called "${text}"`);
    return forgery;
  },
});

/** Everything that a step says, its table included. */
function wordsOf({ text, argument }: ITestCaseHookParameter['pickle']['steps'][number]): string {
  const cells = argument?.dataTable?.rows.flatMap((row) => row.cells.map(({ value }) => value)) ?? [];
  return [text, ...cells].join(' ');
}

Before(function (this: HutongWorld, { pickle, gherkinDocument }: ITestCaseHookParameter) {
  this.scenario = scenarioIdentity(pickle, gherkinDocument).key;
  this.books = !pickle.tags.some(({ name }) => name === NO_BOOKS);
  listen();
  const tags = pickle.tags.map(({ name }) => name);
  const why = whyNotTried(pickle.steps.map(wordsOf), tags, this.parameters);
  if (why === undefined) return undefined;
  this.attach(JSON.stringify(why), NOT_APPLICABLE_MEDIA_TYPE);
  return 'skipped';
});

function keepHistory(world: HutongWorld): void {
  const events = world.events();
  const report: ScenarioReport = {
    canonicalDigest: canonicalDigest(events),
    events: events.length,
    checks: world.emissions,
    entrances: entrancesUsed(events),
  };
  world.attach(JSON.stringify(report), SCENARIO_MEDIA_TYPE);
  const { evidenceDir } = world.parameters;
  if (evidenceDir === undefined) return;
  mkdirSync(evidenceDir, { recursive: true });
  const file = join(evidenceDir, `${evidenceStem(world.scenario)}.ndjson`);
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

After(async function (this: HutongWorld, { result }: ITestCaseHookParameter) {
  try {
    await leaveBrowser(this, result?.status !== 'PASSED');
  } finally {
    // Whatever else goes wrong at the end, what the checks said is kept.
    keepHistory(this);
    hush();
    await this.close();
  }
});

AfterAll(closeBrowser);
AfterAll(closeWires);
