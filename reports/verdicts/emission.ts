import type { Fact } from '../../simulators/kernel/history';
import type { EntranceUse } from './interop';

/** Under this media type a scenario attaches, when it is over, what its checks said and the digest and size of its history. */
export const SCENARIO_MEDIA_TYPE = 'application/vnd.hutong.scenario+json';

/** What one check said in one scenario. */
export interface CheckEmission {
  readonly check: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** How often it had something to look at; nothing to look at is never a pass. */
  readonly observed: number;
  /** Every reason found, most telling first. */
  readonly reasons: readonly string[];
  readonly reason?: string;
  readonly expected?: Fact;
  readonly seen?: Fact;
  /** The event of the history that shows it. */
  readonly at?: number;
  readonly about?: Readonly<Record<string, string>>;
  /** The command that repeats it. */
  readonly repeat?: string;
}

/** What a scenario leaves behind. */
export interface ScenarioEvidence {
  readonly canonicalDigest: string;
  readonly events: number;
  /** The entrances of providers through which it paid, from order to refund. */
  readonly entrances?: readonly EntranceUse[];
}

/** What a scenario attaches when it is over: what it leaves behind, and what each of its checks said, in their order. */
export interface ScenarioReport extends ScenarioEvidence {
  readonly checks: readonly CheckEmission[];
}
