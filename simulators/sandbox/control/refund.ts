import { z } from 'zod';
import { REFUND_ENDS } from '../../providers/engine/trade';
import type { SandboxGateway } from '../../providers/sandbox';
import { gatewayNamed, orderNamed, orderView } from './pay';
import { ControlError } from './requests';

export const refundRequest = z.strictObject({
  gateway: z.string(),
  out_trade_no: z.string(),
  /** How the next refund of the order ends. */
  ends: z.enum(REFUND_ENDS).default('abnormal'),
  payee: z.string().optional(),
});

/** The payer's account is closed, or the merchant's stays empty: the next refund of the order does not end well. */
export function expectRefund(gateways: ReadonlyMap<string, SandboxGateway>, request: z.infer<typeof refundRequest>) {
  const { gateway: name, ends, out_trade_no: number, payee } = request;
  const gateway = gatewayNamed(gateways, name);
  const { provider } = gateway;
  if (!provider.profile.refundEnds.includes(ends)) {
    const known = provider.profile.refundEnds.join(' or ') || 'none: its answer to a refund is the result';
    throw new ControlError(409, 'no-such-end', `${name} has no refund that ends ${ends}, expected ${known}`);
  }
  const trade = orderNamed(gateway, number, payee);
  const outcome = provider.book.apply(trade, {
    type: 'expect-refund',
    endsAs: ends,
    at: provider.book.settings.clock.now(),
  });
  return { gateway: name, next_refund_ends: ends, ...orderView(outcome.trade ?? trade) };
}
