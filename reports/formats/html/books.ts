import { html, raw } from 'hono/html';
import { yuanText } from '../../../simulators/kernel/money';
import type { BookedDay, DayMoney, DayStory } from '../../evidence/books';
import { nameOf } from '../../wording/values';
import type { Language } from '../text';
import { STYLE } from './style';
import { BOOKS } from './words';

/** An amount that may be below zero: a provider can be owed what merchants gave back. */
const yuan = (amountFen: number) => `${amountFen < 0 ? '−' : ''}¥${yuanText(Math.abs(amountFen))}`;

const cells = ({ paidFen, refundedFen, feesFen, owedFen }: DayMoney) =>
  [paidFen, refundedFen, feesFen, owedFen].map((amountFen) => html`<td>${yuan(amountFen)}</td>`);

/** A payment or refund by its number, in words. */
function keyText(key: string, language: Language): string {
  const [kind = '', number = ''] = key.split(' ');
  return `${BOOKS[language].kinds[kind as 'payment' | 'refund']} ${number}`;
}

function standingOf(standing: string, language: Language): string {
  const words: Readonly<Record<string, string>> = BOOKS[language].standings;
  return words[standing] ?? standing;
}

function stateOf({ bill }: BookedDay, language: Language): string {
  const words: Readonly<Record<string, string>> = BOOKS[language].bills;
  return words[bill] ?? bill;
}

function booksOf(books: BookedDay, language: Language) {
  const words = BOOKS[language];
  const lines = [
    ...books.matched.map((key) => [key, words.agrees] as const),
    ...books.differences.map(({ key, standing }) => [key, standingOf(standing, language)] as const),
  ];
  const rows = lines.map(([key, stands]) => html`<tr><td>${keyText(key, language)}</td><td>${stands}</td></tr>`);
  const caption = `${nameOf(books.provider, language)}: ${stateOf(books, language)} (${words.rows(books.rows)})`;
  return html`<table><caption>${caption}</caption>
<thead><tr><th scope="col">${words.what}</th><th scope="col">${words.stands}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** What adds up: a line for each provider and for each merchant that looked it up. */
function moneyOf({ books, settlements }: DayStory, language: Language) {
  const words = BOOKS[language];
  const heads = [words.whose, words.provider, words.paid, words.refunded, words.fees, words.owed];
  const line = (whose: string, money: DayMoney) =>
    html`<tr><th scope="row">${whose}</th><td>${nameOf(money.provider, language)}</td>${cells(money)}</tr>`;
  const rows = [
    ...books.map((each) => line(words.everybody, each)),
    ...settlements.map((each) => line(words.merchant(each.merchant), each)),
  ];
  return html`<table><caption>${words.money}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

function section(story: DayStory, language: Language) {
  const words = BOOKS[language];
  const nothing = html`<p>${words.quiet}</p>`;
  const told = html`${moneyOf(story, language)}${story.books.map((books) => booksOf(books, language))}`;
  return html`<section aria-label="${story.day}"><h2>${story.day}</h2>${story.books.length === 0 ? nothing : told}</section>`;
}

/** The books of a scenario's days on one page: what agrees, what differs, and what each merchant was told of it. */
export function booksPage(stories: readonly DayStory[], language: Language, title: string): string {
  const words = BOOKS[language];
  return String(html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title} ${title}</title><style>${raw(STYLE)}</style></head><body>
<header><h1>${words.title} ${title}</h1><p data-fact="simulation">${words.simulation}</p></header>
<main>${stories.map((story) => section(story, language))}</main></body></html>`);
}
