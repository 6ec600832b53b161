import type { Hono } from 'hono';
import { answer, incoming } from '../../network/message';
import type { PayerOutcome } from '../contract';
import type { Trade } from '../engine/trade';
import {
  decision,
  htmlAnswer,
  languageOf,
  notPaidText,
  resultPage,
  scanPage,
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

const isOutcome = (text: string): text is PayerOutcome => text === 'paid' || text === 'declined';

/** The cashier of a browser and the wallet of a phone: both show the payment and take the payer's decision. */
export function mountPages(app: Hono, desk: NoticeDesk, payerSide: PayerSide): void {
  const { book, register } = desk;
  const { people, cards } = payerSide;

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
      if (!trade) {
        return htmlAnswer(resultPage(language, wallet, notPaidText(language, 'no-such-trade'), undefined), 404);
      }
      const payeeName = register.seller(trade.payee)?.name ?? trade.payee;
      const view = { language, wallet, trade, payeeName, people, cards, action: path, hidden: { code } };
      return htmlAnswer(walletPage(payerSide.view(view)));
    });

    app.post(path, async (context) => {
      const { headers, body } = await incoming(context.req.raw);
      const language = languageOf(headers);
      const wallet = WALLET[language];
      const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
      const code = form.get('code') ?? '';
      const { payer, outcome, given } = decision(form);
      if (!people.includes(payer) || !isOutcome(outcome)) {
        // Only what the page offers can be chosen: one of its payers, and one of its buttons.
        return htmlAnswer(resultPage(language, wallet, notPaidText(language, 'no-such-choice'), undefined), 400);
      }
      const wrong = given !== undefined && !payerSide.fits(payer, given);
      const refusal = wrong ? 'wrong-password' : payerSide.pay(code, payer, outcome, given);
      const unpaid = refusal !== undefined || outcome === 'declined';
      const text = unpaid ? notPaidText(language, refusal) : undefined;
      return htmlAnswer(resultPage(language, wallet, text, wayBack(desk, book.byCredential(code))));
    });
  }
}
