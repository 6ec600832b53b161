import { cpSync } from 'node:fs';
import { Then, When } from '@cucumber/cucumber';
import { exitCode } from '../reports/verdicts/results';
import type { Fact } from '../simulators/kernel/history';
import { Random } from '../simulators/kernel/random';
import type { DefectReport } from './commands/defects';
import { HarnessTrouble } from './emissions';
import { readHouse } from './house';
import { hutong, inFolder } from './own-process';
import { firstRun, ownRun } from './own-run';
import { breakages } from './sabotage/gaps';
import { oneRule, silences, sound } from './sabotage/silences';
import { tamperings } from './sabotage/tampering';
import type { HutongWorld } from './world';

/** How many broken twins are drawn by lot: each costs a run of its rule. */
const DRAWN = 3;

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
