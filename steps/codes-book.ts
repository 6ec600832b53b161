import type { RecognitionRow, RelationState, ScanDirection } from '../simulators/codes/recognition';
import { CODE_KINDS, type CodeKind } from '../simulators/codes/tables/merchant-codes';
import { routePayerCode } from '../simulators/codes/tables/payer-codes';
import type { Till, TillOrder } from '../simulators/codes/till';
import { scanProfile } from '../simulators/codes/xscan/profile';
import type { Facts } from '../simulators/kernel/history';
import type { Fen } from '../simulators/kernel/money';
import { beijingDay, HOUR_MS } from '../simulators/kernel/time';
import { productAt } from '../simulators/providers/profile';
import { type Codes, openCodes } from '../simulators/world/codes';
import { everyProvider, MERCHANT, openShop } from './actions';
import { payeeAt } from './direct';
import { Prerequisite } from './drivers/platform';
import { Scanner } from './drivers/scanner';
import { wireNamed } from './wires';
import type { HutongWorld } from './world';

/** One cell of the matrix of recognition. */
export interface RecognitionCell {
  readonly wallet: string;
  readonly scheme: string;
  readonly kind: CodeKind;
  readonly direction: ScanDirection;
}

/** What the printed codes of a scheme are called in the register. */
export interface Printed {
  readonly text: string;
  readonly merchant: string;
}

/** The codes of a scenario: what is declared of them, who holds them, and the numbers of its orders. */
export class CodesBook {
  readonly scanner: Scanner;
  #orders = 0;

  constructor(
    readonly world: HutongWorld,
    readonly codes: Codes,
    readonly rows: RecognitionRow[],
  ) {
    this.scanner = new Scanner(world.market, codes);
  }

  /** Every scheme of the market. */
  get schemes(): readonly string[] {
    return [...this.codes.desks.keys()];
  }

  /** True when a merchant of the scheme can read codes of other wallets: its orders have codes of their own. */
  takesCodes(scheme: string): boolean {
    return productAt(this.world.provider(scheme).profile, 'qr') !== undefined;
  }

  /** The wallets whose payers show codes that a till can charge: their form is public, and their protocol is spoken. */
  get wallets(): readonly string[] {
    this.#wallets ??= this.schemes.filter((id) => this.#showsCodes(id));
    return this.#wallets;
  }

  #wallets: readonly string[] | undefined;

