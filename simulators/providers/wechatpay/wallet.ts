import type { Hono } from 'hono';
import { incoming } from '../../network/message';
import type { RefusalCode } from '../engine/engine';
import type { Trade } from '../engine/trade';
import {
  answerPage,
  decision,
  htmlAnswer,
  type Language,
  languageOf,
  notPaidReason,
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
import type { Desk } from './desk';
import { INVOCATION_TEXTS, invocationFault, readInvocation } from './invocation';

/** The wallet's own name. */
export const WALLET = { en: 'WeChat Pay', zh: '微信支付' };

export const WALLET_PATH = '/sim/wallet';

/** What the wallet says when a payment is refused: its own literal words where the page is Chinese (official skills). */
function refusalText(language: Language, refusal: RefusalCode, trade: Trade | undefined): string {
  if (language !== 'zh') return refusal;
  switch (refusal) {
    case 'wrong-payer':
      return trade?.product === 'native' ? '商家订单信息有误，请重新下单支付' : '下单账号与支付账号不一致';
    case 'payment-failed':
    case 'expired':
    case 'already-closed':
      return '该订单已失效';
    case 'over-limit':
    case 'confirmation-void':
    case 'funds-refused':
      return notPaidReason('zh', refusal);
    // Words of our own: no document says what the payer reads then.
    case 'outcome-unknown':
      return refusal;
    default:
      return '订单不存在';
  }
}

/** What a page or an app of the merchant sent, as far as it names a prepay id; anything else is a code. */
function given(query: Record<string, string>): { code: string; invoked: boolean } {
  const invoked = query['paySign'] !== undefined || query['sign'] !== undefined;
  return { code: invoked ? (readInvocation(query)?.prepayId ?? '') : (query['code'] ?? ''), invoked };
}

/** Only a web address leads back; a page never links to a script. */
const wayBack = (address: string | null | undefined) =>
  /^https?:\/\//.test(address ?? '') ? String(address) : undefined;

/** How a decision ended: paid, refused, given up, or failed in the payer's hands; nothing where nobody has decided. */
interface Ended {
  readonly code: string;
  readonly back?: string;
  readonly refusal?: RefusalCode;
  /** What failed, in the words of the page. */
  readonly failure?: string;
}

/** The wallet: takes the content of a code, a link or an invocation, shows payee and amount, and lets the payer decide. */
export function mountWallet(app: Hono, desk: Desk, payerSide: WalletDesk): void {
  const { orders, gate } = desk;
  const nameOf = (payee: string) => gate.register.account(payee)?.name ?? payee;

  /** Why nobody can pay any more with what the payer was given. */
  const over = (trade: Trade, code: string): RefusalCode | undefined =>
    overBecause(trade, orders.now()) ?? (orders.lives(trade, code) ? undefined : 'expired');

  /** What the wallet says of a payment as it now stands: what was paid is paid, whoever pressed once more. */
  const say = (language: Language, { code, back, refusal, failure }: Ended): Response => {
    const trade = orders.byCode(code);
    const words = WALLET_WORDS[language];
    const paid = trade?.status === 'paid';
    const address = trade && `${WALLET_PATH}?${new URLSearchParams({ code, ...(back === undefined ? {} : { back }) })}`;
    const paidText = refusal === undefined ? words.done : words.already;
    const reason = refusal === undefined ? failure : refusalText(language, refusal, trade);
    return htmlAnswer(
      answerPage(
        payerSide.answer({
          language,
          wallet: WALLET[language],
          paid,
          text: paid ? paidText : notPaidText(language, reason),
          back,
          again: trade && refusal !== 'outcome-unknown' && over(trade, code) === undefined ? address : undefined,
          address,
        }),
      ),
    );
  };

  app.get(WALLET_PATH, (context) => {
    const language = languageOf(context.req.raw.headers);
    const query = context.req.query();
    const { code, invoked } = given(query);
    const refused = (text: string, status: number) =>
      htmlAnswer(resultPage(language, WALLET[language], notPaidText(language, text)), status);
    if (code === '' && !invoked) return htmlAnswer(scanPage(language, WALLET[language], WALLET_PATH));
    const trade = orders.byCode(code);
    if (!trade && !invoked) return refused(refusalText(language, 'no-such-trade', undefined), 404);
    const fault = invoked ? (trade ? invocationFault(gate.register, trade, query) : 'missing') : undefined;
    if (!trade || fault !== undefined) return refused(INVOCATION_TEXTS[fault ?? 'missing'], 400);
    const [refusal, back] = [over(trade, code), wayBack(query['back'])];
    if (refusal !== undefined) return say(language, { code, back, refusal });
    return htmlAnswer(
      walletPage(
        payerSide.view({
          language,
          wallet: WALLET[language],
          trade,
          payeeName: nameOf(trade.payee),
          together:
            trade.combined && orders.together(trade).map((each) => ({ ...each, payeeName: nameOf(each.payee) })),
          // Only the payer whose code was read is asked.
          people: trade.chargedTo === undefined ? payerSide.people : [trade.chargedTo],
          cards: payerSide.cards,
          action: WALLET_PATH,
          hidden: { code, back: back ?? '', ...sealed(orders.together(trade)) },
          asksPassword: true,
          failures: trade.chargedTo === undefined ? WALLET_FAILURES[language] : undefined,
        }),
      ),
    );
  });

  app.post(WALLET_PATH, async (context) => {
    const message = await incoming(context.req.raw);
    const language = languageOf(message.headers);
    const form = new URLSearchParams(Buffer.from(message.body).toString('utf8'));
    const [code, back] = [form.get('code') ?? '', wayBack(form.get('back'))];
    const { payer, outcome: pressed, given, seal } = decision(form);
    const right = given === undefined || payerSide.fits(payer, given);
    const outcome = right || pressed === 'declined' ? pressed : 'wrong-password';
    const known = payerSide.people.includes(payer);
    const decided = outcome === 'paid' ? 'paid' : 'declined';
    const refusal = known ? await payerSide.pay(code, payer, decided, given, seal) : 'wrong-payer';
    return say(language, { code, back, refusal, failure: WALLET_FAILURES[language][outcome] });
  });
}
