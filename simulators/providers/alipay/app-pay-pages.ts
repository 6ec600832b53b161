import type { Hono } from 'hono';
import { html } from 'hono/html';
import { incoming } from '../../network/message';
import {
  htmlAnswer,
  type Language,
  languageOf,
  notPaidText,
  page,
  resultPage,
  WALLET_WORDS,
  walletPage,
} from '../pages';
import {
  APP_OUTCOMES,
  type AppDesk,
  type AppOutcome,
  type AppResult,
  openOrder,
  payInApp,
  refusedResult,
} from './app-pay';
import { AlipayError } from './errors';
import { WALLET } from './pages';

const PATH = '/sim/app-pay';

/** The ways in which an app learns less than what happened. */
const FURTHER: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    processing: 'Pay, and the app is told "processing"',
    unknown: 'Do not pay, and the app is told "unknown"',
    'network-down': 'The wallet has no network',
  },
  zh: {
    processing: '支付，但应用只得知处理中',
    unknown: '不支付，但应用只得知结果未知',
    'network-down': '钱包没有网络',
  },
};

/** The result as the app gets it, which a page can only show. */
function resultAnswer(language: Language, accept: string | null, result: AppResult, status = 200): Response {
  if (/\bapplication\/json\b/.test(accept ?? '')) return Response.json(result, { status });
  const words = WALLET_WORDS[language];
  const paid = result.resultStatus === '9000';
  const text = paid ? words.done : notPaidText(language, result.memo);
  const content = html`<p role="status" class="${paid ? 'done' : 'not-done'}">${text}</p>
<p><code data-fact="app-result">${JSON.stringify(result)}</code></p>`;
  return htmlAnswer(page(language, WALLET[language], content), status);
}

const isOutcome = (text: string | null): text is AppOutcome => APP_OUTCOMES.some((outcome) => outcome === text);

/** The wallet as an app opens it: with the signed text of an order instead of a code. */
export function mountAppPages(app: Hono, desk: AppDesk): void {
  const { register, payerSide } = desk;
  const { people, cards } = payerSide;

  app.get(PATH, (context) => {
    const { headers } = context.req.raw;
    const language = languageOf(headers);
    const order = context.req.query('order') ?? '';
    try {
      const { trade } = openOrder(desk, order);
      const payeeName = register.seller(trade.payee)?.name ?? trade.payee;
      const [wallet, failures] = [WALLET[language], FURTHER[language]];
      return htmlAnswer(
        walletPage({ language, wallet, trade, payeeName, people, cards, action: PATH, hidden: { order }, failures }),
      );
    } catch (error) {
      if (!(error instanceof AlipayError)) throw error;
      return resultAnswer(language, headers.get('accept'), refusedResult(desk, error), 400);
    }
  });

  app.post(PATH, async (context) => {
    const { headers, body } = await incoming(context.req.raw);
    const language = languageOf(headers);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const [order, payer, outcome] = [form.get('order') ?? '', form.get('payer') ?? '', form.get('outcome')];
    if (!people.includes(payer) || !isOutcome(outcome)) {
      // Only what the page offers can be chosen: one of its payers, and one of its buttons.
      return htmlAnswer(resultPage(language, WALLET[language], notPaidText(language, 'no-such-choice')), 400);
    }
    return resultAnswer(language, headers.get('accept'), await payInApp(desk, order, payer, outcome));
  });
}
