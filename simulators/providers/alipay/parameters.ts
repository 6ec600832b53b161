import type { Incoming } from '../../network/message';
import { type Charset, charsetNamed, decodeText, type FormPair, formPairs } from '../charset';
import { readMultipart } from './multipart';

/** Whose value counts when query and body disagree; see the profile's setting `conflictingParameters`. */
export type ConflictRule = 'query-wins' | 'body-wins' | 'refused';

/** The parameters of one request, from query and body alike, each as its bytes (sheet 1.2). */
export class Parameters {
  readonly #values = new Map<string, Uint8Array>();
  readonly #query: ReadonlySet<string>;
  /** Names that came with two different values. */
  readonly conflicts: readonly string[];
  /** The charset that the values are in, where the gateway knows it. */
  readonly charset: Charset | undefined;

  constructor(
    query: readonly FormPair[],
    body: readonly FormPair[],
    /** Names of uploaded files, which nobody signs. */
    readonly files: readonly string[],
    rule: ConflictRule,
  ) {
    const conflicts = new Set<string>();
    // The first value of a name counts, so the place that wins comes first.
    for (const { name, value } of rule === 'body-wins' ? [...body, ...query] : [...query, ...body]) {
      const known = this.#values.get(name);
      if (!known) this.#values.set(name, value);
      else if (Buffer.compare(known, value) !== 0) conflicts.add(name);
    }
    this.#query = new Set(query.map(({ name }) => name));
    this.conflicts = [...conflicts];
    this.charset = charsetNamed(this.#ascii('charset'));
  }

  names(): string[] {
    return [...this.#values.keys()];
  }

  /** The bytes of a value as they were sent, percent signs decoded once. */
  bytes(name: string): Uint8Array | undefined {
    return this.#values.get(name);
  }

  /** A value as text; undefined when it was not sent or is empty. */
  text(name: string): string | undefined {
    const bytes = this.#values.get(name);
    return bytes && bytes.length > 0 ? decodeText(bytes, this.charset ?? 'utf-8') : undefined;
  }

  inQuery(name: string): boolean {
    return this.#query.has(name);
  }

  #ascii(name: string): string | undefined {
    const bytes = this.#values.get(name);
    return bytes && Buffer.from(bytes).toString('latin1');
  }
}

function bodyParts({ headers, body }: Incoming): { fields: readonly FormPair[]; files: readonly string[] } {
  const type = headers.get('content-type') ?? '';
  if (/^multipart\/form-data/i.test(type)) return readMultipart(type, body) ?? { fields: [], files: [] };
  const isForm = type === '' || /x-www-form-urlencoded/i.test(type);
  return { fields: isForm ? formPairs(body) : [], files: [] };
}

/** Reads the parameters of a request: any mix of query, form and multipart, on GET and POST (requirement A1). */
export function readParameters(message: Incoming, rule: ConflictRule): Parameters {
  const start = message.target.indexOf('?');
  const query = start < 0 ? [] : formPairs(Buffer.from(message.target.slice(start + 1), 'latin1'));
  const { fields, files } = bodyParts(message);
  return new Parameters(query, fields, files, rule);
}
