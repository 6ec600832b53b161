import { readClearingMarket } from '../../market/clearing';
import type { RefusalCode } from '../engine/engine';
import type { RefundEnd } from '../engine/trade';
import { type WalletSecrets, walletSecrets } from '../payers';
import type { Institution, Paid, PayerSide, PayWish } from '../sim-profile/design';
import type { SimDesk } from '../sim-profile/desk';
import { starred } from '../sim-profile/side';

/** The banks of the market whose accounts payers choose by number. */
export const BANKS: readonly Institution[] = readClearingMarket().banks.flatMap(({ code, name }) =>
  code === undefined ? [] : [{ id: code, name }],
);

const [FIRST_BANK = { id: '' }] = BANKS;

/** What a bank makes of an account; without it the account is open. */
export type AccountState = 'open' | 'frozen' | 'closed';

/** People with one account at each bank. */
export class BankSide implements PayerSide {
  readonly institutions = BANKS;
  readonly #states = new Map<string, AccountState>();

  constructor(readonly desk: SimDesk) {}

  secrets(person: string, bank = FIRST_BANK.id): WalletSecrets {
    return walletSecrets(this.desk.context.keys, `${this.desk.profile.provider}/${bank}`, person);
  }

  shown({ paidBy, paidFrom = FIRST_BANK.id }: Paid): { payer: string; institution: string } {
    const number = this.desk.random.stream(`account/${paidBy}/${paidFrom}`).digits(19);
    return { payer: starred(number), institution: paidFrom };
  }

  /** The bank freezes or closes an account, or opens it again. */
  change(person: string, bank: string, state: AccountState): void {
    this.#states.set(`${person} ${bank}`, state);
  }

  #state(person = '', bank = FIRST_BANK.id): AccountState {
    return this.#states.get(`${person} ${bank}`) ?? 'open';
  }

  refuses({ payer, institution }: PayWish): RefusalCode | undefined {
    const state = this.#state(payer, institution);
    return state === 'open' ? undefined : `account-${state}`;
  }

  refundEnds({ paidBy, paidFrom }: Paid): RefundEnd | undefined {
    return this.#state(paidBy, paidFrom) === 'closed' ? 'closed' : undefined;
  }
}
