import { SimError } from './errors';

/** Nothing in these profiles is nested deeper. */
const DEEPEST = 4;

/** One piece of JSON text: a string, or a mark of structure; numbers and words between them do not matter here. */
const PIECE = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

type Level = { readonly names: Set<string> | undefined; expectsName: boolean };

/** Refuses a text in which one object has a name twice: readers differ in which of the two they believe. */
function checkNames(text: string): void {
  const levels: Level[] = [];
  for (const [piece] of text.matchAll(PIECE)) {
    const level = levels.at(-1);
    if (piece === '{' || piece === '[') {
      levels.push({ names: piece === '{' ? new Set() : undefined, expectsName: piece === '{' });
      if (levels.length > DEEPEST) throw new SimError('PARAM_ERROR', `nested more than ${DEEPEST} deep`);
    } else if (piece === '}' || piece === ']') levels.pop();
    else if (piece === ',' && level) level.expectsName = level.names !== undefined;
    else if (piece.startsWith('"') && level?.names && level.expectsName) {
      const name = String(JSON.parse(piece));
      if (level.names.has(name)) throw new SimError('PARAM_ERROR', `the member "${name.slice(0, 64)}" comes twice`);
      level.names.add(name);
      level.expectsName = false;
    }
  }
}

/** Reads a body strictly: UTF-8, one JSON object, no name twice. @throws SimError PARAM_ERROR */
export function readBody(bytes: Uint8Array): Record<string, unknown> {
  const parsed = parsedJson(bytes);
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
    throw new SimError('PARAM_ERROR', 'expected one JSON object');
  }
  checkNames(parsed.text);
  return parsed.value as Record<string, unknown>;
}

function parsedJson(bytes: Uint8Array): { text: string; value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch {
    throw new SimError('PARAM_ERROR', 'expected JSON in UTF-8');
  }
}
