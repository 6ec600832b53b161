import type { BusinessClock } from '../../kernel/clock';
import { type Fen, fen, fenOrZero } from '../../kernel/money';
import type { Random } from '../../kernel/random';
import { beijingDay } from '../../kernel/time';
import type { CodeParts } from '../parts';
import type { Scene } from '../personal/receipts';
import type { Recognises } from '../recognition';
import type { Resolution } from '../resolve';
import { type Line, untilDone } from '../xscan/caller';
import type { ScanState } from '../xscan/payment';
import { scanProfile } from '../xscan/profile';
import type { MemberPort } from './port';
import type { Payable, SchemeSide } from './scheme-side';

/** What the wallet knows of a code after it has asked: something to pay, or why there is nothing. */
export type ScannedCode =
  | { readonly ok: true; readonly scheme: string; readonly payable: Payable }
  | { readonly ok: false; readonly why: string };

/** How a payment of the wallet's user stands. */
export type WalletWord = { readonly state: 'PAID' | 'PAYING' } | { readonly state: 'FAILED'; readonly why: string };

/** Money that the wallet has taken for another scheme, and has or has not given back. */
interface Held {
  readonly payer: string;
  readonly scheme: string;
  /** What the payer was charged: the price and what the wallet asks beyond it. */
  readonly takenFen: Fen;
  state: 'held' | 'paid' | 'given-back';
}

/** A payer's code that was read for another scheme's merchant. */
interface Debit {
  readonly payer: string;
  readonly scheme: string;
  readonly amountFen: Fen;
  /** What was taken of the payer; zero before. */
  takenFen: number;
  state: ScanState;
  why?: string;
  readonly confirmBy: number;
}

const PARTS_OF_A_MILLION = 1_000_000;

/** The fee of a price, rounded to whole fen, half up. */
export const feeFen = (priceFen: number, perMillion: number): number =>
  Math.floor((priceFen * perMillion + PARTS_OF_A_MILLION / 2) / PARTS_OF_A_MILLION);

