import type { Results, Verdict } from '../verdicts/results';
import type { WrittenRule } from './features';
import { checkId, type Register } from './register';
import type { Bilingual, Citation, RegisteredRule, RegisteredSource } from './schema';

/** A rule as people and programs ask for it: the document of `hutong rules --json` holds a list of these. */
export interface CataloguedRule extends Omit<RegisteredRule, 'checks' | 'scenarios' | 'sources'> {
  /** Each citation with the whole entry of the source register. */
  readonly sources: ReadonlyArray<Citation & { readonly source: RegisteredSource }>;
  readonly checks: ReadonlyArray<{
    readonly id: string;
    readonly says: Bilingual;
    readonly defects: readonly string[];
    readonly verdict?: Verdict;
  }>;
  readonly scenarios: ReadonlyArray<{
    readonly id: string;
    readonly title: Bilingual;
    readonly checks: readonly string[];
    /** How many times it runs: 1, or the rows of its examples. */
    readonly runs: number;
    readonly file: string;
    readonly line: number;
    readonly verdict?: Verdict;
  }>;
  /** Every broken twin that the rule's checks must catch. */
  readonly defects: readonly string[];
  /** What a run said; null without one. */
  readonly verdict: Verdict | null;
}

/** Stands where a rule cites a source that the register lacks; the comparison of the house names that gap. */
const UNKNOWN: RegisteredSource = {
  title: { en: 'unknown source', zh: '未登记的来源' },
  kind: 'house',
  mark: 'M',
};

function catalogued(rule: RegisteredRule, register: Register, written: WrittenRule | undefined, results?: Results) {
  const ran = results?.rules.find(({ id }) => id === rule.id);
  const checks = rule.checks.map((check) => {
    const id = checkId(rule, check.id);
    return { ...check, id, verdict: ran?.checks.find((entry) => entry.check === id)?.verdict };
  });
  const scenarios = (written?.scenarios ?? []).map(({ id, title, runs, file, line }) => {
    const entry = rule.scenarios[id.split('.')[1] ?? ''];
    const own = results?.scenarios.filter((scenario) => scenario.id === id).map(({ verdict }) => verdict);
    return {
      id,
      title: { en: title, zh: entry?.zh ?? title },
      checks: (entry?.checks ?? []).map((check) => checkId(rule, check)),
      runs,
      file,
      line,
      verdict: own?.find((verdict) => verdict !== 'pass') ?? own?.[0],
    };
  });
  const sources = rule.sources.map((citation) => ({ ...citation, source: register.sources[citation.id] ?? UNKNOWN }));
  const defects = [...new Set(rule.checks.flatMap((check) => check.defects))];
  return { ...rule, sources, checks, scenarios, defects, verdict: ran?.verdict ?? null };
}

/** The whole rulebook for people and programs: the document of `hutong rules --json` and of a run's `rulebook.json`. */
export interface Catalogue {
  readonly revision: string;
  readonly rules: readonly CataloguedRule[];
}

/** Joins register and features, and the verdicts of a run where there is one. */
export function catalogue(register: Register, rules: readonly WrittenRule[], results?: Results): Catalogue {
  const entries = register.rules.map((rule) =>
    catalogued(
      rule,
      register,
      rules.find(({ id }) => id === rule.id),
      results,
    ),
  );
  return { revision: register.revision, rules: entries };
}
