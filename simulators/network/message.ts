import { LightResponse, pairs, type Written } from './light';

/** No party of the market takes a request body of more than 1 MiB. */
export const BODY_LIMIT_BYTES = 1024 * 1024;

/** A request as its receiver got it: the raw target and the raw bytes, over which protocols sign. */
export interface Incoming {
  readonly method: string;
  /** Path and query exactly as on the request line, before any URL library touched them. */
  readonly target: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** True when the body passed {@link BODY_LIMIT_BYTES}; `body` is then empty. */
  readonly tooLarge: boolean;
}

/** An answer as its sender gave it. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const incomingOf = new WeakMap<Request, Incoming>();
const bodyOf = new WeakMap<Response, Uint8Array>();

/** Notes how a request arrived, for the party that will handle it. */
export function noteIncoming(request: Request, incoming: Incoming): void {
  incomingOf.set(request, incoming);
}

/** How a request arrived; a request that no wire noted (a direct call in a test) is read now. */
export async function incoming(request: Request, target?: string): Promise<Incoming> {
  const known = incomingOf.get(request);
  if (known) return known;
  const { url, method, headers } = request;
  const { body, tooLarge } = await readBody(request);
  const read: Incoming = { method, url, headers, body, tooLarge, target: target ?? targetOf(url) };
  incomingOf.set(request, read);
  return read;
}

function targetOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  return start < 0 ? '/' : url.slice(start);
}

async function readBody(request: Request): Promise<{ body: Uint8Array; tooLarge: boolean }> {
  const empty = new Uint8Array();
  if (request.method === 'GET' || request.method === 'HEAD') return { body: empty, tooLarge: false };
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (Number(declared) > BODY_LIMIT_BYTES) return { body: empty, tooLarge: true };
    return { body: new Uint8Array(await request.arrayBuffer()), tooLarge: false };
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.byteLength;
    if (size > BODY_LIMIT_BYTES) return { body: empty, tooLarge: true };
    pieces.push(piece);
  }
  return { body: Buffer.concat(pieces), tooLarge: false };
}

/** An answer whose bytes stay known, so that the seam need not read them back and a socket can write them as they are. */
export function answer(status: number, headers: Record<string, string>, body: string | Uint8Array): Response {
  return new LightResponse(status, headers, body);
}

/** What a socket has to write, where that is known in full; undefined for streams. */
export function written(response: Response): Written | undefined {
  if (response instanceof LightResponse) return response.written();
  const body = bodyOf.get(response);
  return body && { status: response.status, headers: [...response.headers].flat(), body };
}

/** The headers of an answer under the names that its sender wrote: one official client tells upper case from lower. */
export function writtenHeaders(response: Response): Record<string, string> {
  return Object.fromEntries(response instanceof LightResponse ? pairs(response.written().headers) : response.headers);
}

/** The bytes of an answer; the response itself stays readable. Streams that do not end have none. */
export async function outgoing(response: Response): Promise<Outgoing> {
  const { status, headers } = response;
  const known = bodyOf.get(response);
  if (known) return { status, headers, body: known };
  if (response instanceof LightResponse) {
    const { content } = response;
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    bodyOf.set(response, bytes);
    return { status, headers, body: bytes };
  }
  if (headers.get('content-type')?.startsWith('text/event-stream')) return { status, headers, body: new Uint8Array() };
  const body = new Uint8Array(await response.clone().arrayBuffer());
  bodyOf.set(response, body);
  return { status, headers, body };
}

/** The same bytes with one bit flipped in the middle: what a bad line, or a forger, does. */
export function flipOneBit(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const middle = copy.length >> 1;
  const value = copy[middle];
  if (value !== undefined) copy[middle] = value ^ 1;
  return copy;
}
