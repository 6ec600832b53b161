import type { Forgery } from '../contract';
import type { Trade } from '../engine/trade';
import { sealDocument } from './container';
import type { Desk } from './desk';
import { type DocumentForm, outerDocument, VERSION, withSignature, xmlAnswer } from './documents';
import { NOTICE_RESULT, noticeDeclaration, noticeRequest, paymentElements, paymentForm } from './notices';
import type { Account } from './register';
import { signText } from './signature';
import { keyRole } from './signers';
import { PAYMENT_STATES } from './views';
import { DECLARATIONS, type Elements, writeXml } from './xml';

/** A number that nobody has. */
const NOBODY = '999999999999';

/** The same trade, as if it had been paid. */
function asPaid(desk: Desk, trade: Trade): Trade {
  return {
    ...trade,
    status: 'paid',
    paidAt: trade.paidAt ?? desk.now(),
    paidBy: trade.paidBy ?? 'stranger',
    refunds: [],
  };
}

/** Forgeries that are signed properly and say something that is not so. */
function mistaken(desk: Desk, account: Account, elements: Elements, forgery: Forgery | undefined): Elements {
  switch (forgery) {
    case 'wrong-amount': {
      const { payList: _, ...rest } = elements;
      const pay = { payType: '2', amount: '1', currency: 'CNY', tradeTime: '20261124090000' };
      return { ...rest, amount: '1', payList: { pay: [pay] } };
    }
    case 'wrong-payee':
      return { ...elements, merchant: desk.register.beside(account)?.merchant ?? NOBODY };
    case 'wrong-application':
      // Nothing here has the name of an application; what both sides have agreed on is the version of the interface.
      return { ...elements, version: VERSION.replace('2', '1') };
    case 'wrong-order':
    case 'with-the-signature-of-another-order':
      return { ...elements, tradeNum: `${elements['tradeNum']}X` };
    case 'says-closed':
    case 'says-unpaid': {
      const { payList: _, ...rest } = elements;
      return { ...rest, status: forgery === 'says-closed' ? PAYMENT_STATES.closed : PAYMENT_STATES.created };
    }
    default:
      return elements;
  }
}

/** Digits that differ in their last bit only: 0 and 1, 8 and 9. */
const oneBitChanged = (digits: string) =>
  `${digits.slice(0, -1)}${String.fromCharCode(digits.charCodeAt(digits.length - 1) ^ 1)}`;

const spelledOtherwise = (text: string) =>
  text.startsWith(DECLARATIONS.plain)
    ? text.replace(DECLARATIONS.plain, DECLARATIONS.spaced)
    : text.replace(DECLARATIONS.spaced, DECLARATIONS.plain);

/** What happens to an inner document after it was signed. The forger knows the merchant's key of triple DES. */
function tampered(text: string, trade: Trade, forgery: Forgery | undefined): string {
  switch (forgery) {
    case 'unsigned':
      return text.replace(/<sign>[^<]*<\/sign>/, '');
    case 'one-bit-changed':
      return text.replace(
        /<tradeTime>(\d+)<\/tradeTime>/,
        (_, time) => `<tradeTime>${oneBitChanged(time)}</tradeTime>`,
      );
    case 'rewritten-after-signing':
      // The same document, whose declaration is spelled in the other way.
      return spelledOtherwise(text);
    case 'with-the-signature-of-another-order':
      return text.replace(`<tradeNum>${trade.outTradeNo}X</tradeNum>`, `<tradeNum>${trade.outTradeNo}</tradeNum>`);
    default:
      return text;
  }
}

interface Forged {
  readonly account: Account;
  readonly inner: string;
}

/** The inner document of a paid trade, with a forgery applied, and the account under which it is sent. */
async function forged(
  desk: Desk,
  trade: Trade,
  forgery: Forgery | undefined,
  form: DocumentForm,
): Promise<Forged | undefined> {
  const account = desk.register.account(trade.payee);
  if (!account) return undefined;
  const elements = mistaken(desk, account, paymentElements(desk, asPaid(desk, trade)), forgery);
  const text = writeXml(elements, form.declaration);
  const other =
    forgery === 'signed-with-another-key' ? await desk.keys.rsa('jdpay/forger', desk.signers.bits) : undefined;
  const signature = signText(text, (other ?? desk.signers.active()).privateKey);
  const inner = tampered(withSignature(text, signature, form.signatureAfter), trade, forgery);
  const misnamed = forgery === 'wrong-payee' ? desk.register.beside(account) : undefined;
  return { inner, account: misnamed ?? account };
}

/** A notice that claims success for a trade, with a forgery applied; without one it is what JD Pay would send. */
export async function forgedNotice(desk: Desk, trade: Trade, forgery?: Forgery): Promise<Request | undefined> {
  const made = await forged(desk, trade, forgery, paymentForm(desk));
  if (!made || trade.notifyUrl === undefined) return undefined;
  const { account, inner } = made;
  if (forgery !== 'named-key-unknown') return noticeRequest(desk, trade.notifyUrl, account, inner);
  // The number of the merchant names all keys of a notice.
  const body = outerDocument(NOBODY, NOTICE_RESULT, sealDocument(account.desKey, inner), noticeDeclaration(desk));
  return new Request(trade.notifyUrl, { method: 'POST', headers: { 'Content-Type': 'application/xml' }, body });
}

/** An answer to a query that claims success, with a forgery applied. */
export async function forgedAnswer(desk: Desk, trade: Trade, forgery: Forgery): Promise<Response | undefined> {
  const made = await forged(desk, trade, forgery, {});
  if (!made) return undefined;
  const merchant = forgery === 'named-key-unknown' ? NOBODY : made.account.merchant;
  return xmlAnswer(outerDocument(merchant, NOTICE_RESULT, sealDocument(made.account.desKey, made.inner)));
}

/** A payment query in the name of the trade's merchant, with a forgery of its signature or key applied. */
export async function forgedRequest(
  desk: Desk,
  trade: Trade,
  origin: string,
  forgery: Forgery,
): Promise<Request | undefined> {
  const account = desk.register.account(trade.payee);
  if (!account) return undefined;
  const moved = forgery === 'with-the-signature-of-another-order' ? 'X' : '';
  const { merchant, owner, desKey } = account;
  const text = writeXml({ version: VERSION, merchant, tradeNum: `${trade.outTradeNo}${moved}`, tradeType: '0' });
  const role = forgery === 'signed-with-another-key' ? 'jdpay/forger' : keyRole(owner);
  const signature = signText(text, (await desk.keys.rsa(role, desk.signers.bits)).privateKey);
  const changed =
    forgery === 'one-bit-changed' ? signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) : signature;
  const inner = tampered(withSignature(text, changed), trade, forgery);
  const named = forgery === 'named-key-unknown' ? NOBODY : merchant;
  const body = writeXml({ version: VERSION, merchant: named, encrypt: sealDocument(desKey, inner) });
  return new Request(`${origin}/service/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/xml', 'User-Agent': 'stranger/1.0' },
    body,
  });
}
