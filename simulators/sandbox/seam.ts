import { LightResponse } from '../network/light';
import { incoming, outgoing } from '../network/message';
import type { Network } from '../network/network';
import { ConnectionLost, type Party, type Reader } from '../network/party';
import type { LiveList } from './live';

const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Where messages pass in the sandbox. What clients send goes straight to its gateway while no fault is planned, and
 * through the network of all simulations otherwise; what gateways send always goes through it. All of it is shown.
 */
export class Seam {
  constructor(
    readonly network: Network,
    readonly live: LiveList,
  ) {}

  /** A request that arrived for a gateway. */
  async receive(party: Party, request: Request, target: string): Promise<Response> {
    const message = await incoming(request, target);
    const exchange = this.live.begin(message, party.reader, party.name);
    try {
      const { faults } = this.network;
      const response = faults.idle ? await party.fetch(request) : await this.network.receive(party, request, target);
      // Whatever is not known in full is read now: once it is on its socket nobody can read it again.
      if (!(response instanceof LightResponse)) await outgoing(response);
      this.live.answered(exchange, response);
      return response;
    } catch (error) {
      this.live.failed(exchange, words(error));
      throw error;
    }
  }

  /** A request that a gateway sends of its own accord. */
  async send(request: Request, reader: Reader, from: string): Promise<Response> {
    const exchange = this.live.begin(await incoming(request), reader, new URL(request.url).host, from);
    try {
      const response = await this.network.send(request, { from, reader });
      this.live.answered(exchange, response);
      return response;
    } catch (error) {
      this.live.failed(exchange, words(error));
      if (error instanceof ConnectionLost) throw error;
      throw Object.assign(new ConnectionLost('ECONNRESET'), { cause: error });
    }
  }
}
