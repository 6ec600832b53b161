/** What a signed message of the newer platform may hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A JSON text whose members are in the order of their names, at every depth. */
function sortedJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value as Readonly<Record<string, Json>>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${sortedJson(member)}`).join(',')}}`;
}

const valueText = (value: Json): string => (typeof value === 'string' ? value : sortedJson(value));

/**
 * The text that is signed: every member but `sign`, by name. Text stands as it was sent, never written anew; nothing is
 * the word null, truth values are words, objects JSON in the order of their names (sheet A2.2, requirement BP-11).
 */
export const signedText = (values: Readonly<Record<string, Json>>): string =>
  Object.entries(values)
    .filter(([name]) => name !== 'sign')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join('&');
