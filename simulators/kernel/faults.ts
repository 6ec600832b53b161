/**
 * What can be done to a message on the seam.
 * `lose` the receiver never gets it · `refuse` the receiver is down · `delay` it arrives after the sender gave up ·
 * `duplicate` it arrives again · `reorder` it arrives after the next one of its kind · `corrupt` one bit of its body
 * flips · `corrupt-answer` one bit of the answer's body flips · `lose-answer` the work is done and the answer is lost ·
 * `impostor` somebody else answers in the receiver's place ·
 * `crash-before` and `crash-after` the receiver crashes before or after the work, and starts again.
 */
export const FAULT_KINDS = [
  'lose',
  'refuse',
  'delay',
  'duplicate',
  'reorder',
  'corrupt',
  'corrupt-answer',
  'lose-answer',
  'impostor',
  'crash-before',
  'crash-after',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One planned fault: which messages it meets and how often. Left-out members match everything. */
export interface FaultRule {
  readonly fault: FaultKind;
  readonly from?: string;
  readonly to?: string;
  /** A message kind, or its first word followed by `.*`. */
  readonly kind?: string;
  /** How many messages it meets; without it, all. */
  readonly times?: number;
  /** How many matching messages pass before the first is met. */
  readonly after?: number;
  /** For `delay`: how much later it arrives. */
  readonly delayMs?: number;
  /** For `impostor`: the answer that is given instead. */
  readonly answer?: () => Promise<Response>;
  /** For `duplicate`: how many further copies arrive. */
  readonly copies?: number;
}

/** A message as the plan sees it. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}

interface Armed {
  readonly rule: FaultRule;
  passed: number;
  used: number;
}

function matches(rule: FaultRule, envelope: Envelope): boolean {
  if (rule.from !== undefined && rule.from !== envelope.from) return false;
  if (rule.to !== undefined && rule.to !== envelope.to) return false;
  if (rule.kind === undefined || rule.kind === envelope.kind) return true;
  return rule.kind.endsWith('.*') && envelope.kind.startsWith(rule.kind.slice(0, -1));
}

/** The faults planned for a world; the first rule that matches and is not used up applies. */
export class FaultPlan {
  #armed: Armed[] = [];

  /** Adds a fault; returns how to lift it. */
  add(rule: FaultRule): () => void {
    const armed: Armed = { rule, passed: 0, used: 0 };
    this.#armed.push(armed);
    return () => this.#lift(armed);
  }

  clear(): void {
    this.#armed = [];
  }

  #lift(armed: Armed): void {
    this.#armed = this.#armed.filter((other) => other !== armed);
  }

  /** The faults that are planned and not used up. */
  pending(): FaultRule[] {
    return this.#armed
      .filter(({ rule, used }) => used < (rule.times ?? Number.POSITIVE_INFINITY))
      .map(({ rule }) => rule);
  }

  get idle(): boolean {
    return this.#armed.length === 0;
  }

  /** The fault that meets this message, counting it as used. */
  meet(envelope: Envelope): FaultRule | undefined {
    for (const armed of this.#armed) {
      const { rule } = armed;
      if (!matches(rule, envelope) || armed.used >= (rule.times ?? Number.POSITIVE_INFINITY)) continue;
      if (armed.passed++ < (rule.after ?? 0)) continue;
      armed.used += 1;
      if (armed.used === rule.times) this.#lift(armed);
      return rule;
    }
    return undefined;
  }
}
