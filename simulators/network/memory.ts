import nock from 'nock';
import { outgoing, writtenHeaders } from './message';
import type { Network } from './network';
import { ConnectionLost, type Party } from './party';
import type { Wire } from './wire';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/**
 * The `memory` wire: nock intercepts the real production host names inside this process, so that unmodified SDKs run
 * with their defaults; our own parties call one another directly. Unknown hosts are refused; loopback stays open for
 * the browser.
 */
export class MemoryWire implements Wire {
  readonly name = 'memory';
  readonly #mounted = new Set<string>();
  #network: Network | undefined;

  readonly transport = async (party: Party, request: Request): Promise<Response> => party.fetch(request);

  async attach(network: Network): Promise<void> {
    this.#network = network;
    if (this.#mounted.size === 0) {
      if (!nock.isActive()) nock.activate();
      nock.disableNetConnect();
      nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/);
    }
    for (const party of network.parties()) for (const origin of party.origins) this.#mount(origin);
  }

  originFor(_party: Party, productionOrigin: string): string {
    return productionOrigin;
  }

  async close(): Promise<void> {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
    this.#mounted.clear();
  }

  #mount(origin: string): void {
    if (this.#mounted.has(origin)) return;
    this.#mounted.add(origin);
    const scope = nock(origin).persist();
    for (const method of METHODS) scope.intercept(/.*/, method).reply((request: Request) => this.#answer(request));
  }

  async #answer(request: Request): Promise<[number, Buffer, Record<string, string>]> {
    const network = this.#network;
    const party = network?.partyAt(request.url);
    if (!network || !party) throw new ConnectionLost('ECONNREFUSED');
    const answer = await network.receive(party, request).catch(asReset);
    const { status, body } = await outgoing(answer);
    return [status, Buffer.from(body), writtenHeaders(answer)];
  }
}

/** However a connection is lost, its client sees on a real socket that it was reset; clients act on that code. */
function asReset(error: unknown): never {
  throw error instanceof ConnectionLost ? new ConnectionLost('ECONNRESET') : error;
}
