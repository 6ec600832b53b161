import { signingNow } from '../../kernel/time';
import { WINDOW_SECONDS } from './wire';

/** How long a nonce matters: a timestamp may be so far on either side of now. */
const KEPT_MS = 2 * WINDOW_SECONDS * 1000;

/** Remembers which nonces each application has used, for as long as a copy of its request could pass the window. */
export class Nonces {
  readonly #seen = new Map<string, number>();

  /** False when the application has used the nonce before. */
  use(appId: string, nonce: string): boolean {
    const now = signingNow();
    for (const [key, at] of this.#seen) {
      if (now - at <= KEPT_MS) break;
      this.#seen.delete(key);
    }
    const key = `${appId} ${nonce}`;
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, now);
    return true;
  }
}
