import { type Profile, setting } from '../profile';
import { type AlipayError, errors } from './errors';
import { type Content, textAt } from './fields';

/** The codes of ways to pay that an order may allow or forbid: the list of 2020-02 (sheet 2.1). */
const CODES: readonly string[] = [
  'balance',
  'moneyFund',
  'bankPay',
  'debitCardExpress',
  'creditCardExpress',
  'creditCardCartoon',
  'creditCard',
  'cartoon',
  'pcredit',
  'pcreditpayInstallment',
  'credit_group',
  'coupon',
  'point',
  'promotion',
  'voucher',
  'mdiscount',
  'honeyPay',
  'mcard',
  'pcard',
];

/** What every simulated wallet holds, in the order in which it pays with it. */
const HELD = ['balance', 'debit-card', 'credit-card', 'credit'] as const;
export type Instrument = (typeof HELD)[number];

/** Under which names an order allows or forbids an instrument. */
const NAMES: Readonly<Record<Instrument, readonly string[]>> = {
  balance: ['balance'],
  'debit-card': ['debitCardExpress'],
  'credit-card': ['creditCardExpress', 'creditCard', 'credit_group'],
  credit: ['pcredit', 'credit_group'],
};

function namesOf(instrument: Instrument, profile: Profile): readonly string[] {
  const cardsOnly = instrument === 'credit' && setting(profile, 'creditGroup') === 'cards';
  return cardsOnly ? ['pcredit'] : NAMES[instrument];
}

function listed(content: Content, name: string, profile: Profile): string[] | undefined {
  const codes = textAt(content, name)?.split(',');
  const strange = codes?.find((code) => !CODES.includes(code));
  if (strange !== undefined && setting(profile, 'unknownPayChannels') === 'refused') {
    throw errors.parameter(`${name}含有未知的渠道`);
  }
  return codes;
}

/**
 * What a wallet pays an order with: the first that it holds and that the order allows (sheet 2.1).
 * @param none The answer where the order allows nothing of it.
 * @throws AlipayError where an order both allows and forbids, or leaves nothing.
 */
export function instrumentFor(content: Content, profile: Profile, none: () => AlipayError): Instrument {
  const [enabled, disabled] = ['enable_pay_channels', 'disable_pay_channels'].map((name) =>
    listed(content, name, profile),
  );
  if (enabled && disabled) throw errors.parameter('enable_pay_channels与disable_pay_channels互斥');
  const allowed = HELD.find((instrument) => {
    const named = (codes: readonly string[]) => namesOf(instrument, profile).some((name) => codes.includes(name));
    return enabled ? named(enabled) : !named(disabled ?? []);
  });
  if (allowed === undefined) throw none();
  return allowed;
}

interface Fund {
  readonly channel: string;
  readonly type?: string;
}

/** How answers and notices name what was paid with (sheet 2.14). */
const FUNDS: Readonly<Record<Instrument, Fund>> = {
  balance: { channel: 'ALIPAYACCOUNT' },
  'debit-card': { channel: 'BANKCARD', type: 'DEBIT_CARD' },
  'credit-card': { channel: 'BANKCARD', type: 'CREDIT_CARD' },
  credit: { channel: 'PCREDIT' },
};

const isHeld = (text: string | undefined): text is Instrument => HELD.some((instrument) => instrument === text);

/** What a trade is paid with: its name and, for a card, of which kind. */
export function fundOf(instrument: string | undefined): Fund {
  return FUNDS[isHeld(instrument) ? instrument : 'balance'];
}
