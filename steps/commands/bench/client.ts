import { Agent, request } from 'node:http';
import type { Answer } from './answers';
import { type SignedRequest, TARGET } from './load';
import { NotMeasured } from './trouble';

/** Sends requests to the gateway over a few connections, which it keeps, each with one request under way. */
export class LoadClient {
  readonly #agent: Agent;

  /** @param origin Where the gateway listens. */
  constructor(
    readonly origin: string,
    readonly connections: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Sends all of them and gives the answers. @throws NotMeasured when one got none */
  async send(requests: readonly SignedRequest[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    const remaining = requests.values();
    const worker = async () => {
      for (const each of remaining) answers.push(await this.#exchange(each));
    };
    await Promise.all(Array.from({ length: this.connections }, worker));
    return answers;
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange({ headers, body }: SignedRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => reject(new NotMeasured(`a request got no answer: ${error.message}`));
      const sent = request(`${this.origin}${TARGET}`, { method: 'POST', agent: this.#agent, headers }, (message) => {
        const pieces: Buffer[] = [];
        message.on('data', (piece: Buffer) => pieces.push(piece));
        message.on('error', failed);
        message.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8');
          resolve({ status: message.statusCode ?? 0, headers: message.headers, body: text });
        });
      });
      sent.on('error', failed);
      sent.end(body);
    });
  }
}
