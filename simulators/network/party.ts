import type { Facts } from '../kernel/history';
import type { Incoming, Outgoing } from './message';

/** What the harness understood of a message when it was received. Judges see this, never the bytes. */
export interface Reading {
  /** The party that sent it, as far as the message proves or its path tells. */
  readonly from: string;
  /** Neutral kind: `payment.create`, `payment.query`, `refund.create`, `notice.payment`, `page.cashier` … */
  readonly kind: string;
  readonly order?: string;
  readonly trade?: string;
  readonly facts: Facts;
  /** False for pages that a browser may fetch at will. */
  readonly canonical?: false;
}

/** Reads the messages of one protocol, independently of the party that handles them. */
export interface Reader {
  request(message: Incoming): Reading;
  answer(message: Incoming, reading: Reading, answer: Outgoing): Facts;
}

/** Somebody on the network: a provider, a platform. Web-standard request in, response out, on every wire alike. */
export interface Party {
  readonly name: string;
  /** Its production origins, for example `https://api.mch.weixin.qq.com`. */
  readonly origins: readonly string[];
  readonly reader: Reader;
  fetch(request: Request): Response | Promise<Response>;
  /** Stops dead, losing whatever is not durable, and starts again. */
  crash?(): Promise<void>;
}

/** The other side could not be reached, or its answer did not arrive. Carries the code that a socket would give. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';

  constructor(readonly code: 'ECONNRESET' | 'ECONNREFUSED' | 'ETIMEDOUT') {
    super(`connection lost (${code})`);
  }
}
