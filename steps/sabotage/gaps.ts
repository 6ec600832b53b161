import type { Gap, House } from '../../reports/register/coverage';
import type { WrittenRule, WrittenScenario } from '../../reports/register/features';
import type { RegisteredRule, RegisteredSource } from '../../reports/register/schema';

/** One way to break a rulebook, and the gap that must be found. */
export interface Breakage {
  readonly code: Gap['code'];
  readonly break: (house: House) => House;
}

const changeFirst = <T>(list: readonly T[], change: (first: T) => T): T[] =>
  list.map((entry, i) => (i === 0 ? change(entry) : entry));

const written = (house: House, change: (rule: WrittenRule) => WrittenRule): House => ({
  ...house,
  rules: changeFirst(house.rules, change),
});

const firstScenario = (house: House, change: (scenario: WrittenScenario) => WrittenScenario): House =>
  written(house, (rule) => ({ ...rule, scenarios: changeFirst(rule.scenarios, change) }));

const registered = (house: House, change: (rule: RegisteredRule) => RegisteredRule): House => ({
  ...house,
  register: { ...house.register, rules: changeFirst(house.register.rules, change) },
});

/** A citation of an instrument that nobody has read. */
const SOURCE_FROM_MEMORY = { id: 'MEMORY', mark: 'M' as const, says: { en: 'as recalled', zh: '凭记忆' } };

/**
 * A rulebook in which a rule carries a legal label although nobody has read what it cites: `recalled`, `transcribed`, or
 * `of-another-kind`, which was read and is no law.
 */
export function unconfirmed(house: House, { id }: RegisteredRule, basis: string, how: string): House {
  const mark = how === 'recalled' ? 'M' : how === 'transcribed' ? 'D' : 'V-page';
  const kind = how === 'of-another-kind' ? 'provider document' : basis;
  const title = { en: 'An instrument that nobody has read', zh: '无人读过的文件' };
  const source = { title, kind, mark } as RegisteredSource;
  const citation = { id: 'UNREAD', mark: source.mark, says: title };
  const rules = house.register.rules.map((rule) =>
    rule.id === id ? { ...rule, basis: basis as RegisteredRule['basis'], sources: [citation] } : rule,
  );
  return { ...house, register: { ...house.register, rules, sources: { ...house.register.sources, UNREAD: source } } };
}

/** Every way in which a rulebook is broken to see whether the gap is found, by the words of the feature. */
export const breakages: Readonly<Record<string, Breakage>> = {
  'a scenario of a rule': {
    code: 'scenario-missing',
    break: (house) => written(house, (rule) => ({ ...rule, scenarios: rule.scenarios.slice(1) })),
  },
  'the only feature of a rule': {
    code: 'rule-without-feature',
    break: (house) => ({ ...house, rules: house.rules.slice(1) }),
  },
  'the register entry of a rule': {
    code: 'rule-without-register',
    break: (house) => ({ ...house, register: { ...house.register, rules: house.register.rules.slice(1) } }),
  },
  'the wording of a statement': {
    code: 'statement-differs',
    break: (house) =>
      written(house, (rule) => ({ ...rule, statement: rule.statement.replace(/MUST( NOT)?/, 'SHOULD') })),
  },
  'the level of a rule': {
    code: 'level-differs',
    break: (house) => written(house, (rule) => ({ ...rule, tags: rule.tags.filter((tag) => tag !== '@must') })),
  },
  'the tag of a scenario': {
    code: 'scenario-without-id',
    break: (house) => firstScenario(house, (scenario) => ({ ...scenario, id: '', tags: [] })),
  },
  'an unknown tag': {
    code: 'tag-unknown',
    break: (house) => firstScenario(house, (scenario) => ({ ...scenario, tags: [...scenario.tags, '@later'] })),
  },
  'a tag of a rule that does not exist': {
    code: 'tag-unknown',
    break: (house) => firstScenario(house, (scenario) => ({ ...scenario, tags: [...scenario.tags, '@NONE-099.1'] })),
  },
  'the judge of a check': {
    code: 'check-without-judge',
    break: (house) => ({ ...house, judged: house.judged.slice(1) }),
  },
  'the defect of a check': {
    code: 'check-without-defect',
    break: (house) => {
      const [first] = house.defects;
      return { ...house, defects: house.defects.filter(({ check }) => check !== first?.check) };
    },
  },
  'a source behind a legal label': {
    code: 'legal-label-unconfirmed',
    break: (house) => {
      const title = { en: 'An instrument recalled from memory', zh: '凭记忆引用的文件' };
      const sources = { ...house.register.sources, MEMORY: { title, kind: 'law' as const, mark: 'M' as const } };
      const recalled = registered(house, (rule) => ({ ...rule, basis: 'law', sources: [SOURCE_FROM_MEMORY] }));
      return { ...recalled, register: { ...recalled.register, sources } };
    },
  },
  'an id that is used twice': {
    code: 'id-used-twice',
    break: (house) => ({ ...house, rules: [...house.rules, ...house.rules.slice(0, 1)] }),
  },
};
