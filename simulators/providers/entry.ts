import type { ProviderFactory } from './contract';
import type { OpenSandboxGateway } from './sandbox';

/** How a provider comes into the house: each folder of a provider has one, as `entry.ts`. What it loads costs nothing before. */
export interface ProviderEntry {
  /** Its place among the gateways of the sandbox, and so among their ports; two providers never share one. */
  readonly position: number;
  /** How many key pairs it mints when it opens in the sandbox for the first time. */
  readonly keyPairs: number;
  /** Builds it for one world. */
  readonly load: () => ProviderFactory;
  /** Opens it for the sandbox. */
  readonly loadSandbox: () => OpenSandboxGateway;
}
