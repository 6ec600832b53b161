import { BlockList, isIP } from 'node:net';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { incoming } from '../../network/message';
import { recordView } from '../books/views';
import { sealOf } from '../core/confirming';
import { liveAttempts, type Order } from '../core/order';
import type { Device } from '../core/routing';
import { listingOf, shownOf } from '../listing';
import type { EffectRunner } from '../runner';
import type { CheckoutService } from '../service';
import { sharing } from '../sharing';
import { type CashierView, sealField } from './cashier-page';
import { htmlAnswer, layout } from './layout';
import { type Language, pickLanguage, WORDS } from './words';

/** A phone says so in its own words; everything else is a desktop. */
export function deviceOf(headers: Headers): Device {
  if (headers.get('sec-ch-ua-mobile') === '?1') return 'phone';
  return /\b(Mobile|Android|iPhone|HarmonyOS)\b/i.test(headers.get('user-agent') ?? '') ? 'phone' : 'desktop';
}

/** Addresses of whoever sits at this machine, which no provider takes for a payer's. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** The address of the payer, which some products want; behind a proxy it is the first hop that the proxy names. */
function payerIp(headers: Headers, whenLocal: string): string {
  const named = headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '';
  const family = isIP(named);
  if (family === 0 || LOOPBACK.check(named, family === 6 ? 'ipv6' : 'ipv4')) return whenLocal;
  return named;
}

const languageIn = (context: Context): Language => pickLanguage(context.req.query('lang'), context.req.raw.headers);

const notFound = (language: Language) =>
  htmlAnswer(layout(language, WORDS[language].notFound, '/', WORDS[language].notFound), 404);

/** What the payer sees: the cashier, the hand-off to the provider, the state of the order. */
export function payerPages(service: CheckoutService, runner: EffectRunner): Hono {
  const app = new Hono();
  const { config, parts, store } = service;
  const names = Object.fromEntries(config.providers.map(({ id, name }) => [id, name]));

  const cashier = (order: Order, language: Language, device: Device, alert?: CashierView['alert']) => {
    const merchant = service.payee(order);
    const { offer, personal, earlierChoice } = listingOf(service, order, device);
    const seals = Object.fromEntries(
      offer.methods.map((method) => [method.provider, sealOf(shownOf(service, order, method))] as const),
    );
    const inside = offer.methods.flatMap(({ provider: host }) =>
      service.guests(order, host, device).map(({ id, name }) => ({ id, name, host })),
    );
    const view = { language, order, merchant, offer, names, seals, earlierChoice, personal, alert, inside };
    return htmlAnswer(parts.cashierPage(view));
  };

  app.get('/pay/:token', (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    if (order.status !== 'open') return context.redirect(`/pay/${order.token}/status?lang=${language}`);
    return cashier(order, language, deviceOf(context.req.raw.headers));
  });

  app.post('/pay/:token/choose', async (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    const { body, headers } = await incoming(context.req.raw);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const chosen = form.get('method');
    const device = deviceOf(headers);
    if (!chosen) return cashier(order, language, device, 'chooseOne');
    if (order.status === 'open') {
      const seal = form.get(sealField(chosen));
      const ip = payerIp(headers, config.payerIpWhenLocal);
      const outcome = service.choose(order.orderNo, { chosen, seal, device, payerIp: ip });
      if (outcome !== 'started') return cashier(order, language, device, outcome);
    }
    await runner.run(order.orderNo);
    return context.redirect(`/pay/${order.token}/go?lang=${language}`, 303);
  });

  // The payer's switch of the personal order; it holds at once, and for every later order (rule CHO-008).
  app.post('/pay/:token/list', async (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    const { body } = await incoming(context.req.raw);
    const personal = new URLSearchParams(Buffer.from(body).toString('utf8')).get('personal');
    if (order.payerId !== undefined && (personal === 'on' || personal === 'off')) {
      store.terms.setPersonalOrder(order.payerId, personal === 'on');
    }
    return context.redirect(`/pay/${order.token}?lang=${language}`, 303);
  });

  app.get('/pay/:token/go', async (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    const attempt =
      order.status === 'open' ? liveAttempts(order).find(({ status }) => status === 'waiting') : undefined;
    const handOff = attempt?.handOff;
    const provider = attempt && names[attempt.route.provider];
    if (!handOff || !provider) return context.redirect(`/pay/${order.token}/status?lang=${language}`);
    const merchant = service.payee(order);
    const { payableFen } = attempt.route;
    return parts.handOver({ language, order, merchant, provider, handOff, payableFen });
  });

  app.get('/pay/:token/status', (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    return htmlAnswer(parts.statusPage(language, order, service.payee(order)));
  });

  app.get('/pay/:token/consent', (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    const agreed = new Set(Object.keys(sharing.scopes).filter((scope) => service.agreed(order, scope)));
    const saved = context.req.query('saved') !== undefined;
    return htmlAnswer(parts.consentPage({ language, order, agreed, saved }));
  });

  app.post('/pay/:token/consent', async (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    const { body } = await incoming(context.req.raw);
    const shared = new URLSearchParams(Buffer.from(body).toString('utf8')).getAll('share');
    service.decideSharing(order, shared);
    return context.redirect(`/pay/${order.token}/consent?lang=${language}&saved=1`, 303);
  });

  app.get('/pay/:token/record', (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    const record = recordView(order);
    const [merchant, provider] = [service.payee(order), names[record.provider ?? '']];
    return htmlAnswer(parts.recordPage({ language, path: `/pay/${order.token}/record`, record, merchant, provider }));
  });

  // The payer came back. Whatever the address says, only the provider's answer counts (rule LIFE-005).
  // Some houses send the browser back with a form.
  app.on(['GET', 'POST'], '/pay/:token/return', async (context) => {
    const language = languageIn(context);
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(language);
    if (order.status === 'open') {
      service.apply(order.orderNo, { type: 'payer-returned', at: service.now() });
      await runner.run(order.orderNo);
    }
    return context.redirect(`/pay/${order.token}/status?lang=${language}`, 303);
  });

  app.get('/pay/:token/events', (context) => {
    const order = store.orderByToken(context.req.param('token'));
    if (!order) return notFound(languageIn(context));
    return streamSSE(context, async (stream) => {
      await new Promise<void>((resolve) => {
        const now = () => store.order(order.orderNo)?.status ?? order.status;
        const unwatch = service.watch(order.orderNo, () => void stream.writeSSE({ data: now() }));
        stream.onAbort(() => {
          unwatch();
          resolve();
        });
      });
    });
  });

  return app;
}
