import { type Gap, gap } from './gap';
import type { Register } from './register';
import type { Citation, MARKS, RegisteredRule, RegisteredSource } from './schema';

type Mark = (typeof MARKS)[number];

const LEGAL: ReadonlySet<string> = new Set(['law', 'rule', 'standard']);
const CONFIRMED: ReadonlySet<Mark> = new Set(['V-text', 'V-page']);

/** What was read or run is surer than a page about it, that than a transcription, and that than a memory. */
const SURENESS: Readonly<Record<Mark, number>> = {
  'V-text': 4,
  V: 4,
  X: 4,
  house: 4,
  'V-page': 3,
  D: 2,
  I: 1,
  M: 0,
};

/** A citation in a rule with the source that it names. */
type Cited = Citation & { readonly source: RegisteredSource };

/** The sources on which a legal label can rest: of that kind, and confirmed for that very duty. */
const confirming = (rule: RegisteredRule, cited: readonly Cited[]) =>
  cited.filter(({ mark, source }) => CONFIRMED.has(mark) && source.kind === rule.basis);

function legalLabel(rule: RegisteredRule, cited: readonly Cited[]): Gap[] {
  if (!LEGAL.has(rule.basis)) return [];
  const label = `${rule.id} is labelled "${rule.basis}"`;
  const holding = confirming(rule, cited);
  if (holding.length === 0) {
    const words = `${label}, but none of its sources of that kind is marked V-text or V-page`;
    return [gap('legal-label-unconfirmed', rule.id, words)];
  }
  if (rule.reach === 'house') {
    return [gap('legal-label-unconfirmed', rule.id, `${label}, but its reach says that no source goes that far`)];
  }
  const since = holding.flatMap(({ source }) => source.inForce?.from ?? []).sort()[0];
  const { from } = rule.inForce;
  if (from !== null && since !== undefined && from >= since) return [];
  const words = `${label} and in force from ${from ?? 'any day'}, but its sources of that kind are so from ${since ?? 'no known day'}`;
  return [gap('in-force-unfounded', rule.id, words)];
}

/** A rule's citations: sources that exist, marks no surer than theirs, and a legal label only on a confirmed source. */
export function compareCitations(rule: RegisteredRule, register: Register): Gap[] {
  const gaps: Gap[] = [];
  const cited: Cited[] = [];
  for (const citation of rule.sources) {
    const { id, mark } = citation;
    const source = register.sources[id];
    if (!source) {
      gaps.push(gap('source-unknown', rule.id, `${rule.id} cites source "${id}", which sources.yaml does not have`));
      continue;
    }
    cited.push({ ...citation, source });
    if (SURENESS[mark] > SURENESS[source.mark]) {
      const words = `${rule.id} marks its citation of ${id} ${mark}, surer than the ${source.mark} of the source itself`;
      gaps.push(gap('mark-exceeds-source', rule.id, words));
    }
  }
  return [...gaps, ...legalLabel(rule, cited)];
}

/** Sources that no rule cites. */
export function uncitedSources({ rules, sources }: Register): Gap[] {
  const cited = new Set(rules.flatMap((rule) => rule.sources.map(({ id }) => id)));
  return Object.keys(sources)
    .filter((id) => !cited.has(id))
    .map((id) => gap('source-uncited', id, `sources.yaml has "${id}", which no rule cites`));
}
