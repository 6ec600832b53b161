import type { HistoryEvent } from '../../simulators/kernel/history';
import { ENTRANCES, type Entrance, type Profile } from '../../simulators/providers/profile';
import type { Bilingual } from '../register/schema';
import type { ScenarioRun } from './collect';

/** A payment that went through one entrance of a provider, from its order to a refund. */
export interface EntranceUse {
  readonly provider: string;
  readonly entrance: Entrance;
}

/**
 * What a run says of one entrance of a provider: it was used and held, it was used and something failed, the provider
 * has none, or it was not tried. A run of the whole rulebook leaves none untried.
 */
export type InteropCell =
  | { readonly state: 'pass' | 'fail'; readonly scenarios: number }
  | { readonly state: 'not-applicable'; readonly reason: Bilingual; readonly mark: string }
  | { readonly state: 'not-tried' };

/** One provider's entrances. */
export interface InteropRow {
  readonly provider: string;
  /** False where the provider's wire is a profile of this project. */
  readonly wireTrue: boolean;
  readonly cells: Readonly<Record<Entrance, InteropCell>>;
}

/** The entrances that a scenario's history shows in use. */
export function entrancesUsed(events: readonly HistoryEvent[]): EntranceUse[] {
  return events
    .filter(({ type, kind }) => type === 'act' && kind === 'entrance.used')
    .map(({ facts }) => ({ provider: String(facts['provider']), entrance: facts['entrance'] as Entrance }));
}

const held = ({ checks, troubles }: ScenarioRun): boolean =>
  troubles.length === 0 && checks.length > 0 && checks.every(({ verdict }) => verdict === 'pass');

function cellOf(profile: Profile, entrance: Entrance, runs: readonly ScenarioRun[]): InteropCell {
  const declared = profile.entrances?.[entrance];
  if (declared && 'none' in declared) {
    return { state: 'not-applicable', reason: declared.none, mark: declared.mark };
  }
  const own = runs.filter((run) =>
    run.evidence?.entrances?.some((use) => use.provider === profile.provider && use.entrance === entrance),
  );
  if (own.length === 0) return { state: 'not-tried' };
  return { state: own.every(held) ? 'pass' : 'fail', scenarios: own.length };
}

/** Provider by entrance, from what scenarios did; a scenario that broke before its payment ended counts as not tried. */
export function interopMatrix(providers: readonly Profile[], runs: readonly ScenarioRun[]): InteropRow[] {
  return providers.map((profile) => {
    const cells = ENTRANCES.map((entrance) => [entrance, cellOf(profile, entrance, runs)] as const);
    const { provider, wireTrue } = profile;
    return { provider, wireTrue, cells: Object.fromEntries(cells) as Record<Entrance, InteropCell> };
  });
}

/** The cells that nobody tried, as `provider entrance`. */
export const untried = (rows: readonly InteropRow[]): string[] =>
  rows.flatMap(({ provider, cells }) =>
    ENTRANCES.filter((entrance) => cells[entrance].state === 'not-tried').map((entrance) => `${provider} ${entrance}`),
  );
