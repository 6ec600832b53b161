import { type Listener, listen, type SocketHandler } from '../network/listener';

/** Why the system gives no port, by its own code. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use; stop what listens there, or name another first port',
  EACCES: 'may not be used by this user; name a first port from 1024',
};

/** A port that was asked for and cannot be had. */
export class PortTaken extends Error {
  override name = 'PortTaken';

  constructor(
    readonly port: number,
    reason: string,
  ) {
    super(`port ${port} ${reason}`);
  }
}

/**
 * The sandbox's sockets. All are open before anything is ready, so that a taken port is known at once; requests that
 * come early wait.
 */
export class Ports {
  readonly #listeners = new Map<string, Listener>();
  readonly #handlers = new Map<string, SocketHandler>();
  readonly #ready: Promise<void>;
  #open: () => void = () => undefined;

  constructor() {
    this.#ready = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** Opens a socket. @throws PortTaken */
  async add(name: string, port: number): Promise<void> {
    const handle: SocketHandler = async (request, target) => {
      await this.#ready;
      const handler = this.#handlers.get(name);
      return handler ? handler(request, target) : new Response(null, { status: 503 });
    };
    try {
      this.#listeners.set(name, await listen(handle, port));
    } catch (error) {
      const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
      throw reason === undefined ? error : new PortTaken(port, reason);
    }
  }

  serve(name: string, handler: SocketHandler): void {
    this.#handlers.set(name, handler);
  }

  /** Lets requests through. */
  ready(): void {
    this.#open();
  }

  origin(name: string): string {
    const listener = this.#listeners.get(name);
    if (!listener) throw new Error(`nothing listens for ${name}`);
    return `http://127.0.0.1:${listener.port}`;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#listeners.values()].map((listener) => listener.close()));
  }
}
