import type { Hono } from 'hono';
import { html } from 'hono/html';
import { yuanText } from '../kernel/money';
import { beijingDateTime } from '../kernel/time';
import type { Mention, Voucher } from './engine/vouchers';
import { BILL_PATH, htmlAnswer, type Language, languageOf, page } from './pages';
import { VOUCHER_WORDS } from './voucher-words';

/** Where a payer opens the voucher of one payment or refund. */
const VOUCHER_PATH = '/sim/voucher';

type Bilingual = Readonly<Record<Language, string>>;

/** What the pages need from their provider. */
export interface VoucherDesk {
  /** The wallet's own name. */
  readonly wallet: Bilingual;
  readonly people: readonly string[];
  /** What each product of the provider is called. */
  readonly products: Readonly<Record<string, Bilingual>>;
  /** The vouchers of one payer, and of nobody else. */
  vouchers(payer: string): readonly Voucher[];
  /** What the page of a voucher shows; nothing where the wallet keeps none. */
  shown(voucher: Voucher): Voucher | undefined;
}

/** The address of the bill of a payer; the page asks who it is where nobody is named. */
export const billAddress = (payer: string): string => `${BILL_PATH}?${new URLSearchParams({ payer })}`;

const voucherAddress = (payer: string, kind: Voucher['kind'], { number }: Mention, payment: string): string => {
  const query = new URLSearchParams({ payer, payment });
  if (kind === 'refund') query.set('refund', number);
  return `${VOUCHER_PATH}?${query}`;
};

const money = (amountFen: number) => html`<span data-fact="amount">¥${yuanText(amountFen)}</span>`;

const standing = (language: Language, { standing: how }: Pick<Mention, 'standing'>) =>
  html`<span data-standing="${how}">${VOUCHER_WORDS[language].standings[how]}</span>`;

const fact = (label: string, name: string, value: string) =>
  html`<dt>${label}</dt><dd data-fact="${name}">${value}</dd>`;

function chooser(language: Language, people: readonly string[], payer: string | undefined) {
  const words = VOUCHER_WORDS[language];
  const options = people.map((person) =>
    person === payer
      ? html`<option value="${person}" selected>${person}</option>`
      : html`<option value="${person}">${person}</option>`,
  );
  return html`<form method="get" action="${BILL_PATH}"><p><label for="payer">${words.whose}</label>
<select id="payer" name="payer">${options}</select></p><p><button>${words.open}</button></p></form>`;
}

/** The bill of one payer, or, without a payer, the question whose it is. */
export function billPage(desk: VoucherDesk, language: Language, payer: string | undefined): string {
  const words = VOUCHER_WORDS[language];
  const lines = (payer === undefined ? [] : desk.vouchers(payer)).map((voucher) => {
    const { kind, payment, number, payeeName, at, amountFen } = voucher;
    const href = voucherAddress(payer ?? '', kind, voucher, payment.ownNumber);
    return html`<li data-voucher="${kind}"><a href="${href}">${words.kinds[kind]} ·
<span data-fact="payee">${payeeName}</span> · ${kind === 'payment' ? '−' : '+'}${money(amountFen)}</a><br>
${words.number[kind]} <code data-fact="number">${number}</code> · ${standing(language, voucher)} · ${beijingDateTime(at)}</li>`;
  });
  const list = lines.length === 0 ? html`<p role="status">${words.empty}</p>` : html`<ul>${lines}</ul>`;
  const content = html`${payer === undefined ? '' : list}${chooser(language, desk.people, payer)}`;
  return page(language, `${desk.wallet[language]} ${words.bill}`, content);
}

/** Other vouchers that a voucher names. */
function mentions(
  title: string,
  language: Language,
  entries: readonly Mention[],
  addressOf: (entry: Mention) => string,
) {
  if (entries.length === 0) return '';
  const items = entries.map(
    (entry) =>
      html`<li data-mention="${entry.number}"><a href="${addressOf(entry)}">${entry.payeeName} ${money(entry.amountFen)}</a>
· ${standing(language, entry)} · <code>${entry.number}</code></li>`,
  );
  return html`<h2>${title}</h2><ul>${items}</ul>`;
}

