/** Why a code is not read, in words for programs, with what was found, what was expected and where. */
export interface CodeFault {
  readonly code: FaultCode;
  /** The id or tag at which it shows, with those around it: `62.05`; empty for the code as a whole. */
  readonly at: string;
  readonly found: string;
  readonly expected: string;
}

export type FaultCode =
  | 'not-an-object'
  | 'truncated'
  | 'duplicate-id'
  | 'format-not-first'
  | 'checksum-not-last'
  | 'checksum-wrong'
  | 'value-wrong'
  | 'not-base64'
  | 'version-wrong'
  | 'left-over'
  | 'too-deep';

/** A reading, or why there is none. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: CodeFault };

export const fault = (code: FaultCode, at: string, found: string, expected: string): Read<never> => ({
  ok: false,
  fault: { code, at, found, expected },
});

/** One data object of the merchant-presented mode: an id of two digits and its value. */
export interface DataObject {
  readonly id: string;
  readonly value: string;
}

const inside = (outer: string, id: string) => (outer === '' ? id : `${outer}.${id}`);

/**
 * Cuts a text into its data objects. Lengths count characters, not bytes (barcodes sheet §3); an id that comes twice is refused.
 * @param outer The id of the template around it, for faults.
 */
export function readObjects(text: string, outer = ''): Read<readonly DataObject[]> {
  const characters = [...text];
  const objects: DataObject[] = [];
  for (let i = 0; i < characters.length; ) {
    const head = characters.slice(i, i + 4).join('');
    if (!/^\d{4}$/.test(head)) return fault('not-an-object', outer, `"${head}"`, 'an id and a length, two digits each');
    const [id, length] = [head.slice(0, 2), Number(head.slice(2))];
    const value = characters.slice(i + 4, i + 4 + length);
    if (value.length < length) {
      return fault('truncated', inside(outer, id), `${value.length} characters`, `${length} characters`);
    }
    if (objects.some((known) => known.id === id)) {
      return fault('duplicate-id', inside(outer, id), `id ${id} twice`, 'each id once');
    }
    objects.push({ id, value: value.join('') });
    i += 4 + length;
  }
  return { ok: true, value: objects };
}

/** Longest value that two digits of length can name. */
const LONGEST = 99;

/** Writes data objects. @throws RangeError for an id that is no two digits, or a value of more than 99 characters. */
export function writeObjects(objects: readonly DataObject[]): string {
  return objects
    .map(({ id, value }) => {
      const { length } = [...value];
      if (!/^\d{2}$/.test(id)) throw new RangeError(`found id "${id}", expected two digits`);
      if (length > LONGEST) throw new RangeError(`id ${id}: found ${length} characters, expected at most ${LONGEST}`);
      return `${id}${String(length).padStart(2, '0')}${value}`;
    })
    .join('');
}
