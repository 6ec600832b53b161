import { parse } from 'node-html-parser';
import { fenFromYuan } from '../../simulators/kernel/money';
import type { World } from '../../simulators/world/world';
import { HttpDriver, type Reply } from './http';
import { type NamesOnPage, providerOnPage } from './pages';
import { type PlacedOrder, Prerequisite, type Setting } from './platform';

/** What the page of a payer's record says. */
export function readRecord({ status, text }: Pick<Reply, 'status' | 'text'>, names: NamesOnPage) {
  if (status === 404) return { found: false } as const;
  const root = parse(text);
  const fact = (name: string) => root.querySelector(`[data-fact=${name}]`)?.text.trim() ?? '';
  const fen = (yuan: string) => fenFromYuan(/¥([\d.]+)/.exec(yuan)?.[1] ?? '');
  const refunds = root.querySelectorAll('[data-refund]').map((item) => fen(item.text));
  return {
    found: true,
    number: fact('order'),
    amountFen: fen(fact('amount')),
    provider: providerOnPage(names, fact('provider')),
    route: fact('route') !== '',
    tradeNo: fact('trade'),
    refundedFen: refunds.reduce((sum: number, amount) => sum + amount, 0),
  } as const;
}

/** Drives the books of the platform under test through its contract and its pages, and records what they say. */
export class BooksDriver {
  readonly #operator: HttpDriver;
  readonly #merchant: HttpDriver;
  readonly #payer: HttpDriver;

  constructor(
    readonly world: World,
    readonly names: NamesOnPage,
  ) {
    const { network, checkout } = world;
    this.#operator = new HttpDriver(network, 'operator', checkout.reader);
    this.#merchant = new HttpDriver(network, 'merchant', checkout.reader);
    this.#payer = new HttpDriver(network, 'payer', checkout.reader);
  }

  /** Reads the books of a day as an operator. */
  async readDay(day: string): Promise<void> {
    await this.#read(`/api/books/${day}`, 'books.day');
  }

  /** Reads what a merchant is owed for a day, as that merchant. */
  async readSettlement(merchant: string, day: string): Promise<void> {
    const key = this.world.merchantKeys[merchant] ?? '';
    const reply = await this.#merchant.json('GET', this.#url(`/api/settlement/${day}`), key);
    if (reply.status !== 200)
      throw new Prerequisite(`the platform to tell ${merchant} what it is owed`, `it answered ${reply.status}`);
    const facts = JSON.parse(reply.text);
    this.world.history.append({ type: 'contract', by: 'platform', kind: 'settlement.day', facts });
  }

  /** Reads the register of incidents as an operator. */
  async readIncidents(): Promise<void> {
    await this.#read('/api/incidents', 'incidents');
  }

  /** An operator reports what was measured of an event. */
  async report(subject: string, measure: string, value: number): Promise<void> {
    const body = { subject, measured: { [measure]: value } };
    const reply = await this.#operator.json('POST', this.#url('/api/incidents'), this.world.operatorKey, body);
    if (reply.status >= 400) throw new Prerequisite('the platform to take the report', `it answered ${reply.status}`);
    const facts = { subject, measure, value };
    this.world.history.append({ type: 'act', by: 'operator', kind: 'event.reported', facts });
  }

  /** Opens the record of an order as its payer and records what the page shows. */
  async openRecord(order: PlacedOrder, { language }: Setting): Promise<void> {
    const reply = await this.#payer.send('GET', `${order.cashierUrl}/record?lang=${language}`);
    const facts = { language, ...readRecord(reply, this.names) };
    this.world.history.append({ type: 'page', by: 'payer', kind: 'record.shown', order: order.orderNo, facts });
  }

  async #read(path: string, kind: string): Promise<void> {
    const reply = await this.#operator.json('GET', this.#url(path), this.world.operatorKey);
    if (reply.status !== 200) throw new Prerequisite('the platform to show its books', `it answered ${reply.status}`);
    this.world.history.append({ type: 'contract', by: 'platform', kind, facts: JSON.parse(reply.text) });
  }

  #url(path: string): string {
    return `${this.world.market.origin}${path}`;
  }
}
