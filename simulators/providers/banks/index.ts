import { simProfile, simProvider } from '../sim-profile';
import { CASHIER_PAGE } from '../sim-profile/codes';
import type { SimDesign } from '../sim-profile/design';
import { BankSide } from './side';

export const banksProfile = simProfile(__dirname);

const design: SimDesign = {
  words: { payee: 'merchantId', payer: 'payerAccount', institution: 'payerBank' },
  presents: [CASHIER_PAGE],
  payeeForm: (random) => `6${random.digits(14)}`,
  side: (desk) => new BankSide(desk),
};

/** Bank apps under this project's own profile: the payer chooses a bank on the cashier page, and pays there. */
export const banks = simProvider(banksProfile, design);
