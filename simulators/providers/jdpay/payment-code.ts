import type { Hono } from 'hono';
import { beijingDateTime } from '../../kernel/time';
import { incoming } from '../../network/message';
import type { CodeBehaviour, PayerCode } from '../engine/payer-codes';
import { htmlAnswer, languageOf, refusalPage } from '../pages';
import { type Asked, behaviourOf, paymentCodePage } from '../payment-code-page';
import type { Desk } from './desk';
import { WALLET, WALLET_PATH } from './pages';

const PAYMENT_CODE_PATH = '/sim/payment-code';

/** Payments that wait for this payer's word. */
function askedOf({ book, register }: Desk, payer: string): Asked[] {
  const waiting = book.trades().filter(({ status, chargedTo }) => status === 'open' && chargedTo === payer);
  return waiting.map((trade) => ({
    trade,
    payeeName: register.nameOf(trade.payee),
    href: `${WALLET_PATH}?${new URLSearchParams({ code: trade.credential })}`,
  }));
}

/** The wallet's page with the payer's own code; looking at it shows none, so that a preview makes none. */
export function mountPaymentCode(
  app: Hono,
  desk: Desk,
  people: readonly string[],
  showCode: (payer: string, behaviour: CodeBehaviour) => PayerCode,
): void {
  const base = { people, action: PAYMENT_CODE_PATH };

  app.get(PAYMENT_CODE_PATH, async ({ req }) => {
    const language = languageOf(req.raw.headers);
    const payer = people.find((person) => person === req.query('payer'));
    const asked = payer === undefined ? undefined : askedOf(desk, payer);
    return htmlAnswer(await paymentCodePage({ ...base, language, wallet: WALLET[language], payer, asked }));
  });

  app.post(PAYMENT_CODE_PATH, async ({ req }) => {
    const message = await incoming(req.raw);
    const language = languageOf(message.headers);
    const wallet = WALLET[language];
    const form = new URLSearchParams(Buffer.from(message.body).toString('utf8'));
    const payer = people.find((person) => person === form.get('payer'));
    if (payer === undefined) return htmlAnswer(refusalPage(language, wallet, '用户不存在'), 400);
    const code = showCode(payer, behaviourOf(form.get('behaviour')));
    const until = beijingDateTime(code.until);
    const asked = askedOf(desk, payer);
    return htmlAnswer(await paymentCodePage({ ...base, language, wallet, payer, shown: code, until, asked }));
  });
}
