import { z } from 'zod';
import { beijingDay, readBeijingDateTime } from '../../kernel/time';
import type { SandboxGateway } from '../../providers/sandbox';
import { gatewayNamed } from './pay';
import { ControlError } from './requests';

export const closeDayRequest = z.strictObject({
  /** Without it the day is closed everywhere. */
  gateway: z.string().optional(),
  bill_date: z.string(),
});

/**
 * Publishes the bills of a day now.
 * @throws ControlError 400 for what is no day, or one that has not begun in Beijing.
 */
export function closeDay(
  gateways: ReadonlyMap<string, SandboxGateway>,
  { gateway, bill_date: day }: z.infer<typeof closeDayRequest>,
) {
  const chosen = gateway === undefined ? [...gateways] : [[gateway, gatewayNamed(gateways, gateway)] as const];
  const today = beijingDay(Math.max(...chosen.map(([, { provider }]) => provider.book.settings.clock.now())));
  const exists = readBeijingDateTime(`${day} 00:00:00`) !== undefined;
  if (!exists || day > today) {
    const why = `bill_date: found "${day}", expected a day such as ${today}, which is today in Beijing, or an earlier one`;
    throw new ControlError(400, 'invalid', why);
  }
  for (const [, { provider }] of chosen) provider.closeDay(day);
  return { bill_date: day, gateways: chosen.map(([name]) => name) };
}
