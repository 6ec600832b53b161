import { Hono } from 'hono';
import { z } from 'zod';
import { type Fen, MoneyError } from '../../kernel/money';
import type { Books } from '../books';
import { type Order, payerView } from '../core/order';
import type { EffectRunner } from '../runner';
import type { CheckoutService } from '../service';
import { bearer, parseBody, problem } from './requests';

/** A payable amount, read by the checkout's own part. */
const amountBy = (read: (value: unknown) => Fen) =>
  z.unknown().transform((value, context): Fen => {
    try {
      return read(value);
    } catch (error) {
      const message = error instanceof MoneyError ? error.message : 'not an amount';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });
const number = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -');

const orderBody = (amount: ReturnType<typeof amountBy>) =>
  z.strictObject({
    merchantOrderNo: number,
    amountFen: amount,
    currency: z.literal('CNY'),
    description: z.string().min(1).max(120),
    payerId: z.string().max(64).optional(),
  });
const refundBody = (amount: ReturnType<typeof amountBy>) => z.strictObject({ refundNo: number, amountFen: amount });
const methodBody = z.strictObject({ enabled: z.boolean() });
const providerBody = z.strictObject({
  platformOptedIn: z.boolean().optional(),
  providerOptedIn: z.boolean().optional(),
  inService: z.boolean().optional(),
});

/** What a merchant may see of its order. */
function orderView(service: CheckoutService, order: Order) {
  const { orderNo, merchantOrderNo, merchantId, amountFen, description, status, keptAttempt } = order;
  return {
    orderNo,
    merchantId,
    merchantOrderNo,
    amountFen: service.parts.writeAmount(amountFen),
    currency: 'CNY',
    description,
    status,
    payerIsTold: payerView(order),
    cashierUrl: `${service.config.publicOrigin}/pay/${order.token}`,
    keptPayment: keptAttempt ?? null,
    deliveries: service.store.deliveries(orderNo),
    deliveryStopped: order.deliveryStopped ?? null,
    payments: order.attempts.map((attempt) => ({
      paymentNo: attempt.attemptNo,
      provider: attempt.route.provider,
      product: attempt.route.product,
      payee: attempt.route.payee,
      status: attempt.status,
      route: attempt.route,
    })),
    refunds: order.refunds.map(({ refundNo, attemptNo, amountFen: refundFen, reason, status: state }) => ({
      refundNo,
      paymentNo: attemptNo,
      amountFen: refundFen,
      reason,
      status: state,
    })),
    notices: service.store.notices(orderNo),
  };
}

/** The interface of merchants and operators: orders, states, refunds, opt-ins, providers on and off. JSON, bearer keys. */
export function contractEndpoints(service: CheckoutService, runner: EffectRunner, books: Books): Hono {
  const app = new Hono();
  const amount = amountBy(service.parts.readAmount);

  app.post('/api/orders', async (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    if (merchantId === undefined) return problem(context, 401, 'unknown-key', 'no merchant has this key');
    const body = await parseBody(context, orderBody(amount));
    if (body instanceof Response) return body;
    const { merchantOrderNo, amountFen, description, payerId } = body;
    const result = service.place({ merchantId, merchantOrderNo, amountFen, description, payerId });
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
    if (!order || order.merchantId !== merchantId)
      return problem(context, 404, 'no-such-order', 'no such order of yours');
    return context.json(orderView(service, order));
  });

  app.post('/api/orders/:orderNo/refunds', async (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    const order = service.store.order(context.req.param('orderNo'));
    if (!order || order.merchantId !== merchantId)
      return problem(context, 404, 'no-such-order', 'no such order of yours');
    const body = await parseBody(context, refundBody(amount));
    if (body instanceof Response) return body;
    // The number given to the provider is unique over all merchants of the platform.
    const refundNo = `${order.orderNo}_${body.refundNo}`;
    const result = service.apply(order.orderNo, {
      type: 'ask-refund',
      refundNo,
      amountFen: body.amountFen,
      at: service.now(),
    });
    if (!result.ok) return problem(context, 409, result.refusal, `refund ${body.refundNo} was refused`);
    await runner.run(order.orderNo);
    const current = service.store.order(order.orderNo) ?? order;
    return context.json(orderView(service, current), 202);
  });

  app.put('/api/methods/:provider', async (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    if (merchantId === undefined) return problem(context, 401, 'unknown-key', 'no merchant has this key');
    const provider = service.provider(context.req.param('provider'));
    if (!provider) return problem(context, 404, 'no-such-provider', 'this platform has no such provider');
    const body = await parseBody(context, methodBody);
    if (body instanceof Response) return body;
    service.store.setMethod(merchantId, provider.id, body.enabled, service.now());
    return context.json({ provider: provider.id, enabled: body.enabled });
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
    return context.json({ provider: provider.id, ...service.store.provider(provider.id) });
  });

  return app;
}
