import { Given, Then, When } from '@cucumber/cucumber';
import { parse } from 'node-html-parser';
import { codeContents } from '../simulators/codes/contents';
import { crc16 } from '../simulators/codes/emv/crc';
import { readMerchantCode, writeMerchantCode } from '../simulators/codes/emv/merchant-presented';
import { fen } from '../simulators/kernel/money';
import { MERCHANT } from './actions';
import { type CodesBook, codesOf } from './codes-book';
import { Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

const AMOUNT = fen(8_800);

/** A payer of a wallet holds it before a code and looks, without paying. */
const look = async (
  book: CodesBook,
  [wallet, scheme]: readonly [string, string],
  code: string,
  facts: Readonly<Record<string, string | boolean>> = {},
): Promise<void> => {
  const each = { wallet, scheme, kind: 'merchant', direction: 'payer-scans', amountFen: AMOUNT } as const;
  await book.scanner.pay({ ...each, merchant: MERCHANT, facts }, code, false);
};

/** The payload without its checksum, changed, and the checksum made anew: what a forger can do. */
function resigned(text: string, change: (payload: string) => string): string {
  const signed = `${change(text.slice(0, -8))}6304`;
  return `${signed}${crc16(signed)}`;
}

When('payers of every wallet look at printed codes and at codes of orders', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const pair of book.everybody()) {
    const [, scheme] = pair;
    await look(book, pair, await book.scanner.read(book.print(scheme).text));
    await look(book, pair, await book.scanner.read((await book.printForOrder(scheme, AMOUNT)).text));
    const code = await book.orderCode(scheme, AMOUNT);
    if (code !== undefined) await look(book, pair, await book.scanner.read(code));
  }
});

When(
  'payers of every wallet look at a printed code that names {string}',
  async function (this: HutongWorld, name: string) {
    const book = await codesOf(this);
    for (const pair of book.everybody()) {
      const read = readMerchantCode(book.print(pair[1]).text);
      if (!read.ok) throw new Prerequisite('a printed code that can be read', read.fault.code);
      const isChinese = /[\u4e00-\u9fff]/.test(name);
      const named = isChinese ? { language: { language: 'ZH', name } } : { name };
      await look(book, pair, writeMerchantCode({ ...read.value, ...named }), { namedOtherwise: true });
    }
  },
);

When(
  'payers look at a printed code with one character altered, each character in turn',
  async function (this: HutongWorld) {
    const book = await codesOf(this);
    const pairs = book.everybody();
    const { length } = [...book.print(book.schemes[0] ?? '').text];
    for (let i = 0; i < length; i += 1) {
      const pair = pairs[i % pairs.length];
      if (!pair) continue;
      const characters = [...book.print(pair[1]).text];
      characters[i] = characters[i] === '7' ? '8' : '7';
      await look(book, pair, characters.join(''), { wrong: 'one character' });
    }
  },
);

When(
  'payers of every wallet look at codes that are cut short or differ from the register',
  async function (this: HutongWorld) {
    const book = await codesOf(this);
    for (const pair of book.everybody()) {
      const [, scheme] = pair;
      const { text } = await book.printForOrder(scheme, AMOUNT);
      const wrong: ReadonlyArray<readonly [string, string]> = [
        ['a cut end', text.slice(0, -5)],
        ['another amount', resigned(text, (payload) => payload.replace('540588.00', '540580.00'))],
        ['another account', resigned(text, (payload) => payload.replace(/0112M(\d{11})/, '0112M99999999999'))],
        [
          'another scheme',
          resigned(text, (payload) =>
            payload.replace(`02${pad(scheme)}${scheme}`, `02${pad(scheme)}${'x'.repeat(scheme.length)}`),
          ),
        ],
      ];
      for (const [what, code] of wrong) {
        if (code === text) throw new Prerequisite('a code with something wrong in it', `nothing was changed: ${what}`);
        await look(book, pair, code, { wrong: what });
      }
    }
  },
);

const pad = (text: string) => String(text.length).padStart(2, '0');

When('payers of every wallet look at the code of an order that is paid', async function (this: HutongWorld) {
  const book = await codesOf(this);
  for (const pair of book.everybody()) {
    const [, scheme] = pair;
    const { text } = await book.printForOrder(scheme, AMOUNT);
    const each = { wallet: scheme, scheme, kind: 'merchant', direction: 'payer-scans', amountFen: AMOUNT } as const;
    const { paid, why } = await book.scanner.pay({ ...each, merchant: MERCHANT }, text);
    if (!paid) throw new Prerequisite(`the order to be paid at ${scheme}`, why);
    await look(book, pair, text, { wrong: 'an order that is over' });
  }
});

