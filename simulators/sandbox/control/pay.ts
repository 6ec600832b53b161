import { z } from 'zod';
import type { Trade } from '../../providers/engine/trade';
import type { SandboxGateway } from '../../providers/sandbox';
import { tradeOf } from '../gateways';
import { ControlError } from './requests';

/** What the payer does. */
export const OUTCOMES = ['paid', 'declined', 'needs-password', 'times-out'] as const;

/** What happens in the payer's hands with each outcome. */
const NOTES: Record<(typeof OUTCOMES)[number], string> = {
  paid: 'the payer has paid; the notification is on its way',
  declined: 'the payer has opened the payment and given it up; the order stays open',
  'needs-password':
    'the payer has opened the payment and is asked for a password; the same request with "paid" enters it',
  'times-out': 'the payer has opened the payment and put the phone away; the order stays open until its deadline',
};

/** The same where the payer's own code was read, and the wallet asks to confirm. */
const CODE_NOTES: Record<(typeof OUTCOMES)[number], string> = {
  paid: 'the payer has confirmed; the merchant learns it when it asks',
  declined: 'the payer has declined; the payment has failed, and the merchant needs another code and another number',
  'needs-password': 'the payer is still asked for a password; the same request with "paid" enters it',
  'times-out': 'the payer has put the phone away; the payment fails when its time is over',
};

export const payRequest = z.strictObject({
  gateway: z.string(),
  out_trade_no: z.string(),
  outcome: z.enum(OUTCOMES).default('paid'),
  payer: z.string().optional(),
  /** Which of several accounts, where they use the same order number. */
  payee: z.string().optional(),
});

/** Why a payment was refused, in words. */
const REFUSALS: Record<string, string> = {
  'already-paid': 'it has been paid already',
  'already-closed': 'it has been closed',
  expired: 'its time to be paid is over',
  'payment-failed': 'it has failed already',
  'wrong-payer': 'it belongs to another payer: the one whom the order names, or who opened it first',
};

/** The gateway of that name. @throws ControlError 404 */
export function gatewayNamed(gateways: ReadonlyMap<string, SandboxGateway>, name: string): SandboxGateway {
  const gateway = gateways.get(name);
  if (gateway) return gateway;
  throw new ControlError(
    404,
    'unknown-gateway',
    `found gateway "${name}", expected ${[...gateways.keys()].join(' or ')}`,
  );
}

/** The order of that number. @throws ControlError 404 */
export function orderNamed(
  gateway: Pick<SandboxGateway, 'provider' | 'payees'>,
  outTradeNo: string,
  payee?: string,
): Trade {
  const trade = tradeOf(gateway, outTradeNo, payee);
  if (trade) return trade;
  const { name } = gateway.provider;
  throw new ControlError(404, 'unknown-order', `${name} knows no order with out_trade_no "${outTradeNo}"`);
}

/** A test user; the first of them where nobody is named. @throws ControlError 400 */
export function payerNamed(people: readonly string[], named: string | undefined): string {
  const payer = named ?? people[0] ?? '';
  if (people.includes(payer)) return payer;
  throw new ControlError(400, 'unknown-payer', `found payer "${payer}", expected ${people.join(', ')}`);
}

/** An order as the control port tells of it. */
export function orderView(trade: Trade) {
  const { outTradeNo, tradeNo, payee, status, amountFen, product, notifyUrl, refunds } = trade;
  return {
    out_trade_no: outTradeNo,
    trade_no: tradeNo,
    payee,
    product,
    state: status,
    amount_fen: amountFen,
    notify_url: notifyUrl ?? null,
    refunds: refunds.map(({ outRefundNo, status: state, amountFen: fen }) => ({
      out_refund_no: outRefundNo,
      state,
      amount_fen: fen,
    })),
  };
}

/** What is paid with an order, where it is one of several. */
function together({ book }: SandboxGateway['provider'], trade: Trade) {
  return trade.combined
    ? { combined_order: trade.combined.outTradeNo, orders: book.together(trade).map(orderView) }
    : {};
}

/** Pays as the payer. Without a name it is whoever the order belongs to, else the first of the test users. */
export async function pay(
  gateways: ReadonlyMap<string, SandboxGateway>,
  people: readonly string[],
  request: z.infer<typeof payRequest>,
) {
  const gateway = gatewayNamed(gateways, request.gateway);
  const trade = orderNamed(gateway, request.out_trade_no, request.payee);
  const payer = payerNamed(people, request.payer ?? trade.payer ?? trade.openedBy);
  const { provider } = gateway;
  const { outcome } = request;
  const byCode = trade.chargedTo !== undefined;
  // Whoever is asked already need not come to the payment first.
  const waits = byCode && trade.status === 'open' && (outcome === 'needs-password' || outcome === 'times-out');
  const refusal = waits
    ? undefined
    : await provider.pay(trade.credential, payer, outcome === 'paid' ? 'paid' : 'declined');
  if (refusal !== undefined) {
    const why = REFUSALS[refusal] ?? refusal;
    throw new ControlError(409, refusal, `order ${trade.outTradeNo} cannot be paid: ${why}`);
  }
  const now = provider.book.byTradeNo(trade.tradeNo) ?? trade;
  const note = (byCode ? CODE_NOTES : NOTES)[outcome];
  return { gateway: request.gateway, payer, outcome, note, ...orderView(now), ...together(provider, now) };
}
