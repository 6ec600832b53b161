/**
 * What alipay.trade.pay may be made to do once, so that integrators meet the outcomes that they must not take for failures
 * (sheet 4, requirement A18). `unavailable-before` and `unavailable-after` answer 20000, before and after the work;
 * `system-error-after` answers ACQ.SYSTEM_ERROR after it; `asks` has the payer asked, whatever the amount; `rolled-back`
 * answers 10000 and undoes the payment later; `refused` answers 40004 with one of the many codes that nobody here causes.
 */
export const CHARGE_SCRIPTS = [
  'unavailable-before',
  'unavailable-after',
  'system-error-after',
  'asks',
  'rolled-back',
  'refused',
] as const;

/** One scripted outcome. */
export interface ChargeScript {
  readonly what: (typeof CHARGE_SCRIPTS)[number];
  /** For `rolled-back`: how long after the payment it is undone, in milliseconds. */
  readonly afterMs?: number;
  /** For `refused`: the code without its prefix, for example `BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR` (list in sheet 2.6). */
  readonly code?: string;
}

/** The scripted outcomes of the requests to come, one for each that would otherwise be carried out. */
export class ChargeScripts {
  readonly #next: ChargeScript[] = [];

  add(script: ChargeScript): void {
    this.#next.push(script);
  }

  take(): ChargeScript | undefined {
    return this.#next.shift();
  }
}
