import { html, raw } from 'hono/html';
import { yuanText } from '../kernel/money';
import { pressedOnce } from '../kernel/pressed-once';
import type { Millis } from '../kernel/time';
import type { Guest } from '../market/guests';
import type { PayerOutcome } from './contract';
import type { RefusalCode } from './engine/engine';
import { type Sealed, sealOf } from './engine/seal';
import type { Trade } from './engine/trade';
import { STYLE } from './page-style';

/** Where a payer opens the bill of a wallet. */
export const BILL_PATH = '/sim/bill';

/** The two languages of every page. */
export type Language = 'en' | 'zh';

/** The language that a browser asks for; Chinese unless it prefers English. */
export function languageOf(headers: Headers): Language {
  return /^\s*en\b/i.test(headers.get('accept-language') ?? '') ? 'en' : 'zh';
}

/** Every word of a provider's pages, in both languages. */
export const WALLET_WORDS = {
  en: {
    payTo: 'Pay to',
    amount: 'Amount',
    what: 'For',
    cards: 'Bank cards',
    payer: 'Pay as',
    from: 'Pay from',
    confirm: 'Confirm payment',
    decline: 'Cancel',
    password: 'Payment password (leave empty to confirm by fingerprint)',
    done: 'Paid',
    already: 'Paid already; nothing more was charged',
    notDone: 'Not paid',
    again: 'Try again',
    back: 'Back to the merchant',
    simulated: 'Simulated wallet. No money moves.',
    open: 'Open the wallet',
    scan: 'Code of the merchant',
    look: 'Continue',
    bill: 'Bill and vouchers',
  },
  zh: {
    payTo: '收款方',
    amount: '金额',
    what: '商品',
    cards: '银行卡',
    payer: '付款人',
    from: '付款银行',
    confirm: '确认支付',
    decline: '取消',
    password: '支付密码（留空即以指纹确认）',
    done: '支付成功',
    already: '该订单已支付',
    notDone: '未支付',
    again: '重新支付',
    back: '返回商家',
    simulated: '模拟钱包，不产生真实资金往来。',
    open: '打开钱包',
    scan: '商户二维码内容',
    look: '继续',
    bill: '账单与凭证',
  },
} as const;

