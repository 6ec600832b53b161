import { html, raw } from 'hono/html';
import QRCode from 'qrcode';
import type { Fen } from '../../kernel/money';
import type { Bilingual } from '../config';
import type { FormHandOff, HandOff, Order } from '../core/order';
import type { Payee } from '../service';
import { orderFacts } from './cashier-page';
import { htmlAnswer, layout } from './layout';
import { LIVE } from './live';
import { type Language, STATUS_TEXTS, WORDS } from './words';

/** What the payer is handed over with. */
export interface HandOverView {
  readonly language: Language;
  readonly order: Order;
  readonly merchant: Payee;
  /** The provider's own name. */
  readonly provider: Bilingual;
  readonly handOff: HandOff;
  /** What the payer pays by the chosen method. */
  readonly payableFen: Fen;
}

/** Hands the payer to the provider: an address is opened, a form is posted, a code is shown (rule CHO-006). */
export type HandOver = (view: HandOverView) => Promise<Response>;

/**
 * Directly: nothing to read or press before the provider's own page, and a code on the very next page. A form is sent
 * by its page at once; its button is there for browsers without scripts.
 */
export const handOver: HandOver = async (view) => {
  const { handOff } = view;
  if (handOff.type === 'redirect') return Response.redirect(handOff.url, 302);
  if (handOff.type === 'form') return htmlAnswer(formPage(view, handOff));
  return htmlAnswer(await scanPage(view, handOff.content));
};

/**
 * Sends the form that stands before it while the page is still being read, so that the browser keeps no way back into
 * the page itself: whoever presses "back" at the provider comes to the cashier. A field may be called "submit".
 */
const SENDS_ITSELF = '<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>';

/** The page whose form the payer's browser posts to the provider. */
export function formPage(view: HandOverView, { url, fields }: FormHandOff): string {
  const { language, order, provider } = view;
  const words = WORDS[language];
  const path = `/pay/${order.token}`;
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return layout(
    language,
    words.formTitle,
    `${path}/go`,
    html`<form method="post" action="${url}">${inputs}
<p>${words.form} ${provider[language]}</p><button type="submit">${words.goOn}</button></form>${raw(SENDS_ITSELF)}
<p><a href="${path}?lang=${language}">${words.change}</a></p>`,
  );
}

/** The page with the code that the payer scans. */
export async function scanPage(view: HandOverView, content: string): Promise<string> {
  const { language, order, merchant, provider, payableFen } = view;
  const words = WORDS[language];
  const path = `/pay/${order.token}`;
  const picture = await QRCode.toString(content, { type: 'svg', errorCorrectionLevel: 'M' });
  return layout(
    language,
    words.scanTitle,
    `${path}/go`,
    html`${orderFacts(language, order, merchant, payableFen)}
<p>${words.scan} ${provider[language]}</p>
<div class="code" role="img" aria-label="${words.scanTitle}: ${provider[language]}">${raw(picture)}</div>
<p>${words.codeText}: <code data-fact="code">${content}</code></p>
<p role="status" data-status="pay">${STATUS_TEXTS[language].pay}</p>
<p><a href="${path}/status?lang=${language}">${words.check}</a></p>
<p><a href="${path}?lang=${language}">${words.change}</a></p>${LIVE(path)}`,
  );
}
