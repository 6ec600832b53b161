import { stableJson } from '../../simulators/kernel/history';
import { type CheckId, eventJudge, type Judge } from './judge';

/** Two things that must agree, compared by the harness; the facts of its probe say what was compared. */
export function comparison(
  check: CheckId,
  { kind, reason }: { readonly kind: string; readonly reason: string },
): Judge {
  return eventJudge(check, (event) => {
    if (event.type !== 'probe' || event.kind !== kind) return undefined;
    const { expected, seen } = event.facts;
    return stableJson(expected) === stableJson(seen) ? [] : [{ reason, expected, seen, at: event.seq }];
  });
}
