import { Given, Then, When } from '@cucumber/cucumber';
import { parse } from 'node-html-parser';
import { type PersonalCode, personalNumbers, type Scene } from '../simulators/codes/personal/receipts';
import type { Facts } from '../simulators/kernel/history';
import { type Fen, fen } from '../simulators/kernel/money';
import { DAY_MS, HOUR_MS } from '../simulators/kernel/time';
import { type CodesBook, codesOf } from './codes-book';
import type { HutongWorld } from './world';

/** The person who receives money, and whoever pays him. */
const RECEIVER = 'wang-wei';
const PAYERS = ['li-na', 'zhao-min'];
const AMOUNT = fen(2_000);

type Form = PersonalCode['form'];

async function codeOf(book: CodesBook, wallet: string, form: Form): Promise<string> {
  const { text } = await book.scanner.open(wallet, `/sim/my-code?person=${RECEIVER}&form=${form}`);
  return parse(text).querySelector('[data-fact=code]')?.text ?? '';
}

/** What is allowed to the receiver of each wallet from afar, where anything is. */
const allowances = new WeakMap<HutongWorld, Facts>();

/** Somebody of a wallet pays the receiver of a scheme by a personal code. */
async function pay(
  book: CodesBook,
  [wallet, scheme]: readonly [string, string],
  how: {
    readonly form: Form;
    readonly scene: Scene;
    readonly amountFen?: Fen;
    readonly person?: string;
    readonly code?: string;
  },
): Promise<void> {
  const { form, scene, amountFen = AMOUNT, person = PAYERS[0] } = how;
  const code = how.code ?? (await codeOf(book, scheme, form));
  const at = book.world.market.clock.now();
  const allowance = allowances.get(book.world);
  const facts = { person: `${RECEIVER} ${scheme}`, form, scene, at, ...(allowance ? { allowance } : {}) };
  const each = { wallet, scheme, kind: 'personal', direction: 'payer-scans', amountFen, facts } as const;
  await book.scanner.pay(each, code, true, scene, person);
}

When('payers of every wallet try personal codes from afar, printed and saved', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const pair of book.everybody()) {
    await pay(book, pair, { form: 'static', scene: 'remote' });
    await pay(book, pair, { form: 'static', scene: 'saved' });
    await pay(book, pair, { form: 'dynamic', scene: 'saved' });
  }
});

When(
  'payers of every wallet pay by personal codes before them, and by freshly drawn ones from afar',
  async function (this: HutongWorld) {
    const book = await codesOf(this);
    for (const pair of book.everybody()) {
      await pay(book, pair, { form: 'static', scene: 'here' });
      await pay(book, pair, { form: 'dynamic', scene: 'here' });
      await pay(book, pair, { form: 'dynamic', scene: 'remote' });
    }
  },
);

Given(
  'persons to whom {int} receipts from afar and {yuan} in all are allowed within {int} hours',
  async function (this: HutongWorld, count: number, amountFen: Fen, hours: number) {
    const book = await codesOf(this);
    const from = this.market.clock.now() + HOUR_MS;
    const allowance = { from, until: from + hours * HOUR_MS, count, amountFen };
    allowances.set(this, allowance);
    for (const { register } of book.codes.desks.values()) register.apply(RECEIVER, { type: 'allowed', allowance });
    this.platform.declare('receipt-allowance', { person: RECEIVER, ...allowance });
  },
);

When('payers try one instant before and after these hours', async function (this: HutongWorld) {
  const book = await codesOf(this);
  const { from = 0, until = 0 } = allowances.get(this) ?? {};
  for (const instant of [Number(from) - 1, Number(until) + 1]) {
    await this.market.clock.advanceTo(instant);
    for (const scheme of book.schemes) await pay(book, [scheme, scheme], { form: 'static', scene: 'remote' });
  }
});

When(
  'payers pay the persons from afar {int} times {yuan} within them',
  async function (this: HutongWorld, times: number, amountFen: Fen) {
    const book = await codesOf(this);
    await this.market.clock.advance(HOUR_MS);
    for (const scheme of book.schemes) {
      for (let i = 0; i < times; i += 1)
        await pay(book, [scheme, scheme], { form: 'static', scene: 'remote', amountFen });
    }
  },
);

Given('persons who receive money by code', async function (this: HutongWorld) {
  const book = await codesOf(this);
  const { receipts, payers, within } = personalNumbers.trading;
  this.platform.declare('trading-pattern', { receipts, payers, withinMs: within });
  for (const cell of book.cells('all')) book.declare(cell, 'live');
});

/** So many receipts of each wallet's person, from users of the wallet and of another one in turn, so far apart. */
async function receive(world: HutongWorld, times: number, apartMs: number): Promise<void> {
  const book = await codesOf(world);
  const pairs = book.pairs('all');
  const codes = new Map<string, string>();
  for (const scheme of book.schemes) codes.set(scheme, await codeOf(book, scheme, 'static'));
  for (let i = 0; i < times; i += 1) {
    for (const scheme of book.schemes) {
      const [other = scheme] = pairs.find(([, id]) => id === scheme) ?? [];
      const wallet = i % 3 === 2 ? other : scheme;
      const person = PAYERS[i % 2];
      await pay(book, [wallet, scheme], { form: 'static', scene: 'here', person, code: codes.get(scheme) });
    }
    await world.market.clock.advance(apartMs);
  }
}

When('each of them gets {int} receipts of several payers in a day', async function (this: HutongWorld, times: number) {
  await receive(this, times, DAY_MS / 24);
});

/** What the page of a person's own code says is put on record. */
function note(book: CodesBook, wallet: string, html: string): void {
  const page = parse(html);
  const { scanner } = book;
  const kind = page.querySelector('[data-fact=kind]')?.getAttribute('data-kind') ?? '';
  const invited = page.querySelector('[data-fact=invitation]') !== null;
  const account = `payer:${scanner.token(RECEIVER)}`;
  scanner.page('my-code.shown', { wallet, person: RECEIVER, account, kind, invited });
}

When('each of them looks at the own code', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const wallet of book.schemes) {
    const { text } = await book.scanner.open(wallet, `/sim/my-code?person=${RECEIVER}&form=static`);
    note(book, wallet, text);
  }
});

When('each of them {word} the invitation', async function (this: HutongWorld, said: string) {
  const book = await codesOf(this);
  const accepts = said === 'accepts';
  for (const wallet of book.schemes) {
    const account = `payer:${book.scanner.token(RECEIVER)}`;
    book.scanner.act('invitation.answered', { wallet, account, accepts });
    const form = new URLSearchParams({ person: RECEIVER, answer: accepts ? 'accept' : 'decline' });
    note(book, wallet, (await book.scanner.send(wallet, '/sim/my-code', form)).text);
  }
});

Then('nothing beyond what is allowed was received from afar', function (this: HutongWorld) {
  this.judge('QR-005/remote-is-refused');
});

Then('every other receipt was taken', function (this: HutongWorld) {
  this.judge('QR-005/others-are-paid');
});

Then('whoever evidently trades is invited to another code, and nobody else', function (this: HutongWorld) {
  this.judge('QR-006/traders-are-invited');
});

Then('no code has become another kind without its owner', function (this: HutongWorld) {
  this.judge('QR-006/never-converted-silently');
});
