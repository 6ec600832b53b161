import type { BusinessClock } from '../../kernel/clock';
import { ConnectionLost } from '../../network/party';

/** Something a merchant must be told, until it says that it heard. */
export interface Notice {
  readonly url: string;
  /** Builds the request of one attempt; a protocol with a window signs each attempt afresh. */
  build(attempt: number): Promise<Request>;
  /** True when the merchant's answer counts as heard. */
  heard(response: Response): Promise<boolean>;
}

/** Sends one request into the network. */
export type Send = (request: Request) => Promise<Response>;

/**
 * Sends notices at once and then on the provider's published schedule until one attempt is heard.
 * The gaps are counted from one attempt to the next, in milliseconds of business time.
 */
export class Notifier {
  constructor(
    readonly clock: BusinessClock,
    readonly gapsMs: readonly number[],
    readonly send: Send,
    /** An answer that takes longer than this, in business time, counts as none. */
    readonly timeoutMs = Number.POSITIVE_INFINITY,
  ) {}

  post(notice: Notice): void {
    this.#schedule(notice, 0, this.clock.now());
  }

  #schedule(notice: Notice, attempt: number, due: number): void {
    this.clock.at(due, async () => {
      if (await this.#try(notice, attempt)) return;
      const gap = this.gapsMs[attempt];
      if (gap !== undefined) this.#schedule(notice, attempt + 1, this.clock.now() + gap);
    });
  }

  async #try(notice: Notice, attempt: number): Promise<boolean> {
    try {
      return await notice.heard(await this.#inTime(this.send(await notice.build(attempt))));
    } catch (error) {
      if (error instanceof ConnectionLost || isNetworkFailure(error)) return false;
      throw error;
    }
  }

  /** Waits for an answer no longer than the receiver has; a virtual clock stands still meanwhile. */
  async #inTime(answer: Promise<Response>): Promise<Response> {
    if (!Number.isFinite(this.timeoutMs)) return answer;
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = this.clock.at(this.clock.now() + this.timeoutMs, () => reject(new ConnectionLost('ETIMEDOUT')));
    });
    return Promise.race([answer, late]).finally(() => cancel());
  }
}

function isNetworkFailure(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');
}
