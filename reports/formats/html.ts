import { html, raw } from 'hono/html';
import type { CataloguedRule } from '../register/catalogue';
import { labelOf } from '../register/header';
import { MARKS } from '../register/schema';
import type { Results, RuleResult } from '../verdicts/results';
import { BASIS_WORDS, MARK_WORDS, REACH_WORDS } from '../wording/labels';
import { FIELDS } from './failure';
import { failureArticle } from './html/failure';
import { interopTable } from './html/interop';
import { ruleSection, ruleVerdictMark, verdictMark } from './html/rule';
import { STYLE } from './html/style';
import { PAGE, RUN_FACTS } from './html/words';
import { INTEROP_WORDS } from './interop';
import { type Language, notApplicableList } from './text';

/** What the summary page is made from. */
export interface SummaryPage {
  readonly results: Results;
  /** The rulebook of the run, with every rule of the register. */
  readonly rules: readonly CataloguedRule[];
  /** The names of the files in the run's evidence folder. */
  readonly evidence: readonly string[];
  /** The names of the files in the run's folder of traces. */
  readonly traces?: readonly string[];
  readonly language: Language;
  /** The file name of the same page in the other language. */
  readonly otherLanguage: string;
}

function overviewRow(ran: RuleResult, page: SummaryPage) {
  const { language, results } = page;
  const rule = page.rules.find(({ id }) => id === ran.id);
  const own = results.scenarios.filter((each) => each.rule === ran.id && each.verdict !== 'not-applicable');
  const passed = own.filter(({ verdict }) => verdict === 'pass').length;
  const held = ran.checks.filter(({ verdict }) => verdict === 'pass').length;
  const reach =
    rule && labelOf(rule) !== rule.basis
      ? html`<br><span class="small">${REACH_WORDS[rule.reach][language]}</span>`
      : '';
  return html`<tr><th scope="row"><a href="#${ran.id}">${ran.id}</a></th><td>${ruleVerdictMark(ran, language)}</td>
<td>${rule ? BASIS_WORDS[rule.basis][language] : ''}${reach}</td><td>${held}/${ran.checks.length}</td><td>${passed}/${own.length}</td>
<td>${ran.statement[language]}</td></tr>`;
}

function overview(page: SummaryPage) {
  const words = PAGE[page.language];
  const heads = [words.rule, words.verdict, words.basis, words.checks, words.scenarios, words.statement];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.overview}"><table><caption class="heard">${words.overview}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${page.results.rules.map((ran) => overviewRow(ran, page))}</tbody></table></div>`;
}

function untested({ results, rules, language }: SummaryPage) {
  const words = PAGE[language];
  const notJudged = notApplicableList(results, language).map((text) => html`<li>${text}</li>`);
  const left = rules.filter(({ id }) => !results.rules.some((ran) => ran.id === id));
  const list = left.map(({ id, statement }) => html`<li>${id} ${statement[language]}</li>`);
  const why = notJudged.length === 0 ? '' : html`<p>${words.notJudged}</p><ul>${notJudged}</ul>`;
  return html`${why}${left.length === 0 ? html`<p>${words.nothing}</p>` : html`<ul>${list}</ul>`}<p>${words.limits}</p>`;
}

function facts({ results, language }: SummaryPage) {
  const words = PAGE[language];
  const known = Object.entries(results.run).map(([name, value]) => [
    RUN_FACTS[name]?.[language] ?? name,
    String(value),
  ]);
  const rows = [...known, [words.revision, results.revision], [words.digest, results.canonicalDigest]];
  const files = [
    ['results.json', words.results],
    ['rulebook.json', words.rulebook],
    ['junit.xml', words.junit],
    ['messages.ndjson', words.messages],
  ];
  return html`<table><caption class="heard">${words.run}</caption><thead><tr><th scope="col">${words.fact}</th><th scope="col">${words.value}</th></tr></thead>
<tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td><code>${value}</code></td></tr>`)}</tbody></table>
<p>${words.files}${FIELDS[language].colon.trim()}</p><ul>${files.map(([file, name]) => html`<li><a href="${file}">${name}</a></li>`)}</ul>`;
}

function marks(language: Language) {
  const words = PAGE[language];
  return html`<table><caption class="heard">${words.marks}</caption><thead><tr><th scope="col">${words.mark}</th><th scope="col">${words.meaning}</th></tr></thead>
<tbody>${MARKS.map((mark) => html`<tr><th scope="row">${mark}</th><td>${MARK_WORDS[mark][language]}</td></tr>`)}</tbody></table>
<p>${words.marksNote}</p>`;
}

/** The summary of a run as one page that opens from disk: no scripts, and nothing is fetched from outside. */
export function summaryHtml(page: SummaryPage): string {
  const { results, rules, evidence, traces = [], language } = page;
  const words = PAGE[language];
  const lang = language === 'zh' ? 'zh-CN' : 'en';
  const failures = results.blame.map((entry) => failureArticle(entry, evidence, language));
  const sections = results.rules.flatMap((ran) => {
    const rule = rules.find(({ id }) => id === ran.id);
    return rule ? [ruleSection({ rule, ran, results, files: evidence, traces }, language)] : [];
  });
  const parts = [
    ['overview', words.overview],
    ['entrances', INTEROP_WORDS[language].title],
    ['failures', words.failures],
    ['rules', words.rules],
    ['untested', words.untested],
    ['run', words.run],
    ['marks', words.marks],
  ];
  return String(html`<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title><style>${raw(STYLE)}</style></head><body>
<a class="skip" href="#main">${words.skip}</a>
<header><h1>${words.title} — ${verdictMark(results.verdict, language)}</h1>
<p>${words.simulation}</p><p><a href="${page.otherLanguage}" lang="${language === 'zh' ? 'en' : 'zh-CN'}" hreflang="${language === 'zh' ? 'en' : 'zh-CN'}">${words.other}</a></p>
<nav aria-label="${words.contents}"><ul>${parts.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav></header>
<main id="main" tabindex="-1"><h2 id="overview">${words.overview}</h2>${overview(page)}
<h2 id="entrances">${INTEROP_WORDS[language].title}</h2>${interopTable(results.interop ?? [], language)}
<h2 id="failures">${words.failures}</h2>${failures.length === 0 ? html`<p>${words.none}</p>` : failures}
<h2 id="rules">${words.rules}</h2>${sections}
<h2 id="untested">${words.untested}</h2>${untested(page)}
<h2 id="run">${words.run}</h2>${facts(page)}
<h2 id="marks">${words.marks}</h2>${marks(language)}
</main></body></html>`);
}
