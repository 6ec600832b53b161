import { z } from 'zod';
import type { FaultPlan } from '../../kernel/faults';
import { ControlError } from './requests';

/** What can be done to messages of the sandbox; see the fault plan for what each means. */
const KINDS = ['lose', 'refuse', 'delay', 'duplicate', 'reorder', 'corrupt', 'corrupt-answer', 'lose-answer'] as const;

/** Longer than this, in milliseconds, nobody waits for a message. */
const LONGEST_DELAY_MS = 86_400_000;

export const faultRequest = z.strictObject({
  fault: z.enum(KINDS),
  gateway: z.string(),
  /** Requests to the gateway, or the notifications that it sends. */
  meets: z.enum(['requests', 'notifications']).default('requests'),
  /** Only messages of this kind, as the live list names it: `payment.create`, `refund.*` … */
  kind: z.string().optional(),
  times: z.int().positive().optional(),
  after: z.int().nonnegative().optional(),
  delayMs: z.int().positive().max(LONGEST_DELAY_MS).optional(),
  copies: z.int().positive().max(10).optional(),
});

/** Every message is held against every planned fault, so there may be only so many. */
const MOST_FAULTS = 100;

/**
 * Plans a fault; it meets every message that it names, or as many as it says.
 * @throws ControlError 409 when too many are planned; 400 for one that would hold messages back for good.
 */
export function planFault(faults: FaultPlan, { gateway, meets, ...rule }: z.infer<typeof faultRequest>) {
  if (rule.fault === 'reorder' && rule.times === undefined) {
    throw new ControlError(400, 'invalid', 'times: found nothing, expected how many messages are held back');
  }
  const planned = faults.pending().length;
  if (planned >= MOST_FAULTS) {
    throw new ControlError(
      409,
      'too-many',
      `found ${planned} planned faults, expected fewer than ${MOST_FAULTS}; DELETE lifts them`,
    );
  }
  faults.add({ ...rule, ...(meets === 'requests' ? { to: gateway } : { from: gateway }) });
  return { planned: faults.pending().length };
}
