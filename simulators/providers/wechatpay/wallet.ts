import type { Hono } from 'hono';
import { incoming } from '../../network/message';
import type { PayerOutcome } from '../contract';
import type { RefusalCode } from '../engine/engine';
import type { Trade } from '../engine/trade';
import { htmlAnswer, type Language, languageOf, notPaidText, resultPage, scanPage, walletPage } from '../pages';
import type { Desk } from './desk';
import { INVOCATION_TEXTS, invocationFault, readInvocation } from './invocation';

/** The wallet's own name. */
export const WALLET = { en: 'WeChat Pay', zh: '微信支付' };

const PATH = '/sim/wallet';

/** Ways in which a payment fails in the payer's hands; the order stays open after each (sheet 4.1). */
const FAILURES: Record<Language, Record<string, string>> = {
  en: { 'insufficient-balance': 'Pay without enough balance', 'wrong-password': 'Pay with a wrong password' },
  zh: { 'insufficient-balance': '余额不足', 'wrong-password': '支付密码错误' },
};

/** The pages need from the provider how a payer pays. */
export interface PayerSide {
  readonly people: readonly string[];
  pay(credential: string, payer: string, outcome: PayerOutcome): RefusalCode | undefined;
}

/** What the wallet says when a payment is refused: its own literal words where the page is Chinese (official skills). */
function refusalText(language: Language, refusal: RefusalCode, trade: Trade | undefined): string {
  if (language !== 'zh') return refusal;
  switch (refusal) {
    case 'wrong-payer':
      return trade?.product === 'native' ? '商家订单信息有误，请重新下单支付' : '下单账号与支付账号不一致';
    case 'already-paid':
      return '该订单已支付';
    case 'expired':
    case 'already-closed':
      return '该订单已失效';
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

/** The wallet: takes the content of a code, a link or an invocation, shows payee and amount, and lets the payer decide. */
export function mountWallet(app: Hono, desk: Desk, payerSide: PayerSide): void {
  const { orders, gate } = desk;
  const nameOf = (payee: string) => gate.register.account(payee)?.name ?? payee;

  app.get(PATH, (context) => {
    const language = languageOf(context.req.raw.headers);
    const query = context.req.query();
    const { code, invoked } = given(query);
    const refused = (text: string, status: number) =>
      htmlAnswer(resultPage(language, WALLET[language], notPaidText(language, text), undefined), status);
    if (code === '' && !invoked) return htmlAnswer(scanPage(language, WALLET[language], PATH));
    const trade = orders.byCode(code);
    if (!trade && !invoked) return refused(refusalText(language, 'no-such-trade', undefined), 404);
    const fault = invoked ? (trade ? invocationFault(gate.register, trade, query) : 'missing') : undefined;
    if (!trade || fault !== undefined) return refused(INVOCATION_TEXTS[fault ?? 'missing'], 400);
    return htmlAnswer(
      walletPage({
        language,
        wallet: WALLET[language],
        trade,
        payeeName: nameOf(trade.payee),
        together: trade.combined && orders.together(trade).map((each) => ({ ...each, payeeName: nameOf(each.payee) })),
        people: payerSide.people,
        action: PATH,
        hidden: { code, back: wayBack(query['back']) ?? '' },
        failures: FAILURES[language],
      }),
    );
  });

  app.post(PATH, async (context) => {
    const message = await incoming(context.req.raw);
    const language = languageOf(message.headers);
    const form = new URLSearchParams(Buffer.from(message.body).toString('utf8'));
    const [code, payer, back] = [form.get('code') ?? '', form.get('payer') ?? '', wayBack(form.get('back'))];
    const outcome = form.get('outcome') ?? '';
    const known = payerSide.people.includes(payer);
    const refusal = known ? payerSide.pay(code, payer, outcome === 'paid' ? 'paid' : 'declined') : 'wrong-payer';
    const failure = FAILURES[language][outcome];
    const reason = refusal === undefined ? failure : refusalText(language, refusal, orders.byCode(code));
    const text = refusal === undefined && outcome === 'paid' ? undefined : notPaidText(language, reason);
    return htmlAnswer(resultPage(language, WALLET[language], text, back));
  });
}
