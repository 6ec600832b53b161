import type { Hono } from 'hono';
import { beijingDateTime } from '../../kernel/time';
import { incoming } from '../../network/message';
import type { CodeBehaviour, PayerCode } from '../engine/payer-codes';
import { languageOf } from '../pages';
import { type Asked, behaviourOf, paymentCodePage } from '../payment-code-page';
import { labelledAnswer, WALLET } from './pages';
import type { Desk } from './trades';

/** Where a payer's wallet shows its code. */
const PATH = '/sim/payment-code';

/** What waits for a payer whose code was read. */
function askedOf({ book, register }: Desk, payer: string): Asked[] {
  const waiting = book.trades().filter(({ status, chargedTo }) => status === 'open' && chargedTo === payer);
  return waiting.map((trade) => ({
    trade,
    payeeName: register.merchant(trade.payee)?.name ?? trade.payee,
    href: `/sim/wallet?${new URLSearchParams({ code: trade.credential })}`,
  }));
}

/** The page on which a wallet shows a payer's code, and what he is asked to confirm. */
export function mountPaymentCode(
  app: Hono,
  desk: Desk,
  people: readonly string[],
  show: (payer: string, behaviour: CodeBehaviour) => PayerCode,
): void {
  app.get(PATH, async (context) => {
    const language = languageOf(context.req.raw.headers);
    const payer = people.find((person) => person === context.req.query('payer'));
    const asked = payer === undefined ? undefined : askedOf(desk, payer);
    return labelledAnswer(
      await paymentCodePage({ language, wallet: WALLET[language], people, action: PATH, payer, asked }),
    );
  });

  app.post(PATH, async (context) => {
    const { headers, body } = await incoming(context.req.raw);
    const language = languageOf(headers);
    const wallet = WALLET[language];
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const payer = people.find((person) => person === form.get('payer'));
    if (payer === undefined)
      return labelledAnswer(await paymentCodePage({ language, wallet, people, action: PATH }), 400);
    const shown = show(payer, behaviourOf(form.get('behaviour')));
    const [until, asked] = [beijingDateTime(shown.until), askedOf(desk, payer)];
    return labelledAnswer(
      await paymentCodePage({ language, wallet, people, action: PATH, payer, shown, until, asked }),
    );
  });
}
