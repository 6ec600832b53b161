import type { Applicant, Enrolment, Provider, ProviderContext } from './contract';

/** Writes a file that clients read, and gives its path. Writing it again replaces it. */
export type WriteFile = (name: string, content: string | Uint8Array) => string;

/** Who signs up with a provider when the sandbox opens. */
export interface SignUps {
  /** The integrator's own merchant, for quick starts. */
  readonly merchant: Applicant;
  /** The demonstration platform, and the merchants for whom it collects. */
  readonly platform: Applicant;
  readonly shops: readonly Applicant[];
}

/** One provider in the local sandbox. */
export interface SandboxGateway {
  readonly provider: Provider;
  /** The demonstration platform's account. */
  readonly platform: Enrolment;
  /** The accounts whose orders it knows. */
  payees(): readonly string[];
  /**
   * What a client needs, in the words of its protocol: settings as they are, keys as paths. Told again after a rotation.
   * @param origin Where this provider listens.
   */
  settings(origin: string, write: WriteFile): Record<string, unknown>;
}

/** Opens a provider for the sandbox and signs everybody up. */
export type OpenSandboxGateway = (context: ProviderContext, signUps: SignUps) => Promise<SandboxGateway>;
