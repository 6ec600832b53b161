import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { arrived } from './arrival';
import { depart } from './departure';
import { answer, BODY_LIMIT_BYTES } from './message';
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

const MAX_HEADER_BYTES = BODY_LIMIT_BYTES / 64;

/** Opens a listener on 127.0.0.1; port 0 takes a free one. With an identity it speaks TLS. */
export async function listen(handle: SocketHandler, port = 0, identity?: TlsIdentity): Promise<Listener> {
  const scheme = identity ? 'https' : 'http';

  async function serve(message: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const here = await arrived(message, scheme);
      const response = here ? await handle(here.request, here.target) : answer(400, {}, '');
      // A body that nobody read to its end would block the next request on this connection.
      await depart(response, outgoing, !message.complete);
    } catch (error) {
      // A lost connection is what the other side is to see; anything else was for the handler to answer.
      if (!(error instanceof ConnectionLost) && !outgoing.headersSent && !outgoing.destroyed) {
        outgoing.writeHead(500);
        outgoing.end();
      } else message.socket.destroy();
    }
  }

  const onRequest = (message: IncomingMessage, outgoing: ServerResponse) => void serve(message, outgoing);
  const server: Server = identity
    ? (createTlsServer({ ...identity, maxHeaderSize: MAX_HEADER_BYTES }, onRequest) as unknown as Server)
    : createServer({ maxHeaderSize: MAX_HEADER_BYTES }, onRequest);
  // Clients on this machine keep their connections as long as they like, and end them when they end.
  server.keepAliveTimeout = 0;
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
