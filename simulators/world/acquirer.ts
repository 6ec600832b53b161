import type { CloseResult, PaymentProtocol, QueryResult, Refused, StartRequest } from '../checkout/protocols/protocol';
import type { MemberDesk } from '../codes/member/desk';
import type { Acquirer, TillOrder, TillWord } from '../codes/till';
import { fen } from '../kernel/money';
import { HOUR_MS } from '../kernel/time';
import type { Provider } from '../providers/contract';
import { productAt } from '../providers/profile';

/** What a merchant's till needs to charge by one scheme. */
export interface AcquirerSettings {
  readonly provider: Provider;
  /** The platform's client for the scheme, which acts for its merchants. */
  readonly protocol: PaymentProtocol;
  /** The merchant's own account there. */
  readonly payeeOf: (merchant: string) => string;
  readonly desk: MemberDesk;
  readonly notifyUrl: string;
  readonly now: () => number;
}

const refused = (why: string): TillWord => ({ kind: 'refused', why });

/** The till's own network address, as documents use it for examples. */
const TILL_IP = '203.0.113.9';

function wordOf(result: QueryResult | Refused): TillWord {
  switch (result.kind) {
    case 'paid':
    case 'unanswered':
      return { kind: result.kind };
    case 'open':
      return { kind: 'asks' };
    case 'refused':
      return refused(result.code);
    case 'closed':
    case 'absent':
      return refused(result.kind);
  }
}

/** Charges by a scheme's own public protocol; across the switch the order is the scheme's too, so that it tells its merchant. */
export function acquirer({ provider, protocol, payeeOf, desk, notifyUrl, now }: AcquirerSettings): Acquirer {
  const [shown, read] = [productAt(provider.profile, 'qr'), productAt(provider.profile, 'payerCode')];
  /** When each order was first asked for; a repetition repeats it. */
  const numbered = new Map<string, number>();
  const reference = ({ number, merchant }: TillOrder) => {
    const numberedAt = numbered.get(number) ?? now();
    numbered.set(number, numberedAt);
    return { attemptNo: number, payee: payeeOf(merchant), numberedAt, payBy: numberedAt + HOUR_MS };
  };
  const requestOf = (order: TillOrder, product: string): StartRequest => ({
    ...reference(order),
    product,
    amountFen: fen(order.amountFen),
    description: order.description,
    notifyUrl,
    returnUrl: new URL(notifyUrl).origin,
    payerIp: TILL_IP,
    now: now(),
  });
  return {
    async charge(order, code) {
      if (!protocol.charge || read === undefined) return refused('no-payer-codes');
      return wordOf(await protocol.charge({ ...requestOf(order, read), payerCode: code }));
    },
    async chargeAcross(order, wallet, code) {
      if (shown === undefined) return refused('no-order-codes');
      const started = await protocol.start(requestOf(order, shown));
      if (started.kind !== 'ready') return started.kind === 'refused' ? refused(started.code) : { kind: 'unanswered' };
      const { handOff } = started;
      const placed = handOff.type === 'qr' ? desk.settings.port.orderOf(handOff.content) : undefined;
      if (!placed) return refused('no-order-codes');
      const word = await desk.scheme.charge(placed, wallet, code);
      if (word.state === 'FAILED') return refused(word.why);
      return { kind: word.state === 'PAID' ? 'paid' : 'asks' };
    },
    async query(order) {
      return wordOf(await protocol.query(reference(order)));
    },
    async undo(order) {
      const closed: CloseResult = protocol.undo
        ? await protocol.undo(reference(order))
        : await protocol.close(reference(order));
      return closed.kind === 'closed';
    },
  };
}
