import { type Listener, listen } from './listener';
import { incoming } from './message';
import type { Network } from './network';
import { ConnectionLost, type Party } from './party';
import type { Wire } from './wire';

/** Marks requests of our own parties, which the seam has recorded before they took the socket. */
const SEAM_HEADER = 'x-hutong-seam';

/** The `loopback` wire: each party on its own port of 127.0.0.1, plain HTTP. */
export class LoopbackWire implements Wire {
  readonly name = 'loopback';
  readonly #listeners = new Map<string, Listener>();
  readonly #queues = new Map<string, Promise<void>>();
  readonly #arrivals = new Map<string, () => void>();
  #sent = 0;
  #network: Network | undefined;

  /** @param ports Fixed ports by party name; other parties take free ones. */
  constructor(readonly ports: Readonly<Record<string, number>> = {}) {}

  readonly transport = async (party: Party, request: Request): Promise<Response> => {
    const port = this.#listeners.get(party.name)?.port;
    if (port === undefined) return party.fetch(request);
    const { target, method, body, headers } = await incoming(request);
    const marked = new Headers(headers);
    const id = String(++this.#sent);
    marked.set(SEAM_HEADER, id);
    await this.#turn(party.name, id);
    try {
      return await fetch(`http://127.0.0.1:${port}${target}`, {
        method,
        headers: marked,
        redirect: 'manual',
        signal: request.signal,
        ...(method === 'GET' || method === 'HEAD' ? {} : { body: body as Uint8Array<ArrayBuffer> }),
      });
    } catch (error) {
      throw error instanceof TypeError ? new ConnectionLost('ECONNRESET') : error;
    } finally {
      this.#noteArrival(id);
    }
  };

  /** Requests of our own parties arrive in the order in which they were sent, as in memory; their work may overlap. */
  #turn(party: string, id: string): Promise<void> {
    const before = this.#queues.get(party) ?? Promise.resolve();
    this.#queues.set(party, new Promise((resolve) => this.#arrivals.set(id, resolve)));
    return before;
  }

  #noteArrival(id: string): void {
    this.#arrivals.get(id)?.();
    this.#arrivals.delete(id);
  }

  async attach(network: Network): Promise<void> {
    this.#network = network;
    for (const party of network.parties()) {
      if (this.#listeners.has(party.name)) continue;
      const handle = (request: Request, target: string) => this.#arrived(party.name, request, target);
      this.#listeners.set(party.name, await listen(handle, this.ports[party.name]));
    }
  }

  originFor(party: Party): string {
    const listener = this.#listeners.get(party.name);
    if (!listener) throw new Error(`${party.name} does not listen yet; attach its network first`);
    return `http://127.0.0.1:${listener.port}`;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#listeners.values()].map((listener) => listener.close()));
    this.#listeners.clear();
  }

  async #arrived(name: string, request: Request, target: string): Promise<Response> {
    const network = this.#network;
    const party = network?.parties().find((candidate) => candidate.name === name);
    if (!network || !party) throw new ConnectionLost('ECONNREFUSED');
    const id = request.headers.get(SEAM_HEADER);
    if (id === null) return network.receive(party, request, target);
    await incoming(request, target);
    const answer = party.fetch(request);
    this.#noteArrival(id);
    return answer;
  }
}
