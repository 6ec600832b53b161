import type { BusinessClock } from '../../kernel/clock';
import { type Fen, fen } from '../../kernel/money';
import type { Random } from '../../kernel/random';
import { beijingDay } from '../../kernel/time';
import type { CodeParts } from '../parts';
import type { Scene } from '../personal/receipts';
import type { Recognises } from '../recognition';
import type { Resolution } from '../resolve';
import type { Line } from '../xscan/caller';
import { scanProfile } from '../xscan/profile';
import { feeFen } from './fees';
import type { MemberPort } from './port';
import type { Payable, SchemeSide } from './scheme-side';

/** What the wallet knows of a code after it has asked: something to pay, or why there is nothing. */
export type ScannedCode =
  | { readonly ok: true; readonly scheme: string; readonly payable: Payable }
  | { readonly ok: false; readonly why: string };

/** How a payment of the wallet's user stands. */
export type WalletWord = { readonly state: 'PAID' | 'PAYING' } | { readonly state: 'FAILED'; readonly why: string };

/** A payment that the wallet's user has confirmed: the money taken for it, and what the switch is told. */
interface Held {
  /** The debit in the wallet's own books. */
  readonly number: string;
  readonly body: Readonly<Record<string, unknown>>;
  state: 'held' | 'paid' | 'given-back';
}

export const failed = (why: string): WalletWord & { readonly state: 'FAILED' } => ({ state: 'FAILED', why });

/** A member as the payer's wallet: its users scan codes of every scheme. */
export class WalletSide {
  readonly #held = new Map<string, Held>();

  constructor(
    readonly port: MemberPort,
    readonly own: SchemeSide,
    readonly parts: CodeParts,
    readonly clock: BusinessClock,
    readonly random: Random,
    readonly line: Line,
    readonly recognises: Recognises,
    readonly resolve: (code: string) => Resolution,
  ) {}

  /** Says what a code is for, after asking whoever stands behind it; nothing is taken yet. */
  async scan(code: string): Promise<ScannedCode> {
    const { member } = this.port;
    const resolution = this.resolve(code);
    if (resolution.presentedBy === 'nobody') return { ok: false, why: resolution.why };
    if (resolution.presentedBy === 'payer') return { ok: false, why: 'code-of-a-payer' };
    const { provider: scheme, kind } = resolution;
    if (scheme === member) {
      const looked = this.own.look(code, resolution, member);
      return looked.ok ? { ok: true, scheme, payable: looked.payable } : looked;
    }
    const question = { wallet: member, scheme, kind, direction: 'payer-scans' } as const;
    if (!this.recognises(question, beijingDay(this.clock.now()))) return { ok: false, why: 'not-recognised' };
    const answered = await this.line.ask('POST', '/v0/look', { code });
    if (answered.kind === 'lost') return { ok: false, why: 'scheme-silent' };
    const { error, orderRef, merchantName, amountFen } = answered.body;
    if (answered.status !== 200) return { ok: false, why: String((error as { code?: unknown } | undefined)?.code) };
    const name = String(merchantName);
    const fixed = typeof amountFen === 'number' ? { amountFen: fen(amountFen) } : {};
    return { ok: true, scheme, payable: { orderRef: String(orderRef), merchantName: name, names: [name], ...fixed } };
  }

  /** What the user pays beyond a price; nothing with the own scheme. */
  feeOf(priceFen: Fen, scheme: string): number {
    return scheme === this.port.member ? 0 : feeFen(priceFen, scanProfile.fees.payerPerMillion);
  }

