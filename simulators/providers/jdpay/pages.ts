import type { Context, Hono } from 'hono';
import { answer, type Incoming, incoming } from '../../network/message';
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
  refusalPage,
  resultPage,
  scanPage,
  sealed,
  WALLET_FAILURES,
  WALLET_WORDS,
  type WalletDesk,
  walletPage,
} from '../pages';
import type { Desk } from './desk';
import { JdFault } from './faults';
import { admit } from './gate';
import { CODE_ADDRESS, saveOrder } from './orders';
import { checkRequest } from './requests';
import { returnForm, returnPage } from './returns';
import { appSignature } from './signature';

/** The wallet's own name. */
export const WALLET = { en: 'JD Pay', zh: '京东支付' };

export const WALLET_PATH = '/sim/wallet';
const RETURN_PATH = '/sim/return';
/** Where what an app of a merchant hands over opens the wallet. */
export const APP_PATH = '/sim/app-pay';

/** What is ours and not JD's says so: every page, and what no sample was found of. */
export const SIM_PROFILE = { 'X-Sim-Profile': 'jdpay-sim-profile/0' };

/** Marks the pages among all answers. */
export function markPages(app: Hono): void {
  app.use(async (context, next) => {
    await next();
    const { headers } = context.res;
    if (headers.get('content-type')?.startsWith('text/html'))
      headers.set('X-Sim-Profile', SIM_PROFILE['X-Sim-Profile']);
  });
}

/** The forms that a payer's browser posts, and where both cashiers are (sheet 1). */
export const FORM_PATHS: readonly string[] = ['/jdpay/saveOrder', '/jdpay/customerPay'];
const CASHIER_PATH = '/jdpay/payCashier';

const PHONE = /\b(Mobile|Android|iPhone|HarmonyOS)\b/i;

/** Which cashier a browser asked for: by the host where that tells, else by the browser itself. */
export function cashierOf({ url, headers }: Pick<Incoming, 'url' | 'headers'>): 'page' | 'h5' {
  const { hostname } = new URL(url);
  if (hostname.endsWith('.jd.com')) return hostname.startsWith('h5pay') ? 'h5' : 'page';
  return PHONE.test(headers.get('user-agent') ?? '') ? 'h5' : 'page';
}

/** Where the browser goes from the form; the two cashiers spell it differently (sheet 1). */
function cashierAddress({ phoneOrigin }: Desk, { product, outTradeNo, tradeNo, credential }: Trade): string {
  const names = product === 'h5' ? 'orderId' : 'ourTradeNum';
  const query = new URLSearchParams({ tradeNum: outTradeNo, [names]: tradeNo, key: credential });
  return product === 'h5' ? `${phoneOrigin()}${CASHIER_PATH}?${query}` : `payCashier?${query}`;
}

/** A refusal of the cashier, with its code. */
function cashierRefusal(language: Language, { page }: JdFault): Response {
  const text = refusalPage(language, WALLET[language], `${page.text} (${page.code})`);
  return htmlAnswer(text.replace(page.code, `<code>${page.code}</code>`));
}

async function openCashier(desk: Desk, context: Context): Promise<Response> {
  const message = await incoming(context.req.raw);
  const language = languageOf(message.headers);
  try {
    const admitted = admit(desk, checkRequest(message, 'form', desk));
    const trade = saveOrder(desk, cashierOf(message), admitted);
    return answer(302, { Location: cashierAddress(desk, trade) }, '');
  } catch (error) {
    if (!(error instanceof JdFault)) desk.report(error);
    return cashierRefusal(language, error instanceof JdFault ? error : new JdFault('failed'));
  }
}

/** What the page's buttons send. */
const OUTCOMES = ['paid', 'declined', ...Object.keys(WALLET_FAILURES.zh)];

/** How a decision ended: paid, refused, given up, or failed in the payer's hands; nothing where nobody has decided. */
interface Ended {
  readonly code: string;
  readonly refusal?: RefusalCode;
  /** What failed, in the words of the page. */
  readonly failure?: string;
}

const addressOf = (code: string) => `${WALLET_PATH}?${new URLSearchParams({ code })}`;

/** What the pages need beside the desk. */
export interface PayerSide extends WalletDesk {
  /** Somebody has come to the payment. */
  look(credential: string): void;
}

/** The cashiers and the wallet: they show the payment and take the payer's decision (profile jdpay-sim-profile). */
export class WalletPages {
  constructor(
    readonly desk: Desk,
    readonly side: PayerSide,
  ) {}

