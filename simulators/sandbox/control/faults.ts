import { z } from 'zod';
import type { FaultPlan } from '../../kernel/faults';

/** What can be done to messages of the sandbox; see the fault plan for what each means. */
const KINDS = ['lose', 'refuse', 'delay', 'duplicate', 'reorder', 'corrupt', 'corrupt-answer', 'lose-answer'] as const;

export const faultRequest = z.strictObject({
  fault: z.enum(KINDS),
  gateway: z.string(),
  /** Requests to the gateway, or the notifications that it sends. */
  meets: z.enum(['requests', 'notifications']).default('requests'),
  /** Only messages of this kind, as the live list names it: `payment.create`, `refund.*` … */
  kind: z.string().optional(),
  times: z.int().positive().optional(),
  after: z.int().nonnegative().optional(),
  delayMs: z.int().positive().optional(),
  copies: z.int().positive().max(10).optional(),
});

/** Plans a fault; it meets every message that it names, or as many as it says. */
export function planFault(faults: FaultPlan, { gateway, meets, ...rule }: z.infer<typeof faultRequest>) {
  faults.add({ ...rule, ...(meets === 'requests' ? { to: gateway } : { from: gateway }) });
  return { planned: faults.pending().length };
}
