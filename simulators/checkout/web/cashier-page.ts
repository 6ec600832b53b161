import { html } from 'hono/html';
import { yuanText } from '../../kernel/money';
import type { Bilingual } from '../config';
import type { Charge } from '../core/charges';
import { liveAttempts, type Order } from '../core/order';
import type { Offer, OfferedMethod } from '../core/routing';
import type { Payee } from '../service';
import { layout } from './layout';
import { UNTIL_OVER } from './live';
import { CHARGE_TEXTS, type Language, STATUS_TEXTS, WITHHELD_TEXTS, WORDS } from './words';

/** What the cashier page is made from. It does not know who owns a provider. */
export interface CashierView {
  readonly language: Language;
  readonly order: Order;
  readonly merchant: Payee;
  /** Methods in the order in which they are listed. */
  readonly offer: Offer;
  readonly names: Readonly<Record<string, Bilingual>>;
  /** The seal of what the page shows of each method, which comes back when the payer confirms it (rule CHO-007). */
  readonly seals: Readonly<Record<string, string>>;
  /** The payer's own earlier choice; nothing else is ever preselected (rule CHO-004). */
  readonly earlierChoice?: string;
  /** Whether the order of methods is personal; undefined for a payer who is not known and has nothing to switch. */
  readonly personal?: boolean;
  /** Who is found inside the cashier of a method on offer, and not here (rule CHO-003). */
  readonly inside?: ReadonlyArray<{ readonly id: string; readonly name: Bilingual; readonly host: string }>;
  /** What went wrong with the last try. */
  readonly alert?: 'chooseOne' | 'notOffered' | 'changed';
}

/** Draws the cashier page. */
export type CashierPage = (view: CashierView) => string;

/** The field of the form that carries the seal of a method. */
export const sealField = (provider: string): string => `shown-${provider}`;

const nameOf = (view: CashierView, provider: string) => view.names[provider]?.[view.language] ?? provider;

/** What makes the price of a method differ, each item with the party behind it (rule CHO-005). */
function items(language: Language, charges: readonly Charge[]): string {
  const texts = CHARGE_TEXTS[language];
  return charges.map(({ kind, party, amountFen }) => texts[kind](yuanText(amountFen), party)).join(texts.between);
}

/** The price by a method, as soon as one method has another price than the goods. */
function price({ language, offer }: CashierView, { provider, payableFen, charges }: OfferedMethod) {
  if (offer.methods.every((method) => method.charges.length === 0)) return '';
  const { pays, colon } = CHARGE_TEXTS[language];
  const more = charges.length === 0 ? '' : `${colon}${items(language, charges)}`;
  return html`<p class="price" id="price-${provider}">${pays} ¥${yuanText(payableFen)}${more}</p>`;
}

function method(view: CashierView, offered: OfferedMethod) {
  const { provider } = offered;
  const id = `method-${provider}`;
  const checked = view.earlierChoice === provider ? html` checked` : '';
  const text = price(view, offered);
  const described = text === '' ? '' : html` aria-describedby="price-${provider}"`;
  return html`<div class="method"><input type="radio" name="method" id="${id}" value="${provider}" required${checked}${described}>
<label for="${id}">${nameOf(view, provider)}</label>${text}
<input type="hidden" name="${sealField(provider)}" value="${view.seals[provider] ?? ''}"></div>`;
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

/** Where payers find those who are inside another provider's cashier; the way there is the host's. */
function insideOthers(view: CashierView) {
  const { language, inside = [] } = view;
  if (inside.length === 0) return '';
  const words = WORDS[language];
  const rows = inside.map(({ name, host }) => {
    return html`<dt data-inside>${name[language]}</dt><dd>${words.insideOf}${nameOf(view, host)}</dd>`;
  });
  return html`<h2>${words.inside}</h2><dl>${rows}</dl>`;
}

/** Each merchant's part of an order that several share. */
export function partsTable(language: Language, { parts = [] }: Payee) {
  if (parts.length === 0) return '';
  const words = WORDS[language];
  const rows = parts.map(
    ({ name, amountFen, description }) =>
      html`<tr data-part><th scope="row">${name[language]}</th><td>${description}</td><td>¥${yuanText(amountFen)}</td></tr>`,
  );
  return html`<table><caption>${words.parts}</caption>
<thead><tr><th scope="col">${words.payee}</th><th scope="col">${words.what}</th><th scope="col">${words.amount}</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

/** The way to what is shared of the payer beyond the payment. */
export function sharingLink(language: Language, order: Order) {
  return html`<p><a href="/pay/${order.token}/consent?lang=${language}">${WORDS[language].shareTitle}</a></p>`;
}

/** The switch between the personal order and the merchant's own; a plain form, so that it works without scripts. */
function personalSwitch({ language, order, personal }: CashierView) {
  if (personal === undefined) return '';
  const words = WORDS[language];
  const [says, does, next] = personal
    ? [words.personal, words.switchOff, 'off']
    : [words.notPersonal, words.switchOn, 'on'];
  return html`<form class="list" method="post" action="/pay/${order.token}/list?lang=${language}" data-personal="${personal ? 'on' : 'off'}">
<p>${says}</p><input type="hidden" name="personal" value="${next}"><button type="submit">${does}</button></form>`;
}

/**
 * How the order stands. Who has come back from a provider may have paid there although nobody has said so yet: then the
 * page does not call the order unpaid, and leads to the question and to the payment that was begun.
 */
function standing(language: Language, order: Order) {
  const [words, path] = [WORDS[language], `/pay/${order.token}`];
  const begun = liveAttempts(order);
  const text = begun.length === 0 ? STATUS_TEXTS[language].choose : words.begun;
  const check = html`<p><a href="${path}/return?lang=${language}">${words.check}</a></p>`;
  const goOn = begun.some(({ status }) => status === 'waiting') ? goOnLink(language, order) : '';
  return html`<p role="status" data-status="choose">${text}</p>
${begun.length === 0 ? '' : html`${check}${goOn}`}`;
}

/** The way back into a payment that was begun. */
export const goOnLink = (language: Language, order: Order) =>
  html`<p><a href="/pay/${order.token}/go?lang=${language}">${WORDS[language].goOn}</a></p>`;

/** The facts that the payer must see before confirming: payee, amount, purpose; of a combined order each merchant's part. */
export function orderFacts(language: Language, order: Order, merchant: Payee, amountFen: number = order.amountFen) {
  const words = WORDS[language];
  return html`<dl><dt>${words.payee}</dt><dd data-fact="payee">${merchant[language]}</dd>
<dt>${words.amount}</dt><dd data-fact="amount">¥${yuanText(amountFen)}</dd>
<dt>${words.what}</dt><dd>${order.description}</dd></dl>${partsTable(language, merchant)}`;
}

/**
 * The cashier, which is also the page of confirmation: payee, amount, and every method that can be used, alike, each
 * with its own fees and discounts; nothing preselected but the payer's own choice.
 */
export const cashierPage: CashierPage = (view) => {
  const { language, order } = view;
  const words = WORDS[language];
  const path = `/pay/${order.token}`;
  const alert = view.alert ? html`<p role="alert">${words[view.alert]}</p>` : '';
  const methods = view.offer.methods.map((offered) => method(view, offered));
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
    html`${orderFacts(language, order, view.merchant)}${standing(language, order)}
${alert}${form}${insideOthers(view)}${personalSwitch(view)}${withheld(view)}${sharingLink(language, order)}${UNTIL_OVER(path)}`,
  );
};
