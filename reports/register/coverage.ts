import { compareCitations, uncitedSources } from './citations';
import type { WrittenRule, WrittenScenario } from './features';
import { type Gap, gap } from './gap';
import { compareHeader } from './header';
import type { Register } from './register';
import { checkId } from './register';
import { type RegisteredRule, THEMES } from './schema';

export type { Gap } from './gap';

/** Everything that must fit together. */
export interface House {
  readonly register: Register;
  readonly rules: readonly WrittenRule[];
  readonly loose: readonly WrittenScenario[];
  /** Checks that have a judge. */
  readonly judged: readonly string[];
  /** Known defects with the check that each must fail. */
  readonly defects: ReadonlyArray<{ readonly id: string; readonly check: string }>;
}

/**
 * Tags that scenarios and rules may carry beside their ids. `@several-providers` compares providers, `@from-2025-01-01`
 * speaks of what is in force from that day: neither applies to every market.
 */
const CONVENTIONS =
  /^@(must|should|binds-(platform|provider|clearing|harness)|browser|property|no-books|several-providers|from-\d{4}-\d{2}-\d{2})$/;
const THEME_TAGS = new Set<string>(THEMES);

function duplicates(ids: readonly string[]): string[] {
  return ids.filter((id, i) => id !== '' && ids.indexOf(id) !== i);
}

/** Tags that say nothing: neither a convention nor the id of what carries them. Another rule's id is as lost as a misspelt word. */
function unknownTags(where: string, tags: readonly string[], own: string): Gap[] {
  const known = (tag: string) => tag === `@${own}` || CONVENTIONS.test(tag) || THEME_TAGS.has(tag.slice(1));
  return tags
    .filter((tag) => !known(tag))
    .map((tag) => gap('tag-unknown', where, `${where} carries the tag ${tag}, which no rule and no convention knows`));
}

/** A rule against its own feature: both there, same words, same level, same scenarios. */
function compareRule(rule: RegisteredRule, written: WrittenRule | undefined): Gap[] {
  if (!written) {
    const why = `the register has rule ${rule.id}, but no feature has a "Rule:" tagged @${rule.id}`;
    return [
      gap('rule-without-feature', rule.id, why),
      gap('untested-must', rule.id, `${rule.id} is ${rule.level} and nothing tests it`),
    ];
  }
  const gaps: Gap[] = [];
  const where = `${written.file}:${written.line}`;
  if (written.statement !== rule.statement.en) {
    const words = `the feature says "${written.statement}", the register says "${rule.statement.en}"`;
    gaps.push(gap('statement-differs', rule.id, `${rule.id} (${where}): ${words}`));
  }
  if (!written.tags.includes(`@${rule.level.toLowerCase()}`)) {
    gaps.push(
      gap(
        'level-differs',
        rule.id,
        `${rule.id} (${where}) lacks the tag @${rule.level.toLowerCase()} of its register entry`,
      ),
    );
  }
  gaps.push(...compareHeader(rule, written));
  const present = new Set(written.scenarios.map(({ id }) => id));
  for (const number of Object.keys(rule.scenarios)) {
    const id = `${rule.id}.${number}`;
    if (!present.has(id))
      gaps.push(
        gap('scenario-missing', id, `the register has scenario ${id}, but ${written.file} has none tagged @${id}`),
      );
  }
  for (const scenario of written.scenarios) gaps.push(...compareScenario(rule, scenario));
  if (written.scenarios.length === 0 && rule.level === 'MUST') {
    gaps.push(gap('untested-must', rule.id, `${rule.id} (${where}) is a MUST without a scenario`));
  }
  return gaps;
}

function compareScenario(rule: RegisteredRule, scenario: WrittenScenario): Gap[] {
  const where = `${scenario.file}:${scenario.line}`;
  if (scenario.id === '')
    return [gap('scenario-without-id', where, `"${scenario.title}" (${where}) carries no tag such as @${rule.id}.1`)];
  const number = scenario.id.split('.')[1] ?? '';
  const gaps = unknownTags(`scenario ${scenario.id} (${where})`, scenario.tags, scenario.id);
  if (!scenario.id.startsWith(`${rule.id}.`) || !rule.scenarios[number]) {
    const words = `${scenario.id} (${where}) is not among the scenarios that the register gives to ${rule.id}`;
    gaps.push(gap('scenario-without-register', scenario.id, words));
  }
  return gaps;
}

