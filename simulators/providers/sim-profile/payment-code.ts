import type { Hono } from 'hono';
import { beijingDateTime } from '../../kernel/time';
import { incoming } from '../../network/message';
import type { CodeBehaviour, PayerCode } from '../engine/payer-codes';
import { htmlAnswer, languageOf, refusalPage } from '../pages';
import { type Asked, behaviourOf, paymentCodePage } from '../payment-code-page';
import type { SimDesk } from './desk';
import { WALLET_PATH } from './views';

export const PAYMENT_CODE_PATH = '/sim/payment-code';

/** Payments that wait for this person's word. */
function askedOf({ book, register }: SimDesk, person: string): Asked[] {
  const waiting = book.trades().filter(({ status, chargedTo }) => status === 'open' && chargedTo === person);
  return waiting.map((trade) => ({
    trade,
    payeeName: register.nameOf(trade.payee),
    href: `${WALLET_PATH}?${new URLSearchParams({ code: trade.credential })}`,
  }));
}

/** The wallet's page with the payer's own code; looking at it shows none, so that a preview makes none. */
export function mountPaymentCode(
  app: Hono,
  desk: SimDesk,
  showCode: (payer: string, behaviour: CodeBehaviour) => PayerCode,
): void {
  const { people } = desk.context;
  const action = PAYMENT_CODE_PATH;
  app.get(action, async (context) => {
    const language = languageOf(context.req.raw.headers);
    const payer = people.find((person) => person === context.req.query('payer'));
    const asked = payer === undefined ? undefined : askedOf(desk, payer);
    const wallet = desk.profile.name[language];
    return htmlAnswer(await paymentCodePage({ language, wallet, people, action, payer, asked }));
  });

  app.post(action, async (context) => {
    const message = await incoming(context.req.raw);
    const language = languageOf(message.headers);
    const wallet = desk.profile.name[language];
    const form = new URLSearchParams(Buffer.from(message.body).toString('utf8'));
    const payer = people.find((person) => person === form.get('payer'));
    if (payer === undefined) return htmlAnswer(refusalPage(language, wallet, '用户不存在'), 400);
    const shown = showCode(payer, behaviourOf(form.get('behaviour')));
    const until = beijingDateTime(shown.until);
    const asked = askedOf(desk, payer);
    return htmlAnswer(await paymentCodePage({ language, wallet, people, action, payer, shown, until, asked }));
  });
}
