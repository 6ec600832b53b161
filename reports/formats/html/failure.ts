import { html } from 'hono/html';
import type { BlameEntry } from '../../verdicts/results';
import { tellFailure } from '../failure';
import type { Language } from '../text';
import { evidenceOf } from './evidence';
import { RULE } from './words';

/** A failure: what happened, expected, seen, whose it is, how to repeat it, and where the evidence lies. */
export function failureArticle(entry: BlameEntry, files: readonly string[], language: Language) {
  const words = RULE[language];
  const { title, parts } = tellFailure(entry, language);
  const rows = parts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`);
  const links = evidenceOf(entry.scenario, files).map((file) => html`<a href="evidence/${file}">${file}</a> `);
  const evidence = links.length === 0 ? '' : html`<dt>${words.evidence}</dt><dd>${links}</dd>`;
  const rule = entry.rule === '' ? '' : html` · <a href="#${entry.rule}">${entry.rule}</a>`;
  return html`<article class="failure"><h3>${title}</h3><dl>${rows}${evidence}</dl>
<p class="small">${entry.scenario}${rule}</p></article>`;
}
