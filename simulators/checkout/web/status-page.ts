import { html, raw } from 'hono/html';
import QRCode from 'qrcode';
import type { Bilingual } from '../config';
import { type HandOff, type Order, payerView } from '../core/order';
import { orderFacts } from './cashier-page';
import { layout } from './layout';
import { type Language, STATUS_TEXTS, WORDS } from './words';

/** Reloads the page when the order changes; without scripts the payer presses "check". */
const LIVE = (path: string) =>
  html`<script>new EventSource(${raw(JSON.stringify(`${path}/events`))}).onmessage = () => location.reload();</script>`;

/** Draws the page that says how the order stands. */
export type StatusPage = (language: Language, order: Order, merchant: Bilingual) => string;

/** The page that says how the order stands; while the provider is silent it says that, too (rule LIFE-004). */
export const statusPage: StatusPage = (language, order, merchant) => {
  const words = WORDS[language];
  const path = `/pay/${order.token}`;
  const view = payerView(order);
  const open = order.status === 'open';
  const again = html`<p><a href="${path}/status?lang=${language}">${words.check}</a></p>
<p><a href="${path}?lang=${language}">${words.change}</a></p>`;
  const record = html`<p><a href="${path}/record?lang=${language}">${words.record}</a></p>`;
  return layout(
    language,
    merchant[language],
    `${path}/status`,
    html`<p role="status" data-status="${view}">${STATUS_TEXTS[language][view]}</p>
${orderFacts(language, order, merchant)}${open ? again : record}${open ? LIVE(path) : ''}`,
  );
};

/** The page with the code that the payer scans. */
export async function scanPage(
  language: Language,
  order: Order,
  merchant: Bilingual,
  provider: Bilingual,
  handOff: HandOff & { type: 'qr' },
): Promise<string> {
  const words = WORDS[language];
  const path = `/pay/${order.token}`;
  const picture = await QRCode.toString(handOff.content, { type: 'svg', errorCorrectionLevel: 'M' });
  return layout(
    language,
    words.scanTitle,
    `${path}/go`,
    html`${orderFacts(language, order, merchant)}
<p>${words.scan} ${provider[language]}</p>
<div class="code" role="img" aria-label="${words.scanTitle}: ${provider[language]}">${raw(picture)}</div>
<p>${words.codeText}: <code data-fact="code">${handOff.content}</code></p>
<p role="status" data-status="pay">${STATUS_TEXTS[language].pay}</p>
<p><a href="${path}/status?lang=${language}">${words.check}</a></p>
<p><a href="${path}?lang=${language}">${words.change}</a></p>${LIVE(path)}`,
  );
}