/** One page of a provider: title, content, and the note that it is simulated. */
export function page(language: Language, title: string, content: unknown): string {
  return String(html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${raw(STYLE)}</style></head>
<body><main><h1>${title}</h1>${content}<p class="note">${WALLET_WORDS[language].simulated}</p></main>${raw(pressedOnce(content))}</body>
</html>`);
}

/** One order of a combined payment, as its payer sees it. */
export interface PayableOrder {
  readonly payeeName: string;
  readonly amountFen: number;
  readonly description: string;
}

/** What the pages of a wallet need from their provider. */
export interface WalletDesk {
  readonly people: readonly string[];
  /** The card of each, as a page may show it. */
  readonly cards: Readonly<Record<string, string>>;
  /** What the page of a payment is drawn from. */
  view(view: WalletView): WalletView;
  /** Who else can be chosen there today. */
  guests?(): readonly Guest[];
  /** What is said after a decision, or of a payment that is over. */
  answer(answer: WalletAnswer): WalletAnswer;
  /** True when that is the payer's password. */
  fits(payer: string, given: string): boolean;
  pay(
    credential: string,
    payer: string,
    outcome: PayerOutcome,
    given?: string,
    seal?: string,
    from?: string,
  ): Promise<RefusalCode | undefined>;
}

/** The hidden member of a form with what the payer's confirmation is bound to (rule LIM-009). */
export const SEAL = 'seal';

/** The hidden member for a page that shows these payments; drawn from the books, not from what the page makes of them. */
export const sealed = (payments: readonly Sealed[]): Readonly<Record<string, string>> => ({ [SEAL]: sealOf(payments) });

/** A payer's decision as a wallet's form sends it. */
export interface Decision {
  readonly payer: string;
  readonly outcome: string;
  /** The password; an empty one is none. */
  readonly given?: string;
  /** To what the confirmation is bound. */
  readonly seal?: string;
  /** The institution from whose account he pays, where he chose one. */
  readonly from?: string;
}

/** Reads a payer's decision from the form of a wallet's page. */
export function decision(form: URLSearchParams): Decision {
  const [given, from] = [form.get('password'), form.get('from')];
  const said = {
    payer: form.get('payer') ?? '',
    outcome: form.get('outcome') ?? '',
    seal: form.get(SEAL) ?? undefined,
  };
  return { ...said, ...(given ? { given } : {}), ...(from ? { from } : {}) };
}

/** From what a payer may pay where the cashier has guests: the wallet itself, and each of them alike; nothing to choose otherwise. */
export function sourcesWith(guests: readonly Guest[], wallet: string, language: Language): Pick<WalletView, 'sources'> {
  if (guests.length === 0) return {};
  const others = guests.map(({ id, name }) => [id, name[language]] as const);
  return { sources: { '': wallet, ...Object.fromEntries(others) } };
}

/** Ways in which a payment fails in the payer's hands, each a button; it can be tried again after each. */
export const WALLET_FAILURES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { 'insufficient-balance': 'Pay without enough balance', 'wrong-password': 'Pay with a wrong password' },
  zh: { 'insufficient-balance': '余额不足', 'wrong-password': '支付密码错误' },
};

/** Why nobody can pay a trade any more; undefined while its payer still can. */
export function overBecause({ status, payBy }: Trade, now: Millis): RefusalCode | undefined {
  if (status === 'paid') return 'already-paid';
  if (status === 'failed') return 'payment-failed';
  if (status === 'closed' || status === 'reversed') return 'already-closed';
  return now > payBy ? 'expired' : undefined;
}

/** What the payer's page needs to know of a payment. */
export interface WalletView {
  readonly language: Language;
  /** The wallet's own name. */
  readonly wallet: string;
  readonly trade: Trade;
  readonly payeeName: string;
  /** Every order of a combined payment, the trade among them; without it the trade is paid alone. */
  readonly together?: readonly PayableOrder[];
  readonly people: readonly string[];
  /** The card of each, as it may be shown. */
  readonly cards: Readonly<Record<string, string>>;
  /** Where the form goes. */
  readonly action: string;
  /** Hidden members of the form. */
  readonly hidden: Readonly<Record<string, string>>;
  /** The institutions from whose accounts the payer may pay, where the wallet lets him choose: value and name of each. */
  readonly sources?: Readonly<Record<string, string>>;
  /** True where the form has a field for the payer's password. */
  readonly asksPassword?: true;
  /** Further ways in which a payment can fail, each a button: the value that the form sends, and its words. */
  readonly failures?: Readonly<Record<string, string>>;
}

type Words = (typeof WALLET_WORDS)[Language];

const orderOf = (words: Words, payeeName: string, { amountFen, description }: Trade) =>
  html`<dl><dt>${words.payTo}</dt><dd data-fact="payee">${payeeName}</dd>
<dt>${words.amount}</dt><dd class="amount" data-fact="amount">¥${yuanText(amountFen)}</dd>
<dt>${words.what}</dt><dd>${description}</dd></dl>`;

/** Several orders that are one payment: its sum, and what each merchant gets of it. */
function ordersOf(words: Words, orders: readonly PayableOrder[]) {
  const sum = orders.reduce((total, { amountFen }) => total + amountFen, 0);
  const rows = orders.map(
    ({ payeeName, amountFen, description }) =>
      html`<dt>${payeeName}</dt><dd data-fact="order">¥${yuanText(amountFen)} · ${description}</dd>`,
  );
  return html`<dl><dt>${words.amount}</dt><dd class="amount" data-fact="amount">¥${yuanText(sum)}</dd>${rows}</dl>`;
}

/** The page on which a payer sees payee, amount and purpose, and confirms or cancels. */
export function walletPage(view: WalletView): string {
  const words = WALLET_WORDS[view.language];
  const { trade } = view;
  const hidden = Object.entries(view.hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const people = view.people.map((person) => html`<option value="${person}">${person}</option>`);
  const cards = Object.entries(view.cards)
    .filter(([person]) => view.people.includes(person))
    .map(([person, card]) => html`<li>${person} <span data-fact="card">${card}</span></li>`);
  const sources = Object.entries(view.sources ?? {}).map(
    ([value, name]) => html`<option value="${value}">${name}</option>`,
  );
  const from =
    sources.length === 0
      ? ''
      : html`
<p><label for="from">${words.from}</label><select id="from" name="from">${sources}</select></p>`;
  const failures = Object.entries(view.failures ?? {}).map(
    ([value, label]) => html`
<button name="outcome" value="${value}">${label}</button>`,
  );
  const password = view.asksPassword
    ? html`
<p><label for="password">${words.password}</label><input id="password" name="password" type="password" autocomplete="off"></p>`
    : '';
  return page(
    view.language,
    view.wallet,
    html`${view.together ? ordersOf(words, view.together) : orderOf(words, view.payeeName, trade)}
<dl><dt>${words.cards}</dt><dd><ul>${cards}</ul></dd></dl>
<form method="post" action="${view.action}">${hidden}
<p><label for="payer">${words.payer}</label><select id="payer" name="payer">${people}</select></p>${from}${password}
<p class="acts"><button name="outcome" value="paid">${words.confirm}</button>
<button name="outcome" value="declined">${words.decline}</button>${failures}</p></form>`,
  );
}

/** What a wallet says after the payer's decision, or to whoever opens a payment that is over. */
export interface WalletAnswer {
  readonly language: Language;
  /** The wallet's own name. */
  readonly wallet: string;
  /** True when the payment has been made, now or before. */
  readonly paid: boolean;
  readonly text: string;
  /** The way back, where the merchant gave one. */
  readonly back?: string;
  /** Where the payer tries again, while it can still be paid. */
  readonly again?: string;
  /** Where the wallet shows the payment as it then stands: what a browser opens that comes back to this page. */
  readonly address?: string;
}

const link = (href: string | undefined, words: string) =>
  href === undefined ? '' : html`<p><a class="onward" href="${href}">${words}</a></p>`;

/** A browser that comes back to an answer asks how the payment stands, and does not send the decision once more. */
const comesBackTo = (address: string | undefined) =>
  address === undefined ? '' : html`<script>history.replaceState(null, '', ${raw(scriptText(address))});</script>`;

/** A text as a script holds it; nothing in it ends the script. */
const scriptText = (text: string) => JSON.stringify(text).replaceAll('<', '\\u003c');

/** The page after the payer's decision: what came of it, and every way on. */
export function answerPage({ language, wallet, paid, text, again, back, address }: WalletAnswer): string {
  const words = WALLET_WORDS[language];
  const result = html`<p role="status" class="${paid ? 'done' : 'not-done'}">${text}</p>`;
  return page(
    language,
    wallet,
    html`${result}${link(again, words.again)}${link(back, words.back)}${comesBackTo(address)}`,
  );
}

/** A page that says that nothing was paid, and why, where there is no payment to go back to. */
export const resultPage = (language: Language, wallet: string, text: string): string =>
  answerPage({ language, wallet, paid: false, text });

/** Why a payment did not come about, for the payer; a code without a sentence is shown as it is. */
const REFUSALS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    'no-such-trade': 'there is no such payment',
    'already-paid': 'it has been paid already',
    'already-closed': 'the merchant has closed it',
    'payment-failed': 'it has failed already',
    expired: 'its time is over',
    'over-limit': 'it would pass a limit of your account',
    'confirmation-void': 'what you confirmed was another payment',
    'wrong-payer': 'it belongs to another payer',
    'wrong-password': 'the password is wrong',
    'limit-single': 'it is more than this wallet may pay at once; choose another way to pay',
    'limit-day': 'it is more than this wallet may still pay today; choose another way to pay',
    'limit-year': 'it is more than this wallet may still pay this year; choose another way to pay',
    'limit-balance': 'the merchant’s wallet cannot hold that much; choose another way to pay',
    'account-frozen': 'this wallet is frozen; choose another way to pay',
    'account-closed': 'this wallet is closed; choose another way to pay',
    'funds-refused': 'the bank does not give the money; nothing was charged',
  },
  zh: {
    'no-such-trade': '没有这笔付款',
    'already-paid': '此前已经支付',
    'already-closed': '商家已关闭该订单',
    'payment-failed': '该笔付款此前已失败',
    expired: '已超过付款时间',
    'over-limit': '超过账户限额',
    'confirmation-void': '所确认的并非该笔付款',
    'wrong-payer': '该笔付款属于其他付款人',
    'wrong-password': '支付密码错误',
    'limit-single': '超过该钱包单笔支付限额，请选择其他支付方式',
    'limit-day': '超过该钱包当日剩余支付限额，请选择其他支付方式',
    'limit-year': '超过该钱包当年剩余支付限额，请选择其他支付方式',
    'limit-balance': '收款钱包余额将超过上限，请选择其他支付方式',
    'account-frozen': '该钱包已冻结，请选择其他支付方式',
    'account-closed': '该钱包已注销，请选择其他支付方式',
    'funds-refused': '银行未同意扣款，款项未被扣除',
  },
};

/** What a payer reads while nobody can say whether the money was taken (rule LIFE-008). */
const NOT_KNOWN_YET: Readonly<Record<Language, string>> = {
  en: 'The result is being confirmed. Do not pay again: what was taken without a sale comes back by itself',
  zh: '支付结果确认中，请勿重复支付；未成交的扣款将自动退回',
};

/** Why a payment did not come about; a code without a sentence is given as it is. */
export const notPaidReason = (language: Language, reason: string): string => REFUSALS[language][reason] ?? reason;

/** The words for "not paid", with the reason where there is one; and those for an outcome that is not known yet. */
export function notPaidText(language: Language, reason?: string): string {
  const { notDone } = WALLET_WORDS[language];
  if (reason === undefined) return notDone;
  if (reason === 'outcome-unknown') return NOT_KNOWN_YET[language];
  const words = notPaidReason(language, reason);
  return language === 'zh' ? `${notDone}：${words}` : `${notDone}: ${words}`;
}

/** A page that asks for the content of a code, for a person without a camera. */
export function scanPage(language: Language, wallet: string, action: string): string {
  const words = WALLET_WORDS[language];
  return page(
    language,
    wallet,
    html`<form method="get" action="${action}"><p><label for="code">${words.scan}</label>
<input id="code" name="code" required></p><p><button>${words.look}</button></p></form>
<p><a href="${BILL_PATH}">${words.bill}</a></p>`,
  );
}

/** A page that refuses in the provider's own literal words, which are Chinese in every language. */
export function refusalPage(language: Language, wallet: string, text: string): string {
  return page(language, wallet, html`<p role="alert" lang="zh-CN">${text}</p>`);
}

/** A page that only leads on to the wallet, and shows the link that opens the wallet's app on a phone. */
export function handOffPage(language: Language, wallet: string, href: string, deepLink: string): string {
  const onward = html`<p><a class="onward" href="${href}">${WALLET_WORDS[language].open}</a></p>`;
  return page(language, wallet, html`${onward}<p><code data-fact="deeplink">${deepLink}</code></p>`);
}

/** An HTML answer that no cache keeps: whoever comes back to a page of a payment reads how it stands by then. */
export function htmlAnswer(text: string, status = 200): Response {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
  return new Response(text, { status, headers });
}
