import { html, raw } from 'hono/html';
import QRCode from 'qrcode';
import type { Fen } from '../../kernel/money';
import type { Bilingual } from '../config';
import type { HandOff, Order } from '../core/order';
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

/** Hands the payer to the provider: an address is opened, a code is shown (rule CHO-006). */
export type HandOver = (view: HandOverView) => Promise<Response>;

/** Directly: no page of ours before the provider's own, and a code on the very next page. */
export const handOver: HandOver = async (view) => {
  const { handOff } = view;
  if (handOff.type === 'redirect') return Response.redirect(handOff.url, 302);
  return htmlAnswer(await scanPage(view, handOff.content));
};

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
