import { html, raw } from 'hono/html';
import QRCode from 'qrcode';
import { yuanText } from '../kernel/money';
import { CODE_BEHAVIOURS, type CodeBehaviour, type PayerCode } from './engine/payer-codes';
import type { Trade } from './engine/trade';
import { type Language, page } from './pages';

const WORDS = {
  en: {
    title: 'Payment code',
    payer: 'Pay as',
    behaviour: 'When a merchant reads the code',
    show: 'Show a code',
    another: 'Show another code',
    until: 'For one payment, until',
    asked: 'You are asked to confirm',
    nothing: 'You are not asked to confirm anything.',
    behaviours: {
      pays: 'it pays at once',
      'needs-password': 'a password is asked for',
      'insufficient-balance': 'the balance is not enough',
      'never-confirms': 'a password is asked for and nobody enters it',
    } satisfies Record<CodeBehaviour, string>,
  },
  zh: {
    title: '付款码',
    payer: '付款人',
    behaviour: '商户扫码时',
    show: '显示付款码',
    another: '换一个付款码',
    until: '仅限一次付款，有效期至',
    asked: '待确认的付款',
    nothing: '没有待确认的付款。',
    behaviours: {
      pays: '直接支付',
      'needs-password': '需要输入支付密码',
      'insufficient-balance': '余额不足',
      'never-confirms': '需要输入支付密码，但无人输入',
    } satisfies Record<CodeBehaviour, string>,
  },
} as const;

/** A payment that waits for its payer, and where the payer decides. */
export interface Asked {
  readonly trade: Trade;
  readonly payeeName: string;
  readonly href: string;
}

/** What the page shows of one payer. */
export interface PaymentCodeView {
  readonly language: Language;
  /** The wallet's own name. */
  readonly wallet: string;
  readonly people: readonly string[];
  readonly action: string;
  readonly payer?: string;
  /** The code that was just made. */
  readonly shown?: PayerCode;
  /** Its end, as people read it. */
  readonly until?: string;
  readonly asked?: readonly Asked[];
}

/** Reads what a form says of behaviour; a word that is none means the first. */
export const behaviourOf = (text: string | null): CodeBehaviour =>
  CODE_BEHAVIOURS.find((behaviour) => behaviour === text) ?? 'pays';

const option = (value: string, label: string, chosen: boolean) =>
  html`<option value="${value}"${chosen ? raw(' selected') : ''}>${label}</option>`;

function form({ language, people, action, payer, shown }: PaymentCodeView) {
  const words = WORDS[language];
  const payers = people.map((person) => option(person, person, person === payer));
  const behaviours = CODE_BEHAVIOURS.map((each) => option(each, words.behaviours[each], each === shown?.behaviour));
  return html`<form method="post" action="${action}">
<p><label for="payer">${words.payer}</label><select id="payer" name="payer">${payers}</select></p>
<p><label for="behaviour">${words.behaviour}</label><select id="behaviour" name="behaviour">${behaviours}</select></p>
<p><button>${shown ? words.another : words.show}</button></p></form>`;
}

async function picture({ code, payer }: PayerCode, until: string, language: Language) {
  const svg = await QRCode.toString(code, { type: 'svg', margin: 2 });
  const words = WORDS[language];
  return html`<figure role="img" aria-label="${words.title} ${payer}">${raw(svg)}</figure>
<p><code data-fact="payer-code">${code}</code></p><p>${words.until} ${until}</p>`;
}

function waiting(language: Language, asked: readonly Asked[]) {
  const words = WORDS[language];
  if (asked.length === 0) return html`<p>${words.nothing}</p>`;
  const entries = asked.map(
    ({ trade, payeeName, href }) =>
      html`<li><a href="${href}">${payeeName} ¥${yuanText(trade.amountFen)} ${trade.description}</a></li>`,
  );
  return html`<h2>${words.asked}</h2><ul>${entries}</ul>`;
}

/** The page on which a wallet shows a payer's code, as a picture and as text, and what the payer is asked to confirm. */
export async function paymentCodePage(view: PaymentCodeView): Promise<string> {
  const { language, wallet, shown, until = '', asked } = view;
  const code = shown ? await picture(shown, until, language) : '';
  const list = asked ? waiting(language, asked) : '';
  return page(language, `${wallet} ${WORDS[language].title}`, html`${code}${list}${form(view)}`);
}
