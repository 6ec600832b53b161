import { Hono } from 'hono';
import { incoming } from '../../network/message';
import type { EffectRunner } from '../runner';
import type { CheckoutService } from '../service';

/** Where providers tell what happened: one address each; the protocol's adapter reads, the service judges. */
export function noticeEndpoints(service: CheckoutService, runner: EffectRunner): Hono {
  const app = new Hono();
  app.post('/notify/:provider', async (context) => {
    const provider = service.provider(context.req.param('provider'));
    if (!provider) return context.body(null, 404);
    const { headers, body, tooLarge } = await incoming(context.req.raw);
    const protocol = service.protocol(provider.id);
    if (tooLarge) return protocol.noticeAnswer(false);
    const notice = { headers, body: Buffer.from(body).toString('utf8') };
    const outcome = await service.notice(provider.id, notice);
    await service.parts.afterNotice(runner);
    return protocol.noticeAnswer(service.parts.heard(outcome), notice);
  });
  return app;
}
