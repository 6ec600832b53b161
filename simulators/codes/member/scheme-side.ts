import type { BusinessClock } from '../../kernel/clock';
import type { Fen } from '../../kernel/money';
import { fenFromYuan, MoneyError } from '../../kernel/money';
import { outsideAccount, outsideName, readOutsidePayer } from '../outside-payer';
import type { CodeParts, NamesOfPayee } from '../parts';
import { countsAsRemote, type Scene } from '../personal/receipts';
import { HOUSE_ACCOUNT, HOUSE_CODE, type Resolution } from '../resolve';
import { type Line, untilDone } from '../xscan/caller';
import { scanProfile } from '../xscan/profile';
import type { MemberOrder, MemberPort } from './port';
import type { CodeRegister } from './register';

/** What stands behind a merchant's or a person's code, as its scheme answers. */
export interface Payable {
  /** The scheme's reference: an order, a printed code, or a person's code. */
  readonly orderRef: string;
  /** The name to show; for a person the one under which the wallet knows him. */
  readonly merchantName: string;
  /** Every name that the register has for the payee. */
  readonly names: readonly string[];
  /** Fixed by the order; without it the payer names it. */
  readonly amountFen?: Fen;
}

/** Why a code or a payment is refused, in words for programs. */
export type SchemeRefusal =
  | 'unknown-code'
  | 'order-over'
  | 'amount-differs'
  | 'name-differs'
  | 'reversed'
  | 'not-for-this-wallet'
  | 'remote-not-allowed'
  | 'code-expired'
  | 'refused';

export type Looked =
  | { readonly ok: true; readonly payable: Payable }
  | { readonly ok: false; readonly why: SchemeRefusal };

export type Credited = { readonly state: 'PAID' } | { readonly state: 'FAILED'; readonly why: string };

/** Who pays: the name in the books, the account that the money comes from, and the number of the payment. */
export interface PaysFrom {
  readonly payer: string;
  readonly account: string;
  readonly ref: string;
}

/** A payment that was taken here, and how it is taken back; or why it was not. */
export type PaidHere = { readonly ok: true; readonly undo: () => void } | { readonly ok: false; readonly why: string };

const no = (why: SchemeRefusal) => ({ ok: false, why }) as const;

/** A reference names its kind in front. */
const REFERENCE = /^([OCP])-(.+)$/;

/** What an EMVCo code says of itself beside its account. */
interface SaidByCode {
  readonly names: readonly string[];
  readonly amountFen?: Fen;
}

