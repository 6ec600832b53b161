import { Hono } from 'hono';
import { z } from 'zod';
import { MARKETPLACE } from '../core/order';
import type { EffectRunner } from '../runner';
import type { CheckoutService } from '../service';
import { amountBy, number } from './contract';
import { bearer, parseBody, problem } from './json';
import { orderView } from './order-view';

/** So many merchants share one order at most: the smaller of the two caps that providers publish for combined orders. */
const MOST_PARTS = 10;

const combinedBody = (amount: ReturnType<typeof amountBy>) =>
  z.strictObject({
    combinedOrderNo: number,
    currency: z.literal('CNY'),
    description: z.string().min(1).max(120),
    payerId: z.string().max(64).optional(),
    parts: z
      .array(
        z.strictObject({
          merchantId: z.string(),
          merchantOrderNo: number,
          amountFen: amount,
          description: z.string().min(1).max(120),
        }),
      )
      .min(2)
      .max(MOST_PARTS),
  });

const REFUSALS: Record<string, string> = {
  'unknown-merchant': 'one of the merchants is not known here',
  'merchant-twice': 'each merchant has one part of an order, which holds everything that it sells in it',
};

/** The interface of the platform's own shop front: orders that several merchants share. JSON, the operators' key. */
export function combinedEndpoints(service: CheckoutService, runner: EffectRunner): Hono {
  const app = new Hono();
  const amount = amountBy(service.parts.readAmount);

  app.post('/api/combined-orders', async (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const body = await parseBody(context, combinedBody(amount));
    if (body instanceof Response) return body;
    const { currency: _, ...request } = body;
    const total = request.parts.reduce((sum, part) => sum + part.amountFen, 0);
    if (!Number.isSafeInteger(total)) return problem(context, 400, 'invalid', 'the parts together are too much');
    const result = service.placeCombined(request);
    if (!result.ok) {
      const detail = REFUSALS[result.refusal] ?? `order ${result.original} has one of these numbers and other content`;
      return problem(context, result.refusal === 'unknown-merchant' ? 404 : 409, result.refusal, detail);
    }
    runner.schedule();
    return context.json(orderView(service, result.order), result.repeated ? 200 : 201);
  });

  app.get('/api/combined-orders/:orderNo', (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const order = service.store.order(context.req.param('orderNo'));
    if (order?.merchantId !== MARKETPLACE) return problem(context, 404, 'no-such-order', 'no such combined order');
    return context.json(orderView(service, order));
  });

  return app;
}
