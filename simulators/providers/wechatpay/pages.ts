import type { Hono } from 'hono';
import { incoming } from '../../network/message';
import type { PayerOutcome } from '../contract';
import type { RefusalCode } from '../engine/engine';
import type { Trade } from '../engine/trade';
import {
  handOffPage,
  htmlAnswer,
  languageOf,
  notPaidText,
  refusalPage,
  resultPage,
  scanPage,
  walletPage,
} from '../pages';
import { recipient } from './notices';
import type { OrderDesk } from './orders';

const WALLET = { en: 'WeChat Pay', zh: '微信支付' };

/** The literal texts of the H5 page's refusals (sheet 7). */
const H5_TEXTS = {
  noReferer: '商家参数格式有误，请联系商家解决',
  foreignReferer: '商家存在未配置的参数，请联系商家解决',
  expired: '支付请求已失效，请重新发起支付',
  insideWechat: '请在微信外打开订单，进行支付',
  altered: '签名验证失败',
};

/** The page needs from the provider how a payer pays. */
export interface PayerSide {
  readonly people: readonly string[];
  pay(credential: string, payer: string, outcome: PayerOutcome): RefusalCode | undefined;
}

function hostOf(url: string | null): string | undefined {
  // The comparison with configured domains is case-sensitive, so the URL parser, which lowers hosts, is not used.
  return /^https?:\/\/([^/:?#]+)/.exec(url ?? '')?.[1];
}

function h5Refusal(
  desk: OrderDesk,
  trade: Trade | undefined,
  headers: Headers,
  redirect: string | undefined,
): string | undefined {
  if (trade?.product !== 'h5') return H5_TEXTS.altered;
  const domains = recipient(desk.gate.register, trade)?.h5Domains ?? [];
  const referer = headers.get('referer');
  if (!referer) return H5_TEXTS.noReferer;
  if (!domains.includes(hostOf(referer) ?? '')) return H5_TEXTS.foreignReferer;
  if (redirect !== undefined && !domains.includes(hostOf(redirect) ?? '')) return H5_TEXTS.altered;
  if (/MicroMessenger/i.test(headers.get('user-agent') ?? '')) return H5_TEXTS.insideWechat;
  if (desk.book.settings.clock.now() > trade.credentialUntil) return H5_TEXTS.expired;
  return undefined;
}

/** The H5 cashier page of the phone's browser, and the wallet in which the payer confirms. */
export function mountPages(app: Hono, desk: OrderDesk, payerSide: PayerSide): void {
  const { book, gate } = desk;

  app.get('/cgi-bin/mmpayweb-bin/checkmweb', (context) => {
    const { headers } = context.req.raw;
    const language = languageOf(headers);
    const prepayId = context.req.query('prepay_id') ?? '';
    const redirect = context.req.query('redirect_url');
    const refusal = h5Refusal(desk, book.byCredential(prepayId), headers, redirect);
    if (refusal !== undefined) return htmlAnswer(refusalPage(language, WALLET[language], refusal));
    const query = new URLSearchParams({ code: prepayId, ...(redirect ? { back: redirect } : {}) });
    return htmlAnswer(handOffPage(language, WALLET[language], `/sim/wallet?${query}`));
  });

  app.get('/sim/wallet', (context) => {
    const language = languageOf(context.req.raw.headers);
    const code = context.req.query('code');
    if (!code) return htmlAnswer(scanPage(language, WALLET[language], '/sim/wallet'));
    const trade = book.byCredential(code);
    if (!trade)
      return htmlAnswer(resultPage(language, WALLET[language], notPaidText(language, 'no-such-trade'), undefined), 404);
    const hidden = { code, back: context.req.query('back') ?? '' };
    const payeeName = gate.register.account(trade.payee)?.name ?? trade.payee;
    const { people } = payerSide;
    return htmlAnswer(
      walletPage({ language, wallet: WALLET[language], trade, payeeName, people, action: '/sim/wallet', hidden }),
    );
  });

  app.post('/sim/wallet', async (context) => {
    const message = await incoming(context.req.raw);
    const language = languageOf(message.headers);
    const form = new URLSearchParams(Buffer.from(message.body).toString('utf8'));
    const [code, payer, back] = [form.get('code') ?? '', form.get('payer') ?? '', form.get('back') || undefined];
    const outcome = form.get('outcome') === 'paid' ? 'paid' : 'declined';
    const refusal = payerSide.pay(code, payer, outcome);
    const text = refusal !== undefined || outcome === 'declined' ? notPaidText(language, refusal) : undefined;
    return htmlAnswer(resultPage(language, WALLET[language], text, back));
  });
}
