import type { Hono } from 'hono';
import { beijingDateTime } from '../../kernel/time';
import { incoming } from '../../network/message';
import { walletAddress } from '../cashier-pages';
import type { TradeBook } from '../engine/book';
import type { CodeBehaviour, PayerCode } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { htmlAnswer, languageOf } from '../pages';
import { behaviourOf, paymentCodePage } from '../payment-code-page';
import { setting } from '../profile';
import { formText } from './form';
import { WALLET } from './gateway';
import { payNoticeValues, signedPayNotice } from './notices';
import type { TradeDesk } from './trades';

/** The way back to the merchant; it proves nothing, whatever it carries. */
export function wayBack(desk: TradeDesk, trade: Trade): string | undefined {
  const { returnUrl: address, payee, status } = trade;
  const merchant = desk.register.merchant(payee);
  const tells = status === 'paid' && setting(desk.profile, 'wayBack') === 'with-result';
  if (address === undefined || !merchant || !tells) return address;
  const values = signedPayNotice(payNoticeValues(desk, trade), trade, merchant.key);
  return `${address}${address.includes('?') ? '&' : '?'}${formText(values)}`;
}

/** What the page with a payer's code needs from the provider. */
export interface CodePageDesk {
  readonly people: readonly string[];
  readonly book: TradeBook;
  readonly nameOf: (payee: string) => string;
  /** The wallet shows a code. */
  show(payer: string, behaviour: CodeBehaviour): PayerCode;
}

const CODE_PATH = '/sim/payment-code';

/** What one payer is asked to confirm, because a merchant has read his code. */
function askedOf({ book, nameOf }: CodePageDesk, payer: string) {
  const waiting = book.trades().filter(({ status, chargedTo }) => status === 'open' && chargedTo === payer);
  return waiting.map((trade) => ({
    trade,
    payeeName: nameOf(trade.payee),
    href: walletAddress(trade.credential),
  }));
}

async function codePage(desk: CodePageDesk, headers: Headers, payer?: string, shown?: PayerCode): Promise<Response> {
  const language = languageOf(headers);
  const { people } = desk;
  const view = { language, wallet: WALLET[language], people, action: CODE_PATH, payer, shown };
  const until = shown && beijingDateTime(shown.until);
  const asked = payer === undefined ? undefined : askedOf(desk, payer);
  return htmlAnswer(await paymentCodePage({ ...view, until, asked }));
}

/** The page on which a payer's wallet shows a code for a merchant to read. */
export function mountPaymentCode(app: Hono, desk: CodePageDesk): void {
  const named = (name: string | null | undefined) => desk.people.find((person) => person === name);

  app.get(CODE_PATH, (context) => codePage(desk, context.req.raw.headers, named(context.req.query('payer'))));

  app.post(CODE_PATH, async (context) => {
    const { headers, body } = await incoming(context.req.raw);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const payer = named(form.get('payer'));
    const shown = payer === undefined ? undefined : desk.show(payer, behaviourOf(form.get('behaviour')));
    return codePage(desk, headers, payer, shown);
  });
}
