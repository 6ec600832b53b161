import type { Context, Hono } from 'hono';
import { answer, incoming } from '../network/message';
import type { TradeBook } from './engine/book';
import type { RefusalCode } from './engine/engine';
import type { Trade } from './engine/trade';
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
  WALLET_FAILURES,
  WALLET_WORDS,
  type WalletDesk,
  walletPage,
} from './pages';

/** Where the wallet's own page of a payment is; every other page of a cashier leads there. */
export const WALLET_PATH = '/sim/wallet';

/** What the pages need from a provider whose payments wait for their payer as soon as they are ordered. */
export interface CashierDesk extends WalletDesk {
  /** The wallet's own name. */
  readonly wallet: Readonly<Record<Language, string>>;
  readonly book: TradeBook;
  readonly nameOf: (payee: string) => string;
  /** The way back, where the merchant gave one. */
  readonly wayBack: (trade: Trade) => string | undefined;
}

/** What the page's buttons send. */
const OUTCOMES = ['paid', 'declined', ...Object.keys(WALLET_FAILURES.zh)];

/** How a decision ended: paid, refused, given up, or failed in the payer's hands. */
interface Ended {
  readonly code: string;
  readonly refusal?: RefusalCode;
  /** What failed, in the words of the page. */
  readonly failure?: string;
}

/** The address of the wallet's page of a payment. */
export const walletAddress = (code: string): string => `${WALLET_PATH}?${new URLSearchParams({ code })}`;

/** An address that a page may link to: a web page or an app, but nothing that the browser would run. */
export function linkable(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  return /^(javascript|data|vbscript|blob|file):$/.test(new URL(address).protocol) ? undefined : address;
}

/** What the wallet says of a payment as it now stands: what was paid is paid, whoever pressed once more. */
function say(desk: CashierDesk, language: Language, { code, refusal, failure }: Ended): Response {
  const trade = desk.book.byCredential(code);
  const words = WALLET_WORDS[language];
  const paid = trade?.status === 'paid';
  const address = trade && walletAddress(code);
  const paidText = refusal === undefined ? words.done : words.already;
  const waits = trade && overBecause(trade, desk.book.settings.clock.now()) === undefined;
  return htmlAnswer(
    answerPage(
      desk.answer({
        language,
        wallet: desk.wallet[language],
        paid,
        text: paid ? paidText : notPaidText(language, refusal ?? failure),
        back: trade && linkable(desk.wayBack(trade)),
        again: waits ? address : undefined,
        address,
      }),
    ),
  );
}

function show(desk: CashierDesk, { req }: Context): Response {
  const language = languageOf(req.raw.headers);
  const wallet = desk.wallet[language];
  const code = req.query('code');
  if (!code) return htmlAnswer(scanPage(language, wallet, WALLET_PATH));
  const trade = desk.book.byCredential(code);
  if (!trade) return htmlAnswer(resultPage(language, wallet, notPaidText(language, 'no-such-trade')), 404);
  const refusal = overBecause(trade, desk.book.settings.clock.now());
  if (refusal !== undefined) return say(desk, language, { code, refusal });
  const { cards, nameOf } = desk;
  const payeeName = nameOf(trade.payee);
  const view = {
    language,
    wallet,
    trade,
    payeeName,
    // Only the payer whose code was read is asked.
    people: trade.chargedTo === undefined ? desk.people : [trade.chargedTo],
    cards,
    action: WALLET_PATH,
    hidden: { code, ...sealed([trade]) },
  };
  const failures = trade.chargedTo === undefined ? WALLET_FAILURES[language] : undefined;
  return htmlAnswer(walletPage(desk.view({ ...view, asksPassword: true, failures })));
}

async function decide(desk: CashierDesk, context: Context): Promise<Response> {
  const { headers, body } = await incoming(context.req.raw);
  const language = languageOf(headers);
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const code = form.get('code') ?? '';
  const { payer, outcome, given, seal } = decision(form);
  if (!desk.people.includes(payer) || !OUTCOMES.includes(outcome)) {
    // Only what the page offers can be chosen: one of its payers, and one of its buttons.
    return htmlAnswer(resultPage(language, desk.wallet[language], notPaidText(language, 'no-such-choice')), 400);
  }
  const right = given === undefined || desk.fits(payer, given);
  const pressed = right || outcome === 'declined' ? outcome : 'wrong-password';
  const refusal = await desk.pay(code, payer, pressed === 'paid' ? 'paid' : 'declined', given, seal);
  return say(desk, language, { code, refusal, failure: WALLET_FAILURES[language][pressed] });
}

/**
 * The wallet's page: it shows a payment and takes the payer's decision. For providers whose payments wait for their payer
 * as soon as they are ordered.
 */
export function mountCashier(app: Hono, desk: CashierDesk): void {
  app.get(WALLET_PATH, (context) => show(desk, context));
  app.post(WALLET_PATH, (context) => decide(desk, context));
}

/** Sends a browser on to the wallet's page of a payment; relative, so that it stays on the host it used. */
export const onToWallet = (code: string): Response => answer(303, { Location: walletAddress(code) }, '');
