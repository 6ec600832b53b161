import type { Incoming } from './message';

/** Deeper members, longer names and more of them than any protocol has are not noted. */
const DEEPEST = 8;
const LONGEST_NAME = 64;
const MOST_NAMES = 200;

function gather(value: unknown, path: string, names: Set<string>, depth: number): void {
  if (names.size >= MOST_NAMES) return;
  const inside = depth < DEEPEST && typeof value === 'object' && value !== null;
  const members = inside ? Object.entries(value).filter(([, member]) => member !== undefined) : [];
  if (members.length === 0 && path !== '') names.add(path);
  const isList = Array.isArray(value);
  for (const [name, member] of members) {
    const below = isList ? path : `${path === '' ? '' : `${path}.`}${name.slice(0, LONGEST_NAME)}`;
    gather(member, below, names, depth + 1);
  }
}

/**
 * The names of a message's fields, dotted where they are nested, each once; entries of a list share its name. What
 * stands in a field is not among the facts (rule PRIV-001).
 */
export function fieldNames(...values: readonly unknown[]): string[] {
  const names = new Set<string>();
  for (const value of values) gather(value, '', names, 0);
  return [...names].sort();
}

/** The parameters in the address of a message. */
export const queryOf = ({ target }: Incoming): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(target.split('?')[1] ?? ''));

/** The names of what a browser sends: the parameters of the address, and the fields of a form. */
export function formFieldNames(message: Incoming): string[] {
  const form = Object.fromEntries(new URLSearchParams(Buffer.from(message.body).toString('utf8')));
  return fieldNames(queryOf(message), message.method === 'POST' ? form : {});
}
