import type { ServerResponse } from 'node:http';
import { written } from './message';

/** What the socket says itself. */
const FRAMING = new Set(['content-length', 'transfer-encoding']);

/** Header lines without the framing, as a flat list. */
function lines(headers: Iterable<string>): string[] {
  const kept: string[] = [];
  let name: string | undefined;
  for (const text of headers) {
    if (name === undefined) {
      name = text;
      continue;
    }
    if (!FRAMING.has(name.toLowerCase())) kept.push(name, text);
    name = undefined;
  }
  return kept;
}

/** Writes a body piece by piece as it is made; stops its maker when the reader has left. */
async function stream(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  outgoing.once('close', () => void reader.cancel().catch(() => undefined));
  outgoing.flushHeaders();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(next.value))
      await new Promise((resolve) => outgoing.once('drain', resolve).once('close', resolve));
  }
  outgoing.end();
}

/** Writes an answer to its socket: at once where it is known in full, piece by piece where it is a stream. */
export async function depart(response: Response, outgoing: ServerResponse, close: boolean): Promise<void> {
  if (close) outgoing.shouldKeepAlive = false;
  const known = written(response);
  if (known) {
    const { status, headers, body } = known;
    const head = lines(headers);
    if (status !== 204 && status !== 304) head.push('Content-Length', String(Buffer.byteLength(body)));
    outgoing.writeHead(status, head);
    outgoing.end(body);
    return;
  }
  outgoing.writeHead(response.status, lines([...response.headers].flat()));
  if (response.body) await stream(response.body, outgoing);
  else outgoing.end();
}
