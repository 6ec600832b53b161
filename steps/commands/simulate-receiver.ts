import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that a merchant's server was told. */
export interface Heard {
  readonly headers: Headers;
  readonly text: string;
}

/** A merchant's server on this machine: hands out, one by one, what it is told, and acknowledges it. */
export class Receiver {
  readonly #heard: Heard[] = [];
  readonly #waiting: Array<(heard: Heard) => void> = [];

  private constructor(readonly server: Server) {
    server.on('request', async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      response.end('success');
      const heard = {
        headers: new Headers(request.headers as Record<string, string>),
        text: Buffer.concat(pieces).toString('utf8'),
      };
      const waiting = this.#waiting.shift();
      waiting ? waiting(heard) : this.#heard.push(heard);
    });
  }

  static async open(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Receiver(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/notify`;
  }

  /** The next message that no one has taken yet, when it comes. */
  next(): Promise<Heard> {
    const heard = this.#heard.shift();
    return heard ? Promise.resolve(heard) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
