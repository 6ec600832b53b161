import { Hono } from 'hono';
import type { BusinessClock } from '../../kernel/clock';
import { fen, fenFromYuan, MoneyError } from '../../kernel/money';
import type { Random } from '../../kernel/random';
import { beijingDay } from '../../kernel/time';
import { type Incoming, incoming } from '../../network/message';
import type { Party } from '../../network/party';
import type { CodeParts } from '../parts';
import { type PersonalCode, SCENES, type Scene } from '../personal/receipts';
import type { Recognises, RecognitionQuestion } from '../recognition';
import type { Resolution } from '../resolve';
import { CODE_KINDS } from '../tables/merchant-codes';
import type { Line } from '../xscan/caller';
import type { ScanReader } from '../xscan/reader';
import { checkSeal, errorAnswer, profileAnswer, readBody, ScanError } from '../xscan/wire';
import { CodeDebits } from './code-debits';
import { myCodePage, relationsPage, resultPage, scanPage, type ToldRelation } from './pages';
import type { MemberPort } from './port';
import { CodeRegister } from './register';
import { SchemeSide } from './scheme-side';
import { WalletSide } from './wallet-side';
import { type Language, languageOf } from './words';

/** What the desk of a member is built from. */
export interface DeskSettings {
  readonly port: MemberPort;
  readonly parts: CodeParts;
  readonly clock: BusinessClock;
  readonly random: Random;
  readonly reader: ScanReader;
  /** The member's line to the switch. */
  readonly line: Line;
  readonly recognises: Recognises;
  /** What is declared, of which the wallet's page tells. */
  readonly declared: Recognises;
  readonly resolve: (code: string) => Resolution;
  /** Every member, by id, with its name. */
  readonly members: ReadonlyMap<string, MemberPort['name']>;
  readonly report: (error: unknown) => void;
}

/** The name under which a member's desk stands on the network. */
export const deskName = (member: string): string => `xscan:${member}`;
export const deskOrigin = (member: string): string => `https://${member}.xscan.example`;

/** A member of the switch: its wallet for payers, its codes for merchants and persons, and its side of the wire. */
export class MemberDesk implements Party {
  readonly name: string;
  readonly origins: readonly string[];
  readonly reader: ScanReader;
  readonly register: CodeRegister;
  readonly scheme: SchemeSide;
  readonly wallet: WalletSide;
  readonly debits: CodeDebits;
  readonly #app = new Hono();

