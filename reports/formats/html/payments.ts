import { html, raw } from 'hono/html';
import { yuanText } from '../../../simulators/kernel/money';
import { beijingDateTime } from '../../../simulators/kernel/time';
import { feeFen, type Movement, type PaymentStory } from '../../evidence/payments';
import { nameOf } from '../../wording/values';
import type { Language } from '../text';
import { STYLE } from './style';
import { PAYMENTS } from './words';

/** Draws the payments of one scenario. */
export type PaymentPage = (stories: readonly PaymentStory[], language: Language, title: string) => string;

const yuan = (amountFen: number) => `¥${yuanText(amountFen)}`;

/** An account as a person reads it: whose it is; a payer has a token instead of a name. */
function owner(account: string, language: Language): string {
  const words = PAYMENTS[language];
  const [kind = '', ...rest] = account.split(':');
  if (kind === 'payer') return `${words.payer}${words.known(rest.at(-1) ?? '')}`;
  return kind === 'merchant' ? words.merchant(rest.join(':')) : nameOf(account, language);
}

function moved({ kind, from, to, amountFen }: Movement, language: Language): string {
  const names: Readonly<Record<string, string>> = PAYMENTS[language].moved;
  return `${names[kind] ?? names['other']}${owner(from, language)} → ${owner(to, language)}, ${yuan(amountFen)}`;
}

/** Everything that was told or moved, in the order in which it happened. */
function wayOf(story: PaymentStory, language: Language) {
  const told = story.path.map(({ seq, at, by, to, kind }) => {
    return { seq, at, line: `${nameOf(by, language)} → ${nameOf(to, language)}: ${nameOf(kind, language)}` };
  });
  const booked = story.movements.map((movement) => {
    return { seq: movement.seq, at: movement.at, line: moved(movement, language) };
  });
  return [...told, ...booked].sort((a, b) => a.seq - b.seq);
}

/** Who is paid: the merchant, or each that shares the order with its part. */
function payees({ merchant, parts }: PaymentStory, language: Language) {
  const words = PAYMENTS[language];
  if (parts.length === 0) return words.merchant(merchant);
  return html`<ul>${parts.map((part) => html`<li>${words.merchant(part.merchant)}, ${yuan(part.amountFen)}</li>`)}</ul>`;
}

function section(story: PaymentStory, language: Language) {
  const words = PAYMENTS[language];
  const time = (at: number) => html`<time>${beijingDateTime(at)}</time>`;
  const payment = story.movements.find(({ kind }) => kind === 'payment');
  const refunded = story.movements
    .filter(({ kind }) => kind === 'refund')
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
  const fee = feeFen(story);
  const facts: ReadonlyArray<readonly [name: string, label: string, value: unknown]> = [
    ['order', words.order, story.order],
    ['payment', words.payment, story.trade],
    ['payer', words.whoPays, payment ? owner(payment.from, language) : words.nobody],
    ['payee', words.whoIsPaid, payees(story, language)],
    ['platform', words.platform, nameOf('platform', language)],
    ['provider', words.provider, nameOf(story.provider, language)],
    ['clearing', words.clearing, words.noClearing],
    ['amount', words.amount, yuan(story.amountFen)],
    ['fees', words.fees, fee > 0 ? yuan(fee) : payment ? words.noFee : words.notPaid],
    ['refunded', words.refunded, refunded === 0 ? words.nothing : yuan(refunded)],
    ['placed', words.placed, time(story.placedAt)],
    ['paid', words.paid, payment ? time(payment.at) : words.notPaid],
  ];
  const way = wayOf(story, language).map(({ at, line }) => html`<li>${time(at)} ${line}</li>`);
  return html`<section aria-label="${words.payment} ${story.trade}"><h2>${words.payment} ${story.trade}</h2>
<dl>${facts.map(([name, label, value]) => html`<dt>${label}</dt><dd data-fact="${name}">${value}</dd>`)}</dl>
<h3>${words.path}</h3><ol data-fact="path">${way}</ol></section>`;
}

/** The payments of a scenario on one page, in plain words: which way, between whom, for what fee, and when. */
export const paymentPage: PaymentPage = (stories, language, title) => {
  const words = PAYMENTS[language];
  return String(html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title} ${title}</title><style>${raw(STYLE)}</style></head><body>
<header><h1>${words.title} ${title}</h1><p data-fact="simulation">${words.simulation}</p></header>
<main>${stories.map((story) => section(story, language))}</main></body></html>`);
};
