import type { Facts, HistoryEvent } from '../../simulators/kernel/history';
import type { ClearingOrder } from './clearing-room';

type Sums = ReadonlyMap<string, number>;

const plus = (sums: Sums, key: string, fen: number): Sums => new Map(sums).set(key, (sums.get(key) ?? 0) + fen);

/**
 * What each wallet may pay at each clearing institution, reckoned from what was declared, from what arrived for it, and
 * from the answers to its orders; it shares nothing with the institution's own quota.
 */
export class Quotas {
  constructor(
    readonly mapped: Sums = new Map(),
    readonly received: Sums = new Map(),
    /** What was taken to be paid, by trace, and where. */
    readonly paid: ReadonlyMap<string, { readonly key: string; readonly fen: number }> = new Map(),
  ) {}

  /** The quotas after an event that is no order's answer. */
  after({ type, kind, by, facts }: HistoryEvent): Quotas {
    if (type === 'declared' && kind === 'clearing') return this.#declared(facts);
    if (type === 'declared' && kind === 'quota') {
      const key = `${String(facts['network'])} ${String(facts['wallet'])}`;
      const mapped = new Map(this.mapped).set(key, Number(facts['mappedFen'] ?? 0));
      return new Quotas(mapped, this.received, this.paid);
    }
    const traceId = String(facts['traceId']);
    if (kind === 'transfer.booked') {
      const key = `${by} ${String(facts['payeeInstitution'])}`;
      return new Quotas(this.mapped, plus(this.received, key, Number(facts['amountFen'])), this.paid);
    }
    if (kind !== 'transfer.state' || facts['state'] !== 'failed' || !this.paid.has(traceId)) return this;
    const paid = new Map(this.paid);
    paid.delete(traceId);
    return new Quotas(this.mapped, this.received, paid);
  }

  /** An order to pay was taken; the same order again is the same payment. */
  take({ network, asker, traceId, amountFen }: ClearingOrder): Quotas {
    const paid = new Map(this.paid).set(traceId, { key: `${network} ${asker}`, fen: amountFen });
    return new Quotas(this.mapped, this.received, paid);
  }

  /** mapped + received − paid, in fen. */
  available(network: string, wallet: string): number {
    const key = `${network} ${wallet}`;
    const out = [...this.paid.values()].reduce((sum, entry) => (entry.key === key ? sum + entry.fen : sum), 0);
    return (this.mapped.get(key) ?? 0) + (this.received.get(key) ?? 0) - out;
  }

  #declared({ members }: Facts): Quotas {
    const entries = (Array.isArray(members) ? (members as readonly Facts[]) : []).flatMap(({ id, networks }) =>
      Object.entries((networks ?? {}) as Facts).map(([network, period]): [string, number] => [
        `${network} ${String(id)}`,
        Number((period as Facts)['mappedFen'] ?? 0),
      ]),
    );
    return new Quotas(new Map(entries), this.received, this.paid);
  }
}
