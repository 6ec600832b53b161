import { cpSync } from 'node:fs';
import { Then, When } from '@cucumber/cucumber';
import { parse } from 'node-html-parser';
import { dayStories } from '../reports/evidence/books';
import { paymentStories } from '../reports/evidence/payments';
import { booksPage } from '../reports/formats/html/books';
import type { Language } from '../reports/formats/text';
import { catalogue } from '../reports/register/catalogue';
import { buildResults, exitCode } from '../reports/verdicts/results';
import type { Fact } from '../simulators/kernel/history';
import { Random } from '../simulators/kernel/random';
import type { DefectReport } from './commands/defects';
import { Prerequisite } from './drivers/platform';
import { HarnessTrouble } from './emissions';
import { readHouse } from './house';
import { hutong, inFolder } from './own-process';
import { firstRun, ownRun } from './own-run';
import { breakages, unconfirmed } from './sabotage/gaps';
import { oneRule, silences, sound } from './sabotage/silences';
import { tamperings } from './sabotage/tampering';
import type { HutongWorld } from './world';

/** How many broken twins are drawn by lot: each costs a run of its rule. */
const DRAWN = 2;

/** Puts a measurement of the harness on itself into the history, for the judge. */
function measure(world: HutongWorld, kind: string, what: string, expected: Fact, seen: Fact): void {
  const facts = { what, expected, seen };
  world.extra.push({ seq: world.extra.length, at: 0, type: 'probe', by: 'harness', kind, facts });
}

const named = <T>(table: Readonly<Record<string, T>>, name: string): T => {
  const found = table[name];
  if (!found) throw new HarnessTrouble(`no case is called "${name}"; known: ${Object.keys(table).join(', ')}`);
  return found;
};

When('the register is compared with the features, the judges and the defects', function (this: HutongWorld) {
  const { house, findGaps } = this.harness;
  const gaps = findGaps(house(readHouse()));
  measure(
    this,
    'register.state',
    'the rulebook',
    [],
    gaps.map(({ sentence }) => sentence),
  );
});

Then('nothing is orphaned', function (this: HutongWorld) {
  this.judge('EVD-001/nothing-orphaned');
});

When(/^(.+) is broken in a copy of the rulebook$/, function (this: HutongWorld, something: string) {
  const { code, break: broken } = named(breakages, something);
  const { findGaps } = this.harness;
  const house = readHouse();
  const before = new Set(findGaps(house).map(({ sentence }) => sentence));
  const found = findGaps(broken(house)).flatMap((gap) => (before.has(gap.sentence) ? [] : [gap.code]));
  measure(this, 'register.sabotage', something, code, found.includes(code) ? code : [...new Set(found)]);
});

Then('the gap is found and named', function (this: HutongWorld) {
  this.judge('EVD-001/gaps-are-found');
});

When('the catalogue of broken twins is compared with the checks', function (this: HutongWorld) {
  const { register, defects } = this.harness.house(readHouse());
  const checks = register.rules
    .filter(({ level }) => level === 'MUST')
    .flatMap((rule) => rule.checks.map(({ id }) => `${rule.id}/${id}`));
  const without = checks.filter((id) => !defects.some(({ check }) => check === id));
  measure(this, 'defects.catalogue', `${checks.length} checks`, [], without);
});

Then('every check of a MUST rule has one that it must catch', function (this: HutongWorld) {
  this.judge('EVD-002/every-check-has-a-defect');
});

/** Asks the front door, in a process of its own, what becomes of some broken twins. */
async function examine(ids: readonly string[], seed: string): Promise<DefectReport> {
  const { stdout, stderr } = await hutong(['defects', '--defect', ids.join(','), '--seed', seed, '--json']);
  try {
    return JSON.parse(stdout) as DefectReport;
  } catch {
    throw new HarnessTrouble(`the broken twins could not be run: ${stderr}`);
  }
}

When('some broken twins, drawn by lot, take the place of the real market', async function (this: HutongWorld) {
  const drawn = new Random(this.seed).stream('twins').sample(this.harness.lot, DRAWN);
  const report = await examine(drawn, this.parameters.seed);
  for (const { defect, caught, reason } of report.defects) {
    measure(this, 'defects.run', defect, 'caught', caught ? 'caught' : reason);
  }
});

Then('each is caught by its check, for its reason', function (this: HutongWorld) {
  this.judge('EVD-002/defects-are-caught');
});

When(/^(.+) in a run of one rule$/, function (this: HutongWorld, what: string) {
  const verdictOf = (runs: typeof sound) => {
    const { verdict, rules } = this.harness.buildResults(oneRule, ['DEMO-001'], runs, {});
    const passed = exitCode(verdict) === 0 || rules.some((rule) => rule.verdict === 'pass');
    return passed ? 'passes' : 'does not pass';
  };
  measure(this, 'verdict.silence', 'all is well', 'passes', verdictOf(sound));
  measure(this, 'verdict.silence', what, 'does not pass', verdictOf(named(silences, what)));
});

Then('the rule does not pass', function (this: HutongWorld) {
  this.judge('EVD-002/silence-is-a-failure');
});

const alike = (one: string, other: string) => (one === other ? 'same' : 'different');

When('one rule is run again with the same seed on {word}', async function (this: HutongWorld, wire: string) {
  const { seed } = this.parameters;
  const one = await firstRun(seed);
  const other = await ownRun(this.harness.seedAgain(seed), wire);
  measure(this, 'run.repeated', wire, 'same', alike(one.digest, other.digest));
});

Then('both histories have the same canonical digest', function (this: HutongWorld) {
  this.judge('EVD-003/one-seed-one-history');
});

