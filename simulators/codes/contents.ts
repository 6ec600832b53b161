import { z } from 'zod';
import { readObjects } from './emv/objects';
import { readTable } from './tables/table';

/** What a code may be, by what it holds. */
export const CODE_SORTS = [
  'payer code',
  'order code',
  'printed code',
  'code of one order',
  'personal code',
  'aggregated code',
] as const;
export type CodeSort = (typeof CODE_SORTS)[number];

const purposes = z.record(z.string(), z.array(z.string()).min(1));
const schema = z.strictObject({
  from: z.iso.date(),
  source: z.string(),
  sorts: z.record(z.enum(CODE_SORTS), purposes),
});

/** The declared content of each sort of code: the names of its fields. */
export const codeContents: ReadonlyMap<CodeSort, readonly string[]> = new Map(
  Object.entries(readTable('../contents.yaml', schema).sorts).map(([sort, fields]) => [
    sort as CodeSort,
    Object.values(fields).flat(),
  ]),
);

const EMV = /^000201/;
const isTemplate = (id: string) => ['62', '64'].includes(id) || (id >= '26' && id <= '51') || id >= '80';

function objectFields(text: string, outer = ''): string[] {
  const read = readObjects(text, outer);
  if (!read.ok) return [`${outer}unreadable`];
  return read.value.flatMap(({ id, value }) =>
    outer === '' && isTemplate(id) ? objectFields(value, `${id}.`) : [`${outer}${id}`],
  );
}

/** The names of everything that a code holds, whatever its sort. */
export function fieldsOf(text: string): string[] {
  if (EMV.test(text)) return objectFields(text);
  const address = /^[a-z]+:\/\/[^/?#]+([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(text);
  if (!address) return ['number'];
  const [, path = '', query = '', fragment] = address;
  const parameters = query === '' ? [] : query.split('&').map((pair) => `parameter ${pair.split('=')[0]}`);
  const reference = path.length > 1 ? ['reference'] : [];
  return ['address', ...reference, ...parameters, ...(fragment === undefined ? [] : ['fragment'])];
}
