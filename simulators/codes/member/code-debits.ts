import type { BusinessClock } from '../../kernel/clock';
import { type Fen, fen } from '../../kernel/money';
import type { CodeParts } from '../parts';
import { type Line, untilDone } from '../xscan/caller';
import { scanProfile } from '../xscan/profile';
import { feeFen } from './fees';
import type { MemberPort } from './port';
import { failed, type WalletWord } from './wallet-side';

/** A payer's code of this wallet that a merchant of another scheme has read. */
interface CodeDebit {
  readonly payer: string;
  readonly scheme: string;
  readonly merchantName: string;
  readonly amountFen: Fen;
  readonly confirmBy: number;
  state: 'asking' | 'taking' | 'PAID' | 'FAILED' | 'REVERSED';
  why?: string;
  /** The debit in the wallet's own books, once there is one. */
  number?: string;
}

/** What the switch asks of a payer's wallet. */
export interface DebitRequest {
  readonly switchTxnId: string;
  readonly payeeScheme: string;
  readonly code: string;
  readonly amountFen: Fen;
  readonly merchantName: string;
}

function wordOf({ state, why }: CodeDebit): WalletWord {
  if (state === 'PAID') return { state };
  return state === 'asking' || state === 'taking' ? { state: 'PAYING' } : failed(why ?? 'refused');
}

/** A member as the wallet whose codes merchants of other schemes read. */
export class CodeDebits {
  readonly #debits = new Map<string, CodeDebit>();

  constructor(
    readonly port: MemberPort,
    readonly parts: Pick<CodeParts, 'taken'>,
    readonly clock: BusinessClock,
    readonly line: Line,
  ) {}

  /** The payer is charged, asked, or not to be charged; once for each number of the switch. */
  async debit(request: DebitRequest): Promise<WalletWord> {
    const { switchTxnId, payeeScheme: scheme, code, amountFen, merchantName } = request;
    const known = this.#debits.get(switchTxnId);
    if (known) return wordOf(known);
    const reading = this.port.readCode(code, `xscan ${switchTxnId}`);
    if (!reading.ok) return failed(reading.why);
    const { payer, behaviour } = reading;
    const confirmBy = this.clock.now() + scanProfile.numbers.confirmWithin;
    const debit: CodeDebit = { payer, scheme, merchantName, amountFen, confirmBy, state: 'asking' };
    this.#debits.set(switchTxnId, debit);
    if (behaviour === 'insufficient-balance') return this.#fail(debit, behaviour);
    if (behaviour === 'pays') return this.#take(switchTxnId, debit);
    this.clock.at(confirmBy + 1, () => this.answer(switchTxnId, undefined));
    return { state: 'PAYING' };
  }

  /**
   * The payer answers whether to pay, or the time for it is over.
   * @param payer Who says yes; undefined for nobody.
   */
  async answer(switchTxnId: string, payer: string | undefined): Promise<void> {
    const debit = this.#debits.get(switchTxnId);
    if (debit?.state !== 'asking') return;
    const agrees = payer === debit.payer && this.clock.now() <= debit.confirmBy;
    if (agrees) await this.#take(switchTxnId, debit);
    else this.#fail(debit, 'not-confirmed-in-time');
    this.#tell(switchTxnId, debit);
  }

  /** How a debit stands; undefined where nothing was ever heard of it. */
  part(switchTxnId: string): WalletWord | undefined {
    const debit = this.#debits.get(switchTxnId);
    return debit && wordOf(debit);
  }

  /** Gives a debit back, or makes sure that it never comes. */
  reverse(switchTxnId: string): void {
    const debit = this.#debits.get(switchTxnId);
    if (debit?.state === 'REVERSED') return;
    if (debit?.number !== undefined) this.port.untake(debit.number);
    const nobody = { payer: '', scheme: '', merchantName: '', amountFen: 0 as Fen, confirmBy: 0 };
    this.#debits.set(switchTxnId, { ...(debit ?? nobody), state: 'REVERSED', why: 'reversed' });
  }

  /** A refund has come back over the switch; each number gives money once. */
  giveBack(switchTxnId: string, refundNo: string, amountFen: Fen): boolean {
    const number = this.#debits.get(switchTxnId)?.number;
    return number !== undefined && this.port.giveBack(number, refundNo, amountFen);
  }

  async #take(switchTxnId: string, debit: CodeDebit): Promise<WalletWord> {
    debit.state = 'taking';
    const { payer, scheme, merchantName, amountFen: priceFen } = debit;
    const fee = feeFen(priceFen, scanProfile.fees.payerPerMillion);
    const amountFen = fen(this.parts.taken(priceFen, fee));
    const wish = { payer, scheme, merchantName, amountFen, ref: switchTxnId, way: 'payerCode' } as const;
    const taken = await this.port.take(wish);
    debit.number = taken.number;
    if (taken.state === 'there') debit.state = 'PAID';
    else if (taken.state === 'refused') return this.#fail(debit, taken.why);
    else this.#waitForMoney(switchTxnId, debit, 0);
    return wordOf(debit);
  }

  /** Whether the payer's bank has paid is not known yet. */
  #waitForMoney(switchTxnId: string, debit: CodeDebit, attempt: number): void {
    const gap = scanProfile.numbers.askAgain[attempt];
    if (gap === undefined) {
      this.port.untake(debit.number ?? '');
      this.#fail(debit, 'no-answer');
      this.#tell(switchTxnId, debit);
      return;
    }
    this.clock.at(this.clock.now() + gap, () => {
      if (debit.state !== 'taking') return;
      const { state } = this.port.taken(debit.number ?? '');
      if (state === 'unknown') {
        this.#waitForMoney(switchTxnId, debit, attempt + 1);
        return;
      }
      if (state === 'there') debit.state = 'PAID';
      else this.#fail(debit, 'refused');
      this.#tell(switchTxnId, debit);
    });
  }

  /** The switch learns how it ended, unless it is still open. */
  #tell(switchTxnId: string, debit: CodeDebit): void {
    const { state } = debit;
    if (state !== 'PAID' && state !== 'FAILED') return;
    untilDone(this.clock, scanProfile.numbers.repeat, async () => {
      const answered = await this.line.ask('POST', '/v0/results', { switchTxnId, state });
      return answered.kind === 'answer' && answered.status === 200;
    });
  }

  #fail(debit: CodeDebit, why: string): WalletWord {
    debit.state = 'FAILED';
    debit.why = why;
    return failed(why);
  }
}