  constructor(readonly settings: DeskSettings) {
    const { port, parts, clock, random, reader, line, recognises, resolve } = settings;
    this.name = deskName(port.member);
    this.origins = [deskOrigin(port.member)];
    this.reader = reader;
    this.register = new CodeRegister(port.member, deskOrigin(port.member), random, parts, parts.reduceReceiver);
    this.scheme = new SchemeSide(port, this.register, parts, clock, line);
    this.wallet = new WalletSide(port, this.scheme, parts, clock, random, line, recognises, resolve);
    this.debits = new CodeDebits(port, parts, clock, line);
    this.#mountWire();
    this.#mountPages();
    this.#app.notFound(() => errorAnswer(new ScanError(404, 'unknown-path', 'expected a path of the profile')));
    this.#app.onError((error) => {
      settings.report(error);
      return profileAnswer(500, { error: { code: 'unforeseen', detail: '' } });
    });
  }

  fetch(request: Request): Response | Promise<Response> {
    return this.#app.fetch(request);
  }

  /** The wallets that recognise this scheme's merchant codes today. */
  recognisedBy(): string[] {
    const { members, recognises, port } = this.settings;
    const today = beijingDay(this.settings.clock.now());
    const ask = (wallet: string): RecognitionQuestion => ({
      wallet,
      scheme: port.member,
      kind: 'merchant',
      direction: 'payer-scans',
    });
    return [...members.keys()].filter((wallet) => recognises(ask(wallet), today));
  }

  #mountWire(): void {
    const { scheme, wallet, debits } = this;
    const route = (method: 'get' | 'post', path: string, handle: (message: Incoming) => Promise<unknown>) =>
      this.#app[method](path, async (context) => {
        const message = await incoming(context.req.raw);
        const { state, member } = checkSeal(message, this.reader.secretOf);
        // Only the switch writes to a member, with the secret that they share.
        const ours = state === 'valid' && member === this.settings.port.member;
        if (!ours) return errorAnswer(new ScanError(401, 'seal-refused', `found a seal that is ${state}`));
        const secret = this.reader.secretOf(this.settings.port.member);
        try {
          return profileAnswer(200, await handle(message), secret);
        } catch (error) {
          if (error instanceof ScanError) return errorAnswer(error, secret);
          throw error;
        }
      });
    route('post', '/v0/look', async (message) => {
      const { code, wallet: asking } = readBody(message, 'look');
      const looked = scheme.look(code, this.settings.resolve(code), asking ?? '');
      if (!looked.ok) throw new ScanError(409, looked.why, 'the code is refused');
      const { names: _, ...payable } = looked.payable;
      return payable;
    });
    route('post', '/v0/credits', (message) => {
      const { switchTxnId, orderRef, amountFen, payerScheme, scene } = readBody(message, 'credit');
      return scheme.credit(switchTxnId, orderRef, fen(amountFen), payerScheme, scene);
    });
    route('post', '/v0/debits', (message) => {
      const { amountFen, ...request } = readBody(message, 'debit');
      return debits.debit({ ...request, amountFen: fen(amountFen) });
    });
    route('get', '/v0/parts/:txn', async ({ target }) => {
      const txn = target.split('/').at(-1) ?? '';
      const word = scheme.part(txn) ?? debits.part(txn);
      if (!word) throw new ScanError(404, 'no-such-payment', txn);
      return word;
    });
    route('post', '/v0/reversals', async (message) => {
      const { switchTxnId } = readBody(message, 'reverse');
      if (!debits.part(switchTxnId)) scheme.reverse(switchTxnId);
      debits.reverse(switchTxnId);
      return { switchTxnId, state: 'REVERSED' };
    });
    route('post', '/v0/returns', async (message) => {
      const { refundOf, memberRef, refundNo, amountFen } = readBody(message, 'return');
      const sum = fen(amountFen);
      const given =
        memberRef === undefined ? debits.giveBack(refundOf, refundNo, sum) : wallet.giveBack(memberRef, refundNo, sum);
      if (!given) throw new ScanError(409, 'not-yet', `the refund ${refundNo} of ${refundOf} is not taken now`);
      return { refundOf, refundNo };
    });
    route('post', '/v0/results', async (message) => {
      const { memberRef = '', ...result } = readBody(message, 'result');
      if (wallet.holds(memberRef)) wallet.concluded(memberRef, result);
      else await scheme.concluded(memberRef, result);
      return { switchTxnId: result.switchTxnId };
    });
  }

  #mountPages(): void {
    const { wallet, register } = this;
    const { port } = this.settings;
    const say = (language: Language, says: string, why?: string) =>
      resultPage(language, port.name[language], says, why);
    this.#app.get('/sim/wallet', async (context) => {
      const language = languageOf(context.req.raw.headers);
      const { code = '', scene = 'here' } = context.req.query();
      const scanned = await wallet.scan(code);
      if (!scanned.ok) return say(language, 'refused', scanned.why);
      const { payable, scheme } = scanned;
      const feeFen = payable.amountFen === undefined ? 0 : wallet.feeOf(payable.amountFen, scheme);
      const schemeName = this.settings.members.get(scheme)?.[language] ?? scheme;
      return scanPage({
        language,
        wallet: port.name[language],
        scheme: schemeName,
        code,
        scene: sceneOf(scene),
        payable,
        feeFen,
        people: port.people,
      });
    });
    this.#app.post('/sim/wallet', async (context) => {
      const { language, form } = await formOf(context.req.raw);
      const payer = form.get('payer') ?? '';
      if (form.get('outcome') !== 'paid' || !port.people.includes(payer)) return say(language, 'refused', 'declined');
      // What the page showed is looked up again: nothing that a browser sends is taken on trust.
      const scanned = await wallet.scan(form.get('code') ?? '');
      if (!scanned.ok) return say(language, 'refused', scanned.why);
      const amountFen = scanned.payable.amountFen ?? amountIn(form.get('amount'));
      if (amountFen === undefined) return say(language, 'refused', 'amount-differs');
      const word = await wallet.pay(payer, scanned, amountFen, sceneOf(form.get('scene')));
      return word.state === 'FAILED' ? say(language, 'refused', word.why) : say(language, word.state);
    });
    this.#app.get('/sim/codes', (context) => {
      const language = languageOf(context.req.raw.headers);
      return relationsPage(language, port.name[language], this.#relations(language));
    });
    this.#app.get('/sim/my-code', (context) => {
      const language = languageOf(context.req.raw.headers);
      const { person = '', form = 'static' } = context.req.query();
      if (!port.people.includes(person)) return say(language, 'refused', 'unknown-code');
      const drawn: PersonalCode['form'] = form === 'dynamic' ? 'dynamic' : 'static';
      const { text } = register.draw(person, drawn, this.settings.clock.now());
      return myCodePage(language, port.name[language], register.receiver(person), text);
    });
    this.#app.post('/sim/my-code', async (context) => {
      const { language, form } = await formOf(context.req.raw);
      const person = form.get('person') ?? '';
      if (!port.people.includes(person)) return say(language, 'refused', 'unknown-code');
      const receiver = register.apply(person, { type: 'answered', accepts: form.get('answer') === 'accept' });
      const { text } = register.draw(person, 'static', this.settings.clock.now());
      return myCodePage(language, port.name[language], receiver, text);
    });
  }

  #relations(language: Language): ToldRelation[] {
    const { port, members, parts, declared, clock } = this.settings;
    const today = beijingDay(clock.now());
    const told = parts.told(declared);
    const wallet = port.member;
    return [...members].flatMap(([scheme, name]) => {
      if (scheme === wallet) return [];
      return CODE_KINDS.map((kind) => ({
        scheme,
        schemeName: name[language],
        kind,
        payerScans: told({ wallet, scheme, kind, direction: 'payer-scans' }, today),
        merchantScans: told({ wallet, scheme, kind, direction: 'merchant-scans' }, today),
      }));
    });
  }
}

const sceneOf = (text: string | null): Scene => SCENES.find((scene) => scene === text) ?? 'here';

async function formOf(request: Request): Promise<{ language: Language; form: URLSearchParams }> {
  const message = await incoming(request);
  const form = new URLSearchParams(Buffer.from(message.body).toString('utf8'));
  return { language: languageOf(message.headers), form };
}

/** The amount that a payer typed; undefined where it is none. */
function amountIn(text: string | null) {
  try {
    return fenFromYuan(text ?? '');
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}
