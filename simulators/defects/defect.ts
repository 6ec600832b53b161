import type { WorldParts } from '../world/world';

/** A deliberately broken twin: one part of the market replaced, named after what it does wrong. */
export interface Defect {
  /** For example `keeps-the-second-success`. */
  readonly id: string;
  /** The check that must fail because of it, for example `LIFE-002/one-kept-payment`. */
  readonly check: string;
  /** The reason with which that check must fail. */
  readonly reason: string;
  /** Other checks that may fail because of it; anything else that fails does not count as caught. */
  readonly collateral?: readonly string[];
  /** Where it sits: in decisions, on the wire, in time, on a page. */
  readonly level: 'logic' | 'wire' | 'timing' | 'page';
  /** True when it shows only at an edge, under concurrency, or in one language. */
  readonly subtle?: true;
  readonly what: { readonly en: string; readonly zh: string };
  readonly parts: WorldParts;
}
