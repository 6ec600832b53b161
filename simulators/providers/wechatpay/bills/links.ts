import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Millis } from '../../../kernel/time';

/** A bill that somebody asked for, as it was then. */
export interface BillLink {
  /** Who may fetch it. */
  readonly mchid: string;
  readonly bytes: Buffer;
  readonly until: Millis;
}

/** SHA-1 over the bill before any compression (sheet 1.7), in small letters. */
export const billDigest = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

const GZIP = Buffer.from([0x1f, 0x8b]);

/** The digest of a file as it was sent, compressed or not; undefined when it cannot be uncompressed. */
export function fileDigest(body: Uint8Array): string | undefined {
  const bytes = Buffer.from(body);
  if (!bytes.subarray(0, GZIP.length).equals(GZIP)) return billDigest(bytes);
  try {
    return billDigest(gunzipSync(bytes));
  } catch {
    return undefined;
  }
}

/** The bills that can be fetched, each under a token of its own that lives for some minutes. */
export class BillLinks {
  readonly #links = new Map<string, BillLink>();

  constructor(
    readonly lifeMs: number,
    readonly mint: () => string,
  ) {}

  /** @returns the token. */
  open(mchid: string, bytes: Buffer, now: Millis): string {
    for (const [token, { until }] of this.#links) {
      if (now <= until) break;
      this.#links.delete(token);
    }
    const token = this.mint();
    this.#links.set(token, { mchid, bytes, until: now + this.lifeMs });
    return token;
  }

  /** Undefined when there is no such token, or it is over. */
  find(token: string, now: Millis): BillLink | undefined {
    const link = this.#links.get(token);
    return link && now <= link.until ? link : undefined;
  }
}