function compareChecks(rule: RegisteredRule, house: House): Gap[] {
  const gaps: Gap[] = [];
  const known = new Set(rule.checks.map(({ id }) => id));
  const emitted = new Set(Object.values(rule.scenarios).flatMap(({ checks }) => checks));
  for (const [number, { checks }] of Object.entries(rule.scenarios)) {
    for (const check of checks) {
      if (known.has(check)) continue;
      gaps.push(
        gap(
          'check-unknown',
          `${rule.id}.${number}`,
          `scenario ${rule.id}.${number} names check "${check}", which ${rule.id} does not have`,
        ),
      );
    }
  }
  for (const check of rule.checks) {
    const id = checkId(rule, check.id);
    if (!emitted.has(check.id))
      gaps.push(gap('check-never-emitted', id, `no scenario of ${rule.id} emits check ${id}`));
    if (!house.judged.includes(id)) gaps.push(gap('check-without-judge', id, `check ${id} has no judge`));
    gaps.push(...compareDefects(rule, id, check.defects, house));
  }
  return gaps;
}

function compareDefects(rule: RegisteredRule, check: string, listed: readonly string[], house: House): Gap[] {
  const gaps = listed.flatMap((id) => {
    const defect = house.defects.find((candidate) => candidate.id === id);
    if (!defect) return [gap('defect-unknown', id, `${check} lists defect "${id}", which does not exist`)];
    return defect.check === check
      ? []
      : [gap('defect-orphaned', id, `${check} lists defect "${id}", which is meant for ${defect.check}`)];
  });
  if (rule.level === 'MUST' && !house.defects.some((defect) => defect.check === check)) {
    gaps.push(
      gap('check-without-defect', check, `no defect must fail check ${check}, so nothing shows that it can fail`),
    );
  }
  return gaps;
}

/** Every gap of the house; an empty list is the only good answer (rules EVD-001, EVD-002). */
export function findGaps(house: House): Gap[] {
  const { register, rules, loose } = house;
  const gaps: Gap[] = [];
  for (const rule of register.rules) {
    gaps.push(
      ...compareRule(
        rule,
        rules.find(({ id }) => id === rule.id),
      ),
      ...compareChecks(rule, house),
      ...compareCitations(rule, register),
    );
  }
  gaps.push(...uncitedSources(register));
  const registered = new Set(register.rules.map(({ id }) => id));
  for (const written of rules) {
    const where = `${written.file}:${written.line}`;
    if (!registered.has(written.id)) {
      gaps.push(
        gap('rule-without-register', written.id || where, `"${written.title}" (${where}) has no entry in the register`),
      );
    }
    gaps.push(...unknownTags(`rule ${written.id} (${where})`, written.tags, written.id));
  }
  for (const scenario of loose) {
    const where = `${scenario.file}:${scenario.line}`;
    gaps.push(gap('scenario-outside-rule', where, `"${scenario.title}" (${where}) stands outside of any Rule:`));
  }
  const checks = new Set(register.rules.flatMap((rule) => rule.checks.map(({ id }) => checkId(rule, id))));
  for (const id of house.judged) {
    if (!checks.has(id)) gaps.push(gap('judge-without-check', id, `judge ${id} belongs to no check of the register`));
  }
  for (const { id, check } of house.defects) {
    const listed = register.rules.some((rule) =>
      rule.checks.some((each) => checkId(rule, each.id) === check && each.defects.includes(id)),
    );
    if (!listed)
      gaps.push(
        gap('defect-orphaned', id, `defect "${id}" is meant for ${check}, whose register entry does not list it`),
      );
  }
  const scenarioIds = rules.flatMap(({ scenarios }) => scenarios.map(({ id }) => id));
  for (const id of duplicates([...register.rules.map((rule) => rule.id)]))
    gaps.push(gap('id-used-twice', id, `two register entries have the id ${id}`));
  for (const id of duplicates([...rules.map((rule) => rule.id), ...scenarioIds])) {
    gaps.push(gap('id-used-twice', id, `the id ${id} is used twice in the features`));
  }
  return gaps;
}
