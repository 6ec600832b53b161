import fc from 'fast-check';
import { fen } from '../../simulators/kernel/money';
import { DAY_MS, HOUR_MS } from '../../simulators/kernel/time';
import { providerParts } from '../../simulators/providers/contract';
import type { Command, EngineRules } from '../../simulators/providers/engine/engine';
import type { Trade } from '../../simulators/providers/engine/trade';
import type { CoreMarketOptions } from '../../simulators/simulation/core-market';
import type { Living } from './any-life';

const AMOUNT = fen(100);

const RULES: EngineRules = {
  preparedFirst: (product) => product === 'page',
  closesWhenExpired: true,
  refundTakesMs: 1_000,
  refundWindowMs: 365 * DAY_MS,
};

/** What is asked of one trade. */
export type TradeAsk =
  | { readonly type: 'order'; readonly product: 'native' | 'page' }
  | { readonly type: 'open' | 'close' | 'expire' }
  | { readonly type: 'pay'; readonly payer: string }
  | { readonly type: 'refund'; readonly number: string; readonly amountFen: number }
  | { readonly type: 'finish-refund'; readonly number: string; readonly as: 'success' | 'closed' | 'abnormal' };

const number = fc.constantFrom('R1', 'R2');

export const tradeAsk: fc.Arbitrary<TradeAsk> = fc.oneof(
  fc.record({ type: fc.constant('order' as const), product: fc.constantFrom('native' as const, 'page' as const) }),
  fc.record({ type: fc.constantFrom('open' as const, 'close' as const, 'expire' as const) }),
  fc.record({ type: fc.constant('pay' as const), payer: fc.constantFrom('li-na', 'wang-wei') }),
  fc.record({ type: fc.constant('refund' as const), number, amountFen: fc.constantFrom(1, 60, 100) }),
  fc.record({
    type: fc.constant('finish-refund' as const),
    number,
    as: fc.constantFrom('success' as const, 'closed' as const, 'abnormal' as const),
  }),
);

function commandOf(ask: TradeAsk, at: number): Command {
  switch (ask.type) {
    case 'order': {
      const { product } = ask;
      const content = {
        outTradeNo: 'N1',
        payee: 'shop',
        caller: 'shop',
        product,
        amountFen: AMOUNT,
        description: 'tea',
      };
      const until = at + HOUR_MS;
      return { type: 'order', content, tradeNo: 'T1', credential: 'C1', credentialUntil: until, payBy: until, at };
    }
    case 'refund': {
      const { number: outRefundNo, amountFen } = ask;
      return { type: 'refund', outRefundNo, refundNo: `P-${outRefundNo}`, amountFen: fen(amountFen), at };
    }
    case 'finish-refund':
      return { type: 'finish-refund', outRefundNo: ask.number, as: ask.as, at };
    default:
      return { ...ask, at };
  }
}

/** A trade in a provider's engine. */
export function tradeLife({ providers }: CoreMarketOptions): Living<TradeAsk> {
  const { engine } = { ...providerParts, ...providers };
  let trade: Trade | undefined;
  return {
    party: 'provider',
    main: 'trade',
    now: 0,
    ask(what) {
      const outcome = engine(trade, commandOf(what, this.now), RULES);
      if (outcome.ok) trade = outcome.trade;
      return outcome.ok;
    },
    states: () =>
      new Map([
        ['trade#1', trade?.status ?? 'absent'],
        ...(trade?.refunds ?? []).map(
          ({ outRefundNo, status }) => [`refund of a trade#${outRefundNo}`, status] as const,
        ),
      ]),
  };
}
