import { html } from 'hono/html';
import type { Language } from '../../providers/pages';
import { sandboxPage } from '../page';
import { WORDS } from '../words';
import type { Endpoint } from './endpoints';

/** Where everything is: a name and an address each. */
export type Addresses = ReadonlyArray<readonly [name: string, address: string]>;

/** An address as a shell takes it: a question mark would mean something to some of them. */
const quoted = (address: string) => (address.includes('?') ? `'${address}'` : address);

function endpoint(
  language: Language,
  origin: string,
  gateway: string,
  { method, path, query = '', says, example }: Endpoint,
) {
  const filled = (text: string) => text.replaceAll('{gateway}', gateway);
  const body = example && filled(JSON.stringify(example));
  const how = method === 'GET' ? '' : ` -X ${method}`;
  const data = body === undefined ? '' : ` -H 'Content-Type: application/json' -d '${body}'`;
  return html`<h2><code>${method} ${path}</code></h2><p>${says[language]}</p>
<pre>curl${how} ${quoted(`${origin}${path}${filled(query)}`)}${data}</pre>`;
}

/** What the control port can do, each with a command to copy. */
export function indexPage(
  language: Language,
  url: URL,
  addresses: Addresses,
  gateway: string,
  endpoints: readonly Endpoint[],
): string {
  const words = WORDS[language];
  const rows = addresses.map(
    ([name, address]) => html`<tr><th>${name}</th><td><a href="${address}">${address}</a></td></tr>`,
  );
  const content = html`<p>${words.controlIntro}</p>
<h2>${words.addresses}</h2><table><tbody>${rows}</tbody></table>
<p><a href="/live?lang=${language}">${words.liveTitle}</a> · <a href="/sim/document">${words.settingsText}</a></p>
${endpoints.map((each) => endpoint(language, url.origin, gateway, each))}`;
  return sandboxPage(language, words.controlTitle, url, content);
}
