import { html } from 'hono/html';
import { yuanText } from '../../kernel/money';
import type { Bilingual } from '../config';
import type { Order } from '../core/order';
import type { Offer } from '../core/routing';
import { layout } from './layout';
import { type Language, STATUS_TEXTS, WITHHELD_TEXTS, WORDS } from './words';

/** What the cashier page is made from. It does not know who owns a provider. */
export interface CashierView {
  readonly language: Language;
  readonly order: Order;
  readonly merchant: Bilingual;
  readonly offer: Offer;
  readonly names: Readonly<Record<string, Bilingual>>;
  /** The payer's own earlier choice; nothing else is ever preselected (rule CHO-004). */
  readonly earlierChoice?: string;
  /** What went wrong with the last try. */
  readonly alert?: 'chooseOne' | 'notOffered';
}

/** Draws the cashier page. */
export type CashierPage = (view: CashierView) => string;

const nameOf = (view: CashierView, provider: string) => view.names[provider]?.[view.language] ?? provider;

function method(view: CashierView, provider: string) {
  const id = `method-${provider}`;
  const checked = view.earlierChoice === provider ? html` checked` : '';
  return html`<div class="method"><input type="radio" name="method" id="${id}" value="${provider}" required${checked}>
<label for="${id}">${nameOf(view, provider)}</label></div>`;
}

function withheld(view: CashierView) {
  const texts = WITHHELD_TEXTS[view.language];
  const rows = view.offer.withheld.flatMap(({ provider, reason }) => {
    const text = texts[reason];
    return text === undefined
      ? []
      : [html`<li class="off" data-provider="${provider}">${nameOf(view, provider)}: ${text}</li>`];
  });
  if (rows.length === 0) return '';
  return html`<h2>${WORDS[view.language].unavailable}</h2><ul>${rows}</ul>`;
}

/** The facts that the payer must see before choosing: payee, amount, purpose. */
export function orderFacts(language: Language, order: Order, merchant: Bilingual) {
  const words = WORDS[language];
  return html`<dl><dt>${words.payee}</dt><dd data-fact="payee">${merchant[language]}</dd>
<dt>${words.amount}</dt><dd data-fact="amount">¥${yuanText(order.amountFen)}</dd>
<dt>${words.what}</dt><dd>${order.description}</dd></dl>`;
}

/** The way to what is shared of the payer beyond the payment. */
export function sharingLink(language: Language, order: Order) {
  return html`<p><a href="/pay/${order.token}/consent?lang=${language}">${WORDS[language].shareTitle}</a></p>`;
}

/** The cashier: every method that can be used, alike, in the merchant's order; nothing preselected but the payer's own choice. */
export const cashierPage: CashierPage = (view) => {
  const { language, order } = view;
  const words = WORDS[language];
  const path = `/pay/${order.token}`;
  const alert = view.alert ? html`<p role="alert">${words[view.alert]}</p>` : '';
  const methods = view.offer.methods.map(({ provider }) => method(view, provider));
  const form =
    methods.length === 0
      ? html`<p role="status">${words.none}</p>`
      : html`<form method="post" action="${path}/choose?lang=${language}">
<fieldset><legend>${words.methods}</legend>${methods}</fieldset>
<button type="submit">${words.pay}</button></form>`;
  return layout(
    language,
    words.title,
    path,
    html`${orderFacts(language, order, view.merchant)}<p role="status" data-status="choose">${STATUS_TEXTS[language].choose}</p>
${alert}${form}${withheld(view)}${sharingLink(language, order)}`,
  );
};
