import { type Listener, listen, type SocketHandler } from '../network/listener';

/** A port that was asked for and cannot be had. */
export class PortTaken extends Error {
  override name = 'PortTaken';

  constructor(readonly port: number) {
    super(`port ${port} is in use`);
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
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTaken(port);
      throw error;
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
