import { readOutsidePayer } from '../../codes/outside-payer';
import type { Facts } from '../../kernel/history';
import type { Fen } from '../../kernel/money';
import type { Funding, FundsState, FundsWish, MoneyBack } from '../../market/funding';
import type { Accounts, Side } from '../entries';
import { gapAfter } from '../profile';
import type { Surroundings } from '../surroundings';
import type { Instruction, TransferRefusal } from '../wire/instruction';
import type { Directory } from './directory';
import { type Debit, Journal } from './journal';
import { Line, type Reading } from './line';
import { Orders } from './orders';
import { Outbox } from './outbox';

function fundsState({ state }: Exclude<Reading, 'silence'>): FundsState {
  if (state === 'succeeded') return 'there';
  return state === 'failed' || state === 'refused' || state === 'not-found' ? 'refused' : 'unknown';
}

/** What a movement over the reserve does to the account that it is about. */
const SIGNS: Readonly<Record<string, bigint>> = { 'funds.in': 1n, 'funds.out': -1n, 'funds.back': 1n };

/** A movement between a wallet's reserve and an account of one of its users, in neutral words. */
export type Movement = Facts & { readonly traceId: string; readonly account: string; readonly amountFen: number };

/** A wallet as a member of clearing institutions: where its payments get their money, and where its users' money goes. */
export class Member implements Funding, Accounts {
  readonly journal = new Journal();
  readonly line: Line;
  readonly orders: Orders;
  readonly outbox: Outbox;
  readonly #booked = new Map<string, number>();
  readonly #moved = new Map<string, bigint>();
  #hear: (wish: FundsWish, state: Exclude<FundsState, 'unknown'>) => void = () => {};

  constructor(
    /** The wallet, by the name that the market gives it. */
    readonly wallet: string,
    readonly directory: Directory,
    readonly surroundings: Surroundings,
  ) {
    this.line = new Line(wallet, surroundings);
    this.orders = new Orders(wallet, directory, surroundings);
    this.outbox = new Outbox(this);
  }

  async take(wish: FundsWish): Promise<FundsState> {
    if (wish.source === 'balance') return this.#fromBalance(wish);
    const known = this.journal.debits.get(wish.ref);
    if (known) return known.state;
    const card = this.directory.cardOf(wish.payer, wish.from);
    const trade = wish.parts[0]?.orderNo;
    const network = card && this.line.route(card.institution, trade);
    if (!card || network === undefined) return 'refused';
    return this.#debit(wish, this.orders.pull(wish, card), network);
  }

  onKnown(hear: (wish: FundsWish, state: Exclude<FundsState, 'unknown'>) => void): void {
    this.#hear = hear;
  }

  used(ref: string): void {
    this.journal.use(ref);
  }

  attempts(tradeNo: string): number {
    return this.journal.attempts(tradeNo);
  }

  paidWith(tradeNo: string): string | undefined {
    return this.journal.paidWith(tradeNo);
  }

  openFor(tradeNo: string): boolean {
    return this.journal.openFor(tradeNo);
  }

  giveBack(ref: string, back: MoneyBack): void {
    const debit = this.journal.debits.get(ref);
    if (!debit) return;
    if (back.why === 'unsold') debit.unsold = true;
    this.outbox.giveBack(debit, back);
  }

  withdraw(payer: string, account: string, amountFen: Fen): void {
    this.outbox.withdraw(payer, account, amountFen);
  }

  recover(): void {
    for (const debit of this.journal.debits.values()) {
      debit.awaited = false;
      if (debit.state === 'unknown') this.#askAt(debit, this.surroundings.clock.now(), 0);
      else if (debit.state === 'there' && !debit.used && !debit.unsold) this.#hear(debit.wish, 'there');
    }
  }

