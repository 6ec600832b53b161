import type { MemberOrder, MemberPort } from '../codes/member/port';
import { type Fen, fen } from '../kernel/money';
import type { Random } from '../kernel/random';
import { HOUR_MS } from '../kernel/time';
import type { Provider } from '../providers/contract';
import type { Trade } from '../providers/engine/trade';
import { productAt } from '../providers/profile';

/** How a provider becomes a member of the switch. */
export interface MemberSettings {
  readonly provider: Provider;
  readonly people: readonly string[];
  readonly random: Random;
  /** The names of a payee, the one to show first. */
  readonly namesOf: (payee: string) => readonly string[];
  /** Names a person in the history without telling who it is. */
  readonly token: (person: string) => string;
}

const PAYER = 'payer:';

/** A provider's own books and codes as a member of the switch uses them; its wires stay as they are. */
export function memberPort({ provider, people, random, namesOf, token }: MemberSettings): MemberPort {
  const { book, ledger } = provider;
  const { clock, history } = book.settings;
  const numbers = random.stream(`xscan/${provider.name}`);

  const orderOf = (trade: Trade | undefined): MemberOrder | undefined => {
    if (!trade) return undefined;
    const { tradeNo, payee, amountFen, description, status, payBy, credentialUntil } = trade;
    const waits = status === 'open' || status === 'prepared';
    const live = waits && clock.now() <= Math.min(payBy, credentialUntil);
    return { number: tradeNo, payee, amountFen, description, live };
  };
  /** Accounts of the wallet's users are told as tokens, those of other schemes by name. */
  const named = (account: string) =>
    account.startsWith(PAYER) ? `${PAYER}${token(account.slice(PAYER.length))}` : account;

  return {
    member: provider.name,
    name: provider.profile.name,
    people,
    namesOf,
    orderOf: (code) => orderOf(book.byCredential(code)),
    orderNumbered: (number) => orderOf(book.byTradeNo(number)),
    place({ payee, amountFen, ref }) {
      const at = clock.now();
      const outcome = book.apply(undefined, {
        type: 'order',
        content: {
          outTradeNo: ref,
          payee,
          caller: 'printed-code',
          product: productAt(provider.profile, 'qr') ?? 'printed-code',
          amountFen,
          description: '扫码付款',
        },
        tradeNo: numbers.digits(28),
        credential: `printed-${ref}`,
        credentialUntil: at + HOUR_MS,
        payBy: at + HOUR_MS,
        at,
      });
      return outcome.ok ? orderOf(outcome.trade) : undefined;
    },
    async pay(number, payer) {
      const trade = book.byTradeNo(number);
      return trade ? provider.pay(trade.credential, payer, 'paid') : 'no-such-trade';
    },
    undo(number) {
      const trade = book.byTradeNo(number);
      if (trade?.status === 'paid') book.apply(trade, { type: 'reverse', at: clock.now() });
    },
    onReturned(listener) {
      ledger.watch(({ to, reason, ref, amountFen }) => {
        if (reason !== 'refund' && reason !== 'reversal') return;
        if (to.startsWith(PAYER)) listener(to.slice(PAYER.length), ref, fen(amountFen));
      });
    },
    readCode(code, order) {
      const reading = provider.readCode?.(code, order);
      if (!reading) return { ok: false, why: 'shows-no-codes' };
      if (!reading.ok) return { ok: false, why: reading.refusal };
      const { payer, behaviour } = reading.code;
      return { ok: true, payer, behaviour };
    },
    move({ kind, from, to, amountFen, ref, refund }) {
      ledger.post({ from, to, amountFen: amountFen as Fen, reason: kind, ref: refund ?? ref });
      const facts = { from: named(from), to: named(to), amountFen, ref, ...(refund === undefined ? {} : { refund }) };
      history.append({ type: 'ledger', by: provider.name, kind, facts });
    },
  };
}
