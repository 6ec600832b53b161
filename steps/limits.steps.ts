import { Given, Then, When } from '@cucumber/cucumber';
import type { Fen } from '../simulators/kernel/money';
import { beijingDay, DAY_MS } from '../simulators/kernel/time';
import type { WalletClass } from '../simulators/providers/ecny/limits';
import {
  confirmAtOnce,
  disown,
  expectLevel,
  factorsNamed,
  lookInWallet,
  moveToBank,
  openWithLimits,
  payPrintedCode,
  setUp,
  tryToPay,
  useConfirmation,
} from './limits';
import { collectIntoClass, openWithClass, payFromWallet } from './wallet-classes';
import type { HutongWorld } from './world';

Given(
  'a payer who confirms at {provider} with {factors}',
  async function (this: HutongWorld, provider: string, factors: string) {
    await openWithLimits(this);
    setUp(this, provider, { factors: factorsNamed(factors) });
  },
);

Given('the payer pays at {provider} from the balance', function (this: HutongWorld, provider: string) {
  setUp(this, provider, { funding: 'balance' });
});

Given(
  'a payer whose account at {provider} is of tier {tier} and pays from the balance',
  async function (this: HutongWorld, provider: string, tier: 'I' | 'II' | 'III') {
    await openWithLimits(this);
    setUp(this, provider, { tier, funding: 'balance' });
  },
);

When(
  'the account at {provider} becomes one of tier {tier}',
  function (this: HutongWorld, provider: string, tier: 'I' | 'II' | 'III') {
    setUp(this, provider, { tier });
  },
);

When(
  'the payer tries to pay {yuan} with {provider}',
  async function (this: HutongWorld, amountFen: Fen, provider: string) {
    await tryToPay(this, provider, amountFen);
  },
);

When(
  'the payer tries to pay {yuan} with {provider}, {int} times',
  async function (this: HutongWorld, amountFen: Fen, provider: string, times: number) {
    for (let i = 0; i < times; i += 1) await tryToPay(this, provider, amountFen);
  },
);

When(
  'the payer tries to pay {yuan} with {provider} on a phone',
  async function (this: HutongWorld, amountFen: Fen, provider: string) {
    this.setting = { ...this.setting, device: 'phone' };
    await tryToPay(this, provider, amountFen);
  },
);

When(
  'the payer tries to pay {yuan} to a printed code with {provider}',
  async function (this: HutongWorld, amountFen: Fen, provider: string) {
    await payPrintedCode(this, provider, amountFen);
  },
);

When(
  'the payer moves {yuan} to the own bank account at {provider}',
  function (this: HutongWorld, amountFen: Fen, provider: string) {
    moveToBank(this, provider, amountFen);
  },
);

When(
  'the payer confirms {int} payments of {yuan} with {provider} at the same moment',
  async function (this: HutongWorld, n: number, amountFen: Fen, provider: string) {
    await confirmAtOnce(this, provider, amountFen, n);
  },
);

When('the payer says that he never made that payment', async function (this: HutongWorld) {
  await disown(this);
});

/** Business time goes on to the first instant of the next day or year in Beijing. */
async function until(world: HutongWorld, day: string): Promise<void> {
  const { clock } = world.market;
  await clock.advance(Date.parse(`${day}T00:00:00+08:00`) - clock.now());
}

When('the next day has come', async function (this: HutongWorld) {
  await until(this, beijingDay(this.market.clock.now() + DAY_MS));
});

When('the next year has come', async function (this: HutongWorld) {
  await until(this, `${Number(beijingDay(this.market.clock.now()).slice(0, 4)) + 1}-01-01`);
});

Given(
  'a payer who looks at a payment of {yuan} to the tea house in the wallet of {provider}',
  async function (this: HutongWorld, amountFen: Fen, provider: string) {
    await openWithLimits(this);
    await this.platform.enable('book-shop', provider, true);
    await lookInWallet(this, provider, amountFen);
  },
);

When(
  'the confirmation is used for a payment of {yuan} to the {shop}',
  async function (this: HutongWorld, amountFen: Fen, merchant: string) {
    await useConfirmation(this, amountFen, merchant);
  },
);

Given('a payer whose e-CNY wallet is of class {class}', async function (this: HutongWorld, of: WalletClass) {
  await openWithClass(this, of);
});

Given('a merchant who collects into a personal wallet of class {class}', function (this: HutongWorld, of: WalletClass) {
  collectIntoClass(this, of);
});

When('the payer tries to pay {yuan} from that wallet', async function (this: HutongWorld, amountFen: Fen) {
  await payFromWallet(this, amountFen);
});

When(
  'the payer tries to pay {yuan} from that wallet, {int} times',
  async function (this: HutongWorld, amountFen: Fen, times: number) {
    for (let i = 0; i < times; i += 1) await payFromWallet(this, amountFen);
  },
);

Then('the limits of the class hold', function (this: HutongWorld) {
  this.judge('LIM-006/class-limits-hold');
});

Then('the wallet takes the payment for level {word}', function (this: HutongWorld, level: string) {
  expectLevel(this, level);
  this.judge('LIM-001/level-follows-factors');
});

Then('payments with codes are taken within the limits of the day, and no others', function (this: HutongWorld) {
  this.judge('LIM-002/dynamic-codes-within-the-day');
});

Then('payments with printed codes are taken within the limit of the day, and no others', function (this: HutongWorld) {
  this.judge('LIM-003/static-codes-within-the-day');
});

Then('payments from the balance are taken within the limits of the day, and no others', function (this: HutongWorld) {
  this.judge('LIM-004/balance-within-the-day');
});

Then('the institution bears the loss', function (this: HutongWorld) {
  this.judge('LIM-004/institution-bears-the-loss');
});

Then('the tier of the account holds', function (this: HutongWorld) {
  this.judge('LIM-005/tiers-hold');
});

Then('the limit is exact', function (this: HutongWorld) {
  this.judge('LIM-007/exact-at-the-edge');
});

Then('the refused payment has used nothing up', function (this: HutongWorld) {
  this.judge('LIM-007/refused-uses-nothing');
});

Then('all entrances share one count', function (this: HutongWorld) {
  this.judge('LIM-008/one-count-for-all-entrances');
});

Then('codes and balance are counted apart', function (this: HutongWorld) {
  this.judge('LIM-008/kinds-are-not-pooled');
});

Then('it carries out what it was given for, and nothing else', function (this: HutongWorld) {
  this.judge('LIM-009/confirmation-binds');
});
