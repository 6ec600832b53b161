import { z } from 'zod';
import { ConnectionLost } from '../../network/party';
import { FORGERIES, type Forgery, type Provider } from '../../providers/contract';
import type { Trade } from '../../providers/engine/trade';
import type { SandboxGateway } from '../../providers/sandbox';
import type { Seam } from '../seam';
import { gatewayNamed, orderNamed } from './pay';
import { ControlError } from './requests';

export const notifyRequest = z.strictObject({
  gateway: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string().optional(),
  /** Sends a notification that a receiver must refuse, instead of a genuine one. */
  forgery: z.enum(FORGERIES).optional(),
  payee: z.string().optional(),
});

type NotifyRequest = z.infer<typeof notifyRequest>;

/** True for an address to which a request can be made at all, wherever it leads. */
function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** Sends a notification of a payment or a refund again, at once, and then on the published schedule. */
export async function notify(gateways: ReadonlyMap<string, SandboxGateway>, seam: Seam, request: NotifyRequest) {
  const { provider, payees } = gatewayNamed(gateways, request.gateway);
  const trade = orderNamed({ provider, payees }, request.out_trade_no, request.payee);
  if (trade.notifyUrl === undefined) {
    throw new ControlError(409, 'no-address', `order ${trade.outTradeNo} has no address for notifications`);
  }
  if (!isAddress(trade.notifyUrl)) {
    const why = `order ${trade.outTradeNo} names "${trade.notifyUrl}" for notifications, expected http://… or https://… without a password`;
    throw new ControlError(409, 'bad-address', why);
  }
  if (request.forgery !== undefined) return forge(provider, trade, seam, request.forgery);
  const { out_refund_no: outRefundNo } = request;
  if (outRefundNo !== undefined && !trade.refunds.some((refund) => refund.outRefundNo === outRefundNo)) {
    throw new ControlError(404, 'unknown-refund', `order ${trade.outTradeNo} has no refund "${outRefundNo}"`);
  }
  if (trade.paidAt === undefined) {
    throw new ControlError(409, 'not-paid', `order ${trade.outTradeNo} is not paid, so there is nothing to tell`);
  }
  const about = outRefundNo === undefined ? 'payment' : 'refund';
  const { settings } = provider.book;
  settings.notify(trade, { type: 'notify', about, ...(outRefundNo === undefined ? {} : { outRefundNo }) });
  return { sent: about };
}

/** A forged notification is sent once; what the receiver made of it is the answer. */
async function forge(provider: Provider, trade: Trade, seam: Seam, forgery: Forgery) {
  const forged = await provider.forgeNotice(trade.payee, trade.outTradeNo, forgery);
  if (!forged) throw new ControlError(409, 'no-key', `${provider.name} has no key to tell this merchant anything`);
  try {
    const response = await seam.send(forged, provider.noticeReader, provider.name);
    return { sent: forgery, answered: response.status };
  } catch (error) {
    if (error instanceof ConnectionLost) return { sent: forgery, answered: null, failure: error.message };
    throw error;
  }
}
