import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type Fen, MoneyError } from '../../kernel/money';
import type { Books } from '../books';
import type { Order } from '../core/order';
import { partOf, sells } from '../core/parts';
import { refundNumber } from '../references';
import type { EffectRunner } from '../runner';
import type { CheckoutService } from '../service';
import { bearer, parseBody, problem } from './json';
import { merchantView, orderView } from './order-view';

/** A payable amount, read by the checkout's own part. */
export const amountBy = (read: (value: unknown) => Fen) =>
  z.unknown().transform((value, context): Fen => {
    try {
      return read(value);
    } catch (error) {
      const message = error instanceof MoneyError ? error.message : 'not an amount';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });
/** A number that a merchant gives to an order or a refund. */
export const number = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -');

const item = z.strictObject({ name: z.string().min(1).max(120), quantity: z.int().positive() });

const orderBody = (amount: ReturnType<typeof amountBy>) =>
  z.strictObject({
    merchantOrderNo: number,
    amountFen: amount,
    currency: z.literal('CNY'),
    description: z.string().min(1).max(120),
    items: z.array(item).max(100).optional(),
    payerId: z.string().max(64).optional(),
  });
const priceBody = (amount: ReturnType<typeof amountBy>) => z.strictObject({ amountFen: amount });
const refundBody = (amount: ReturnType<typeof amountBy>) => z.strictObject({ refundNo: number, amountFen: amount });
const providerBody = z.strictObject({
  platformOptedIn: z.boolean().optional(),
  providerOptedIn: z.boolean().optional(),
  inService: z.boolean().optional(),
});

/** A refund that is not taken: why, and what the merchant can do instead (rule REF-005). */
function refusedRefund(
  context: Context,
  service: CheckoutService,
  order: Order,
  refundNo: string,
  code: string,
  partNo?: string,
) {
  const kept = order.attempts.find(({ attemptNo }) => attemptNo === order.keptAttempt);
  const limits = service.provider(kept?.route.provider ?? '')?.refundLimits;
  const advice = service.parts.refundAdvice(code, order, limits, partNo);
  return context.json({ error: { code, detail: `refund ${refundNo} was refused`, advice } }, 409);
}

/** The interface of merchants and operators: orders, prices, states, refunds, providers on and off. JSON, bearer keys. */
export function contractEndpoints(service: CheckoutService, runner: EffectRunner, books: Books): Hono {
  const app = new Hono();
  const amount = amountBy(service.parts.readAmount);

  app.post('/api/orders', async (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    if (merchantId === undefined) return problem(context, 401, 'unknown-key', 'no merchant has this key');
    const body = await parseBody(context, orderBody(amount));
    if (body instanceof Response) return body;
    const { merchantOrderNo, amountFen, description, items, payerId } = body;
    const result = service.place({ merchantId, merchantOrderNo, amountFen, description, items, payerId });
    if (!result.ok) {
      const detail = `number ${merchantOrderNo} belongs to order ${result.original}, which has other content`;
      return problem(context, 409, result.refusal, detail);
    }
    runner.schedule();
    return context.json(orderView(service, result.order), result.repeated ? 200 : 201);
  });

  app.get('/api/orders/:orderNo', (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    const order = service.store.order(context.req.param('orderNo'));
    if (!order || merchantId === undefined || !sells(order, merchantId))
      return problem(context, 404, 'no-such-order', 'no such order of yours');
    return context.json(merchantView(service, order, merchantId));
  });

  app.put('/api/orders/:orderNo/price', async (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    const order = service.store.order(context.req.param('orderNo'));
    if (!order || order.merchantId !== merchantId)
      return problem(context, 404, 'no-such-order', 'no such order of yours');
    const body = await parseBody(context, priceBody(amount));
    if (body instanceof Response) return body;
    const result = service.apply(order.orderNo, { type: 'reprice', amountFen: body.amountFen, at: service.now() });
    if (!result.ok) return problem(context, 409, result.refusal, 'the price can be changed only before anybody pays');
    return context.json(orderView(service, result.order));
  });

  app.post('/api/orders/:orderNo/refunds', async (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    const order = service.store.order(context.req.param('orderNo'));
    if (!order || merchantId === undefined || !sells(order, merchantId))
      return problem(context, 404, 'no-such-order', 'no such order of yours');
    const body = await parseBody(context, refundBody(amount));
    if (body instanceof Response) return body;
    const part = partOf(order, merchantId);
    const refundNo = refundNumber(order.orderNo, body.refundNo, part?.partNo);
    const result = service.apply(order.orderNo, {
      type: 'ask-refund',
      refundNo,
      amountFen: body.amountFen,
      ...(part ? { partNo: part.partNo } : {}),
      at: service.now(),
    });
    if (!result.ok) return refusedRefund(context, service, order, body.refundNo, result.refusal, part?.partNo);
    await runner.run(order.orderNo);
    const current = service.store.order(order.orderNo) ?? order;
    return context.json(merchantView(service, current, merchantId), 202);
  });

  app.get('/api/exports/:name', (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const rows = service.exportRows(context.req.param('name'));
    return rows
      ? context.json({ rows })
      : problem(context, 404, 'no-such-export', 'no export of that name is declared');
  });

  app.get('/api/consents/:payerId', (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const records = service.store.consents(context.req.param('payerId'));
    return context.json({ records: records.map(({ scope, given, at }) => ({ scope, given, at })) });
  });

  app.put('/api/providers/:provider', async (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const provider = service.provider(context.req.param('provider'));
    if (!provider) return problem(context, 404, 'no-such-provider', 'this platform has no such provider');
    const body = await parseBody(context, providerBody);
    if (body instanceof Response) return body;
    if (body.platformOptedIn !== undefined)
      service.store.setProvider(provider.id, 'platform_opted_in', body.platformOptedIn);
    if (body.providerOptedIn !== undefined)
      service.store.setProvider(provider.id, 'provider_opted_in', body.providerOptedIn);
    if (body.inService !== undefined) service.setInService(provider.id, body.inService);
    books.open();
    return context.json({ provider: provider.id, ...service.providerState(provider.id) });
  });

  return app;
}
