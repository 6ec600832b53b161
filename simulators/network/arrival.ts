import type { IncomingMessage } from 'node:http';
import { LightRequest } from './light';
import { BODY_LIMIT_BYTES, noteIncoming } from './message';

/** More than this of a body that is too large is not even read to its end. */
const PATIENCE_BYTES = 16 * BODY_LIMIT_BYTES;

const NOTHING = new Uint8Array();

/** A request that came off a socket, with the raw target that its sender wrote. */
export interface Arrived {
  readonly request: Request;
  readonly target: string;
}

/** The raw request target: absolute-form targets (as one official SDK sends them) are cut to path and query. */
function rawTarget({ url = '/' }: IncomingMessage): string {
  const absolute = url.startsWith('/') ? undefined : /^https?:\/\/[^/?#]*/.exec(url);
  return absolute ? url.slice(absolute[0].length) || '/' : url;
}

const HOST = /^[\w.-]+(:\d+)?$|^\[[\da-fA-F:.]+\](:\d+)?$/;

/** The address of a request; undefined when its line or its host make none. */
function urlOf(message: IncomingMessage, target: string, scheme: string): string | undefined {
  const { host = '127.0.0.1' } = message.headers;
  return HOST.test(host) && target.startsWith('/') ? `${scheme}://${host}${target}` : undefined;
}

interface Read {
  readonly body: Uint8Array;
  readonly tooLarge: boolean;
}

/**
 * Reads a body as it comes off the socket, without a copy where it came in one piece. What is too large is read on and
 * dropped, so that its sender gets to see the answer.
 */
function readBody(message: IncomingMessage): Promise<Read> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let size = 0;
    let whole = false;
    message.on('data', (piece: Uint8Array) => {
      size += piece.byteLength;
      if (size <= BODY_LIMIT_BYTES) pieces.push(piece);
      else if (size > PATIENCE_BYTES) resolve({ body: NOTHING, tooLarge: true });
    });
    message.on('end', () => {
      whole = true;
      const [only = NOTHING] = pieces;
      const tooLarge = size > BODY_LIMIT_BYTES;
      resolve({ body: tooLarge ? NOTHING : pieces.length > 1 ? Buffer.concat(pieces) : only, tooLarge });
    });
    message.on('close', () => {
      if (!whole) reject(new Error('the connection ended in the middle of a request'));
    });
  });
}

/** Takes a whole request off a socket; undefined when its line or its host make no address. Rejects when its sender left. */
export async function arrived(message: IncomingMessage, scheme: 'http' | 'https'): Promise<Arrived | undefined> {
  const { method = 'GET', rawHeaders } = message;
  const target = rawTarget(message);
  const url = urlOf(message, target, scheme);
  if (url === undefined) return undefined;
  const empty = method === 'GET' || method === 'HEAD';
  const { body, tooLarge } = empty ? { body: NOTHING, tooLarge: false } : await readBody(message);
  const request = new LightRequest(method, url, rawHeaders, body);
  noteIncoming(request, { method, url, headers: request.headers, body, tooLarge, target });
  return { request, target };
}
