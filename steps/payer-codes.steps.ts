import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { Random } from '../simulators/kernel/random';
import { type CodesBook, codesOf } from './codes-book';
import { Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

const AMOUNT_FEN = 1_250;

/** "16 to 24" or "18" as the least and the most. */
function span(text: string): { least: number; most: number } {
  const [least = Number.NaN, most = least] = text.split(' to ').map(Number);
  return { least, most };
}

Given("the published forms of payers' codes:", async function (this: HutongWorld, table: DataTable) {
  await codesOf(this);
  for (const { network, 'begins with': begins = '', digits = '' } of table.hashes()) {
    this.platform.declare('payer-code-form', { network, begins: begins.split(' '), ...span(digits) });
  }
});

When('a till reads codes of every beginning with 14 to 26 digits', async function (this: HutongWorld) {
  const book = await codesOf(this);
  const till = book.till();
  const random = new Random(this.seed).stream('codes at the till');
  for (let begins = 0; begins < 100; begins += 1) {
    for (let length = 14; length <= 26; length += 1) {
      const code = `${String(begins).padStart(2, '0')}${random.digits(length - 2)}`;
      await till.read(code, book.tillOrder(AMOUNT_FEN));
    }
  }
});

/** Texts that look like a payer's code to a careless reader. */
const NEARLY = [
  '',
  '13',
  ' 13012345678901234',
  '13012345678901234\n',
  '+1301234567890123',
  '1.3012345678901e17',
  '0x1301234567890123',
  '１３０１２３４５６７８９０１２３４５',
  '1301234567890123I5',
  '-130123456789012345',
];

When('a till reads texts that are nearly a code', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const text of NEARLY) await book.till().read(text, book.tillOrder(AMOUNT_FEN));
});

When('a till reads a code of every wallet', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const wallet of book.wallets) await book.till().read(book.show(wallet), book.tillOrder(AMOUNT_FEN));
});

When('a merchant of another scheme reads a code of every wallet', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const wallet of book.wallets) {
    const scheme = book.schemes.find((id) => id !== wallet && book.takesCodes(id));
    if (scheme) await book.till([scheme]).read(book.show(wallet), book.tillOrder(AMOUNT_FEN));
  }
});

/** Each wallet's code is read for two orders, by what happens in between. */
async function twice(
  book: CodesBook,
  behaviour: 'pays' | 'needs-password' | 'insufficient-balance',
  between: (wallet: string, code: string, number: string) => Promise<void>,
): Promise<void> {
  for (const wallet of book.wallets) {
    const code = book.show(wallet, behaviour);
    const first = book.tillOrder(AMOUNT_FEN);
    await book.till().read(code, first);
    await between(wallet, code, first.number);
    await book.till().read(code, book.tillOrder(AMOUNT_FEN));
  }
}

When('a till reads one code of every wallet for two orders', async function (this: HutongWorld) {
  await twice(await codesOf(this), 'pays', async () => undefined);
});

When('a code of every wallet whose payer gave up is read for another order', async function (this: HutongWorld) {
  await twice(await codesOf(this), 'needs-password', async (wallet, _code, number) => {
    const provider = this.provider(wallet);
    const trade = provider.book.trades().find(({ outTradeNo }) => outTradeNo === number);
    if (!trade) throw new Prerequisite(`a payment at ${wallet} to give up`, 'its books have none');
    await provider.pay(trade.credential, 'li-na', 'declined');
  });
});

When('two tills read one code of every wallet at once', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const wallet of book.wallets) {
    const code = book.show(wallet);
    await Promise.all([1, 2].map(() => book.till().read(code, book.tillOrder(AMOUNT_FEN))));
  }
});

When(
  'a code of every wallet is read by its own merchant and then by one of another scheme',
  async function (this: HutongWorld) {
    const book = await codesOf(this);
    for (const wallet of book.wallets) {
      const scheme = book.schemes.find((id) => id !== wallet && book.takesCodes(id));
      const code = book.show(wallet);
      await book.till([wallet]).read(code, book.tillOrder(AMOUNT_FEN));
      if (scheme) await book.till([scheme]).read(code, book.tillOrder(AMOUNT_FEN));
    }
  },
);

/** A code of each wallet is read so long after the end of its life, in milliseconds; below zero, before it. */
async function readAtTheEnd(world: HutongWorld, pastMs: number): Promise<void> {
  const book = await codesOf(world);
  for (const wallet of book.wallets) {
    const code = book.show(wallet);
    await world.market.clock.advance(world.provider(wallet).profile.numbers.payerCodeLife.value + pastMs);
    await book.till().read(code, book.tillOrder(AMOUNT_FEN));
  }
}

When('a code of every wallet is read in the last instant of its life', async function (this: HutongWorld) {
  await readAtTheEnd(this, 0);
});

When('a code of every wallet is read one instant after its life', async function (this: HutongWorld) {
  await readAtTheEnd(this, 1);
});

When('a till reads one code of every wallet for the same order again', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const wallet of book.wallets) {
    const code = book.show(wallet);
    const order = book.tillOrder(AMOUNT_FEN);
    const till = book.till();
    await till.read(code, order);
    await till.read(code, order);
    await till.conclude(order, false);
  }
});

Then('each code goes to its one network, or is refused', function (this: HutongWorld) {
  this.judge('QR-002/one-route');
});

Then('nobody is asked about a refused code', function (this: HutongWorld) {
  this.judge('QR-002/refused-asks-nobody');
});

Then('each code arrives as it was read, to the last digit', function (this: HutongWorld) {
  this.judge('QR-002/arrives-whole');
});

Then('each code has served one order only', function (this: HutongWorld) {
  this.judge('QR-003/serves-one-order');
});

Then('each code was read within its life, and not after it', function (this: HutongWorld) {
  this.judge('QR-003/expires-by-profile');
});

Then('each of these orders was charged once, and is found as paid', function (this: HutongWorld) {
  this.judge('QR-003/same-order-again');
});
