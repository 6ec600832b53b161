import { randomBytes } from 'node:crypto';

/** What signatures begin with that are sent to see whether a client verifies at all (sheet 2.3). */
export const SIGNTEST = 'WECHATPAY/SIGNTEST/';

const SIGNATURE_BYTES = 256;

/** One in so many, by the words of the profile's setting; 0 for never. */
const ONE_IN: Readonly<Record<string, number>> = { none: 0, 'every-hundredth': 100, 'every-tenth': 10, each: 1 };

/** Decides which of the gateway's messages are signed with a probe: every n-th of those that it is asked about. */
export class Probes {
  readonly #oneIn: number;
  #count = 0;

  constructor(share: string) {
    this.#oneIn = ONE_IN[share] ?? 0;
  }

  /** True when the next message is a probe. */
  next(): boolean {
    this.#count += 1;
    return this.#oneIn > 0 && this.#count % this.#oneIn === 0;
  }
}

/** The headers of a signed message, with a signature that can only fail. */
export const probed = (headers: Readonly<Record<string, string>>): Record<string, string> => ({
  ...headers,
  'Wechatpay-Signature': `${SIGNTEST}${randomBytes(SIGNATURE_BYTES).toString('base64')}`,
});
