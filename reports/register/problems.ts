import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What stands at a path of a parsed document; undefined where nothing does. */
function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    const entries = value as Readonly<Record<PropertyKey, unknown>> | null | undefined;
    return entries?.[key];
  }, document);
}

const isNamed = (value: unknown): value is { id: string } =>
  typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string';

/** A path as a person reads it: entries of a list that have an id are named by it, `rules.CHO-001.level`. */
function place(document: unknown, path: Path): string {
  const names = path.map((key, i) => {
    const value = valueAt(document, path.slice(0, i + 1));
    return typeof key === 'number' && isNamed(value) ? value.id : String(key);
  });
  return names.join('.') || '(top)';
}

function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const quoted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(', ');

function expected(issue: Issue): string {
  if (issue.code === 'invalid_value') return `expected one of ${quoted(issue.values)}`;
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'too_small') return 'expected at least one';
  if (issue.code === 'invalid_format' && issue.format === 'date') return 'expected a date such as 2024-05-01';
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'expected an address such as https://…';
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => message).join(', ');
  return issue.message;
}

/** The line of the file at which a path stands, or the nearest line above it. */
function lineOf(tree: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? tree.contents : tree.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** What is wrong with a file, a sentence per problem: `choice.yaml:12 rules.CHO-001.level: found …, expected …`. */
export function problems(name: string, text: string, document: unknown, issues: readonly Issue[]): string[] {
  const lines = new LineCounter();
  const tree = parseDocument(text, { lineCounter: lines });
  return issues.map((issue) => {
    const where = `${name}:${lineOf(tree, lines, issue.path)} ${place(document, issue.path)}`;
    if (issue.code !== 'unrecognized_keys')
      return `${where}: found ${found(valueAt(document, issue.path))}, ${expected(issue)}`;
    const keys = Object.keys((valueAt(document, issue.path) ?? {}) as object).filter(
      (key) => !issue.keys.includes(key),
    );
    return `${where}: found the member ${quoted(issue.keys)}, expected only known members beside ${quoted(keys)}`;
  });
}
