import { type CheckId, eventJudge, type Finding, type Judge } from './judge';

/** What a check says about the places that were searched for one kind of thing. */
export interface Search {
  readonly check: CheckId;
  readonly what: string;
  readonly reason: string;
}

/** A search of places for what must not be in them; one that had nothing to search for is none. */
export function nothingFound({ check, what, reason }: Search): Judge {
  return eventJudge(check, (event): readonly Finding[] | undefined => {
    const { facts, seq: at } = event;
    if (event.type !== 'probe' || event.kind !== 'scan' || facts['what'] !== what || facts['searched'] !== true)
      return undefined;
    const { found } = facts;
    if (Array.isArray(found) && found.length === 0) return [];
    return [{ reason, expected: 'none', seen: found, at, about: { what: String(facts['place']) } }];
  });
}
