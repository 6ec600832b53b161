import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { type GherkinDocument, IdGenerator, type Rule, type Scenario, type Tag } from '@cucumber/messages';

/** A scenario as the feature file has it. */
export interface WrittenScenario {
  /** `CHO-001.2`; empty without such a tag. */
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly tags: readonly string[];
  /** How many times it runs: 1, or the rows of its examples. */
  readonly runs: number;
  readonly steps: number;
}

/** A `Rule:` block as the feature file has it. */
export interface WrittenRule {
  /** `CHO-001`, from the tag. */
  readonly id: string;
  /** The statement: what stands after the id in the title. */
  readonly statement: string;
  readonly title: string;
  readonly description: string;
  readonly file: string;
  readonly line: number;
  readonly tags: readonly string[];
  readonly scenarios: readonly WrittenScenario[];
}

const RULE_TAG = /^@([A-Z]+-\d{3})$/;
const SCENARIO_TAG = /^@([A-Z]+-\d{3}\.\d+)$/;

const names = (tags: readonly Tag[]) => tags.map(({ name }) => name);
const idIn = (tags: readonly string[], pattern: RegExp) =>
  tags.map((tag) => pattern.exec(tag)?.[1]).find(Boolean) ?? '';

function featureFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.feature'))
    .map((name) => join(dir, name))
    .sort();
}

function writtenScenario(scenario: Scenario, file: string): WrittenScenario {
  const tags = names([...scenario.tags, ...scenario.examples.flatMap((examples) => examples.tags)]);
  const rows = scenario.examples.reduce((sum, examples) => sum + examples.tableBody.length, 0);
  return {
    id: idIn(names(scenario.tags), SCENARIO_TAG),
    title: scenario.name,
    file,
    line: scenario.location.line,
    tags,
    runs: scenario.examples.length === 0 ? 1 : rows,
    steps: scenario.steps.length,
  };
}

function writtenRule(rule: Rule, file: string, inherited: readonly Tag[]): WrittenRule {
  const tags = names([...rule.tags, ...inherited]);
  const id = idIn(names(rule.tags), RULE_TAG);
  const scenarios = rule.children.flatMap(({ scenario }) => (scenario ? [writtenScenario(scenario, file)] : []));
  const statement = rule.name.startsWith(`${id} `) ? rule.name.slice(id.length + 1) : rule.name;
  const { line } = rule.location;
  return { id, statement, title: rule.name, description: rule.description, file, line, tags, scenarios };
}

/** A feature file that the stock Gherkin parser cannot read; the message names file and line. */
export class FeatureError extends Error {
  override name = 'FeatureError';
}

function readFeature(path: string, file: string): GherkinDocument {
  try {
    return parseFeature(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new FeatureError(`features/${file} is not Gherkin: ${error instanceof Error ? error.message : error}`);
  }
}

/** Parses one feature with the stock Gherkin parser. */
export function parseFeature(text: string): GherkinDocument {
  const newId = IdGenerator.uuid();
  return new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text);
}

/** Every rule of a features folder, and scenarios that stand outside of any rule. */
export function readFeatures(featuresDir: string): { rules: WrittenRule[]; loose: WrittenScenario[] } {
  const rules: WrittenRule[] = [];
  const loose: WrittenScenario[] = [];
  for (const path of featureFiles(featuresDir)) {
    const file = relative(featuresDir, path);
    const { feature } = readFeature(path, file);
    for (const child of feature?.children ?? []) {
      if (child.rule) rules.push(writtenRule(child.rule, file, feature?.tags ?? []));
      if (child.scenario) loose.push(writtenScenario(child.scenario, file));
    }
  }
  return { rules, loose };
}
