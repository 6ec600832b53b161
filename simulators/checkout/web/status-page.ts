import { html } from 'hono/html';
import { fen, yuanText } from '../../kernel/money';
import { type Order, payerView } from '../core/order';
import type { Payee } from '../service';
import { goOnLink, orderFacts, sharingLink } from './cashier-page';
import { layout } from './layout';
import { LIVE } from './live';
import { type Language, RETURN_TEXTS, STATUS_TEXTS, WORDS } from './words';

/** What goes back to the payer unasked: whatever came beyond the one payment that counts (rule LIFE-002). */
function returned(language: Language, { refunds }: Order) {
  const back = refunds.filter(({ reason, status }) => reason !== 'asked-by-merchant' && status !== 'failed');
  if (back.length === 0) return '';
  const sum = fen(back.reduce((total, { amountFen }) => total + amountFen, 0));
  const state = back.every(({ status }) => status === 'done') ? 'done' : 'under-way';
  return html`<p role="status" data-returned="${state}">${RETURN_TEXTS[language][state](yuanText(sum))}</p>`;
}

/** Draws the page that says how the order stands. */
export type StatusPage = (language: Language, order: Order, merchant: Payee) => string;

/** The page that says how the order stands; while the provider is silent it says that, too (rule LIFE-004). */
export const statusPage: StatusPage = (language, order, merchant) => {
  const words = WORDS[language];
  const path = `/pay/${order.token}`;
  const view = payerView(order);
  const open = order.status === 'open';
  const goOn = view === 'pay' ? goOnLink(language, order) : '';
  const again = html`${goOn}<p><a href="${path}/status?lang=${language}">${words.check}</a></p>
<p><a href="${path}?lang=${language}">${words.change}</a></p>`;
  const record = html`<p><a href="${path}/record?lang=${language}">${words.record}</a></p>`;
  return layout(
    language,
    merchant[language],
    `${path}/status`,
    html`<p role="status" data-status="${view}">${STATUS_TEXTS[language][view]}</p>
${returned(language, order)}
${orderFacts(language, order, merchant)}${open ? again : record}${sharingLink(language, order)}${open ? LIVE(path) : ''}`,
  );
};
