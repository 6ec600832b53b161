import { Given, Then, When } from '@cucumber/cucumber';
import { parse } from 'node-html-parser';
import type { Facts } from '../simulators/kernel/history';
import { type Fen, fen } from '../simulators/kernel/money';
import { type CodesBook, codesOf, type RecognitionCell } from './codes-book';
import type { TryOutcome } from './drivers/scanner';
import type { HutongWorld } from './world';

/** What people pay at a counter when the scenario names no amount. */
const COUNTER_AMOUNT = fen(1_990);

Given('wallets that recognise the codes of every other scheme', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const cell of book.cells('all')) book.declare(cell, 'live');
});

Given('wallets that recognise the codes of one another', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const cell of book.cells('neighbours')) book.declare(cell, 'live');
});

Given(
  'wallets that read the codes of one another, while merchants read none of other wallets',
  async function (this: HutongWorld) {
    const book = await codesOf(this);
    for (const cell of book.cells('neighbours')) if (cell.direction === 'payer-scans') book.declare(cell, 'live');
  },
);

Given(
  'merchants who read the codes of other wallets, while those wallets do not read theirs',
  async function (this: HutongWorld) {
    const book = await codesOf(this);
    for (const cell of book.cells('neighbours')) if (cell.direction === 'merchant-scans') book.declare(cell, 'live');
  },
);

Given('wallets whose recognition of one another is announced and not yet live', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const cell of book.cells('neighbours')) book.declare(cell, 'announced');
});

When('the wallets withdraw their recognition of one another', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const cell of book.cells('neighbours')) book.declare(cell, 'withdrawn');
});

When('the wallets come to recognise the codes of one another', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const cell of book.cells('neighbours')) book.declare(cell, 'live');
});

/** A payer of the wallet pays by a code of the scheme, or a merchant of the scheme reads a code of the wallet. */
async function tryCell(book: CodesBook, cell: RecognitionCell, amountFen: Fen): Promise<TryOutcome> {
  const { scanner } = book;
  const { wallet, scheme, kind, direction } = cell;
  if (direction === 'merchant-scans') {
    const code = book.show(wallet);
    return scanner.during({ ...cell, amountFen, merchant: 'tea-house' }, code, async () => {
      const word = await book.till([scheme]).read(code, book.tillOrder(amountFen));
      return { paid: word.kind === 'paid', why: word.kind === 'refused' ? word.why : word.kind };
    });
  }
  if (kind === 'personal') {
    const { text } = await scanner.open(scheme, '/sim/my-code?person=wang-wei&form=static');
    const code = parse(text).querySelector('[data-fact=code]')?.text ?? '';
    const facts = { person: 'wang-wei', form: 'static', scene: 'here' };
    return scanner.pay({ ...cell, amountFen, facts }, code);
  }
  const code = (await book.orderCode(scheme, amountFen)) ?? (await book.printForOrder(scheme, amountFen)).text;
  return scanner.pay({ wallet, scheme, kind, direction, amountFen, merchant: 'tea-house' }, await scanner.read(code));
}

/** Tries every cell of the matrix and puts the matrix on record, with a reason wherever nothing was paid. */
async function tryAll(book: CodesBook, which: 'all' | 'neighbours', amountFen: Fen): Promise<void> {
  const rows: Facts[] = [];
  for (const cell of book.cells(which)) {
    const { paid, why } = await tryCell(book, cell, amountFen);
    const row = { ...cell, outcome: paid ? 'pays' : 'refused' };
    rows.push(paid ? row : { ...row, reason: why });
  }
  const { history } = book.world.market;
  history.append({ type: 'probe', by: 'harness', kind: 'recognition.matrix', facts: { rows } });
}

When('payers and merchants try the codes of every other scheme', async function (this: HutongWorld) {
  await tryAll(await codesOf(this), 'all', COUNTER_AMOUNT);
});

When("payers and merchants try one another's codes", async function (this: HutongWorld) {
  await tryAll(await codesOf(this), 'neighbours', COUNTER_AMOUNT);
});

When("payers and merchants try one another's codes for {yuan}", async function (this: HutongWorld, amount: Fen) {
  await tryAll(await codesOf(this), 'neighbours', amount);
});

When('each payer looks up which codes the wallet reads', async function (this: HutongWorld) {
  const { scanner, schemes } = await codesOf(this);
  for (const wallet of schemes) {
    const { text } = await scanner.open(wallet, '/sim/codes');
    const rows = parse(text)
      .querySelectorAll('li[data-scheme]')
      .map((row) => ({
        scheme: row.getAttribute('data-scheme') ?? '',
        kind: row.getAttribute('data-kind') ?? '',
        way: row.getAttribute('data-way') ?? '',
      }));
    scanner.page('relations.shown', { wallet, rows });
  }
});

/** The printed codes of a scenario, by scheme. */
const printed = new WeakMap<HutongWorld, Map<string, string>>();

Given('a merchant whose codes of every scheme were printed before', async function (this: HutongWorld) {
  const book = await codesOf(this);
  printed.set(this, new Map(book.schemes.map((scheme) => [scheme, book.print(scheme).text])));
});

When('payers of other wallets pay by the printed codes', async function (this: HutongWorld) {
  const book = await codesOf(this);
  const { scanner } = book;
  for (const [wallet, scheme] of book.pairs('neighbours')) {
    const text = printed.get(this)?.get(scheme) ?? '';
    const cell = { wallet, scheme, kind: 'merchant', direction: 'payer-scans' } as const;
    await scanner.pay({ ...cell, amountFen: COUNTER_AMOUNT, merchant: 'tea-house' }, await scanner.read(text));
  }
});

Then('every declared pair has completed a payment', function (this: HutongWorld) {
  this.judge('QR-001/declared-pairs-complete');
});

Then('nobody has paid by a code that is not declared', function (this: HutongWorld) {
  this.judge('QR-001/only-declared-pairs');
});

Then('each wallet says which codes work both ways, one way or not', function (this: HutongWorld) {
  this.judge('QR-001/one-way-is-shown');
});

Then('payers have paid the price and the disclosed fee, and payees have got the price', function (this: HutongWorld) {
  this.judge('QR-009/fees-as-disclosed');
});

Then('each of these payments was cleared between the two schemes', function (this: HutongWorld) {
  this.judge('QR-009/cleared-on-the-way');
});

Then('no merchant needed a new code', function (this: HutongWorld) {
  this.judge('QR-009/no-new-code');
});