  /** The user has confirmed what `scan` showed. */
  async pay(payer: string, scanned: ScannedCode & { ok: true }, amountFen: Fen, scene: Scene): Promise<WalletWord> {
    const { scheme, payable } = scanned;
    if (payable.amountFen !== undefined && payable.amountFen !== amountFen) return failed('amount-differs');
    const ref = `W${this.random.digits(18)}`;
    if (scheme === this.port.member) {
      const paid = await this.own.pay(payable.orderRef, amountFen, { payer, account: `payer:${payer}`, ref }, scene);
      return paid.ok ? { state: 'PAID' } : failed(paid.why);
    }
    const { orderRef, merchantName } = payable;
    const takenFen = fen(this.parts.taken(amountFen, this.feeOf(amountFen, scheme)));
    // Where no amount is fixed the code is one that everybody sees, and other limits hold.
    const way = payable.amountFen === undefined ? 'printed' : 'qr';
    const debit = await this.port.take({ payer, scheme, merchantName, amountFen: takenFen, ref, way });
    if (debit.state === 'refused') return failed(debit.why);
    const from = scene === 'here' ? {} : { scene };
    const body = { memberRef: ref, payeeScheme: scheme, orderRef, amountFen, merchantName, ...from };
    this.#held.set(ref, { number: debit.number, body, state: 'held' });
    return debit.state === 'unknown' ? this.#waitForMoney(ref, 0) : this.#send(ref);
  }

  /** What the switch says of a payment of this wallet's user; unless it is paid or open, the money goes back. */
  concluded(ref: string, body: Readonly<Record<string, unknown>>, status = 200): WalletWord {
    const held = this.#held.get(ref);
    const { state, why, error } = body;
    if (status === 200 && (state === 'ACCEPTED' || state === 'PAYING')) return { state: 'PAYING' };
    if (!held) return failed('unknown');
    if (status === 200 && state === 'PAID') {
      held.state = 'paid';
      return { state: 'PAID' };
    }
    this.#giveAllBack(held);
    return failed(String((error as { code?: unknown } | undefined)?.code ?? why ?? 'refused'));
  }

  /** True when the wallet has taken money under this number of its own. */
  holds(ref: string): boolean {
    return this.#held.has(ref);
  }

  /** A refund has come back over the switch; each number gives money once. */
  giveBack(ref: string, refundNo: string, amountFen: Fen): boolean {
    const held = this.#held.get(ref);
    return held !== undefined && this.port.giveBack(held.number, refundNo, amountFen);
  }

  async #send(ref: string): Promise<WalletWord> {
    const { body } = this.#held.get(ref) ?? {};
    const answered = await this.line.ask('POST', '/v0/payments', body);
    if (answered.kind === 'lost') return this.#askLater(ref, 0);
    return this.concluded(ref, answered.body, answered.status);
  }

  /** Whether the user's bank has paid is not known yet: nothing goes on before it is, and it does not wait for ever. */
  #waitForMoney(ref: string, attempt: number): WalletWord {
    const gap = scanProfile.numbers.askAgain[attempt];
    const held = this.#held.get(ref);
    if (!held) return failed('unknown');
    if (gap === undefined) {
      this.#giveAllBack(held);
      return failed('no-answer');
    }
    this.clock.at(this.clock.now() + gap, async () => {
      const { state } = this.port.taken(held.number);
      if (state === 'there') await this.#send(ref);
      else if (state === 'unknown') this.#waitForMoney(ref, attempt + 1);
      else this.#giveAllBack(held);
    });
    return { state: 'PAYING' };
  }

  #giveAllBack(held: Held): void {
    if (held.state !== 'held') return;
    held.state = 'given-back';
    this.port.untake(held.number);
  }

  /** Whether the switch ever heard of it is not known: it is asked, and told again, on its schedule. */
  #askLater(ref: string, attempt: number): WalletWord {
    const { askAgain } = scanProfile.numbers;
    const gap = askAgain[Math.min(attempt, askAgain.length - 1)] ?? 0;
    this.clock.at(this.clock.now() + gap, async () => {
      const asked = await this.line.ask('GET', `/v0/payments/${ref}`);
      const absent = asked.kind === 'answer' && asked.status === 404;
      const answered = absent ? await this.line.ask('POST', '/v0/payments', this.#held.get(ref)?.body) : asked;
      const word = answered.kind === 'lost' ? undefined : this.concluded(ref, answered.body, answered.status);
      if (word === undefined || word.state === 'PAYING') this.#askLater(ref, attempt + 1);
    });
    return { state: 'PAYING' };
  }
}
