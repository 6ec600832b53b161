import { Hono } from 'hono';
import { z } from 'zod';
import { rfc3339 } from '../../kernel/time';
import { authority } from '../../market/participants';
import { type Application, missingIn } from '../access/decision';
import type { AccessDesk } from '../access/desk';
import { PRACTICES } from '../access/terms';
import { bearer, parseBody, problem } from './json';

const name = z.string().min(1).max(64);
/** Every member may be missing: what is incomplete is told what it lacks. */
const applicationBody = z.strictObject({
  applicant: name.optional(),
  group: name.optional(),
  authorities: z
    .array(authority.pick({ kind: true, business: true, regions: true, from: true, to: true }))
    .max(20)
    .optional(),
  interface: name.optional(),
  practices: z.partialRecord(z.enum(PRACTICES), z.boolean()).optional(),
});
const intakeBody = z.strictObject({ open: z.boolean() });

const NOT_DECLARED = 'this platform does not declare that it is open to every provider';

/** The desk for providers that want to be let in: published terms, applications, answers (rules ACC-001, ACC-002). */
export function accessEndpoints(desk: AccessDesk): Hono {
  const app = new Hono();
  const { service } = desk;
  const { access } = service.store;

  app.get('/api/access/terms', (context) => {
    if (!desk.declared) return problem(context, 404, 'not-declared', NOT_DECLARED);
    const { version, answerWithin, feePerMillion, conditions } = service.parts.accessTerms;
    const told = conditions.map(({ id, says }) => ({ id, says }));
    const intake = access.intakeOpen() ? 'open' : 'closed';
    return context.json({
      version,
      answerWithinMs: answerWithin,
      interfaces: desk.interfaces,
      feePerMillion,
      conditions: told,
      intake,
    });
  });

  app.post('/api/access/applications', async (context) => {
    if (!desk.declared) return problem(context, 404, 'not-declared', NOT_DECLARED);
    const body = await parseBody(context, applicationBody);
    if (body instanceof Response) return body;
    const missing = missingIn(body as Partial<Application>);
    if (missing.length > 0) return problem(context, 400, 'incomplete', `missing: ${missing.join(', ')}`);
    const taken = desk.take(body as Application);
    return context.json({ applicationNo: taken.applicationNo, answerBy: rfc3339(desk.answerBy(taken)) }, 202);
  });

  app.get('/api/access/applications/:number', (context) => {
    const row = access.find(context.req.param('number'));
    if (!row) return problem(context, 404, 'no-such-application', 'no application has this number');
    const { applicationNo, answer } = row;
    return context.json({ applicationNo, answerBy: rfc3339(desk.answerBy(row)), answer });
  });

  app.put('/api/access/intake', async (context) => {
    if (!service.isOperator(bearer(context))) return problem(context, 401, 'unknown-key', 'only operators may do this');
    const body = await parseBody(context, intakeBody);
    if (body instanceof Response) return body;
    access.setIntake(body.open);
    return context.json({ intake: body.open ? 'open' : 'closed' });
  });

  return app;
}
