import type { CataloguedRule } from '../register/catalogue';
import { type Language, pad, textWidth, VERDICTS } from './text';

const WORDS = {
  en: {
    reading: 'Our reading',
    basis: 'Basis',
    reach: 'Reach',
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
    mark: 'mark',
    none: 'not run',
  },
  zh: {
    reading: '本项目的解读',
    basis: '依据',
    reach: '来源的效力范围',
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
    mark: '标记',
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
  const verdict = rule.verdict === null ? words.none : VERDICTS[language][rule.verdict];
  const sources = rule.sources.map(({ id, title, at, mark, says }) => {
    const place = at === undefined ? '' : `, ${at}`;
    return `  ${id}  ${title[language]}${place} (${words.mark}: ${mark})${says === undefined ? '' : `: ${says}`}`;
  });
  const scenarios = rule.scenarios.map(({ id, title, runs, file, line, verdict: said }) => {
    const result = said === undefined ? '' : `  ${VERDICTS[language][said]}`;
    return `  ${id}  ${title[language]}${runs > 1 ? ` (${runs} ${words.runs})` : ''}  features/${file}:${line}${result}`;
  });
  const checks = rule.checks.map(
    ({ id, says, defects }) => `  ${id}  ${says[language]}\n      ${words.catches}: ${defects.join(', ')}`,
  );
  return [
    `${rule.id}  ${rule.level}  ${words.binds}: ${rule.binds.join(', ')}  ${verdict}`,
    rule.statement[language],
    '',
    `${words.reading}: ${rule.reading[language]}`,
    `${words.basis}: ${rule.basis}    ${words.reach}: ${rule.reach}    ${words.force}: ${force(rule, language)}    ${words.seen}: ${rule.observedBy.join(', ')}`,
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

/** All rules, a line each. */
export function ruleList(rules: readonly CataloguedRule[], language: Language): string {
  const rows = rules.map((rule) => {
    const verdict = rule.verdict === null ? '' : `${VERDICTS[language][rule.verdict]}  `;
    return { head: [rule.id, rule.level, rule.basis], tail: `${verdict}${rule.statement[language]}` };
  });
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map(({ head }) => textWidth(head[i] ?? ''))));
  return rows
    .map(({ head, tail }) => [...head.map((cell, i) => pad(cell, widths[i] ?? 0)), tail].join('  '))
    .join('\n');
}
