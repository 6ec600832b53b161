import type { Random } from '../../kernel/random';
import type { Millis } from '../../kernel/time';

/** What the payer does when a merchant reads the code. */
export const CODE_BEHAVIOURS = ['pays', 'needs-password', 'insufficient-balance', 'never-confirms'] as const;
export type CodeBehaviour = (typeof CODE_BEHAVIOURS)[number];

/** A payer's code, as its wallet knows it. */
export interface PayerCode {
  readonly code: string;
  readonly payer: string;
  readonly behaviour: CodeBehaviour;
  /** The last instant at which it may be read. */
  readonly until: Millis;
  /** The one order that it served, even if that came to nothing. */
  readonly usedFor?: string;
}

/** Why a code is refused. */
export type CodeRefusal = 'unknown-code' | 'expired-code' | 'used-code';

/** A wallet is asked for a code whose scheme has none, or none that is known. */
export class NoPayerCodes extends Error {
  override name = 'NoPayerCodes';

  constructor(readonly provider: string) {
    super(`${provider} shows no codes for merchants to read; its profile says why`);
  }
}

export type CodeReading =
  | { readonly ok: true; readonly code: PayerCode }
  | { readonly ok: false; readonly refusal: CodeRefusal };

/** Decides whether a known code may be read for an order now. */
export type ReadPayerCode = (known: PayerCode, order: string, at: Millis) => CodeReading;

/** A code serves one order, even if that use failed, and only in its time; the same order again is the same use. */
export const readPayerCode: ReadPayerCode = (known, order, at) => {
  if (known.usedFor !== undefined && known.usedFor !== order) return { ok: false, refusal: 'used-code' };
  if (known.usedFor === undefined && at > known.until) return { ok: false, refusal: 'expired-code' };
  return { ok: true, code: { ...known, usedFor: order } };
};

/**
 * The codes that one wallet shows for its payers. Each serves one order only, even if that use failed; a retry of the
 * same order is the same use (rule QR-003).
 */
export class PayerCodes {
  readonly #codes = new Map<string, PayerCode>();

  constructor(
    readonly random: Random,
    /** How long a code may be read, in milliseconds. */
    readonly lifeMs: number,
    /** Writes a code: its prefix and length are the wallet's. */
    readonly form: (random: Random) => string,
    readonly mayRead: ReadPayerCode = readPayerCode,
    /** So many codes are remembered; the oldest are forgotten. */
    readonly keep = 10_000,
  ) {}

  /** The wallet shows a fresh code. */
  show(payer: string, behaviour: CodeBehaviour, at: Millis): PayerCode {
    let code = this.form(this.random);
    while (this.#codes.has(code)) code = this.form(this.random);
    const shown = { code, payer, behaviour, until: at + this.lifeMs };
    this.#codes.set(code, shown);
    if (this.#codes.size > this.keep) {
      const [oldest] = this.#codes.keys();
      if (oldest !== undefined) this.#codes.delete(oldest);
    }
    return shown;
  }

  /**
   * A merchant reads a code for an order, and thereby uses it up.
   * @param order Names the order among all of the provider's, for example payee and number.
   */
  read(code: string, order: string, at: Millis): CodeReading {
    const known = this.#codes.get(code);
    if (!known) return { ok: false, refusal: 'unknown-code' };
    const reading = this.mayRead(known, order, at);
    if (reading.ok) this.#codes.set(code, reading.code);
    return reading;
  }
}
