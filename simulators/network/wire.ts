import type { Network, Transport } from './network';
import type { Party } from './party';

/** The names of the wires, as the command line has them. */
export const WIRES = ['memory', 'loopback'] as const;
export type WireName = (typeof WIRES)[number];

/**
 * How parties reach one another. One wire serves the whole process; each scenario points it at its own network, so
 * sockets and interceptors are paid for once.
 */
export interface Wire {
  readonly name: WireName;
  readonly transport: Transport;
  /** From now on arriving requests belong to this network. Opens what is missing for its parties. */
  attach(network: Network): Promise<void>;
  /** The address under which an unmodified client reaches a party: its production origin, or a port of 127.0.0.1. */
  originFor(party: Party, productionOrigin: string): string;
  close(): Promise<void>;
}