function route(desk: VoucherDesk, language: Language, { kind, product, sentTo }: Voucher) {
  const words = VOUCHER_WORDS[language];
  const name = desk.products[product]?.[language];
  const by = html`${name === undefined ? '' : `${name} · `}<code data-fact="product">${product}</code>`;
  const way = kind === 'payment' ? words.direct : words.back;
  return html`<dt>${words.route}</dt><dd>${sentTo ? `${words.elsewhere} ${sentTo.shown}` : way} · ${by}</dd>`;
}

function numbers(language: Language, { kind, number, ownNumber, payment }: Voucher) {
  const words = VOUCHER_WORDS[language];
  const own = html`${fact(words.number[kind], 'number', number)}${fact(words.ownNumber[kind], 'own-number', ownNumber)}`;
  return kind === 'payment' ? own : html`${own}${fact(words.number.payment, 'payment', payment.number)}`;
}

/** The voucher of one payment or refund. */
export function voucherPage(desk: VoucherDesk, language: Language, payer: string, voucher: Voucher): string {
  const words = VOUCHER_WORDS[language];
  const { kind, payeeName, amountFen, description, at, payment, refunds, together } = voucher;
  const refundAddress = (refund: Mention) => voucherAddress(payer, 'refund', refund, payment.ownNumber);
  const otherAddress = (other: Mention) => voucherAddress(payer, 'payment', other, other.ownNumber);
  return page(
    language,
    `${desk.wallet[language]} ${words.titles[kind]}`,
    html`<dl class="voucher">${fact(words.payee[kind], 'payee', payeeName)}<dt>${words.amount}</dt><dd class="amount">${money(amountFen)}</dd>
<dt>${words.how}</dt><dd>${standing(language, voucher)}</dd><dt>${words.what}</dt><dd>${description}</dd>
${fact(words.at[kind], 'at', beijingDateTime(at))}${numbers(language, voucher)}${route(desk, language, voucher)}</dl>
${mentions(words.refunds, language, refunds, refundAddress)}${mentions(words.together, language, together, otherAddress)}
<p><a href="${billAddress(payer)}">${words.bill}</a></p>`,
  );
}

/** A page that has nothing to show: to whoever asks for another payer's voucher it is as if there were none. */
function nothing(desk: VoucherDesk, language: Language): Response {
  const words = VOUCHER_WORDS[language];
  const content = html`<p role="alert">${words.nothing}</p><p><a href="${BILL_PATH}">${words.bill}</a></p>`;
  return htmlAnswer(page(language, desk.wallet[language], content), 404);
}

/** The pages on which a payer finds what he paid and what came back (rule NOTI-008): each payer his own, and no other. */
export function mountVouchers(app: Hono, desk: VoucherDesk): void {
  const named = (payer: string | undefined) => desk.people.find((person) => person === payer);

  app.get(BILL_PATH, (context) => {
    const language = languageOf(context.req.raw.headers);
    const given = context.req.query('payer');
    const payer = named(given);
    return given === undefined || payer !== undefined
      ? htmlAnswer(billPage(desk, language, payer))
      : nothing(desk, language);
  });

  app.get(VOUCHER_PATH, (context) => {
    const language = languageOf(context.req.raw.headers);
    const { payment, refund } = context.req.query();
    const payer = named(context.req.query('payer'));
    const own = payer === undefined ? [] : desk.vouchers(payer);
    const found = own.find(
      (voucher) =>
        voucher.payment.ownNumber === payment &&
        (refund === undefined ? voucher.kind === 'payment' : voucher.kind === 'refund' && voucher.number === refund),
    );
    const shown = found && desk.shown(found);
    return payer !== undefined && shown
      ? htmlAnswer(voucherPage(desk, language, payer, shown))
      : nothing(desk, language);
  });
}
