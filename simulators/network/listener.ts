import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { BODY_LIMIT_BYTES, knownBody, writtenHeaders } from './message';
import { ConnectionLost } from './party';

/** Handles a request that arrived on a socket; `target` is the raw request target. */
export type SocketHandler = (request: Request, target: string) => Promise<Response>;

/** A listening socket of 127.0.0.1. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Key and certificate of a TLS listener, PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

/** The raw request target: absolute-form targets (as one official SDK sends them) are cut to path and query. */
function rawTarget(message: IncomingMessage): string {
  const url = message.url ?? '/';
  const absolute = /^https?:\/\/[^/?#]*/.exec(url);
  return absolute ? url.slice(absolute[0].length) || '/' : url;
}

/** Writes an answer of known bytes as it is, header names included; any other is left to the server. */
function written(response: Response, socket: ServerResponse): Response {
  const body = knownBody(response);
  if (body === undefined) return response;
  socket.statusCode = response.status;
  for (const [name, value] of Object.entries(writtenHeaders(response))) socket.setHeader(name, value);
  socket.end(body);
  return RESPONSE_ALREADY_SENT;
}

/** Opens a listener on 127.0.0.1; port 0 takes a free one. With an identity it speaks TLS. */
export async function listen(handle: SocketHandler, port = 0, identity?: TlsIdentity): Promise<Listener> {
  const onRequest = getRequestListener(
    async (request, env) => {
      const socket = env.incoming as IncomingMessage;
      try {
        const response = await handle(request, rawTarget(socket));
        // A body that nobody read to its end would block the next request on this connection.
        if (!socket.complete) response.headers.set('connection', 'close');
        return written(response, env.outgoing as ServerResponse);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        socket.socket.destroy();
        return new Response(null, { status: 502 });
      }
    },
    { errorHandler: () => new Response(null, { status: 400 }), overrideGlobalObjects: false },
  );
  const server: Server = identity
    ? (createTlsServer({ ...identity, maxHeaderSize: BODY_LIMIT_BYTES / 64 }, onRequest) as unknown as Server)
    : createServer({ maxHeaderSize: BODY_LIMIT_BYTES / 64 }, onRequest);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
