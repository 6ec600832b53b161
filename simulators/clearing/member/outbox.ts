import { type Fen, fen } from '../../kernel/money';
import type { MoneyBack } from '../../market/funding';
import { gapAfter } from '../profile';
import type { AccountRef, Instruction, MerchantRef } from '../wire/instruction';
import type { Debit, Sending } from './journal';
import type { Reading } from './line';
import type { Member } from './member';

/** A merchant of another wallet, who is to be paid there. */
export interface MerchantElsewhere {
  readonly account: AccountRef;
  readonly merchant: Omit<MerchantRef, 'amountFen'>;
}

/** Filling and emptying an account at a wallet is a business of its own: MCC 6540, stored value. */
const STORED_VALUE = '6540';

const AGAIN = new Set(['asked', 'presumed-success', 'presumed-failure']);

/**
 * A wallet's money on its way out: what goes back to a payer, what a merchant is paid out, what a payer pays to a merchant
 * of another wallet. Each is asked for again under the same trace until it has arrived, or was refused for good.
 */
export class Outbox {
  #payouts = 0;

  constructor(readonly member: Member) {}

  /** Sends money of a debit back to the account that it was taken from, or to another that was named for it. */
  giveBack({ instruction, network, wish }: Debit, { ref, tradeNo, amountFen, why, elsewhere }: MoneyBack): void {
    const { orders, directory } = this.member;
    if (this.member.journal.sendings.has(ref)) return;
    const index = wish.parts.findIndex((part) => part.tradeNo === tradeNo);
    const merchants = why === 'unsold' ? instruction.merchants : [partOf(instruction, index, amountFen)];
    const payer = this.member.accountOf(wish.payer);
    if (elsewhere === undefined) {
      this.#send(ref, {
        instruction: orders.back(ref, instruction, merchants, amountFen),
        network,
        account: payer,
        why,
      });
      return;
    }
    const part = wish.parts[Math.max(0, index)];
    const named =
      elsewhere.to === 'payer'
        ? directory.otherAccountOf(wish.payer)
        : directory.merchant(part?.owner ?? '')?.settlesAt;
    const merchant = partOf(instruction, index, amountFen);
    if (named) this.#push(ref, instruction.payee, named, merchant, { account: elsewhere.account, why });
  }

  /** Pays a merchant out to its account at a bank; false where its account here does not hold so much. */
  payOut(payee: string, owner: string, amountFen: Fen): boolean {
    const { directory, orders } = this.member;
    const entry = directory.merchant(owner);
    if (!entry || this.member.heldFen(owner, `payee:${payee}`) < BigInt(amountFen)) return false;
    this.#payouts += 1;
    const ref = `payout-${payee}-${this.#payouts}`;
    const merchant = orders.merchantRef({ tradeNo: '', orderNo: ref, payee, owner, amountFen });
    const from = orders.merchantAccount(payee, owner);
    return this.#push(ref, from, entry.settlesAt, merchant, { account: owner, why: 'payout' });
  }

  /** Sends what a holder has taken out of the balance to the account behind the own card. */
  withdraw(person: string, account: string, amountFen: Fen): void {
    const { wallet, directory } = this.member;
    const to = directory.cardOf(person);
    this.#payouts += 1;
    const ref = `withdrawal-${person}-${this.#payouts}`;
    const from = { institution: wallet, account: `user-${person}`, name: person };
    const merchant = { orderNo: ref, name: wallet, code: wallet, category: STORED_VALUE, amountFen };
    if (to) this.#push(ref, from, to, merchant, { account, why: 'withdrawal' });
  }

  /** Pays a merchant of another wallet from what a person holds here; false where it is not enough, or no network leads there. */
  payElsewhere(person: string, to: MerchantElsewhere, amountFen: Fen): boolean {
    if (this.member.heldFen(this.member.accountOf(person), `payer:${person}`) < BigInt(amountFen)) return false;
    const from = { institution: this.member.wallet, account: `user-${person}`, name: person };
    const merchant = { ...to.merchant, amountFen };
    const account = this.member.accountOf(person);
    return this.#push(`sent-${merchant.orderNo}`, from, to.account, merchant, { account, why: 'payment' });
  }

  #push(
    ref: string,
    from: AccountRef,
    to: AccountRef,
    merchant: MerchantRef,
    whose: Pick<Sending, 'account' | 'why'>,
  ): boolean {
    const network = this.member.line.route(to.institution, merchant.orderNo);
    if (network === undefined) return false;
    this.#send(ref, { instruction: this.member.orders.push(ref, from, to, merchant), network, ...whose });
    return true;
  }

  #send(ref: string, wish: Omit<Sending, 'state' | 'attempts'>): void {
    const sending: Sending = { ...wish, state: 'under-way', attempts: 0 };
    this.member.journal.sendings.set(ref, sending);
    this.#note('funds.out', sending);
    this.#tryAt(sending, this.member.surroundings.clock.now());
  }

  #tryAt(sending: Sending, at: number): void {
    const { clock } = this.member.surroundings;
    clock.at(at, async () => {
      this.#heard(sending, await this.member.line.instruct(sending.network, sending.instruction));
    });
  }

  #heard(sending: Sending, said: Reading): void {
    const { clock, profile } = this.member.surroundings;
    // A quota fills again; everything else that was refused stays refused.
    const later = said === 'silence' || AGAIN.has(said.state) || said.code === 'insufficient-quota';
    if (later) {
      const gap = gapAfter(profile.memberAskGaps.value, sending.attempts);
      sending.attempts += 1;
      this.#tryAt(sending, clock.now() + gap);
      return;
    }
    sending.state = said.state === 'succeeded' ? 'arrived' : 'back';
    this.#note(sending.state === 'arrived' ? 'funds.arrived' : 'funds.back', sending);
  }

  #note(kind: string, { instruction, account, why }: Sending): void {
    const { traceId, amountFen, merchants, original } = instruction;
    this.member.note(kind, merchants[0]?.orderNo, { traceId, original, account, amountFen, why });
  }
}

/** The merchant whose part of a debit goes back, with how much of it does. */
function partOf({ merchants }: Instruction, index: number, amountFen: Fen): MerchantRef {
  const merchant = merchants[Math.max(0, index)];
  if (!merchant) throw new Error('a debit names no merchant');
  return { ...merchant, amountFen: fen(amountFen) };
}
