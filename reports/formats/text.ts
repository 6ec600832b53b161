import type { Bilingual } from '../register/schema';
import type { Results, RuleResult } from '../verdicts/results';
import { notApplicableText } from '../wording/applicability';
import { failureText } from './failure';
import { interopText, wasTried } from './interop';

/** The languages of reports. */
export type Language = keyof Bilingual;

const HEADS = {
  en: { rule: 'rule', verdict: 'verdict', checks: 'checks', runs: 'scenarios', what: 'statement' },
  zh: { rule: '规则', verdict: '判定', checks: '检查', runs: '场景', what: '内容' },
} as const;

/** The verdicts in both languages. */
export const VERDICTS = {
  en: { pass: 'pass', fail: 'FAIL', inconclusive: 'inconclusive', 'not-applicable': 'not applicable', error: 'ERROR' },
  zh: { pass: '通过', fail: '不通过', inconclusive: '无法判定', 'not-applicable': '不适用', error: '错误' },
} as const;

/** What a failed SHOULD is called where the verdicts of rules are listed. */
const WARNING = { en: 'warning', zh: '警告' } as const;

/** The verdict of a rule as a word: a SHOULD that fails is a warning. */
export const ruleVerdict = ({ level, verdict }: Pick<RuleResult, 'level' | 'verdict'>, language: Language): string =>
  level === 'SHOULD' && verdict === 'fail' ? WARNING[language] : VERDICTS[language][verdict];

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** How many columns a text takes on a terminal; Chinese characters take two. */
export const textWidth = (text: string) => [...text].reduce((sum, char) => sum + (WIDE.test(char) ? 2 : 1), 0);
/** Fills a text with spaces up to a number of columns. */
export const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - textWidth(text)));

function cut(text: string, width: number): string {
  let shown = '';
  for (const char of text) {
    if (textWidth(shown + char) > width - 1) return `${shown}…`;
    shown += char;
  }
  return shown;
}

function row(rule: RuleResult, language: Language): string[] {
  const held = rule.checks.filter(({ verdict }) => verdict === 'pass').length;
  const verdict = ruleVerdict(rule, language);
  return [rule.id, verdict, `${held}/${rule.checks.length}`, String(rule.scenarios), cut(rule.statement[language], 88)];
}

/** The verdict table: a line per rule. */
export function verdictTable(results: Results, language: Language): string {
  const heads = HEADS[language];
  const rows = [
    [heads.rule, heads.verdict, heads.checks, heads.runs, heads.what],
    ...results.rules.map((rule) => row(rule, language)),
  ];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((cells) => textWidth(cells[i] ?? ''))));
  return rows.map((cells) => cells.map((cell, i) => (i < 4 ? pad(cell, widths[i] ?? 0) : cell)).join('  ')).join('\n');
}

const NOT_JUDGED = { en: 'Not applicable:', zh: '不适用：' } as const;

/** What was not judged, by its reason: whole rules, and scenarios of rules that were judged by others. */
export function notApplicableList({ rules, scenarios }: Results, language: Language): string[] {
  const colon = language === 'zh' ? '：' : ': ';
  const byReason = new Map<string, string[]>();
  const note = (id: string, { notApplicable }: Pick<RuleResult, 'notApplicable'>) => {
    if (!notApplicable) return;
    const text = notApplicableText(notApplicable, language);
    byReason.set(text, [...(byReason.get(text) ?? []), id]);
  };
  for (const rule of rules) {
    note(rule.id, rule);
    if (rule.notApplicable) continue;
    for (const scenario of scenarios.filter((each) => each.rule === rule.id)) note(scenario.key, scenario);
  }
  return [...byReason].map(([text, ids]) => `${text}${colon}${ids.join(', ')}`);
}

function totalsText({ counts, verdict }: Results, language: Language): string {
  const { passed, failed, notApplicable } = counts;
  if (language === 'zh') {
    const left = notApplicable === 0 ? '' : `，不适用 ${notApplicable}`;
    return `场景：通过 ${passed}，不通过 ${failed}${left}；判定：${VERDICTS.zh[verdict]}`;
  }
  const left = notApplicable === 0 ? '' : `, ${notApplicable} not applicable`;
  return `scenarios: ${passed} passed, ${failed} failed${left}; verdict: ${VERDICTS.en[verdict]}`;
}

/** The table, what was not judged, the failures, and the totals. */
export function summaryText(results: Results, language: Language): string {
  const failures = results.blame.map((entry) => failureText(entry, language));
  const left = notApplicableList(results, language);
  const list = left.length === 0 ? [] : [[NOT_JUDGED[language], ...left].join('\n')];
  const { interop = [] } = results;
  const matrix = interop.some(wasTried) ? [interopText(interop, language)] : [];
  return [verdictTable(results, language), ...matrix, ...list, ...failures, totalsText(results, language)].join('\n\n');
}
