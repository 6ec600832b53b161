import type { Hono } from 'hono';
import { html } from 'hono/html';
import { incoming } from '../../network/message';
import type { RefusalCode } from '../engine/engine';
import type { Trade } from '../engine/trade';
import {
  answerPage,
  decision,
  htmlAnswer,
  type Language,
  languageOf,
  notPaidText,
  overBecause,
  page,
  resultPage,
  scanPage,
  sealed,
  WALLET_FAILURES,
  WALLET_WORDS,
  type WalletDesk,
  walletPage,
} from '../pages';
import { BANKS, bankNamed } from './banks';
import { frontNotice, type NoticeDesk } from './notices';
import type { Refusal } from './refusals';
import { type Desk, isFrontType } from './trades';

/** The wallet's own name. */
export const WALLET = { en: 'UnionPay Cloud QuickPass', zh: '云闪付' };

/** What the payer sees is no page of UnionPay's, which are not public; it is named in every answer (sheet 13). */
export const PROFILE_NAME = 'unionpay-sim-profile/0';

const [GATEWAY = '', CODES = ''] = ['https://gateway.95516.com', 'https://qr.95516.com'];

/** Where a browser lands that has posted an order. */
export const cashierAddress = ({ pageOrigin }: Desk, tn: string): string =>
  `${pageOrigin(GATEWAY)}/sim/cashier?${new URLSearchParams({ tn })}`;

/** Where a code, or an app's number, is opened in the wallet. */
export const walletAddress = ({ pageOrigin }: Desk, code: string): string =>
  `${pageOrigin(CODES)}/sim/wallet?${new URLSearchParams({ code })}`;

/** A page of our own making says so. */
export function labelledAnswer(text: string, status = 200): Response {
  const labelled = text.replace('</main>', `<p class="note"><code>${PROFILE_NAME}</code></p></main>`);
  const response = htmlAnswer(labelled, status);
  response.headers.set('X-Sim-Profile', PROFILE_NAME);
  return response;
}

/** The page of an order that was refused. Clients look for a class that ends so (sheet 2). */
export function refusalHtml({ respMsg }: Refusal): Response {
  const text = html`<div class="pay_end_error" role="alert" lang="zh-CN"><p>${respMsg}</p></div>`;
  return labelledAnswer(page('zh', WALLET.zh, text));
}

/** With what a payer confirms: the password, to what the confirmation is bound, and the bank that was chosen. */
export interface PayerChoice {
  readonly given?: string;
  readonly seal?: string;
  readonly bank?: string;
}

/** What the pages need of the provider: how a payment is paid, and from which bank. */
export interface PayerSide extends Omit<WalletDesk, 'pay'> {
  payFrom(
    credential: string,
    payer: string,
    outcome: 'paid' | 'declined',
    choice: PayerChoice,
  ): Promise<RefusalCode | undefined>;
}

const OUTCOMES = ['paid', 'declined', ...Object.keys(WALLET_FAILURES.zh)];
const SIMULATED = { en: ' (simulated)', zh: '（模拟）' };

const banksIn = (language: Language) =>
  Object.fromEntries(BANKS.map((bank) => [bank.code, `${bank[language]}${SIMULATED[language]}`]));

/** An address that a page may link to. */
const linkable = (address: string | undefined): string | undefined =>
  address !== undefined && /^https?:/.test(address) ? address : undefined;

/**
 * A page in the payer's browser leads back: with the signed form once it is paid, plainly when it is not. From a code
 * there is no way back but the one that the page's own address names.
 */
function wayBack(trade: Trade | undefined, named: string | undefined): string | undefined {
  if (!trade || trade.product === 'app' || !isFrontType(trade.product)) return linkable(named);
  const { returnUrl, extra, credential, status } = trade;
  if (linkable(returnUrl) === undefined) return undefined;
  if (status === 'paid') return `/sim/return?${new URLSearchParams({ tn: credential })}`;
  return linkable(extra?.['frontFailUrl'] ?? returnUrl);
}

/** Sends the signed return as the browser's own form; its button is for browsers without scripts (sheet 2). */
function returnPage(desk: NoticeDesk, language: Language, trade: Trade): string {
  const inputs = Object.entries(frontNotice(desk, trade)).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const sends = html`<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>`;
  const form = html`<form method="post" action="${trade.returnUrl ?? ''}">${inputs}
<p><button>${WALLET_WORDS[language].back}</button></p></form>${sends}`;
  return page(language, WALLET[language], form);
}

