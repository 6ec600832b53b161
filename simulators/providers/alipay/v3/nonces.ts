import type { Millis } from '../../../kernel/time';

/** The nonces that were used, for as long as a request with their timestamp would still be taken. */
export class Nonces {
  readonly #used = new Map<string, Millis>();

  constructor(readonly windowMs: number) {}

  /** Notes a nonce of an application. @returns False when it was used before. */
  use(appId: string, nonce: string, now: Millis): boolean {
    for (const [oldest, until] of this.#used) {
      if (until >= now) break;
      this.#used.delete(oldest);
    }
    const key = `${appId} ${nonce}`;
    if (this.#used.has(key)) return false;
    // A timestamp may lie ahead by one window and is then good for another.
    this.#used.set(key, now + 2 * this.windowMs);
    return true;
  }
}
