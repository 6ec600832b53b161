import { z } from 'zod';
import { rfc3339 } from '../../kernel/time';
import { CODE_BEHAVIOURS, NoPayerCodes } from '../../providers/engine/payer-codes';
import type { SandboxGateway } from '../../providers/sandbox';
import { gatewayNamed, payerNamed } from './pay';
import { ControlError } from './requests';

export const payerCodeRequest = z.strictObject({
  gateway: z.string(),
  payer: z.string().optional(),
  /** What the payer does when a merchant reads the code. */
  behaviour: z.enum(CODE_BEHAVIOURS).default('pays'),
});

/** The wallet of a payer shows a fresh code, for a merchant to read once; without a name it is the first test user's. */
export function payerCode(
  gateways: ReadonlyMap<string, SandboxGateway>,
  people: readonly string[],
  { gateway, payer: named, behaviour }: z.infer<typeof payerCodeRequest>,
) {
  const { provider } = gatewayNamed(gateways, gateway);
  const payer = payerNamed(people, named);
  try {
    const { code, until } = provider.showCode(payer, behaviour);
    return { gateway, payer, behaviour, auth_code: code, until: rfc3339(until) };
  } catch (error) {
    if (error instanceof NoPayerCodes) throw new ControlError(409, 'no-payer-codes', error.message);
    throw error;
  }
}
