import { Hono } from 'hono';
import { z } from 'zod';
import { beijingDateTime, readRfc3339, rfc3339 } from '../../kernel/time';
import { CHANGES } from '../../market/notice-periods';
import { authority } from '../../market/participants';
import { conditions, inOrder, STATES } from '../../market/relations';
import type { NewAnnouncement } from '../announcements';
import type { CheckoutService } from '../service';
import { bearer, parseBody, problem } from './json';
import { htmlAnswer } from './layout';
import { pickLanguage } from './words';

const amountFen = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const methodBody = z.strictObject({ enabled: z.boolean() });
const ownDiscountBody = z.strictObject({ amountFen });
const discountBody = z.strictObject({ amountFen, party: z.enum(['platform', 'provider']) });

const instant = z.string().transform((text, context) => {
  const at = readRfc3339(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'expected a time such as 2026-12-24T09:00:00+08:00' });
  return z.NEVER;
});
const sentence = z.string().min(1).max(500);
const announcementBody = z
  .strictObject({
    change: z.enum(CHANGES),
    provider: z.string().optional(),
    text: z.strictObject({ en: sentence, zh: sentence }),
    amountFen: amountFen.optional(),
    effectiveAt: instant,
    until: instant.optional(),
  })
  .refine(({ change, provider }) => (change === 'platform-rule') === (provider === undefined), {
    message: 'expected a provider for every change but a rule of the platform',
  })
  .refine(({ change, amountFen: fee }) => (change === 'fee') === (fee !== undefined), {
    message: 'expected amountFen for a fee and for nothing else',
  })
  .refine(
    ({ change, effectiveAt, until }) => until === undefined || (change === 'planned-stop' && until > effectiveAt),
    {
      message: 'expected "until" for a planned stop only, and after its beginning',
    },
  );

const day = z.iso.date();
/** What an operator puts on record of a provider: its authorities, and the declared steps of its opening. */
const standingBody = z
  .strictObject({
    authorities: z
      .array(authority.pick({ kind: true, business: true, regions: true, from: true, to: true }))
      .optional(),
    opening: inOrder(
      z.strictObject({ from: day, state: z.enum(STATES), conditions: conditions.optional() }),
    ).optional(),
  })
  .refine(({ authorities, opening }) => authorities !== undefined || opening !== undefined, {
    message: 'expected "authorities" or "opening"',
  });

const NO_MERCHANT = 'no merchant has this key';
const NO_PROVIDER = 'this platform has no such provider';

/** What a merchant has switched on itself, and when; a provider that it never spoke of is off. */
function methodsOf(service: CheckoutService, merchantId: string) {
  const record = service.store.terms.choices(merchantId);
  const inUse = service.methods(merchantId);
  return service.config.providers.map(({ id }) => {
    const last = service.parts.lastAct(record, id);
    return { provider: id, enabled: inUse.includes(id), chosenAt: last === undefined ? null : rfc3339(last.at) };
  });
}

/** The interface for terms: a merchant's choice of providers, discounts, and announced changes. JSON, bearer keys. */
export function termsEndpoints(service: CheckoutService): Hono {
  const app = new Hono();
  const { terms } = service.store;

  app.get('/api/methods', (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    if (merchantId === undefined) return problem(context, 401, 'unknown-key', NO_MERCHANT);
    return context.json({ methods: methodsOf(service, merchantId) });
  });

  app.put('/api/methods/:provider', async (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    if (merchantId === undefined) return problem(context, 401, 'unknown-key', NO_MERCHANT);
    const provider = service.provider(context.req.param('provider'));
    if (!provider) return problem(context, 404, 'no-such-provider', NO_PROVIDER);
    const body = await parseBody(context, methodBody);
    if (body instanceof Response) return body;
    terms.recordChoice(merchantId, { provider: provider.id, enabled: body.enabled, at: service.now() });
    return context.json({ provider: provider.id, enabled: body.enabled });
  });

  app.put('/api/methods/:provider/discount', async (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    if (merchantId === undefined) return problem(context, 401, 'unknown-key', NO_MERCHANT);
    const provider = service.provider(context.req.param('provider'));
    if (!provider) return problem(context, 404, 'no-such-provider', NO_PROVIDER);
    const body = await parseBody(context, ownDiscountBody);
    if (body instanceof Response) return body;
    terms.setDiscount(provider.id, 'merchant', body.amountFen, merchantId);
    return context.json({ provider: provider.id, party: 'merchant', amountFen: body.amountFen });
  });

  app.put('/api/providers/:provider/discount', async (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const provider = service.provider(context.req.param('provider'));
    if (!provider) return problem(context, 404, 'no-such-provider', NO_PROVIDER);
    const body = await parseBody(context, discountBody);
    if (body instanceof Response) return body;
    terms.setDiscount(provider.id, body.party, body.amountFen);
    return context.json({ provider: provider.id, ...body });
  });

  app.put('/api/providers/:provider/standing', async (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const provider = service.provider(context.req.param('provider'));
    if (!provider) return problem(context, 404, 'no-such-provider', NO_PROVIDER);
    const body = await parseBody(context, standingBody);
    if (body instanceof Response) return body;
    service.store.saveStanding(provider.id, body);
    return context.json({ provider: provider.id, ...service.standing(provider.id) });
  });

  // A change comes into being only by being announced, and only in time (rule ACC-006).
  app.post('/api/announcements', async (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const body = await parseBody(context, announcementBody);
    if (body instanceof Response) return body;
    if (body.provider !== undefined && !service.provider(body.provider))
      return problem(context, 404, 'no-such-provider', NO_PROVIDER);
    const announcement: NewAnnouncement = { ...body, announcedAt: service.now() };
    const earliest = service.parts.noticeEnd(body.change, announcement.announcedAt);
    if (earliest === undefined)
      return problem(context, 409, 'calendar-ends', 'no calendar of working days reaches that far yet');
    if (announcement.effectiveAt < earliest)
      return problem(context, 409, 'announced-too-late', `it may take effect from ${beijingDateTime(earliest)} on`);
    return context.json({ id: terms.announce(announcement), ...announcement }, 201);
  });

  app.get('/announcements', (context) => {
    const language = pickLanguage(context.req.query('lang'), context.req.raw.headers);
    const names = Object.fromEntries(service.config.providers.map(({ id, name }) => [id, name]));
    return htmlAnswer(service.parts.announcementsPage(language, terms.announcements(), names));
  });

  return app;
}
