import type { Random } from '../../kernel/random';
import type { Millis } from '../../kernel/time';
import type { CheckoutConfig } from '../config';
import type { TwinName } from './twins';

/**
 * An instant at which the process is killed, counted in events and never in time.
 * `step`: at the n-th step of the process (before or after a statement of its database, when a request arrives or is
 * answered) · `commit`: right after its n-th commit · `arrives` and `answered`: at the n-th message between the platform
 * and anybody else, before it is delivered, or when the work is done and the answer not yet given · `payment`: when a
 * payer has paid for the n-th time, before anybody was told.
 */
export interface Instant {
  readonly moment: 'step' | 'commit' | 'arrives' | 'answered' | 'payment';
  readonly n: number;
}

/** How far into a life an instant may lie; short and long lives are drawn alike. */
const REACH: Readonly<Record<Instant['moment'], readonly number[]>> = {
  step: [30, 150, 500],
  commit: [5, 20, 50],
  arrives: [4, 10, 20],
  answered: [4, 10, 20],
  payment: [1, 2],
};

/** Draws an instant. */
export function anyInstant(random: Random): Instant {
  const moment = random.pick(['step', 'step', 'commit', 'commit', 'arrives', 'answered', 'payment'] as const);
  return { moment, n: random.int(1, random.pick(REACH[moment])) };
}

/** Everything that a process needs to be the checkout. */
export interface ProcessPlan {
  readonly config: CheckoutConfig;
  readonly seed: string;
  readonly now: Millis;
  /** When it kills itself; other instants are the market's to watch. */
  readonly dieAt?: Instant;
  /** The deliberately wrong way in which it keeps its work. */
  readonly twin?: TwinName;
}

/** What the market tells the process. */
export type Order =
  | { readonly type: 'open'; readonly plan: ProcessPlan }
  | { readonly type: 'settle'; readonly to: Millis };

/** What the process tells the market. */
export type Report =
  | { readonly type: 'loaded' }
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'settled' }
  | { readonly type: 'trouble'; readonly text: string };