  #showsCodes(id: string): boolean {
    const provider = this.world.provider(id);
    const { service } = this.world.market.checkout;
    if (!provider.readCode || !service.protocol(id).charge || productAt(provider.profile, 'payerCode') === undefined) {
      return false;
    }
    const route = routePayerCode(provider.showCode('li-na', 'pays').code, this.codes.tables.payerCodes);
    return route.ok && route.provider === id;
  }

  /** Wallets with another scheme each, where a clearing institution connects the two: all of them, or each with its next. */
  pairs(which: 'all' | 'neighbours'): ReadonlyArray<readonly [wallet: string, scheme: string]> {
    return this.schemes.flatMap((wallet, i) => {
      const others = [...this.schemes.slice(i + 1), ...this.schemes.slice(0, i)];
      const connected = others.filter((scheme) => this.#shareNetwork(wallet, scheme));
      return (which === 'all' ? connected : connected.slice(0, 1)).map((scheme) => [wallet, scheme] as const);
    });
  }

  /** Every wallet with its own scheme, and with its next. */
  everybody(): ReadonlyArray<readonly [wallet: string, scheme: string]> {
    return [...this.schemes.map((id) => [id, id] as const), ...this.pairs('neighbours')];
  }

  /** The cells of the pairs: kinds of codes, in the directions that their protocols have. */
  cells(which: 'all' | 'neighbours'): RecognitionCell[] {
    return this.pairs(which).flatMap(([wallet, scheme]) => {
      const scans = CODE_KINDS.map((kind) => ({ wallet, scheme, kind, direction: 'payer-scans' as const }));
      const scanned = this.wallets.includes(wallet) && this.takesCodes(scheme);
      return scanned ? [...scans, { wallet, scheme, kind: 'merchant', direction: 'merchant-scans' } as const] : scans;
    });
  }

  #shareNetwork(one: string, other: string): boolean {
    const { members } = this.world.market.clearing.surroundings;
    const networks = (id: string) => Object.keys(members.get(id)?.networks ?? {});
    return networks(one).some((network) => networks(other).includes(network));
  }

  /** Declares from today on how far a relation has come; the market acts on it, and judges read it. */
  declare(cell: RecognitionCell, state: RelationState): void {
    const from = beijingDay(this.world.market.clock.now());
    const row: RecognitionRow = { ...cell, state, from, source: 'declared for this scenario', mark: 'house' };
    this.rows.push(row);
    this.world.platform.declare('recognition', { ...row });
  }

  /** A merchant's printed code of a scheme; that it was issued is on record. */
  print(scheme: string, merchant = MERCHANT): Printed {
    const { desk, payee, name } = this.#register(scheme, merchant);
    const { text } = desk.register.issue(payee, name, desk.recognisedBy());
    this.scanner.act('code.issued', { scheme, merchant, code: this.scanner.token(text) });
    return { text, merchant };
  }

  /** A code in the register's form for one order, with its amount. */
  async printForOrder(scheme: string, amountFen: Fen, merchant = MERCHANT): Promise<Printed> {
    const { desk, payee, name } = this.#register(scheme, merchant);
    const placed = desk.settings.port.place({ payee, amountFen, ref: this.nextNumber() });
    if (!placed) throw new Prerequisite(`${scheme} to take an order`, 'it refuses');
    const { text } = desk.register.issue(payee, name, desk.recognisedBy(), { number: placed.number, amountFen });
    return { text, merchant };
  }

  /** The code of a merchant's order by the scheme's own protocol; undefined where the scheme hands out none to servers. */
  async orderCode(scheme: string, amountFen: Fen, number = this.nextNumber()): Promise<string | undefined> {
    const { service } = this.world.market.checkout;
    const product = productAt(this.world.provider(scheme).profile, 'qr');
    if (product === undefined) return undefined;
    const now = service.now();
    const started = await this.world.market.network.activity.track(() =>
      service.protocol(scheme).start({
        attemptNo: number,
        numberedAt: now,
        payee: payeeAt(this.world, scheme, MERCHANT),
        product,
        amountFen,
        description: '一壶龙井',
        payBy: now + HOUR_MS,
        notifyUrl: `${this.world.market.market.origin}/notify/${scheme}`,
        returnUrl: this.world.market.market.origin,
        payerIp: '203.0.113.7',
        now,
      }),
    );
    if (started.kind !== 'ready' || started.handOff.type !== 'qr') {
      throw new Prerequisite(`${scheme} to hand out a code`, `it answers ${started.kind}`);
    }
    return started.handOff.content;
  }

  /** A merchant's till with all its schemes, or with those that are named. */
  till(schemes: readonly string[] = this.schemes): Till {
    return this.codes.till(schemes);
  }

  /** An order at a till, under a number that nobody has used. */
  tillOrder(amountFen: number): TillOrder {
    return { number: this.nextNumber(), merchant: MERCHANT, amountFen, description: '茶点' };
  }

  /** A payer's wallet shows a code; when, and how its payer behaves, is on record. */
  show(wallet: string, behaviour: 'pays' | 'needs-password' | 'insufficient-balance' = 'pays'): string {
    const { code } = this.world.provider(wallet).showCode('li-na', behaviour);
    const facts: Facts = { provider: wallet, code: this.scanner.token(code), behaviour };
    this.scanner.act('code.shown', facts);
    return code;
  }

  nextNumber(): string {
    this.#orders += 1;
    return `SCAN${String(this.#orders).padStart(6, '0')}`;
  }

  #register(scheme: string, merchant: string) {
    const desk = this.codes.desks.get(scheme);
    const name = this.world.market.market.merchants.find(({ id }) => id === merchant)?.name;
    if (!desk || !name) throw new Prerequisite(`${merchant} to have a code of ${scheme}`, 'it has none');
    return { desk, name, payee: payeeAt(this.world, scheme, merchant) };
  }
}

const books = new WeakMap<HutongWorld, Promise<CodesBook>>();

async function openBook(world: HutongWorld): Promise<CodesBook> {
  // Nothing of the codes is about the books of a day.
  world.books = false;
  await openShop(world, await everyProvider(world));
  const rows: RecognitionRow[] = [];
  const wire = wireNamed(world.parameters.wire);
  const codes = await openCodes(world.market, { wire, parts: world.parts?.codes, recognition: () => rows });
  world.platform.declare('scan-fees', { ...scanProfile.fees });
  for (const { name, profile } of world.market.providers.values()) {
    world.platform.declare('payer-code-life', { provider: name, lifeMs: profile.numbers.payerCodeLife.value });
  }
  return new CodesBook(world, codes, rows);
}

/** The codes of a scenario's market; opened when a step first speaks of them. */
export function codesOf(world: HutongWorld): Promise<CodesBook> {
  const known = books.get(world) ?? openBook(world);
  books.set(world, known);
  return known;
}
