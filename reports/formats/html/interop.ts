import { html } from 'hono/html';
import { ENTRANCES, type Entrance } from '../../../simulators/providers/profile';
import type { InteropRow } from '../../verdicts/interop';
import { cellText, INTEROP_WORDS, providerText, reasonsOf } from '../interop';
import type { Language } from '../text';

/** The table of providers and their entrances for the report; every cell says pass, or why there is no such entrance. */
export function interopTable(rows: readonly InteropRow[], language: Language) {
  const words = INTEROP_WORDS[language];
  const reasons = reasonsOf(rows, language);
  const heads: Readonly<Record<Entrance, string>> = words.heads;
  const body = rows.map(
    (row) => html`<tr><th scope="row">${providerText(row, language)}</th>
${ENTRANCES.map((entrance) => html`<td>${cellText(row.cells[entrance], reasons, language)}</td>`)}</tr>`,
  );
  const notes = reasons.map((reason, i) => html`<li>[${i + 1}] ${words.none} ${reason}</li>`);
  const ours = rows.some(({ wireTrue }) => !wireTrue) ? html`<li>* ${words.ours}</li>` : '';
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.title}"><table><caption class="heard">${words.title}</caption>
<thead><tr><th scope="col">${words.provider}</th>${ENTRANCES.map((entrance) => html`<th scope="col">${heads[entrance]}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div><ul>${notes}${ours}</ul>`;
}
