import { html } from 'hono/html';
import type { CataloguedRule } from '../../register/catalogue';
import type { Results, RuleResult, ScenarioResult, Verdict } from '../../verdicts/results';
import { notApplicableText } from '../../wording/applicability';
import {
  BASIS_WORDS,
  BINDS_WORDS,
  CAPABILITY_WORDS,
  LEVEL_WORDS,
  listed,
  OBSERVED_WORDS,
  REACH_WORDS,
} from '../../wording/labels';
import { FIELDS, inBrackets } from '../failure';
import { type Language, ruleVerdict, VERDICTS } from '../text';
import { evidenceOf, TRACES, traceOf } from './evidence';
import { sourceItem } from './source';
import { RULE } from './words';

/** What a rule's section is made from. */
export interface RuleView {
  readonly rule: CataloguedRule;
  readonly ran: RuleResult;
  readonly results: Results;
  /** The names of the files in the run's evidence folder. */
  readonly files: readonly string[];
  /** The names of the files in the run's folder of traces. */
  readonly traces: readonly string[];
}

/** The verdict of a rule as a word, coloured; a SHOULD that fails is a warning. */
export const ruleVerdictMark = (ran: RuleResult, language: Language) =>
  html`<span class="verdict ${ran.level === 'SHOULD' && ran.verdict === 'fail' ? 'inconclusive' : ran.verdict}">${ruleVerdict(ran, language)}</span>`;

/** A verdict as a word, coloured. */
export const verdictMark = (verdict: Verdict, language: Language) =>
  html`<span class="verdict ${verdict}">${VERDICTS[language][verdict]}</span>`;

function force({ inForce }: CataloguedRule, language: Language): string {
  const words = RULE[language];
  if (inForce.from === null) return words.always;
  return words.from(inForce.from) + (inForce.to ? words.until(inForce.to) : '');
}

const listOf = (names: readonly string[]) => html`<ul>${names.map((name) => html`<li><code>${name}</code></li>`)}</ul>`;

function checkRows({ rule, ran }: RuleView, language: Language) {
  const words = RULE[language];
  return rule.checks.map(({ id, says, defects }) => {
    const result = ran.checks.find(({ check }) => check === id);
    return html`<tr><th scope="row"><code>${id}</code></th><td>${says[language]}</td>
<td>${result ? verdictMark(result.verdict, language) : words.silent}</td><td>${words.times(result?.scenarios ?? 0)}</td>
<td>${listOf(defects)}</td></tr>`;
  });
}

function saidBy(scenario: ScenarioResult, language: Language) {
  const words = RULE[language];
  if (scenario.notApplicable) return notApplicableText(scenario.notApplicable, language);
  const { colon } = FIELDS[language];
  const emitted = scenario.checks.map(
    ({ check, verdict, observed }) =>
      html`<li><code>${check}</code>${colon}${VERDICTS[language][verdict]}${inBrackets(String(observed), language)}</li>`,
  );
  const silent = scenario.silent.map((check) => html`<li><code>${check}</code>${colon}${words.silent}</li>`);
  return emitted.length + silent.length === 0 ? words.nothing : html`<ul>${emitted}${silent}</ul>`;
}

/** A scenario's trace of the browser, and with what it is looked at. */
function traceItem(key: string, traces: readonly string[], language: Language) {
  const file = traceOf(key);
  if (!traces.includes(file)) return '';
  const path = `${TRACES}/${file}`;
  return html`<li><a href="${path}">${RULE[language].trace}</a><br><code>npx playwright show-trace ${path}</code></li>`;
}

function scenarioRows({ rule, results, files, traces }: RuleView, language: Language) {
  const words = RULE[language];
  return results.scenarios
    .filter((scenario) => scenario.rule === rule.id)
    .map((scenario) => {
      const written = rule.scenarios.find(({ id }) => id === scenario.id);
      const links = evidenceOf(scenario.key, files).map((file) => {
        const name = file.endsWith('.ndjson') ? words.history : file.slice(file.indexOf('-', rule.id.length + 1) + 1);
        return html`<li><a href="evidence/${file}">${name}</a></li>`;
      });
      return html`<tr><th scope="row">${scenario.key}</th><td>${written?.title[language] ?? scenario.title}</td>
<td>${verdictMark(scenario.verdict, language)}</td><td>${saidBy(scenario, language)}</td><td><ul>${links}${traceItem(scenario.key, traces, language)}</ul></td></tr>`;
    });
}

const scrolling = (caption: string, heads: readonly string[], rows: unknown) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;

/** One rule as an auditor reads it: the sentence, what it rests on, how it was tried, and what came out. */
export function ruleSection(view: RuleView, language: Language) {
  const { rule, ran, results } = view;
  const words = RULE[language];
  const { colon } = FIELDS[language];
  const features = [...new Set(rule.scenarios.map(({ file }) => `features/${file}`))];
  const { seed = '', wire = '' } = results.run as Record<string, string>;
  return html`<section aria-labelledby="${rule.id}"><h3 id="${rule.id}" tabindex="-1">${rule.id} ${ruleVerdictMark(ran, language)}</h3>
<p class="statement">${rule.statement[language]}</p>
${ran.notApplicable ? html`<p>${notApplicableText(ran.notApplicable, language)}</p>` : ''}
<dl><dt>${words.reading}</dt><dd>${rule.reading[language]}</dd>
<dt>${words.basis}</dt><dd>${BASIS_WORDS[rule.basis][language]}${inBrackets(REACH_WORDS[rule.reach][language], language)}</dd>
<dt>${words.why}</dt><dd>${rule.basisReason[language]}</dd>
<dt>${words.level}</dt><dd>${LEVEL_WORDS[rule.level][language]}</dd>
<dt>${words.binds}</dt><dd>${listed(BINDS_WORDS, rule.binds, language)}</dd>
<dt>${words.applies}</dt><dd>${CAPABILITY_WORDS[rule.capability][language]}</dd>
<dt>${words.force}</dt><dd>${force(rule, language)}</dd><dt>${words.since}</dt><dd>${rule.since}</dd>
<dt>${words.observed}</dt><dd>${listed(OBSERVED_WORDS, rule.observedBy, language)}</dd>
<dt>${words.feature}</dt><dd><code>${features.join(', ')}</code></dd>
<dt>${words.repeat}</dt><dd><code>npx hutong run --rule ${rule.id} --seed ${seed} --wire ${wire}</code></dd></dl>
<h4>${words.sources}</h4><ul>${rule.sources.map((source) => sourceItem(source, language))}</ul>
${scrolling(`${rule.id}${colon}${words.checks}`, [words.check, words.holds, words.verdict, words.spoken, words.twins], checkRows(view, language))}
${scrolling(`${rule.id}${colon}${words.scenarios}`, [words.scenario, words.title, words.verdict, words.said, words.evidence], scenarioRows(view, language))}
<p class="small"><a href="#overview">${words.top}</a></p></section>`;
}