/** A member as the payer's wallet: scans codes, takes and gives back its users' money. */
export class WalletSide {
  readonly #held = new Map<string, Held>();
  readonly #debits = new Map<string, Debit>();
  readonly #returned = new Set<string>();

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
      const from = { payer, account: `payer:${payer}`, ref };
      const paid = await this.own.pay(payable.orderRef, amountFen, from, scene);
      return paid.ok ? { state: 'PAID' } : failed(paid.why);
    }
    const takenFen = fen(this.parts.taken(amountFen, this.feeOf(amountFen, scheme)));
    this.#held.set(ref, { payer, scheme, takenFen, state: 'held' });
    this.#move('scan-payment', payer, scheme, takenFen, ref);
    const body = {
      memberRef: ref,
      payeeScheme: scheme,
      orderRef: payable.orderRef,
      amountFen,
      merchantName: payable.merchantName,
      ...(scene === 'here' ? {} : { scene }),
    };
    const send = () => this.line.ask('POST', '/v0/payments', body);
    const answered = await send();
    if (answered.kind === 'lost') return this.#askLater(ref, body, 0);
    return this.concluded(ref, answered.body, answered.status);
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
    if (held.state === 'held') {
      held.state = 'given-back';
      this.#move('scan-return', held.payer, held.scheme, held.takenFen, ref);
    }
    return failed(String((error as { code?: unknown } | undefined)?.code ?? why ?? 'refused'));
  }

  /** Whether the switch ever heard of it is not known: it is asked, and told again, on its schedule. */
  #askLater(ref: string, body: unknown, attempt: number): WalletWord {
    const { askAgain } = scanProfile.numbers;
    const gap = askAgain[Math.min(attempt, askAgain.length - 1)] ?? 0;
    this.clock.at(this.clock.now() + gap, async () => {
      const asked = await this.line.ask('GET', `/v0/payments/${ref}`);
      const absent = asked.kind === 'answer' && asked.status === 404;
      const answered = absent ? await this.line.ask('POST', '/v0/payments', body) : asked;
      const word = answered.kind === 'lost' ? undefined : this.concluded(ref, answered.body, answered.status);
      if (word === undefined || word.state === 'PAYING') this.#askLater(ref, body, attempt + 1);
    });
    return { state: 'PAYING' };
  }

  /** A merchant of another scheme has read a code of this wallet: the payer is charged, asked, or not to be charged. */
  debit(switchTxnId: string, scheme: string, code: string, amountFen: Fen): WalletWord {
    const known = this.#debits.get(switchTxnId);
    if (known) return wordOf(known);
    const reading = this.port.readCode(code, `xscan ${switchTxnId}`);
    if (!reading.ok) return failed(reading.why);
    const { payer, behaviour } = reading;
    const confirmBy = this.clock.now() + scanProfile.numbers.confirmWithin;
    const debit: Debit = { payer, scheme, amountFen, takenFen: 0, state: 'ACCEPTED', confirmBy };
    this.#debits.set(switchTxnId, debit);
    if (behaviour === 'insufficient-balance') return this.#failDebit(debit, behaviour);
    if (behaviour === 'pays') return this.#takeFor(switchTxnId, debit);
    debit.state = 'PAYING';
    this.clock.at(confirmBy + 1, () => this.answer(switchTxnId, undefined));
    return { state: 'PAYING' };
  }

  /**
   * The payer answers whether to pay, or the time for it is over.
   * @param payer Who says yes; undefined for nobody.
   */
  async answer(switchTxnId: string, payer: string | undefined): Promise<void> {
    const debit = this.#debits.get(switchTxnId);
    if (debit?.state !== 'PAYING') return;
    const agrees = payer === debit.payer && this.clock.now() <= debit.confirmBy;
    if (agrees) this.#takeFor(switchTxnId, debit);
    else this.#failDebit(debit, 'not-confirmed-in-time');
    const { state } = debit;
    untilDone(this.clock, scanProfile.numbers.repeat, async () => {
      const answered = await this.line.ask('POST', '/v0/results', { switchTxnId, state });
      return answered.kind === 'answer' && answered.status === 200;
    });
  }

  /** True when the wallet has taken money under this number of its own. */
  holds(ref: string): boolean {
    return this.#held.has(ref);
  }

  /** How a debit stands; undefined where nothing was ever heard of it. */
  part(switchTxnId: string): WalletWord | undefined {
    const debit = this.#debits.get(switchTxnId);
    return debit && wordOf(debit);
  }

  /** Gives a debit back, or makes sure that it never comes. */
  reverse(switchTxnId: string): void {
    const debit = this.#debits.get(switchTxnId);
    if (!debit) {
      const amountFen = fenOrZero(0);
      const never = {
        payer: '',
        scheme: '',
        amountFen,
        takenFen: 0,
        state: 'REVERSED',
        confirmBy: 0,
        why: 'reversed',
      } as const;
      this.#debits.set(switchTxnId, { ...never });
      return;
    }
    if (debit.state === 'PAID') this.#move('scan-return', debit.payer, debit.scheme, fen(debit.takenFen), switchTxnId);
    debit.state = 'REVERSED';
    debit.why = 'reversed';
  }

  /** A refund has come back over the switch; each number gives money once. */
  giveBack(refundOf: string, memberRef: string | undefined, refundNo: string, amountFen: Fen): boolean {
    const paid = this.#debits.get(refundOf) ?? this.#held.get(memberRef ?? '');
    if (!paid) return false;
    const key = `${refundOf} ${refundNo}`;
    if (this.#returned.has(key)) return true;
    this.#returned.add(key);
    this.#move('scan-refund', paid.payer, paid.scheme, amountFen, memberRef ?? refundOf, refundNo);
    return true;
  }

  #takeFor(switchTxnId: string, debit: Debit): WalletWord {
    debit.state = 'PAID';
    const takenFen = fen(this.parts.taken(debit.amountFen, this.feeOf(debit.amountFen, debit.scheme)));
    debit.takenFen = takenFen;
    this.#move('scan-payment', debit.payer, debit.scheme, takenFen, switchTxnId);
    return { state: 'PAID' };
  }

  #failDebit(debit: Debit, why: string): WalletWord {
    debit.state = 'FAILED';
    debit.why = why;
    return failed(why);
  }

  #move(kind: string, payer: string, scheme: string, amountFen: Fen, ref: string, refund?: string): void {
    const [user, other] = [`payer:${payer}`, `scheme:${scheme}`];
    const [from, to] = kind === 'scan-payment' ? [user, other] : [other, user];
    this.port.move({ kind, from, to, amountFen, ref, ...(refund === undefined ? {} : { refund }) });
  }
}

const failed = (why: string): WalletWord => ({ state: 'FAILED', why });

function wordOf({ state, why }: Debit): WalletWord {
  if (state === 'PAID' || state === 'PAYING') return { state };
  return failed(why ?? 'refused');
}