function saidBy(resolution: Resolution & { presentedBy: 'merchant' }): SaidByCode | undefined {
  const { name, language, amount } = resolution.content ?? {};
  const names = [name, language?.name].filter((text): text is string => text !== undefined);
  try {
    return { names, ...(amount === undefined ? {} : { amountFen: fenFromYuan(amount) }) };
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

/** A member as the scheme whose code is scanned: what the code means, and the payee's money. */
export class SchemeSide {
  readonly #credits = new Map<string, Credited>();
  /** How each payment of another scheme's payer is taken back. */
  readonly #undo = new Map<string, () => void>();
  /** Payments over the switch that have paid an order of this scheme. */
  readonly #taken = new Set<string>();
  readonly #reversed = new Set<string>();

  constructor(
    readonly port: MemberPort,
    readonly register: CodeRegister,
    readonly parts: CodeParts,
    readonly clock: BusinessClock,
    readonly line: Line,
  ) {
    port.onReturned((payer, refundNo, amountFen) => this.#passOn(payer, refundNo, amountFen));
  }

  /**
   * What stands behind a code of this scheme.
   * @param wallet The wallet that asks.
   */
  look(code: string, resolution: Resolution, wallet: string): Looked {
    if (resolution.presentedBy !== 'merchant' || resolution.provider !== this.port.member) return no('unknown-code');
    if (resolution.content !== undefined) return this.#lookUp(resolution, wallet);
    const personal = this.register.personalCodeOf(code);
    if (personal) {
      const { person, id } = personal;
      return { ok: true, payable: { orderRef: `P-${id}`, merchantName: person, names: [person] } };
    }
    const order = this.port.orderOf(code);
    return order ? this.#payable(order, { names: [] }) : no('unknown-code');
  }

  /** The code's own words against the register (rules QR-004, QR-008). */
  #lookUp(resolution: Resolution & { presentedBy: 'merchant' }, wallet: string): Looked {
    const account = resolution.content?.templates.find(({ fields }) => fields['00'] === HOUSE_ACCOUNT);
    const registered = this.register.merchantCode(account?.fields[HOUSE_CODE] ?? '');
    const said = saidBy(resolution);
    if (!registered || !said) return no('unknown-code');
    if (!this.parts.serves(registered.issuedWith, wallet)) return no('not-for-this-wallet');
    const { id, payee, order: number, amountFen } = registered;
    const isDynamic = number !== undefined;
    if (!this.parts.amountsAgree(said.amountFen, amountFen) || resolution.content?.dynamic !== isDynamic) {
      return no('amount-differs');
    }
    if (number !== undefined) {
      const order = this.port.orderNumbered(number);
      return order ? this.#payable(order, said) : no('unknown-code');
    }
    const names = this.#names(payee, said);
    return names ? { ok: true, payable: { orderRef: `C-${id}`, ...names } } : no('name-differs');
  }

  #payable(order: MemberOrder, said: SaidByCode): Looked {
    if (!this.parts.isLive(order)) return no('order-over');
    const names = this.#names(order.payee, said);
    if (!names) return no('name-differs');
    return { ok: true, payable: { orderRef: `O-${order.number}`, amountFen: order.amountFen, ...names } };
  }

  #names(payee: string, said: SaidByCode): Pick<Payable, 'merchantName' | 'names'> | undefined {
    const known = this.port.namesOf(payee);
    const names: NamesOfPayee = { registered: known[0] ?? payee, inCode: said.names, known };
    return this.parts.namesAgree(names) ? { merchantName: this.parts.shownName(names), names: known } : undefined;
  }

  /** Somebody of another scheme has paid; once for each number of the switch, and never after it was reversed. */
  async credit(
    switchTxnId: string,
    orderRef: string,
    amountFen: Fen,
    payerScheme: string,
    scene: Scene = 'here',
  ): Promise<Credited> {
    const known = this.#credits.get(switchTxnId);
    if (known) return known;
    if (this.#reversed.has(switchTxnId)) return { state: 'FAILED', why: 'reversed' };
    const payer = outsideName({ scheme: payerScheme, switchTxnId });
    const from = { payer, account: `payer:${payer}`, ref: switchTxnId };
    const paid = await this.pay(orderRef, amountFen, from, scene);
    const credited: Credited = paid.ok ? { state: 'PAID' } : { state: 'FAILED', why: paid.why };
    this.#credits.set(switchTxnId, credited);
    if (paid.ok) this.#undo.set(switchTxnId, paid.undo);
    return credited;
  }

  /** How a payment stands here; undefined where nothing was ever heard of it. */
  part(switchTxnId: string): Credited | undefined {
    return this.#reversed.has(switchTxnId) ? { state: 'FAILED', why: 'reversed' } : this.#credits.get(switchTxnId);
  }

  /** Takes a payment back, or makes sure that it never comes. */
  reverse(switchTxnId: string): void {
    if (this.#reversed.has(switchTxnId)) return;
    this.#reversed.add(switchTxnId);
    this.#undo.get(switchTxnId)?.();
  }

  /** Pays what a reference names. */
  async pay(orderRef: string, amountFen: Fen, from: PaysFrom, scene: Scene): Promise<PaidHere> {
    const [, kind, number = ''] = REFERENCE.exec(orderRef) ?? [];
    if (kind === 'P') return this.#receive(number, amountFen, from, scene);
    if (kind === 'C') return this.#payAtCounter(number, amountFen, from);
    const order = kind === 'O' ? this.port.orderNumbered(number) : undefined;
    if (!order) return no('unknown-code');
    return order.amountFen === amountFen ? this.#payOrder(number, from.payer) : no('amount-differs');
  }

  async #payOrder(number: string, payer: string): Promise<PaidHere> {
    const why = await this.port.pay(number, payer);
    return why === undefined ? { ok: true, undo: () => this.port.undo(number) } : { ok: false, why };
  }

  /** Each payment to a printed code is an order of its own. */
  async #payAtCounter(id: string, amountFen: Fen, { payer, ref }: PaysFrom): Promise<PaidHere> {
    const code = this.register.merchantCode(id);
    if (!code) return no('unknown-code');
    const order = this.port.place({ payee: code.payee, amountFen, ref });
    return order ? this.#payOrder(order.number, payer) : no('refused');
  }

  /** A person receives money (rules QR-005, QR-006). */
  #receive(codeId: string, amountFen: Fen, { account, ref }: PaysFrom, scene: Scene): PaidHere {
    const code = this.register.personalCode(codeId);
    if (!code) return no('unknown-code');
    const at = this.clock.now();
    const refusal = this.parts.receiptRefusal(this.register.receiver(code.person), { code, scene, amountFen, at });
    if (refusal !== undefined) return no(refusal);
    const movement = { kind: 'receipt', from: account, to: `payer:${code.person}`, amountFen, ref };
    this.port.move(movement);
    const receipt = {
      at,
      payer: outsideAccount(account) ?? account,
      amountFen,
      remote: countsAsRemote({ code, scene }),
    };
    this.register.apply(code.person, { type: 'received', receipt });
    const undo = () => this.port.move({ ...movement, kind: 'receipt-return', from: movement.to, to: movement.from });
    return { ok: true, undo };
  }

  /** A refund to a payer of another scheme goes back over the switch, until it is acknowledged. */
  #passOn(payer: string, refundNo: string, amountFen: Fen): void {
    const refundOf = readOutsidePayer(payer)?.switchTxnId;
    if (refundOf === undefined || this.#reversed.has(refundOf)) return;
    untilDone(this.clock, scanProfile.numbers.repeat, async () => {
      const answered = await this.line.ask('POST', '/v0/refunds', { refundOf, refundNo, amountFen });
      return answered.kind === 'answer' && answered.status === 200;
    });
  }

  /** Asks the payer's wallet, over the switch, for the money of an order whose payer showed a code of that wallet. */
  async charge(order: MemberOrder, payerScheme: string, code: string): Promise<ChargeWord> {
    const body = {
      memberRef: order.number,
      payerScheme,
      orderRef: `O-${order.number}`,
      amountFen: order.amountFen,
      code,
      merchantName: this.port.namesOf(order.payee)[0] ?? order.payee,
    };
    const answered = await this.line.ask('POST', '/v0/charges', body);
    if (answered.kind === 'lost') return this.#askLater(order.number, body, 0);
    return this.concluded(order.number, answered.body, answered.status);
  }

  /** What the switch says of an order that was charged: paid, it is paid here too, under the switch's number. */
  async concluded(number: string, body: Readonly<Record<string, unknown>>, status = 200): Promise<ChargeWord> {
    const { state, why, switchTxnId, payerScheme, error } = body;
    if (status !== 200)
      return { state: 'FAILED', why: String((error as { code?: unknown } | undefined)?.code ?? status) };
    if (state === 'ACCEPTED' || state === 'PAYING') return { state: 'PAYING' };
    if (state !== 'PAID') return { state: 'FAILED', why: String(why ?? 'refused') };
    const txn = String(switchTxnId);
    if (this.#taken.has(txn)) return { state: 'PAID' };
    const payer = outsideName({ scheme: String(payerScheme), switchTxnId: txn });
    const refusal = await this.port.pay(number, payer);
    this.#taken.add(txn);
    if (refusal === undefined) return { state: 'PAID' };
    // The order is over: what its payer has paid meanwhile goes back at once.
    const order = this.port.orderNumbered(number);
    if (order) this.#passOn(payer, `late-${number}`, order.amountFen);
    return { state: 'FAILED', why: refusal };
  }

  /** Nobody knows what became of the charge: the switch is asked, and told again, on its schedule until it is over. */
  #askLater(number: string, body: unknown, attempt: number): ChargeWord {
    const { askAgain } = scanProfile.numbers;
    const gap = askAgain[Math.min(attempt, askAgain.length - 1)] ?? 0;
    this.clock.at(this.clock.now() + gap, async () => {
      const asked = await this.line.ask('GET', `/v0/payments/${number}`);
      const absent = asked.kind === 'answer' && asked.status === 404;
      const answered = absent ? await this.line.ask('POST', '/v0/charges', body) : asked;
      const word = answered.kind === 'lost' ? undefined : await this.concluded(number, answered.body, answered.status);
      if (word === undefined || word.state === 'PAYING') this.#askLater(number, body, attempt + 1);
    });
    return { state: 'PAYING' };
  }
}

/** How a charge of another scheme's code stands. */
export type ChargeWord = Credited | { readonly state: 'PAYING' };
