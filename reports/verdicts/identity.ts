import type { GherkinDocument, Pickle } from '@cucumber/messages';

/** A scenario's name for machines: its tag, and which example of an outline it is. */
export interface ScenarioIdentity {
  /** `CHO-001.2`; empty when the scenario carries no such tag. */
  readonly id: string;
  /** `CHO-001.2`, or `CHO-001.2/3` for the third example of an outline. */
  readonly key: string;
  /** The rule that the scenario belongs to. */
  readonly rule: string;
  /** From 1; 0 when it is no outline. */
  readonly example: number;
}

const SCENARIO_TAG = /^@([A-Z]+-\d{3})\.(\d+)$/;

/** Reads the identity from tags; the number of an example from its place among the outline's rows. */
export function scenarioIdentity(pickle: Pickle, document: GherkinDocument): ScenarioIdentity {
  const tag = pickle.tags.map(({ name }) => SCENARIO_TAG.exec(name)).find(Boolean);
  const id = tag ? `${tag[1]}.${tag[2]}` : '';
  const example = exampleNumber(pickle, document);
  return { id, key: example === 0 ? id : `${id}/${example}`, rule: tag?.[1] ?? '', example };
}

function exampleNumber(pickle: Pickle, document: GherkinDocument): number {
  const [scenarioId, rowId] = pickle.astNodeIds;
  if (rowId === undefined) return 0;
  const children = document.feature?.children ?? [];
  const scenarios = children.flatMap((child) => [
    child.scenario,
    ...(child.rule?.children ?? []).map((inner) => inner.scenario),
  ]);
  const outline = scenarios.find((scenario) => scenario?.id === scenarioId);
  const rows = outline?.examples.flatMap((examples) => examples.tableBody.map((row) => row.id)) ?? [];
  return rows.indexOf(rowId) + 1;
}
