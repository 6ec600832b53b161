import type { Hono } from 'hono';
import { beijingDateTime } from '../../kernel/time';
import { incoming } from '../../network/message';
import type { RefusalCode } from '../engine/engine';
import type { CodeBehaviour, PayerCode } from '../engine/payer-codes';
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
  WALLET_FAILURES,
  WALLET_WORDS,
  type WalletDesk,
  walletPage,
} from '../pages';
import { behaviourOf, paymentCodePage } from '../payment-code-page';
import { setting } from '../profile';
import { formText } from './form';
import { CASHIER_PATH, WALLET } from './gateway';
import { payNoticeValues, signedPayNotice } from './notices';
import type { TradeDesk } from './trades';

/** What the pages need from the provider. */
export interface PayerSide extends WalletDesk {
  /** Somebody looks at the payment. */
  look(credential: string): void;
  /** A wallet shows a code. */
  show(payer: string, behaviour: CodeBehaviour): PayerCode;
}

const CODE_PATH = '/sim/payment-code';

/** What the page's buttons send. */
const OUTCOMES = ['paid', 'declined', ...Object.keys(WALLET_FAILURES.zh)];

/** Only a web address leads back; a page never links to a script. */
const isAddress = (address: string | undefined): address is string => /^https?:\/\//.test(address ?? '');

/** The way back to the merchant; it proves nothing, whatever it carries. */
function wayBack(desk: TradeDesk, trade: Trade | undefined): string | undefined {
  const address = trade?.returnUrl;
  if (!trade || !isAddress(address)) return undefined;
  const merchant = desk.register.merchant(trade.payee);
  const tells = trade.status === 'paid' && setting(desk.profile, 'wayBack') === 'with-result';
  if (!merchant || !tells) return address;
  const values = signedPayNotice(payNoticeValues(desk, trade), trade, merchant.key);
  return `${address}${address.includes('?') ? '&' : '?'}${formText(values)}`;
}

/** How a decision ended: paid, refused, given up, or failed in the payer's hands. */
interface Ended {
  readonly code: string;
  readonly refusal?: RefusalCode;
  /** What failed, in the words of the page. */
  readonly failure?: string;
}

/** The cashier: shows payee and amount, and takes the payer's decision. */
export function mountPages(app: Hono, desk: TradeDesk, payerSide: PayerSide): void {
  const { book, register, now } = desk;
  const { people, cards } = payerSide;

  /** What the wallet says of a payment as it now stands: what was paid is paid, whoever pressed once more. */
  const say = (language: Language, { code, refusal, failure }: Ended): Response => {
    const trade = book.byCredential(code);
    const words = WALLET_WORDS[language];
    const paid = trade?.status === 'paid';
    const address = trade && `${CASHIER_PATH}?${new URLSearchParams({ code })}`;
    const paidText = refusal === undefined ? words.done : words.already;
    return htmlAnswer(
      answerPage(
        payerSide.answer({
          language,
          wallet: WALLET[language],
          paid,
          text: paid ? paidText : notPaidText(language, refusal ?? failure),
          back: wayBack(desk, trade),
          again: trade && overBecause(trade, now()) === undefined ? address : undefined,
          address,
        }),
      ),
    );
  };

  app.get(CASHIER_PATH, (context) => {
    const language = languageOf(context.req.raw.headers);
    const wallet = WALLET[language];
    const code = context.req.query('code');
    if (!code) return htmlAnswer(scanPage(language, wallet, CASHIER_PATH));
    payerSide.look(code);
    const trade = book.byCredential(code);
    if (!trade) return htmlAnswer(resultPage(language, wallet, notPaidText(language, 'no-such-trade')), 404);
    const refusal = overBecause(trade, now());
    if (refusal !== undefined) return say(language, { code, refusal });
    const asked = trade.chargedTo;
    const view = {
      language,
      wallet,
      trade,
      payeeName: register.name(trade.payee),
      // Only the payer whose code was read is asked.
      people: asked === undefined ? people : [asked],
      cards,
      action: CASHIER_PATH,
      hidden: { code, ...sealed([trade]) },
      failures: asked === undefined ? WALLET_FAILURES[language] : undefined,
    };
    return htmlAnswer(walletPage(payerSide.view({ ...view, asksPassword: true })));
  });

  app.post(CASHIER_PATH, async (context) => {
    const { headers, body } = await incoming(context.req.raw);
    const language = languageOf(headers);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const code = form.get('code') ?? '';
    const { payer, outcome, given, seal } = decision(form);
    if (!people.includes(payer) || !OUTCOMES.includes(outcome)) {
      // Only what the page offers can be chosen: one of its payers, and one of its buttons.
      return htmlAnswer(resultPage(language, WALLET[language], notPaidText(language, 'no-such-choice')), 400);
    }
    const right = given === undefined || payerSide.fits(payer, given);
    const pressed = right || outcome === 'declined' ? outcome : 'wrong-password';
    const refusal = await payerSide.pay(code, payer, pressed === 'paid' ? 'paid' : 'declined', given, seal);
    return say(language, { code, refusal, failure: WALLET_FAILURES[language][pressed] });
  });

  mountPaymentCode(app, desk, payerSide);
}

/** The page on which a payer's wallet shows a code for a merchant to read. */
function mountPaymentCode(app: Hono, desk: TradeDesk, { people, show }: PayerSide): void {
  const page = async (headers: Headers, payer?: string, shown?: PayerCode) => {
    const language = languageOf(headers);
    const until = shown && beijingDateTime(shown.until);
    const waiting = desk.book.trades().filter(({ status, chargedTo }) => status === 'open' && chargedTo === payer);
    const asked = waiting.map((trade) => ({
      trade,
      payeeName: desk.register.name(trade.payee),
      href: `${CASHIER_PATH}?${new URLSearchParams({ code: trade.credential })}`,
    }));
    return htmlAnswer(
      await paymentCodePage({
        language,
        wallet: WALLET[language],
        people,
        action: CODE_PATH,
        payer,
        shown,
        until,
        ...(payer === undefined ? {} : { asked }),
      }),
    );
  };

  app.get(CODE_PATH, (context) => {
    const payer = people.find((person) => person === context.req.query('payer'));
    return page(context.req.raw.headers, payer);
  });

  app.post(CODE_PATH, async (context) => {
    const { headers, body } = await incoming(context.req.raw);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const payer = people.find((person) => person === form.get('payer'));
    return payer === undefined ? page(headers) : page(headers, payer, show(payer, behaviourOf(form.get('behaviour'))));
  });
}
