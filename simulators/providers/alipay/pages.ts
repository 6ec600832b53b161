import type { Hono } from 'hono';
import { answer, incoming } from '../../network/message';
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
  resultPage,
  scanPage,
  sealed,
  sourcesWith,
  WALLET_FAILURES,
  WALLET_WORDS,
  type WalletDesk,
  walletPage,
} from '../pages';
import type { Admitted } from './gateway';
import { type NoticeDesk, returnAddress } from './notices';
import { type Product, place } from './orders';

/** The wallet's own name. */
export const WALLET = { en: 'Alipay', zh: '支付宝' };

/** The pages need from the provider how a payer looks at a payment and pays it. */
export interface PayerSide extends WalletDesk {
  /** Somebody has scanned the code or come to the cashier: from now on the trade exists and waits (sheet 2.5, 4). */
  look(credential: string): void;
}

/** page.pay and wap.pay: the browser is led to the cashier (sheet 1.9). Relative, so that it stays on the host it used. */
export function openCashier(desk: NoticeDesk, product: Product, admitted: Admitted): Response {
  const { credential } = place(desk, product, admitted);
  return answer(302, { Location: `/sim/cashier?${new URLSearchParams({ code: credential })}` }, '');
}

/** An address that a page may link to: a web page or an app, but nothing that the browser would run. */
function linkable(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  return /^(javascript|data|vbscript|blob|file):$/.test(new URL(address).protocol) ? undefined : address;
}

/** The way back: the signed return once it is paid, the wap product's own exit when the payer gives up (sheet 2.3, 3.6). */
function wayBack(desk: NoticeDesk, trade: Trade | undefined): string | undefined {
  if (trade?.product !== 'page' && trade?.product !== 'wap') return undefined;
  return linkable(trade.status === 'paid' ? returnAddress(desk, trade) : trade.extra?.['quit_url']);
}

/** What the page's buttons send. */
const OUTCOMES = ['paid', 'declined', ...Object.keys(WALLET_FAILURES.zh)];

/** How a decision ended: paid, refused, given up, or failed in the payer's hands; nothing where nobody has decided. */
interface Ended {
  readonly path: string;
  readonly code: string;
  readonly refusal?: RefusalCode;
  /** What failed, in the words of the page. */
  readonly failure?: string;
}

/** The cashier of a browser and the wallet of a phone: both show the payment and take the payer's decision. */
export function mountPages(app: Hono, desk: NoticeDesk, payerSide: PayerSide): void {
  const { book, register } = desk;
  const { people, cards } = payerSide;
  const guests = () => payerSide.guests?.() ?? [];

  /** Why nobody can pay a trade any more; a code that nobody opened in its time is dead (sheet 2.1). */
  const over = (trade: Trade): RefusalCode | undefined => {
    const now = book.settings.clock.now();
    const dead = trade.status === 'prepared' && now > trade.credentialUntil;
    return overBecause(trade, now) ?? (dead ? 'expired' : undefined);
  };

  /** What the wallet says of a payment as it now stands: what was paid is paid, whoever pressed once more. */
  const say = (language: Language, { path, code, refusal, failure }: Ended): Response => {
    const trade = book.byCredential(code);
    const words = WALLET_WORDS[language];
    const paid = trade?.status === 'paid';
    const address = trade && `${path}?${new URLSearchParams({ code })}`;
    const paidText = refusal === undefined ? words.done : words.already;
    return htmlAnswer(
      answerPage(
        payerSide.answer({
          language,
          wallet: WALLET[language],
          paid,
          text: paid ? paidText : notPaidText(language, refusal ?? failure),
          back: wayBack(desk, trade),
          again: trade && refusal !== 'outcome-unknown' && over(trade) === undefined ? address : undefined,
          address,
        }),
      ),
    );
  };

  // The content of an order code is an address: whatever opens it lands in the wallet.
  app.get('/:code{bax[0-9a-z]+}', (context) => {
    const code = `https://qr.alipay.com/${context.req.param('code')}`;
    return answer(302, { Location: `/sim/wallet?${new URLSearchParams({ code })}` }, '');
  });

  for (const path of ['/sim/cashier', '/sim/wallet']) {
    app.get(path, (context) => {
      const language = languageOf(context.req.raw.headers);
      const wallet = WALLET[language];
      const code = context.req.query('code');
      if (!code) return htmlAnswer(scanPage(language, wallet, path));
      payerSide.look(code);
      const trade = book.byCredential(code);
      if (!trade) return htmlAnswer(resultPage(language, wallet, notPaidText(language, 'no-such-trade')), 404);
      const refusal = over(trade);
      if (refusal !== undefined) return say(language, { path, code, refusal });
      const payeeName = register.seller(trade.payee)?.name ?? trade.payee;
      const view = {
        language,
        wallet,
        trade,
        payeeName,
        people,
        cards,
        action: path,
        hidden: { code, ...sealed([trade]) },
        ...sourcesWith(guests(), wallet, language),
      };
      const failures = WALLET_FAILURES[language];
      return htmlAnswer(walletPage(payerSide.view({ ...view, asksPassword: true, failures })));
    });

    app.post(path, async (context) => {
      const { headers, body } = await incoming(context.req.raw);
      const language = languageOf(headers);
      const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
      const code = form.get('code') ?? '';
      const { payer, outcome, given, seal, from } = decision(form);
      const isOffered = from === undefined || guests().some(({ id }) => id === from);
      if (!people.includes(payer) || !OUTCOMES.includes(outcome) || !isOffered) {
        // Only what the page offers can be chosen: one of its payers, of those in its cashier, and of its buttons.
        return htmlAnswer(resultPage(language, WALLET[language], notPaidText(language, 'no-such-choice')), 400);
      }
      const right = given === undefined || payerSide.fits(payer, given);
      const pressed = right || outcome === 'declined' ? outcome : 'wrong-password';
      const refusal = await payerSide.pay(code, payer, pressed === 'paid' ? 'paid' : 'declined', given, seal, from);
      return say(language, { path, code, refusal, failure: WALLET_FAILURES[language][pressed] });
    });
  }
}
