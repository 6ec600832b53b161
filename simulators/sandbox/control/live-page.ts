import { html, raw } from 'hono/html';
import type { Facts } from '../../kernel/history';
import type { Language } from '../../providers/pages';
import type { LiveExchange } from '../live';
import { sandboxPage } from '../page';
import { KINDS, WORDS } from '../words';

const time = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 23);

/** What the harness found about one side of an exchange, in words. */
function found(language: Language, facts: Facts) {
  const words = WORDS[language];
  const { signature, key, acknowledged } = facts;
  const parts = [];
  if (typeof signature === 'string') {
    const text = words.signature[signature] ?? signature;
    const by = typeof key === 'string' && signature === 'valid' ? ` (${words.key[key] ?? key})` : '';
    parts.push(html`<span class="${signature === 'valid' ? 'good' : 'bad'}">${text}${by}</span>`);
  }
  if (typeof acknowledged === 'boolean') {
    parts.push(
      html`<span class="${acknowledged ? 'good' : 'bad'}">${acknowledged ? words.heard : words.notHeard}</span>`,
    );
  }
  return parts.length === 0 ? '' : html` · ${parts}`;
}

const headerLines = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** Queries may be longer than everything else together; the whole address is in the open message. */
const withoutQuery = (url: string) => url.replace(/\?.*/s, '?…');

function row(language: Language, exchange: LiveExchange) {
  const words = WORDS[language];
  const { at, from, to, kind, trade, method, url, status, failure, tookMs } = exchange;
  const outcome =
    status === undefined
      ? html`<span class="bad">${failure ?? words.waiting}</span>`
      : html`<span class="${status < 400 ? 'good' : 'bad'}">${status}</span>`;
  const took = tookMs === undefined ? '' : ` · ${tookMs} ${words.took}`;
  return html`<tr data-exchange="${exchange.id}" data-kind="${kind}" data-signature="${exchange.requestFacts['signature'] ?? ''}" data-status="${status ?? ''}">
<td>${time(at)}</td><td>${from} → ${to}</td>
<td><strong>${KINDS[language][kind] ?? kind}</strong> ${trade ?? ''}<br>
${words.request}${words.colon}<code>${method} ${withoutQuery(url)}</code>${found(language, exchange.requestFacts)}<br>
${words.answer}${words.colon}${outcome}${found(language, exchange.answerFacts)}${took}
<details><summary>${words.request}</summary><pre>${method} ${url}
${headerLines(exchange.requestHeaders)}

${exchange.requestBody}</pre></details>
<details><summary>${words.answer}</summary><pre>${headerLines(exchange.answerHeaders)}

${exchange.answerBody}</pre></details></td></tr>`;
}

const RELOAD_SECONDS = 2;

/** Reloads the page, but never while a person has a message open; without scripts it reloads whatever is open. */
const RELOADING = raw(`<noscript><meta http-equiv="refresh" content="${RELOAD_SECONDS}"></noscript>
<script>setInterval(()=>document.querySelector('details[open]')||location.reload(),${RELOAD_SECONDS * 1000})</script>`);

/** The live list as a page that reloads itself, unless a person stops that. */
export function livePage(language: Language, url: URL, exchanges: readonly LiveExchange[]): string {
  const words = WORDS[language];
  const holding = url.searchParams.has('hold');
  const trades = url.searchParams.get('trade');
  const link = (changes: Readonly<Record<string, string | undefined>>) => {
    const query = new URLSearchParams(url.searchParams);
    query.set('lang', language);
    for (const [name, value] of Object.entries(changes))
      value === undefined ? query.delete(name) : query.set(name, value);
    return `${url.pathname}?${query}`;
  };
  const toggle = holding
    ? html`<a href="${link({ hold: undefined })}">${words.liveGo}</a>`
    : html`<a href="${link({ hold: '1' })}">${words.liveHold}</a>`;
  const filter =
    trades === null
      ? ''
      : html`<p>${words.liveFor}${words.colon}${trades} · <a href="${link({ trade: undefined })}">${words.liveAll}</a></p>`;
  const table =
    exchanges.length === 0
      ? html`<p role="status">${words.liveNone}</p>`
      : html`<table class="wire"><thead><tr><th>${words.time}</th><th>${words.who}</th><th>${words.what}</th></tr></thead>
<tbody>${exchanges.map((exchange) => row(language, exchange))}</tbody></table>`;
  return sandboxPage(language, words.liveTitle, url, html`<p>${toggle}</p>${filter}${table}`, holding ? '' : RELOADING);
}