interface Ended {
  readonly path: string;
  readonly field: string;
  readonly code: string;
  /** The way back that the page's address named. */
  readonly named: string | undefined;
  readonly refusal?: RefusalCode;
  readonly failure?: string;
}

/** The cashier of a browser and the wallet of a phone: both show the payment, the bank apps, and take the decision. */
export function mountPages(app: Hono, desk: NoticeDesk, payerSide: PayerSide): void {
  const { book, register, now } = desk;
  const { people, cards } = payerSide;

  const addressOf = ({ path, field, code, named }: Ended): string =>
    `${path}?${new URLSearchParams({ [field]: code, ...(named === undefined ? {} : { back: named }) })}`;

  const say = (language: Language, ended: Ended): Response => {
    const { code, named, refusal, failure } = ended;
    const trade = book.byCredential(code);
    const words = WALLET_WORDS[language];
    const paid = trade?.status === 'paid';
    const address = trade && addressOf(ended);
    const paidText = refusal === undefined ? words.done : words.already;
    const text = paid ? paidText : notPaidText(language, refusal ?? failure);
    const again = trade && overBecause(trade, now()) === undefined ? address : undefined;
    const back = wayBack(trade, named);
    return labelledAnswer(
      answerPage(payerSide.answer({ language, wallet: WALLET[language], paid, text, back, again, address })),
    );
  };

  // The content of a code is an address: whatever opens it lands in the wallet.
  app.get('/00010000/:number{[0-9]+}', (context) => {
    const code = `${CODES}/00010000/${context.req.param('number')}`;
    return new Response(null, { status: 302, headers: { Location: `/sim/wallet?${new URLSearchParams({ code })}` } });
  });

  app.get('/sim/return', (context) => {
    const language = languageOf(context.req.raw.headers);
    const trade = book.byCredential(context.req.query('tn') ?? '');
    if (trade?.status === 'paid' && wayBack(trade, undefined) !== undefined)
      return labelledAnswer(returnPage(desk, language, trade));
    return labelledAnswer(resultPage(language, WALLET[language], notPaidText(language, 'no-such-trade')), 404);
  });

  for (const [path, field] of [
    ['/sim/cashier', 'tn'],
    ['/sim/wallet', 'code'],
  ] as const) {
    app.get(path, (context) => {
      const language = languageOf(context.req.raw.headers);
      const wallet = WALLET[language];
      const { [field]: code, back: named } = context.req.query();
      if (!code) return labelledAnswer(scanPage(language, wallet, '/sim/wallet'));
      const trade = book.byCredential(code);
      if (!trade) return labelledAnswer(resultPage(language, wallet, notPaidText(language, 'no-such-trade')), 404);
      const refusal = overBecause(trade, now());
      if (refusal !== undefined) return say(language, { path, field, code, named, refusal });
      const payeeName = register.merchant(trade.payee)?.name ?? trade.payee;
      const view = payerSide.view({
        language,
        wallet,
        trade,
        payeeName,
        // Only the payer whose code was read is asked.
        people: trade.chargedTo === undefined ? people : [trade.chargedTo],
        cards,
        action: path,
        hidden: { [field]: code, ...(named === undefined ? {} : { back: named }), ...sealed([trade]) },
        asksPassword: true,
        failures: trade.chargedTo === undefined ? WALLET_FAILURES[language] : undefined,
        sources: banksIn(language),
      });
      return labelledAnswer(walletPage(view));
    });

    app.post(path, async (context) => {
      const { headers, body } = await incoming(context.req.raw);
      const language = languageOf(headers);
      const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
      const code = form.get(field) ?? '';
      const { payer, outcome, given, seal, from: bank } = decision(form);
      if (!people.includes(payer) || !OUTCOMES.includes(outcome) || !bankNamed(bank)) {
        // Only what the page offers can be chosen.
        return labelledAnswer(resultPage(language, WALLET[language], notPaidText(language, 'no-such-choice')), 400);
      }
      const right = given === undefined || payerSide.fits(payer, given);
      const pressed = right || outcome === 'declined' ? outcome : 'wrong-password';
      const decided = pressed === 'paid' ? 'paid' : 'declined';
      const refusal = await payerSide.payFrom(code, payer, decided, { given, seal, bank });
      const named = form.get('back') ?? undefined;
      return say(language, { path, field, code, named, refusal, failure: WALLET_FAILURES[language][pressed] });
    });
  }
}