When('one rule is run again with another seed', async function (this: HutongWorld) {
  const { seed } = this.parameters;
  const one = await firstRun(seed);
  const other = await ownRun(this.harness.seedAnew(seed));
  measure(this, 'run.reseeded', 'memory', 'different', alike(one.digest, other.digest));
});

Then('both histories have different canonical digests', function (this: HutongWorld) {
  this.judge('EVD-003/seed-decides');
});

When(
  'the folder of a run is left alone, and then tampered with in every known way',
  async function (this: HutongWorld) {
    const { objectionsTo } = this.harness;
    const says = (dir: string) => (objectionsTo(dir).length === 0 ? 'believed' : 'objected to');
    const { dir } = await firstRun(this.parameters.seed);
    measure(this, 'folder.tampered', 'nothing was touched', 'believed', says(dir));
    for (const [what, tamper] of Object.entries(tamperings)) {
      await inFolder(async (copy) => {
        cpSync(dir, copy, { recursive: true });
        tamper(copy);
        measure(this, 'folder.tampered', what, 'objected to', says(copy));
      });
    }
  },
);

Then('only what was left alone is believed', function (this: HutongWorld) {
  this.judge('EVD-003/tampering-is-noticed');
});

const LANGUAGES = { 'in English': 'en', 'in Chinese': 'zh' } as const;

/** What the page of a payment must tell (rule EVD-004). */
const TOLD = [
  'order',
  'payment',
  'payer',
  'payee',
  'platform',
  'provider',
  'clearing',
  'amount',
  'fees',
  'placed',
  'paid',
  'path',
];

/** Words of programs that no person says: `payment.create`, `amountFen`, `merchant:tea-house`. */
const CODES = /\b[a-z]+\.[a-z]+\b|\b[a-z]+[A-Z]\w*|\b(?:merchant|payer|token):\S+/g;

When('the evidence of the payment is drawn up', async function (this: HutongWorld) {
  await this.observe();
  const stories = paymentStories(this.events());
  if (stories.length === 0) throw new Prerequisite('a payment in the history', 'it has none');
  for (const [what, language] of Object.entries(LANGUAGES)) {
    const page = parse(this.harness.paymentPage(stories, language, this.scenario));
    const told = TOLD.filter((name) => page.querySelector(`main [data-fact=${name}]`)?.text.trim());
    measure(this, 'payment.page', what, TOLD, told);
    const said = page.querySelectorAll('main h2, main h3, main dt, main dd, main li').map(({ text }) => text);
    const codes = said.join(' ').match(CODES) ?? [];
    measure(this, 'payment.words', what, [], [...new Set(codes)]);
  }
});

Then('it tells way, parties, fees and hours', function (this: HutongWorld) {
  this.judge('EVD-004/payment-is-told-in-full');
});

Then('it tells them in words that anybody reads', function (this: HutongWorld) {
  this.judge('EVD-004/in-plain-words');
});

/** The report of a run of one rule, in which nothing was tested of all others. */
function reportOf(world: HutongWorld, rule: string, language: Language): string {
  const { register, rules } = readHouse();
  const results = buildResults(register, [rule], [], {});
  const page = { results, rules: catalogue(register, rules, results).rules, evidence: [], language };
  return world.harness.summaryHtml({ ...page, otherLanguage: 'index.html' });
}

const SIMULATED = { en: /simulation/, zh: /模拟/ } as const;
const ONE_RULE = 'CHO-001';

When('the reports of a run are drawn up', async function (this: HutongWorld) {
  await this.observe();
  const stories = paymentStories(this.events());
  for (const [where, language] of Object.entries(LANGUAGES)) {
    const pages = {
      [`the summary ${where}`]: reportOf(this, ONE_RULE, language),
      [`the payments ${where}`]: this.harness.paymentPage(stories, language, this.scenario),
      [`the books ${where}`]: booksPage(dayStories(this.events()), language, this.scenario),
    };
    for (const [what, page] of Object.entries(pages)) {
      const head = parse(page).querySelector('header')?.text ?? '';
      measure(this, 'report.simulation', what, 'said', SIMULATED[language].test(head) ? 'said' : 'not said');
    }
  }
});

Then('each says that it is about a simulation', function (this: HutongWorld) {
  this.judge('EVD-005/says-it-is-a-simulation');
});

When('the report of a run of one rule is drawn up', function (this: HutongWorld) {
  const others = readHouse().register.rules.flatMap(({ id }) => (id === ONE_RULE ? [] : [id]));
  for (const [where, language] of Object.entries(LANGUAGES)) {
    const [, after = ''] = reportOf(this, ONE_RULE, language).split('id="untested"');
    const [section = ''] = after.split('<h2');
    const named = others.filter((id) => section.includes(`${id} `));
    measure(this, 'report.untested', `the summary ${where}`, others, named);
  }
});

Then('it names every rule that was not tested', function (this: HutongWorld) {
  this.judge('EVD-005/names-what-was-not-tested');
});

When('a rule is labelled {word} by a source {word}', function (this: HutongWorld, basis: string, how: string) {
  const house = readHouse();
  const [first] = house.register.rules;
  if (!first) throw new HarnessTrouble('the register has no rule');
  const labelled = unconfirmed(house, first, basis, how);
  const found = this.harness
    .findGaps(labelled)
    .some(({ code, about }) => code === 'legal-label-unconfirmed' && about === first.id);
  measure(this, 'report.labels', `${basis}, ${how}`, 'found and named', found ? 'found and named' : 'none');
});

Then('the rulebook does not hold together', function (this: HutongWorld) {
  this.judge('EVD-005/labels-rest-on-sources');
});
