import type { Trade } from '../simulators/providers/engine/trade';
import { refundLimitsOf } from '../simulators/world/integration';
import { tradeOf } from './actions';
import { Prerequisite } from './drivers/platform';
import { profiles } from './vocabulary';
import type { HutongWorld } from './world';

/** The published limits of a provider's refunds, all three of them; a number that it has not is one that never comes. */
export function refundLimits(provider: string): { windowMs: number; most: number; gapMs: number } {
  const profile = profiles.get(provider);
  if (!profile) throw new Prerequisite(`a profile of ${provider}`, 'there is none');
  const { windowMs, most, gapMs = 0 } = refundLimitsOf(profile);
  return { windowMs, most: most ?? 0, gapMs };
}

/** Puts the published limits into the history, so that judges hold everybody to them. */
export function declareRefundLimits(world: HutongWorld, provider: string): void {
  const { windowMs, most, gapMs } = refundLimits(provider);
  const facts = { provider, windowMs, gapMs, ...(most > 0 ? { most } : {}) };
  world.market.history.append({ type: 'declared', by: 'harness', kind: 'refund.limits', facts });
}

/** The payment of the current order in a provider's books. */
async function paidTrade(world: HutongWorld, provider: string): Promise<Trade> {
  const { trade, payee } = await tradeOf(world, world.order, provider);
  const found = world.provider(provider).book.byOutTradeNo(payee, trade);
  if (found?.paidAt !== undefined) return found;
  throw new Prerequisite(`a payment in the books of ${provider}`, 'there is none');
}

/** Time passes until the last instant at which a refund of the current order is taken. */
export async function lastMoment(world: HutongWorld, provider: string): Promise<void> {
  const { paidAt = 0 } = await paidTrade(world, provider);
  const until = paidAt + refundLimits(provider).windowMs;
  await world.market.clock.advance(until - world.market.clock.now());
}

/** From now on the next refund of the current order finds no account to go to. */
export async function closeAccount(world: HutongWorld, provider: string): Promise<void> {
  const { book } = world.provider(provider);
  book.apply(await paidTrade(world, provider), {
    type: 'expect-refund',
    endsAs: 'abnormal',
    at: world.market.clock.now(),
  });
}

/** In the platform's name, past the platform: the last refund of the current order is to go to a card of the payer. */
export async function nameCard(world: HutongWorld, provider: string): Promise<void> {
  const trade = await paidTrade(world, provider);
  const refund = trade.refunds.at(-1);
  const protocol = world.market.checkout.service.protocol(provider);
  const redirect = protocol.redirectRefund?.bind(protocol);
  if (refund?.status !== 'abnormal' || !redirect) {
    throw new Prerequisite(`a refund at ${provider} that could not reach the payer`, 'there is none to send elsewhere');
  }
  const reference = {
    attemptNo: trade.outTradeNo,
    payee: trade.payee,
    refundNo: refund.outRefundNo,
    amountFen: refund.amountFen,
    totalFen: trade.amountFen,
    notifyUrl: `${world.market.market.origin}/notify/${provider}`,
  };
  const card = { bank: 'CMB', number: '6225880112346789', holder: '李娜' };
  await world.market.network.activity.track(() => redirect(reference, card));
}