  /** Money from elsewhere arrives for a merchant of this wallet. */
  enter(side: Side, instruction: Instruction, sender: string): TransferRefusal | undefined {
    const { payee, merchants, amountFen, traceId } = instruction;
    const outside = readOutsidePayer(payee.account);
    if (side === 'credit' && outside) {
      // A payer of another scheme pays here, or money of such a payment comes back.
      const account = `scheme:${outside.scheme}`;
      this.note('funds.in', merchants[0]?.orderNo, { traceId, account, amountFen, askedBy: sender });
      return undefined;
    }
    const owner = this.surroundings.reader.owners.get(payee.account);
    if (side !== 'credit' || owner === undefined) return 'no-such-account';
    if (this.orders.merchantAccount(payee.account, owner).name !== payee.name) return 'name-differs';
    this.note('funds.in', merchants[0]?.orderNo, { traceId, account: owner, amountFen, askedBy: sender });
    return undefined;
  }

  bookedFen(traceId: string): number {
    return this.#booked.get(traceId) ?? 0;
  }

  /** What an account here holds: what the wallet's books moved, and what came and went over the reserve. */
  heldFen(account: string, booked: string): bigint {
    return this.directory.bookedFen(booked) + (this.#moved.get(account) ?? 0n);
  }

  /** Notes a movement between the reserve and the users' accounts. */
  note(kind: string, trade: string | undefined, facts: Movement): void {
    const { traceId, account, amountFen } = facts;
    if (kind === 'funds.in' || kind === 'funds.arrived') this.#booked.set(traceId, amountFen);
    const sign = SIGNS[kind] ?? 0n;
    this.#moved.set(account, (this.#moved.get(account) ?? 0n) + sign * BigInt(amountFen));
    this.surroundings.history.append({ type: 'clearing', by: this.wallet, kind, trade, facts });
  }

  /** A person's account at the wallet, in neutral words. */
  accountOf(person: string): string {
    return `payer:${this.surroundings.tokens.token(person)}`;
  }

  /** What is paid from the balance is there at once, or not at all. */
  #fromBalance({ payer, parts }: FundsWish): FundsState {
    const wanted = parts.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n);
    return this.heldFen(this.accountOf(payer), `payer:${payer}`) >= wanted ? 'there' : 'refused';
  }

  async #debit(wish: FundsWish, instruction: Instruction, network: string): Promise<FundsState> {
    const debit: Debit = { wish, instruction, network, state: 'unknown', awaited: true, used: false, unsold: false };
    this.journal.add(debit);
    const { traceId, amountFen } = instruction;
    this.note('funds.asked', this.#tradeOf(debit), { traceId, account: this.accountOf(wish.payer), amountFen });
    const said = await this.line.instruct(network, instruction);
    this.#heard(debit, said, 0);
    return debit.state;
  }

  #tradeOf({ instruction }: Debit): string | undefined {
    return instruction.merchants[0]?.orderNo;
  }

  /** What the clearing institution said of a debit: it is there, it will never be, or it must be asked about. */
  #heard(debit: Debit, said: Reading, question: number): void {
    const waits = debit.awaited;
    debit.awaited = false;
    if (debit.state !== 'unknown') return;
    const state = said === 'silence' ? 'unknown' : fundsState(said);
    if (state === 'unknown') {
      const gaps = this.surroundings.parts.memberAskGaps(this.surroundings.profile.memberAskGaps.value);
      if (gaps.length > 0) this.#askAt(debit, this.surroundings.clock.now() + gapAfter(gaps, question), question + 1);
      return;
    }
    debit.state = state;
    const { traceId, amountFen } = debit.instruction;
    const account = this.accountOf(debit.wish.payer);
    const kind = state === 'there' ? 'funds.in' : 'funds.refused';
    const code = said === 'silence' ? undefined : said.code;
    this.note(kind, this.#tradeOf(debit), { traceId, account, amountFen, code });
    if (!waits) this.#hear(debit.wish, state);
  }

  #askAt(debit: Debit, at: number, question: number): void {
    const { network, instruction } = debit;
    this.surroundings.clock.at(at, async () => {
      if (debit.state !== 'unknown') return;
      this.#heard(debit, await this.line.query(network, instruction.traceId), question);
    });
  }
}
