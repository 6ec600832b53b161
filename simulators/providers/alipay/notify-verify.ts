import type { Hono } from 'hono';
import { answer, type Incoming, incoming } from '../../network/message';
import { decodeText, formPairs } from '../charset';

/** More numbers than this are not remembered; the oldest go first. */
const REMEMBERED = 10_000;

/** The numbers of notices that were sent and not heard yet, with the account whose they are. */
export class WaitingNotices {
  readonly #waiting = new Map<string, string>();

  /** A notice goes out, for the first time or again. */
  sent(notifyId: string, partner: string): void {
    this.#waiting.set(notifyId, partner);
    if (this.#waiting.size <= REMEMBERED) return;
    for (const oldest of this.#waiting.keys()) {
      this.#waiting.delete(oldest);
      return;
    }
  }

  /** The merchant has acknowledged it; from now on nobody vouches for its number. */
  heard(notifyId: string): void {
    this.#waiting.delete(notifyId);
  }

  /** True while a notice of this number waits to be acknowledged by this account. */
  isGenuine(notifyId: string, partner: string): boolean {
    return this.#waiting.get(notifyId) === partner;
  }
}

const PATH = '/gateway.do';

function queryOf({ target }: Incoming): ReadonlyMap<string, string> {
  const pairs = formPairs(Buffer.from(target.slice(PATH.length + 1), 'latin1'));
  return new Map(pairs.map(({ name, value }) => [name, decodeText(value, 'utf-8')]));
}

/**
 * The old question whether a notice is genuine, `service=notify_verify`, answered in plain text (sheet 3.5). It lives on
 * a host of its own; on a port of this machine both hosts are one, and the question tells itself by its service.
 * @param apiOrigin Where it is not answered.
 */
export function mountNotifyVerify(app: Hono, waiting: WaitingNotices, apiOrigin: string): void {
  app.get(PATH, async (context, next) => {
    const message = await incoming(context.req.raw);
    const query = queryOf(message);
    const asks = message.target.startsWith(`${PATH}?`) && query.get('service') === 'notify_verify';
    if (!asks || query.has('method') || new URL(message.url).origin === apiOrigin) return next();
    const genuine = waiting.isGenuine(query.get('notify_id') ?? '', query.get('partner') ?? '');
    return answer(200, { 'Content-Type': 'text/html;charset=UTF-8' }, String(genuine));
  });
}
