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
  /**
   * Counts `times` and `after` for each trade apart, so that what happens to one does not hang on which of two messages
   * that are sent at once comes first.
   */
  readonly perTrade?: true;
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
  /** The number of the payment that it is about. */
  readonly trade?: string;
}

interface Count {
  passed: number;
  used: number;
}

interface Armed {
  readonly rule: FaultRule;
  /** By trade where the rule counts so, else under one key. */
  readonly counts: Map<string, Count>;
}

const limitOf = ({ times = Number.POSITIVE_INFINITY }: FaultRule) => times;

/** True when a rule can meet no message any more. */
const isUsedUp = ({ rule, counts }: Armed) =>
  rule.perTrade === undefined && (counts.get('')?.used ?? 0) >= limitOf(rule);

function countOf({ rule, counts }: Armed, trade: string | undefined): Count {
  const key = rule.perTrade ? (trade ?? '') : '';
  const count = counts.get(key) ?? { passed: 0, used: 0 };
  counts.set(key, count);
  return count;
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
    const armed: Armed = { rule, counts: new Map() };
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
    return this.#armed.filter((armed) => !isUsedUp(armed)).map(({ rule }) => rule);
  }

  get idle(): boolean {
    return this.#armed.length === 0;
  }

  /** The fault that meets this message, counting it as used. */
  meet(envelope: Envelope): FaultRule | undefined {
    for (const armed of this.#armed) {
      const { rule } = armed;
      if (!matches(rule, envelope)) continue;
      const count = countOf(armed, envelope.trade);
      if (count.used >= limitOf(rule)) continue;
      if (count.passed++ < (rule.after ?? 0)) continue;
      count.used += 1;
      if (isUsedUp(armed)) this.#lift(armed);
      return rule;
    }
    return undefined;
  }
}