/** Addresses that only look like those of a scheme, and one that no scheme has. */
const ADDRESSES: ReadonlyArray<readonly [string, string]> = [
  ['a look-alike address', 'https://qr.alipay.com.evil.example/bax0123456789'],
  ['a look-alike address', 'https://qr.alipay.com@evil.example/bax0123456789'],
  ['a look-alike address', 'https://qr.95516.com:8443/00010000/62622847681799056315106438022626'],
  ['a look-alike address', 'http://qr.alipay.com/bax0123456789'],
  ['a look-alike address', 'https://qr.alipay.com/bax0123456789?url=https://evil.example'],
  ['an address that nobody has', 'https://pay.evil.example/bax0123456789'],
  ['a code of nobody', 'weixin://wxpay/bizpayurl?pr=nobody0000'],
  ['a code of nobody', 'https://qr.alipay.com/bax0nobody'],
];

When(
  'payers of every wallet look at look-alike addresses and at codes that nobody issued',
  async function (this: HutongWorld) {
    const book = await codesOf(this);
    for (const wallet of book.schemes) {
      for (const [what, code] of ADDRESSES) await look(book, [wallet, wallet], code, { wrong: what });
    }
  },
);

Given('the declared content of every sort of code', async function (this: HutongWorld) {
  await codesOf(this);
  for (const [sort, fields] of codeContents) this.platform.declare('code-contents', { sort, fields: [...fields] });
});

/** What nobody may read in a code: names of people, and what their wallets hold of them. */
function canaries(world: HutongWorld): ReadonlyMap<string, string> {
  const { providers, market } = world.market;
  const people = market.payers.map((person) => [`name of ${person}`, person] as const);
  const secrets = [...providers.values()].flatMap((provider) =>
    market.payers.flatMap((person) => {
      const { account, card, balance } = provider.secretsOf(person);
      const named = Object.entries({ account, card, balance });
      return named.map(([kind, secret]) => [`${kind} of ${person} at ${provider.name}`, secret] as const);
    }),
  );
  return new Map([...people, ...secrets]);
}

When('every sort of code of every scheme is drawn, and its picture read', async function (this: HutongWorld) {
  const book = await codesOf(this);
  const { scanner } = book;
  const secrets = canaries(this);
  for (const scheme of book.schemes) {
    if (book.wallets.includes(scheme)) await scanner.decode(scheme, 'payer code', book.show(scheme), secrets);
    const order = await book.orderCode(scheme, AMOUNT);
    if (order !== undefined) await scanner.decode(scheme, 'order code', order, secrets);
    await scanner.decode(scheme, 'printed code', book.print(scheme).text, secrets);
    await scanner.decode(scheme, 'code of one order', (await book.printForOrder(scheme, AMOUNT)).text, secrets);
    for (const form of ['static', 'dynamic']) {
      const { text } = await scanner.open(scheme, `/sim/my-code?person=wang-wei&form=${form}`);
      const code = parse(text).querySelector('[data-fact=code]')?.text ?? '';
      await scanner.decode(scheme, 'personal code', code, secrets);
    }
  }
  const aggregated = book.codes.aggregator.issue({ orderNo: 'H0001', amountFen: AMOUNT });
  await scanner.decode('aggregator', 'aggregated code', aggregated, secrets);
});

Then('every page to confirm shows the registered name of the merchant', function (this: HutongWorld) {
  this.judge('QR-004/registered-name-shown');
});

Then('no wallet goes on with a name that differs from the register', function (this: HutongWorld) {
  this.judge('QR-004/mismatch-stops');
});

Then('each code holds what its sort may hold, and nothing more', function (this: HutongWorld) {
  this.judge('QR-007/only-this-payment');
});

Then('no account and no identity can be read in any of them', function (this: HutongWorld) {
  this.judge('QR-007/nothing-readable');
});

Then('none of them leads to a page to confirm', function (this: HutongWorld) {
  this.judge('QR-008/refused-before-confirming');
});

Then('codes with nothing wrong in them do', function (this: HutongWorld) {
  this.judge('QR-008/genuine-is-shown');
});
