import type { CataloguedRule } from '../register/catalogue';
import { labelOf } from '../register/header';
import {
  BASIS_WORDS,
  BINDS_WORDS,
  CAPABILITY_WORDS,
  LEVEL_WORDS,
  listed,
  MARK_WORDS,
  OBSERVED_WORDS,
  REACH_WORDS,
} from '../wording/labels';
import { FIELDS, inBrackets } from './failure';
import { type Language, pad, ruleVerdict, textWidth, VERDICTS } from './text';

const WORDS = {
  en: {
    reading: 'Our reading',
    basis: 'Basis',
    seen: 'Observed by',
    force: 'In force',
    since: 'since',
    until: 'until',
    always: 'no date',
    sources: 'Sources',
    scenarios: 'Scenarios',
    checks: 'Checks',
    catches: 'must catch',
    runs: 'runs',
    binds: 'binds',
    applies: 'Applies to whoever',
    comma: ', ',
    none: 'not run',
  },
  zh: {
    reading: '本项目的解读',
    basis: '依据',
    seen: '观察方式',
    force: '施行',
    since: '自',
    until: '至',
    always: '无日期',
    sources: '来源',
    scenarios: '场景',
    checks: '检查',
    catches: '须识别的缺陷样本',
    runs: '次',
    binds: '约束对象',
    applies: '适用于',
    comma: '，',
    none: '未运行',
  },
} as const;

function force({ inForce }: CataloguedRule, language: Language): string {
  const words = WORDS[language];
  if (inForce.from === null) return words.always;
  return `${words.since} ${inForce.from}${inForce.to ? ` ${words.until} ${inForce.to}` : ''}`;
}

/** One rule in full, as a regulator asks for it. */
export function ruleText(rule: CataloguedRule, language: Language): string {
  const words = WORDS[language];
  const { colon } = FIELDS[language];
  const verdict = rule.verdict === null ? words.none : ruleVerdict({ ...rule, verdict: rule.verdict }, language);
  const sources = rule.sources.map(({ id, source, at, mark, says }) => {
    const place = at === undefined ? '' : `${words.comma}${at[language]}`;
    return `  ${id}  ${source.title[language]}${place}${inBrackets(`${mark}${words.comma}${MARK_WORDS[mark][language]}`, language)}\n      ${says[language]}`;
  });
  const scenarios = rule.scenarios.map(({ id, title, runs, file, line, verdict: said }) => {
    const result = said === undefined ? '' : `  ${VERDICTS[language][said]}`;
    return `  ${id}  ${title[language]}${runs > 1 ? inBrackets(`${runs} ${words.runs}`, language) : ''}  features/${file}:${line}${result}`;
  });
  const checks = rule.checks.map(
    ({ id, says, defects }) => `  ${id}  ${says[language]}\n      ${words.catches}${colon}${defects.join(', ')}`,
  );
  return [
    `${rule.id}  ${LEVEL_WORDS[rule.level][language]}  ${words.binds}${colon}${listed(BINDS_WORDS, rule.binds, language)}  ${verdict}`,
    rule.statement[language],
    '',
    `${words.reading}${colon}${rule.reading[language]}`,
    `${words.basis}${colon}${BASIS_WORDS[rule.basis][language]}${inBrackets(REACH_WORDS[rule.reach][language], language)}`,
    `  ${rule.basisReason[language]}`,
    `${words.force}${colon}${force(rule, language)}`,
    `${words.applies}${colon}${CAPABILITY_WORDS[rule.capability][language]}`,
    `${words.seen}${colon}${listed(OBSERVED_WORDS, rule.observedBy, language)}`,
    '',
    `${words.sources}`,
    ...sources,
    '',
    `${words.scenarios}`,
    ...scenarios,
    '',
    `${words.checks}`,
    ...checks,
  ].join('\n');
}

const REACH_IN_CHINESE: Readonly<Record<CataloguedRule['reach'], string>> = {
  direct: '',
  analogy: '（类推适用）',
  'dominant-only': '（仅约束支配地位经营者）',
  house: '',
};

/** The short label of a rule's basis; in English it is the word that the feature has. */
const labelIn = (rule: CataloguedRule, language: Language) =>
  language === 'en' ? labelOf(rule) : `${BASIS_WORDS[rule.basis].zh}${REACH_IN_CHINESE[rule.reach]}`;

/** All rules, a line each. */
export function ruleList(rules: readonly CataloguedRule[], language: Language): string {
  const rows = rules.map((rule) => {
    const verdict = rule.verdict === null ? '' : `${ruleVerdict({ ...rule, verdict: rule.verdict }, language)}  `;
    return {
      head: [rule.id, LEVEL_WORDS[rule.level][language], labelIn(rule, language)],
      tail: `${verdict}${rule.statement[language]}`,
    };
  });
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map(({ head }) => textWidth(head[i] ?? ''))));
  return rows
    .map(({ head, tail }) => [...head.map((cell, i) => pad(cell, widths[i] ?? 0)), tail].join('  '))
    .join('\n');
}