  mount(app: Hono): void {
    for (const path of FORM_PATHS) app.post(path, (context) => openCashier(this.desk, context));
    app.get(CASHIER_PATH, (context) => this.#cashier(context));
    // The content of an order's code is an address: whatever opens it lands in the wallet.
    app.get('/code', ({ req }) => answer(302, { Location: addressOf(`${CODE_ADDRESS}${req.query('c') ?? ''}`) }, ''));
    app.get(WALLET_PATH, ({ req }) => this.#wallet(languageOf(req.raw.headers), req.query('code') ?? ''));
    app.post(WALLET_PATH, async ({ req }) => this.#decide(await incoming(req.raw)));
    app.get(APP_PATH, ({ req }) => this.#fromApp(languageOf(req.raw.headers), req.query()));
    app.get(RETURN_PATH, ({ req }) => this.#leave(languageOf(req.raw.headers), req.query('code') ?? ''));
  }

  /** The cashier opens with the key that the form was answered with, for that order and no other. */
  #cashier({ req }: Context): Response {
    const { tradeNum, orderId, ourTradeNum, key = '' } = req.query();
    const trade = this.desk.book.byCredential(key);
    const language = languageOf(req.raw.headers);
    const fits = trade?.outTradeNo === tradeNum && trade?.tradeNo === (orderId ?? ourTradeNum);
    if (fits) return this.#wallet(language, key);
    return htmlAnswer(refusalPage(language, WALLET[language], '支付验签失败，请稍后重试 (CASH000004)'), 400);
  }

  /** An app names an order, and proves with the merchant's third secret that it may (sheet 2.5). */
  #fromApp(language: Language, { merchant, orderId = '', signData }: Record<string, string>): Response {
    const account = this.desk.register.account(merchant);
    const trade = this.desk.book.byTradeNo(orderId);
    const signed = account && trade?.payee === merchant && signData === appSignature(account, orderId);
    if (signed && trade) return answer(302, { Location: addressOf(trade.credential) }, '');
    return htmlAnswer(resultPage(language, WALLET[language], notPaidText(language, 'no-such-trade')), 400);
  }

  #over = (trade: Trade): RefusalCode | undefined => overBecause(trade, this.desk.now());

  #wallet(language: Language, code: string): Response {
    const { book, register } = this.desk;
    const wallet = WALLET[language];
    if (code === '') return htmlAnswer(scanPage(language, wallet, WALLET_PATH));
    this.side.look(code);
    const trade = book.byCredential(code);
    if (!trade) return htmlAnswer(resultPage(language, wallet, notPaidText(language, 'no-such-trade')), 404);
    const refusal = this.#over(trade);
    if (refusal !== undefined) return this.#say(language, { code, refusal });
    // Only the payer whose code was read is asked.
    const asked = trade.chargedTo;
    return htmlAnswer(
      walletPage(
        this.side.view({
          language,
          wallet,
          trade,
          payeeName: register.nameOf(trade.payee),
          people: asked === undefined ? this.side.people : [asked],
          cards: this.side.cards,
          action: WALLET_PATH,
          hidden: { code, ...sealed([trade]) },
          asksPassword: true,
          failures: asked === undefined ? WALLET_FAILURES[language] : undefined,
        }),
      ),
    );
  }

  async #decide({ headers, body }: Incoming): Promise<Response> {
    const language = languageOf(headers);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const code = form.get('code') ?? '';
    const { payer, outcome, given, seal } = decision(form);
    if (!this.side.people.includes(payer) || !OUTCOMES.includes(outcome)) {
      // Only what the page offers can be chosen: one of its payers, and one of its buttons.
      return htmlAnswer(resultPage(language, WALLET[language], notPaidText(language, 'no-such-choice')), 400);
    }
    const right = given === undefined || this.side.fits(payer, given);
    const pressed = right || outcome === 'declined' ? outcome : 'wrong-password';
    const refusal = await this.side.pay(code, payer, pressed === 'paid' ? 'paid' : 'declined', given, seal);
    return this.#say(language, { code, refusal, failure: WALLET_FAILURES[language][pressed] });
  }

  /** What the wallet says of a payment as it now stands: what was paid is paid, whoever pressed once more. */
  #say(language: Language, { code, refusal, failure }: Ended): Response {
    const trade = this.desk.book.byCredential(code);
    const words = WALLET_WORDS[language];
    const paid = trade?.status === 'paid';
    const address = trade && addressOf(code);
    const paidText = refusal === undefined ? words.done : words.already;
    return htmlAnswer(
      answerPage(
        this.side.answer({
          language,
          wallet: WALLET[language],
          paid,
          text: paid ? paidText : notPaidText(language, refusal ?? failure),
          back: trade && this.#wayBack(trade, code),
          again: trade && this.#over(trade) === undefined ? address : undefined,
          address,
        }),
      ),
    );
  }

  /** Only a success is told on the way back (sheet 3.7); whoever has not paid finds the shop by a bare link. */
  #wayBack({ status, returnUrl }: Trade, code: string): string | undefined {
    if (returnUrl === undefined || status !== 'paid') return returnUrl;
    return `${RETURN_PATH}?${new URLSearchParams({ code })}`;
  }

  #leave(language: Language, code: string): Response {
    const trade = this.desk.book.byCredential(code);
    const form = trade && returnForm(this.desk, trade);
    const address = trade?.returnUrl;
    if (!form || address === undefined) return this.#say(language, { code, refusal: 'no-such-trade' });
    return htmlAnswer(returnPage(language, WALLET[language], address, form));
  }
}
