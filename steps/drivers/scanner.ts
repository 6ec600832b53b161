import { parse } from 'node-html-parser';
import { type CodeSort, fieldsOf } from '../../simulators/codes/contents';
import { deskOrigin } from '../../simulators/codes/member/desk';
import { drawPicture, readPicture } from '../../simulators/codes/picture';
import type { Facts } from '../../simulators/kernel/history';
import type { Codes } from '../../simulators/world/codes';
import type { World } from '../../simulators/world/world';
import { HttpDriver, type Reply } from './http';
import { Prerequisite } from './platform';

/** What somebody tries with a code; words for the history, the code itself never. */
export interface Try {
  readonly wallet: string;
  readonly scheme: string;
  readonly direction: 'payer-scans' | 'merchant-scans';
  readonly kind: 'merchant' | 'personal';
  readonly amountFen: number;
  /** The merchant whose code it is. */
  readonly merchant?: string;
  /** Further facts of the try. */
  readonly facts?: Facts;
}

/** How a try ended: with a payment, or with a word why not. */
export interface TryOutcome {
  readonly paid: boolean;
  readonly why: string;
}

const textOf = (html: string, fact: string) => parse(html).querySelector(`[data-fact=${fact}]`)?.text.trim() ?? '';

/** What the last page of a wallet says, as a word and a reason. */
function saidOn(html: string): { says: string; why: string } {
  const status = parse(html).querySelector('[data-says]');
  return { says: status?.getAttribute('data-says') ?? '', why: status?.getAttribute('data-why') ?? '' };
}

/**
 * Holds codes before wallets, reads what they show and presses their buttons. What it records are acts and observations
 * of the harness, never what a party says of itself.
 */
export class Scanner {
  readonly #payer: HttpDriver;

  constructor(
    readonly world: World,
    readonly codes: Codes,
  ) {
    this.#payer = new HttpDriver(world.network, 'payer', codes.scanSwitch.reader);
  }

  /** A try from its first act to the end of everything that follows from it. */
  async during(each: Try, code: string, work: () => Promise<TryOutcome>): Promise<TryOutcome> {
    const { wallet, scheme, direction, kind, amountFen, merchant, facts } = each;
    const said = { wallet, scheme, direction, kind, amountFen, merchant, code: this.token(code), ...facts };
    this.act('scan.tried', said);
    const outcome = await work();
    await this.world.clock.settle();
    this.act('scan.ended', { wallet, scheme });
    return outcome;
  }

  /** A payer holds the wallet's camera before a code and, where the wallet lets him, confirms. */
  async pay(each: Try, code: string, confirms = true, scene = 'here', person = 'li-na'): Promise<TryOutcome> {
    return this.during(each, code, async () => {
      const shown = await this.look(each.wallet, code, scene);
      if (shown !== undefined) return { paid: false, why: shown };
      if (!confirms) return { paid: false, why: 'not confirmed' };
      const amount = (each.amountFen / 100).toFixed(2);
      const form = new URLSearchParams({ code, scene, payer: person, outcome: 'paid', amount });
      const { says, why } = saidOn((await this.send(each.wallet, '/sim/wallet', form)).text);
      return { paid: says === 'PAID', why: says === 'PAID' ? '' : why };
    });
  }

  /** What the wallet shows of a code is put on record; undefined where there is something to confirm, or why not. */
  async look(wallet: string, code: string, scene: string): Promise<string | undefined> {
    const { text } = await this.open(wallet, `/sim/wallet?${new URLSearchParams({ code, scene })}`);
    const form = parse(text).querySelector('form[method=post]');
    const { why } = saidOn(text);
    const says = form ? 'confirm' : 'refused';
    const seen = { payee: textOf(text, 'payee'), amountText: textOf(text, 'amount'), feeText: textOf(text, 'fee') };
    this.page('scan.shown', { wallet, says, why, ...seen });
    return form ? undefined : why;
  }

  /** The picture of a code, read as a camera reads it. */
  async read(code: string): Promise<string> {
    const read = readPicture(await drawPicture(code));
    if (read === undefined) throw new Prerequisite('a picture of the code that can be read', 'nothing was found in it');
    return read;
  }

  /** What is in the picture of a code is put on record: the names of its fields, and which secrets can be read in it. */
  async decode(provider: string, sort: CodeSort, code: string, canaries: ReadonlyMap<string, string>): Promise<void> {
    const text = await this.read(code);
    const found = [...canaries].flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
    const facts = { provider, sort, fields: fieldsOf(text), found, searched: canaries.size > 0 };
    this.world.history.append({ type: 'probe', by: 'harness', kind: 'code.decoded', facts });
  }

  open(wallet: string, path: string): Promise<Reply> {
    return this.#payer.send('GET', `${deskOrigin(wallet)}${path}`, { 'accept-language': 'zh-CN' });
  }

  send(wallet: string, path: string, form: URLSearchParams): Promise<Reply> {
    const headers = { 'accept-language': 'zh-CN', 'content-type': 'application/x-www-form-urlencoded' };
    return this.#payer.send('POST', `${deskOrigin(wallet)}${path}`, headers, form.toString());
  }

  token(text: string): string {
    return this.world.tokens.token(text);
  }

  act(kind: string, facts: Facts): void {
    this.world.history.append({ type: 'act', by: 'payer', kind, facts });
  }

  page(kind: string, facts: Facts): void {
    this.world.history.append({ type: 'page', by: 'payer', kind, facts });
  }
}
