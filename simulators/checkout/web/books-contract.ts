import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Books } from '../books';
import { isDay } from '../books/business-day';
import { MEASURES } from '../books/duties';
import { dayView, recordView, settlementView } from '../books/views';
import type { CheckoutService } from '../service';
import { bearer, parseBody, problem } from './json';

const report = z.strictObject({
  subject: z.string().min(1).max(120),
  measured: z.partialRecord(z.enum(MEASURES), z.int().nonnegative()),
});

/** The day in the path, or the answer to one that does not exist. */
function dayOf(context: Context): string | Response {
  const day = context.req.param('day') ?? '';
  return isDay(day) ? day : problem(context, 404, 'no-such-day', 'expected a day such as 2026-11-24');
}

const operatorsOnly = (context: Context) => problem(context, 401, 'unknown-key', 'only operators may do this');

/** The interface of the books: operators read and close days and see incidents, merchants see their own. */
export function booksEndpoints(service: CheckoutService, books: Books): Hono {
  const app = new Hono();
  const isOperator = (context: Context) => service.isOperator(bearer(context));

  app.get('/api/books/:day', (context) => {
    if (!isOperator(context)) return operatorsOnly(context);
    const day = dayOf(context);
    return day instanceof Response ? day : context.json(dayView(service, day));
  });

  // What is due is done now; what is not published yet stays as it is (rule REC-002).
  app.post('/api/books/:day/close', async (context) => {
    if (!isOperator(context)) return operatorsOnly(context);
    const day = dayOf(context);
    if (day instanceof Response) return day;
    const early = service.store.books.billsOf(day).find((bill) => bill.state !== 'used' && !service.isPublished(bill));
    if (early) return problem(context, 409, 'not-yet-due', `the bill of ${early.provider} is not published yet`);
    service.hasten(day);
    await books.run();
    return context.json(dayView(service, day));
  });

  app.get('/api/incidents', (context) => {
    if (!isOperator(context)) return operatorsOnly(context);
    return context.json({ incidents: service.store.books.incidents() });
  });

  app.post('/api/incidents', async (context) => {
    if (!isOperator(context)) return operatorsOnly(context);
    const body = await parseBody(context, report);
    if (body instanceof Response) return body;
    const passed = books.incidents.report(body.subject, body.measured);
    return context.json({ recorded: passed }, passed.length > 0 ? 201 : 200);
  });

  app.get('/api/settlement/:day', (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    if (merchantId === undefined) return problem(context, 401, 'unknown-key', 'no merchant has this key');
    const day = dayOf(context);
    return day instanceof Response ? day : context.json(settlementView(service, merchantId, day));
  });

  app.get('/api/records', (context) => {
    const merchantId = service.merchantByKey(bearer(context));
    if (merchantId === undefined) return problem(context, 401, 'unknown-key', 'no merchant has this key');
    const payer = context.req.query('payer') ?? '';
    const records = service.store.records.ofPayer(merchantId, payer).map((order) => recordView(order, merchantId));
    return context.json({ payer, records: records });
  });

  return app;
}
