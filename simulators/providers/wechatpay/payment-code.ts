import type { Hono } from 'hono';
import { beijingDateTime } from '../../kernel/time';
import { incoming } from '../../network/message';
import type { CodeBehaviour, PayerCode } from '../engine/payer-codes';
import { htmlAnswer, languageOf, refusalPage } from '../pages';
import { type Asked, behaviourOf, paymentCodePage } from '../payment-code-page';
import type { Desk } from './desk';
import { WALLET, WALLET_PATH } from './wallet';

export const PAYMENT_CODE_PATH = '/sim/payment-code';

/** The page needs from the provider how a payer's wallet shows a code. */
export interface CodeSide {
  readonly people: readonly string[];
  showCode(payer: string, behaviour: CodeBehaviour): PayerCode;
}

/** Payments that wait for this payer's word. */
function askedOf(desk: Desk, payer: string): Asked[] {
  const waiting = desk.orders.book.trades().filter(({ status, chargedTo }) => status === 'open' && chargedTo === payer);
  return waiting.map((trade) => ({
    trade,
    payeeName: desk.gate.register.account(trade.payee)?.name ?? trade.payee,
    href: `${WALLET_PATH}?${new URLSearchParams({ code: trade.credential })}`,
  }));
}

/** The wallet's page with the payer's own code; looking at it shows none, so that a preview makes none. */
export function mountPaymentCode(app: Hono, desk: Desk, { people, showCode }: CodeSide): void {
  app.get(PAYMENT_CODE_PATH, async (context) => {
    const language = languageOf(context.req.raw.headers);
    const payer = people.find((person) => person === context.req.query('payer'));
    const asked = payer === undefined ? undefined : askedOf(desk, payer);
    return htmlAnswer(
      await paymentCodePage({ language, wallet: WALLET[language], people, action: PAYMENT_CODE_PATH, payer, asked }),
    );
  });

  app.post(PAYMENT_CODE_PATH, async (context) => {
    const message = await incoming(context.req.raw);
    const language = languageOf(message.headers);
    const wallet = WALLET[language];
    const form = new URLSearchParams(Buffer.from(message.body).toString('utf8'));
    const payer = people.find((person) => person === form.get('payer'));
    if (payer === undefined) return htmlAnswer(refusalPage(language, wallet, '用户不存在'), 400);
    const shown = showCode(payer, behaviourOf(form.get('behaviour')));
    const until = beijingDateTime(shown.until);
    const asked = askedOf(desk, payer);
    return htmlAnswer(
      await paymentCodePage({ language, wallet, people, action: PAYMENT_CODE_PATH, payer, shown, until, asked }),
    );
  });
}
