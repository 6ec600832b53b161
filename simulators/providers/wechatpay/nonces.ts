import { signingNow } from '../../kernel/time';
import { WINDOW_SECONDS } from './signature';

/** How long a nonce matters: a timestamp may be this far on either side of now. */
const KEPT_MS = 2 * WINDOW_SECONDS * 1000;

/** Remembers which nonces each merchant has used, for as long as a repeated request could pass the window. */
export class Nonces {
  readonly #seen = new Map<string, number>();

  /** False when the merchant has used the nonce before. */
  use(mchid: string, nonce: string): boolean {
    const now = signingNow();
    for (const [key, at] of this.#seen) {
      if (now - at <= KEPT_MS) break;
      this.#seen.delete(key);
    }
    const key = `${mchid} ${nonce}`;
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, now);
    return true;
  }
}
