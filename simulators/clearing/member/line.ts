import { routeInputs } from '../routing';
import type { Surroundings } from '../surroundings';
import { ask } from '../talk';
import type { Instruction, TransferAnswer } from '../wire/instruction';

/** How a wallet reads an answer about a transfer. */
export type Reading = TransferAnswer | 'silence';

/** A wallet's way to the clearing institutions: which one, and what it says. */
export class Line {
  constructor(
    readonly wallet: string,
    readonly surroundings: Surroundings,
  ) {}

  /** Chooses the network to another institution and puts choice and inputs on record; none where there is no way. */
  route(other: string, trade: string | undefined): string | undefined {
    const { members, named, clock, history, parts } = this.surroundings;
    const self = members.get(this.wallet);
    if (!self) throw new Error(`no wallet is called "${this.wallet}" in the clearing market`);
    const inputs = routeInputs(self, members.get(other), named, clock.now());
    const network = parts.chooseNetwork(inputs);
    const facts = { to: other, network: network ?? null, inputs: { ...inputs } };
    history.append({ type: 'decision', by: this.wallet, kind: 'clearing.route', trade, facts });
    return network;
  }

  /** Asks for a transfer; the same one again finds how the first stands. */
  async instruct(network: string, instruction: Instruction): Promise<Reading> {
    return this.#read(await this.surroundings.parts.instruct(this.surroundings, this.wallet, network, instruction));
  }

  /** Asks how a transfer stands. */
  async query(network: string, traceId: string): Promise<Reading> {
    return this.#read(await ask(this.surroundings, this.wallet, network, '/transfers/query', { traceId }));
  }

  #read(said: unknown): Reading {
    if (said === 'silence') return said;
    const answer = said as TransferAnswer;
    return { ...answer, state: this.surroundings.parts.reads(answer.state) };
  }
}
