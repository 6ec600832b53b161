import type { BusinessClock } from '../../kernel/clock';
import { ConnectionLost, type Reader } from '../../network/party';
import { isSealed, sealedRequest } from './wire';

/** Sends a request into the network, in the name of whoever owns the function. */
export type Send = (request: Request, reader: Reader) => Promise<Response>;

/** An answer whose seal fits; `lost` where there is none, so that nothing is known. */
export type Answered =
  | { readonly kind: 'answer'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'lost' };

const LOST: Answered = { kind: 'lost' };

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** One end of the line between the switch and a member: both share the member's secret. */
export class Line {
  constructor(
    readonly send: Send,
    /** Reads what is sent, for the history. */
    readonly reader: Reader,
    readonly member: string,
    readonly secret: string,
    /** The other end. */
    readonly origin: string,
  ) {}

  async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answered> {
    const request = sealedRequest(method, `${this.origin}${path}`, this.member, this.secret, body);
    try {
      const response = await this.send(request, this.reader);
      const text = await response.text();
      const content = parsed(text);
      // An answer without the right seal is nobody's.
      if (!content || !isSealed(response.status, response.headers, text, this.secret)) return LOST;
      return { kind: 'answer', status: response.status, body: content };
    } catch (error) {
      if (error instanceof ConnectionLost) return LOST;
      throw error;
    }
  }
}

/** Does something at once, and again on a schedule until it is acknowledged; the last gap repeats. */
export function untilDone(
  clock: BusinessClock,
  gapsMs: readonly number[],
  work: () => Promise<boolean>,
  attempt = 0,
): void {
  const wait = attempt === 0 ? 0 : (gapsMs[Math.min(attempt, gapsMs.length) - 1] ?? 0);
  clock.at(clock.now() + wait, async () => {
    if (!(await work())) untilDone(clock, gapsMs, work, attempt + 1);
  });
}
