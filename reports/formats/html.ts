import { html, raw } from 'hono/html';
import type { Results, ScenarioResult } from '../verdicts/results';
import { failureText, type Language } from './text';

const STYLE = `body{font:16px/1.5 system-ui,"Noto Sans SC",sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.35rem .6rem;text-align:left;vertical-align:top}
.pass{color:#0a6b2d}.fail,.error{color:#b00020;font-weight:700}pre{background:#f4f4f4;padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere}
details{margin:.25rem 0}code{overflow-wrap:anywhere}@media print{details{display:block}}`;

const WORDS = {
  en: {
    title: 'Hutong: results of a run',
    simulation: 'This is a report about a simulation. It certifies nobody and claims no compliance with any law.',
    rule: 'Rule',
    verdict: 'Verdict',
    checks: 'Checks',
    statement: 'Statement',
    scenarios: 'Scenarios',
    failures: 'Failures',
    none: 'No failures.',
    details: 'Run',
    evidence: 'History',
  },
  zh: {
    title: '互通：运行结果',
    simulation: '本报告记录的是模拟测试，不构成任何认证，也不表示符合任何法律法规。',
    rule: '规则',
    verdict: '判定',
    checks: '检查',
    statement: '内容',
    scenarios: '场景',
    failures: '不通过',
    none: '没有不通过的检查。',
    details: '运行信息',
    evidence: '历史记录',
  },
} as const;

function scenarioItem(scenario: ScenarioResult) {
  const checks = scenario.checks
    .map(({ check, verdict, observed }) => `${check}: ${verdict} (${observed})`)
    .join(' · ');
  const file = `evidence/${scenario.key.replaceAll('/', '_')}.ndjson`;
  return html`<li><span class="${scenario.verdict}">${scenario.verdict}</span> ${scenario.key} ${scenario.title}
<small>${checks} · <a href="${file}">${file}</a> · ${Math.round(scenario.durationMs)} ms</small></li>`;
}

function ruleRow(results: Results, id: string, language: Language) {
  const rule = results.rules.find((candidate) => candidate.id === id);
  if (!rule) return '';
  const scenarios = results.scenarios.filter((scenario) => scenario.rule === id);
  const held = rule.checks.filter(({ verdict }) => verdict === 'pass').length;
  return html`<tr id="${id}"><th scope="row">${id}</th><td class="${rule.verdict}">${rule.verdict}</td><td>${held}/${rule.checks.length}</td>
<td>${rule.statement[language]}<details><summary>${WORDS[language].scenarios}: ${scenarios.length}</summary><ul>${scenarios.map(scenarioItem)}</ul></details></td></tr>`;
}

/** The summary of a run as one page that opens from disk: no scripts, no outside addresses. */
export function summaryHtml(results: Results, language: Language): string {
  const words = WORDS[language];
  const facts = Object.entries(results.run).map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td><code>${String(value)}</code></td></tr>`,
  );
  const failures = results.blame.map((entry) => html`<pre>${failureText(entry, language)}</pre>`);
  return String(html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title><style>${raw(STYLE)}</style></head><body><main>
<h1>${words.title}: <span class="${results.verdict}">${results.verdict}</span></h1><p>${words.simulation}</p>
<table><thead><tr><th>${words.rule}</th><th>${words.verdict}</th><th>${words.checks}</th><th>${words.statement}</th></tr></thead>
<tbody>${results.rules.map(({ id }) => ruleRow(results, id, language))}</tbody></table>
<h2>${words.failures}</h2>${failures.length === 0 ? html`<p>${words.none}</p>` : failures}
<h2>${words.details}</h2><table><tbody>${facts}<tr><th scope="row">canonicalDigest</th><td><code>${results.canonicalDigest}</code></td></tr></tbody></table>
</main></body></html>`);
}
