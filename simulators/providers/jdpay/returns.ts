import { html, raw } from 'hono/html';
import { compactDateTime } from '../../kernel/time';
import type { Trade } from '../engine/trade';
import { type Language, page, WALLET_WORDS } from '../pages';
import { seal } from './container';
import type { Desk } from './desk';
import { formText, signText } from './signature';

/** The browser's way back counts from another scale than everything else: 0 is success (sheet 3.7). */
const RETURNED_PAID = '0';

/** The members of the form with which the payer's browser returns: each sealed, the signature plain (sheet 3.7). */
export function returnForm({ register, signers }: Desk, trade: Trade): Record<string, string> | undefined {
  const account = register.account(trade.payee);
  if (!account || trade.paidAt === undefined) return undefined;
  const members = {
    tradeNum: trade.outTradeNo,
    amount: String(trade.amountFen),
    currency: 'CNY',
    tradeTime: compactDateTime(trade.paidAt),
    note: trade.attach ?? '',
    status: RETURNED_PAID,
  };
  const sealed = Object.entries(members).map(([name, value]) => [
    name,
    value === '' ? '' : seal(account.desKey, value),
  ]);
  return { ...Object.fromEntries(sealed), sign: signText(formText(members), signers.active().privateKey) };
}

/** A page of its own takes the payer back: the address of the shop wants a form. It sends it by itself. */
export function returnPage(
  language: Language,
  wallet: string,
  address: string,
  form: Readonly<Record<string, string>>,
): string {
  const inputs = Object.entries(form).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const send = '<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>';
  return page(
    language,
    wallet,
    html`<form method="post" action="${address}">${inputs}<p><button>${WALLET_WORDS[language].back}</button></p></form>${raw(send)}`,
  );
}
