/** An answer as a socket wants it: a flat list of header names and values, and text or bytes. */
export interface Written {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array;
}

/** Statuses whose answers have no body. */
const BODILESS = new Set([101, 204, 205, 304]);

/** Lets every member that a class does not define itself come from a full object, which is made when first needed. */
function delegate(target: object, prototype: object, full: (self: never) => object): void {
  for (const name of Reflect.ownKeys(prototype)) {
    if (Object.hasOwn(target, name)) continue;
    const method = typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function';
    const get = function (this: never): unknown {
      const object = full(this);
      const value: unknown = Reflect.get(object, name, object);
      return method ? (value as () => unknown).bind(object) : value;
    };
    Object.defineProperty(target, name, { get, configurable: true });
  }
  Object.setPrototypeOf(target, prototype);
}

/** Pairs of a flat list of names and values. */
export function pairs(flat: readonly string[]): Array<[string, string]> {
  const list: Array<[string, string]> = [];
  for (let i = 0; i + 1 < flat.length; i += 2) list.push([flat[i] ?? '', flat[i + 1] ?? '']);
  return list;
}

/** The flat list of names and values. */
function flat(headers: Readonly<Record<string, string>>): string[] {
  const list: string[] = [];
  for (const name of Object.keys(headers)) list.push(name, headers[name] ?? '');
  return list;
}

/** Headers that are looked up where they were given; whoever asks for more gets real ones. */
class Headings {
  #full: Headers | undefined;

  constructor(readonly given: readonly string[]) {}

  get(name: string): string | null {
    if (this.#full) return this.#full.get(name);
    const { given } = this;
    const wanted = name.toLowerCase();
    let found: string | null = null;
    for (let i = 0; i < given.length; i += 2) {
      const known = given[i] ?? '';
      if (known.length !== wanted.length || known.toLowerCase() !== wanted) continue;
      const value = (given[i + 1] ?? '').trim();
      found = found === null ? value : `${found}, ${value}`;
    }
    return found;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  /** As they were given, in that order; once somebody may have changed them, as they are. Names keep their spelling. */
  flat(): readonly string[] {
    if (!this.#full) return this.given;
    const spelling = new Map(pairs(this.given).map(([name]) => [name.toLowerCase(), name]));
    return [...this.#full].flatMap(([name, value]) => [spelling.get(name) ?? name, value]);
  }

  static full(headings: Headings): Headers {
    headings.#full ??= new Headers(pairs(headings.given));
    return headings.#full;
  }
}
delegate(Headings.prototype, Headers.prototype, Headings.full);

/**
 * An answer that becomes a web-standard one only when somebody asks for more than status and headers: a gateway that
 * signs thousands of answers a second would spend more on streams than on everything but the signatures.
 */
class Answer {
  readonly headers: Headings;
  #full: Response | undefined;

  constructor(
    readonly status: number,
    headers: Readonly<Record<string, string>>,
    readonly content: string | Uint8Array,
  ) {
    this.headers = new Headings(flat(headers));
  }

  written(): Written {
    return { status: this.status, headers: this.headers.flat(), body: this.content };
  }

  static full(answer: Answer): Response {
    const { status, headers, content } = answer;
    const body = BODILESS.has(status) ? null : (content as string | Uint8Array<ArrayBuffer>);
    answer.#full ??= new Response(body, { status, headers: Headings.full(headers) });
    return answer.#full;
  }
}
delegate(Answer.prototype, Response.prototype, Answer.full);

/** A request that came off a socket with its whole body, and becomes a web-standard one only when it must. */
class Arrival {
  readonly headers: Headings;
  #full: Request | undefined;

  constructor(
    readonly method: string,
    readonly url: string,
    rawHeaders: readonly string[],
    readonly content: Uint8Array,
  ) {
    this.headers = new Headings(rawHeaders);
  }

  static full(arrival: Arrival): Request {
    const { method, url, content } = arrival;
    const body = method === 'GET' || method === 'HEAD' ? undefined : (content as Uint8Array<ArrayBuffer>);
    arrival.#full ??= new Request(url, { method, headers: Headings.full(arrival.headers), body });
    return arrival.#full;
  }
}
delegate(Arrival.prototype, Request.prototype, Arrival.full);

/** See {@link Answer}; to everybody else it is a response. */
export const LightResponse = Answer as unknown as new (
  status: number,
  headers: Readonly<Record<string, string>>,
  content: string | Uint8Array,
) => Response & Pick<Answer, 'written' | 'content'>;

/** See {@link Arrival}; to everybody else it is a request. `rawHeaders` is a flat list of names and values. */
export const LightRequest = Arrival as unknown as new (
  method: string,
  url: string,
  rawHeaders: readonly string[],
  content: Uint8Array,
) => Request;
