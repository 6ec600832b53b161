import type { MemberOrder, MemberPort } from '../codes/member/port';
import { outsideAccount, outsidePayeeName } from '../codes/outside-payer';
import { type Fen, fen } from '../kernel/money';
import type { Random } from '../kernel/random';
import { HOUR_MS } from '../kernel/time';
import type { Provider } from '../providers/contract';
import { CROSS_SCAN, NO_CALLER, STATIC_CODE } from '../providers/engine/book';
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

interface Placing {
  readonly payee: string;
  readonly amountFen: Fen;
  readonly ref: string;
  readonly product: string;
  readonly description: string;
}

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
  const named = (account: string) => outsideAccount(account) ?? `${PAYER}${token(account.slice(PAYER.length))}`;

  /** An order that no merchant's request came before: of a printed code, or of the wallet's own user for another scheme. */
  const open = (wish: Placing): Trade | undefined => {
    const { payee, amountFen, ref, product, description } = wish;
    const at = clock.now();
    const [credentialUntil, payBy] = [at + HOUR_MS, at + HOUR_MS];
    const content = { outTradeNo: ref, payee, caller: NO_CALLER, product, amountFen, description };
    const tradeNo = numbers.digits(28);
    const order = { type: 'order', content, tradeNo, credential: `xscan-${ref}`, credentialUntil, payBy, at } as const;
    const outcome = book.apply(undefined, order);
    return outcome.ok ? outcome.trade : undefined;
  };

  return {
    member: provider.name,
    name: provider.profile.name,
    people,
    namesOf,
    orderOf: (code) => orderOf(book.byCredential(code)),
    orderNumbered: (number) => orderOf(book.byTradeNo(number)),
    place({ payee, amountFen, ref }) {
      const trade = open({ payee, amountFen, ref, product: STATIC_CODE, description: '扫码付款' });
      return orderOf(trade);
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
    async take({ payer, scheme, merchantName, amountFen, ref, way }) {
      const payee = outsidePayeeName({ scheme, name: merchantName });
      const product = way === 'printed' ? STATIC_CODE : (productAt(provider.profile, way) ?? CROSS_SCAN);
      const trade = open({ payee, amountFen, ref, product, description: merchantName });
      if (!trade) return { state: 'refused', number: ref, why: 'refused' };
      const outcome = await book.pay(trade, { type: 'pay', payer, at: clock.now() });
      const number = trade.tradeNo;
      if (outcome.ok) return { state: 'there', number };
      if (outcome.refusal === 'outcome-unknown') return { state: 'unknown', number };
      return { state: 'refused', number, why: outcome.refusal };
    },
    taken(number) {
      const status = book.byTradeNo(number)?.status;
      if (status === 'paid') return { state: 'there', number };
      const waits = status === 'open' || status === 'prepared';
      return waits ? { state: 'unknown', number } : { state: 'refused', number, why: 'refused' };
    },
    giveBack(number, refundNo, amountFen) {
      const trade = book.byTradeNo(number);
      const back = { outRefundNo: refundNo, refundNo: `B${numbers.digits(27)}`, amountFen };
      const outcome = book.apply(trade, { type: 'refund', ...back, at: clock.now() });
      return outcome.ok;
    },
    untake(number) {
      const trade = book.byTradeNo(number);
      if (trade) book.apply(trade, { type: trade.status === 'paid' ? 'reverse' : 'close', at: clock.now() });
    },
    move({ kind, from, to, amountFen, ref }) {
      ledger.post({ from, to, amountFen, reason: kind, ref });
      const facts = { from: named(from), to: named(to), amountFen, ref };
      history.append({ type: 'ledger', by: provider.name, kind, facts });
    },
  };
}
