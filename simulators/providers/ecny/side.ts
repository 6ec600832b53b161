import { beijingDay, type Millis } from '../../kernel/time';
import { payeeAccount, type RefusalCode } from '../engine/engine';
import type { RefundEnd, Trade } from '../engine/trade';
import { type WalletSecrets, walletSecrets } from '../payers';
import { setting } from '../profile';
import type { InFlight, Paid, PayerSide, PayWish } from '../sim-profile/design';
import type { SimDesk } from '../sim-profile/desk';
import { starred } from '../sim-profile/side';
import { type Counted, limitPassed, spentBy } from './counting';
import { limitsOn } from './limits';
import { operatorOf } from './operators';
import { type Wallet, Wallets } from './wallets';

/** The payers of e-CNY: one wallet each, with a class that limits it. */
export class EcnySide implements PayerSide {
  readonly wallets: Wallets;

  constructor(readonly desk: SimDesk) {
    this.wallets = new Wallets(desk.context.people, desk.random);
  }

  secrets(person: string): WalletSecrets {
    return walletSecrets(this.desk.context.keys, this.desk.profile.provider, person);
  }

  /** Of a wallet that nobody here has, as a forger invents them, nothing can be told. */
  shown({ paidBy = '' }: Paid): { payer: string; institution: string } {
    const { id } = this.wallets.find(paidBy) ?? { id: '0'.repeat(16) };
    return { payer: starred(id), institution: operatorOf(id) };
  }

  refuses({ trade, payer, at, inFlight }: PayWish): RefusalCode | undefined {
    const wallet = this.wallets.find(payer);
    if (!wallet) return 'wrong-payer';
    if (wallet.state === 'frozen') return 'account-frozen';
    if (wallet.state === 'closed') return 'account-closed';
    const others = inFlight.filter(({ tradeNo }) => tradeNo !== trade.tradeNo);
    return this.#overPaid(trade, wallet, at, others) ?? this.#overFull(trade, at, others);
  }

  #overPaid({ amountFen }: Trade, { owner, class: of }: Wallet, at: Millis, inFlight: readonly InFlight[]) {
    const waiting = inFlight.map((flight) => ({ account: flight.payer, amountFen: flight.amountFen, at }));
    const spent = spentBy(owner, at, [...this.#paid(), ...waiting]);
    return limitPassed(limitsOn(of, beijingDay(at)), amountFen, spent);
  }

  /** Every payment in the books, as it counts towards limits. */
  #paid(): Counted[] {
    const restores = setting(this.desk.profile, 'refundRestoresLimits') === 'yes';
    const given = ({ refunds }: Trade) =>
      refunds.reduce((sum, { status, amountFen }) => (status === 'success' ? sum + amountFen : sum), 0);
    return this.desk.book.trades().flatMap((trade): Counted[] => {
      const { paidBy: account, paidAt: at, amountFen } = trade;
      if (account === undefined || at === undefined) return [];
      return [{ account, at, amountFen: restores ? amountFen - given(trade) : amountFen }];
    });
  }

  /** Whether the receiving wallet, where it is a personal one, would hold more than its class may. */
  #overFull({ payee, amountFen }: Trade, at: Millis, inFlight: readonly InFlight[]): RefusalCode | undefined {
    const of = this.wallets.receiving(payee);
    const { balanceFen } = of === undefined ? {} : limitsOn(of, beijingDay(at));
    if (balanceFen === undefined) return undefined;
    const coming = inFlight.reduce((sum, flight) => (flight.payee === payee ? sum + flight.amountFen : sum), 0);
    const held = this.desk.book.settings.ledger.balance(payeeAccount(payee)) + BigInt(coming + amountFen);
    return held > BigInt(balanceFen) ? 'limit-balance' : undefined;
  }

  /** Money goes back to the wallet that paid; where that is closed it cannot (EC-05). */
  refundEnds({ paidBy = '' }: Paid): RefundEnd | undefined {
    return this.wallets.find(paidBy)?.state === 'closed' ? 'closed' : undefined;
  }
}
