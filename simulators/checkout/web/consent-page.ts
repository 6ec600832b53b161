import { html } from 'hono/html';
import type { Order } from '../core/order';
import { sharing } from '../sharing';
import { layout } from './layout';
import { type Language, WORDS } from './words';

/** What the page of consents is made from. */
export interface ConsentView {
  readonly language: Language;
  readonly order: Order;
  /** The scopes to which the payer has agreed; nothing is ever ticked beforehand (rule PRIV-004). */
  readonly agreed: ReadonlySet<string>;
  readonly saved: boolean;
}

/** Draws the page on which a payer agrees to share more than the payment needs, or takes it back. */
export type ConsentPage = (view: ConsentView) => string;

function scopeBox({ language, agreed }: ConsentView, scope: string, text: string) {
  const id = `share-${scope}`;
  const checked = agreed.has(scope) ? html` checked` : '';
  return html`<div class="method"><input type="checkbox" name="share" id="${id}" value="${scope}"${checked}>
<label for="${id}" lang="${language === 'zh' ? 'zh-CN' : 'en'}">${text}</label></div>`;
}

/** The page of consents: each scope by itself, off until the payer ticks it, and no condition of paying. */
export const consentPage: ConsentPage = (view) => {
  const { language, order, saved } = view;
  const words = WORDS[language];
  const path = `/pay/${order.token}`;
  const boxes = Object.entries(sharing.scopes).map(([scope, text]) => scopeBox(view, scope, text[language]));
  const form =
    order.payerId === undefined
      ? html`<p role="status">${words.sharesNothing}</p>`
      : html`<form method="post" action="${path}/consent?lang=${language}">
<fieldset><legend>${words.share}</legend>${boxes}</fieldset><button type="submit">${words.save}</button></form>`;
  return layout(
    language,
    words.shareTitle,
    `${path}/consent`,
    html`<p>${words.shareFree}</p>${saved ? html`<p role="status">${words.saved}</p>` : ''}${form}
<p><a href="${path}?lang=${language}">${words.back}</a></p>`,
  );
};
