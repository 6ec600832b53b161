import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Activity } from '../../../kernel/activity';
import { VirtualClock } from '../../../kernel/clock';
import { History } from '../../../kernel/history';
import { processMint, Tokens } from '../../../kernel/keys';
import { Random } from '../../../kernel/random';
import type { Millis } from '../../../kernel/time';
import { type ProviderContext, type ProviderParts, providerParts } from '../../contract';
import type { Trade } from '../../engine/trade';
import type { MerchantKit } from '../enrolment';
import type { SimProvider } from '../provider';
import { checkSignature, NOTICE, type Stamp, signedHeaders, stampNow } from '../wire';

export const START: Millis = Date.parse('2026-11-24T09:00:00+08:00');
export const NOTIFY = 'https://shop.example/notify';

/** What came back, read. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** What a raw call leaves out or does otherwise than the profile says. */
export interface Oddity {
  readonly key?: string;
  readonly appId?: string;
  readonly privateKey?: KeyObject;
  readonly stamp?: Stamp;
  /** Signed instead of what is sent. */
  readonly signed?: { readonly target?: string; readonly body?: string };
  readonly unsigned?: true;
}

/** A merchant's server that signs by hand. */
export class RawClient {
  readonly #key: KeyObject;

  constructor(
    readonly provider: SimProvider,
    readonly kit: MerchantKit,
  ) {
    this.#key = createPrivateKey(kit.privateKey);
  }

  get payee(): string {
    return this.kit.payees[0]?.account ?? '';
  }

  request(verb: string, target: string, text: string, oddity: Oddity = {}): Request {
    const { key = this.kit.key, appId = this.kit.appId, privateKey = this.#key, signed, unsigned } = oddity;
    const stamp = oddity.stamp ?? stampNow(key);
    const subject = { verb, target: signed?.target ?? target };
    const headers = signedHeaders(subject, stamp, signed?.body ?? text, privateKey);
    return new Request(`${this.provider.desk.apiOrigin}${target}`, {
      method: verb,
      headers: { 'X-Sim-App': appId, 'Content-Type': 'application/json', ...(unsigned ? {} : headers) },
      ...(verb === 'GET' ? {} : { body: text }),
    });
  }

  async send(request: Request): Promise<Reply> {
    const response = await this.provider.fetch(request);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  }

  call(verb: string, target: string, body?: unknown, oddity?: Oddity): Promise<Reply> {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    return this.send(this.request(verb, target, text, oddity));
  }

  #payee(): Record<string, string> {
    return { [this.provider.design.words.payee]: this.payee };
  }

  /** An order of ¥128.50 by the first way that the profile has, unless told otherwise. */
  order(outTradeNo: string, more: Record<string, unknown> = {}, oddity?: Oddity): Promise<Reply> {
    const present = this.provider.design.presents[0]?.present;
    const usual = { outTradeNo, amount: 12_850, currency: 'CNY', present, summary: '一壶龙井', notifyUrl: NOTIFY };
    return this.call('POST', '/v0/orders', { ...usual, ...this.#payee(), ...more }, oddity);
  }

  query(outTradeNo: string): Promise<Reply> {
    return this.call('GET', `/v0/orders/${outTradeNo}?${new URLSearchParams(this.#payee())}`);
  }

  close(outTradeNo: string): Promise<Reply> {
    return this.call('POST', `/v0/orders/${outTradeNo}/close`, this.#payee());
  }

  refund(outTradeNo: string, outRefundNo: string, amount: number, more: Record<string, unknown> = {}): Promise<Reply> {
    const usual = { outTradeNo, outRefundNo, amount, currency: 'CNY' };
    return this.call('POST', '/v0/refunds', { ...usual, ...this.#payee(), ...more });
  }

  queryRefund(outRefundNo: string): Promise<Reply> {
    return this.call('GET', `/v0/refunds/${outRefundNo}?${new URLSearchParams(this.#payee())}`);
  }
}

/** A notice that the merchant got. */
export interface Heard {
  readonly at: Millis;
  readonly body: Record<string, unknown>;
  readonly signature: string;
  readonly label: string | null;
}

/** One provider of the ground alone, with a merchant that signs by hand and one that hears notices. */
export interface SimBench<P extends SimProvider> {
  readonly provider: P;
  readonly clock: VirtualClock;
  readonly history: History;
  readonly client: RawClient;
  readonly other: RawClient;
  readonly notices: Heard[];
  readonly troubles: unknown[];
  /** What the merchant answers to notices. */
  answer: () => Response;
  trade(outTradeNo: string): Trade | undefined;
  /** A payer pays an order, as on the wallet's page. */
  pay(outTradeNo: string, person?: string): Promise<string | undefined>;
}

/** Opens a provider with a virtual clock and two merchants. */
export async function openSimBench<P extends SimProvider>(
  open: (context: ProviderContext, parts: ProviderParts) => Promise<P>,
  { start = START, people = ['li-na', 'wang-wei', 'zhao-min', 'sun-li'], parts = providerParts } = {},
): Promise<SimBench<P>> {
  const clock = new VirtualClock(start, new Activity());
  const history = new History(() => clock.now());
  const notices: Heard[] = [];
  const troubles: unknown[] = [];
  const written = new Map<string, Trade>();
  const context: ProviderContext = {
    clock,
    history,
    random: new Random('sim-bench'),
    keys: processMint,
    tokens: new Tokens('sim-bench'),
    people,
    send: async (request) => {
      const text = await request.text();
      const { headers } = request;
      const keyNamed = (key: string) => provider.signers.publicKey(key);
      const signature = checkSignature(headers, NOTICE, Buffer.from(text), keyNamed);
      notices.push({ at: clock.now(), body: JSON.parse(text), signature, label: headers.get('x-sim-profile') });
      return bench.answer();
    },
    pageOrigin: (origin) => origin,
    report: (error) => void troubles.push(error),
    memory: {
      keepTrades: 1_000,
      kept: (trade) => void written.set(trade.tradeNo, trade),
      written: () => written.values(),
    },
  };
  const provider = await open(context, parts);
  const enrol = async (owner: string) =>
    new RawClient(provider, await provider.enrolDirect({ owner: `merchant:${owner}`, name: owner, domains: [] }));
  const bench: SimBench<P> = {
    provider,
    clock,
    history,
    client: await enrol('tea-house'),
    other: await enrol('book-shop'),
    notices,
    troubles,
    answer: () => Response.json({ code: 'SUCCESS' }),
    trade: (outTradeNo) => provider.book.byOutTradeNo(bench.client.payee, outTradeNo),
    pay: (outTradeNo, person = 'li-na') => provider.pay(bench.trade(outTradeNo)?.credential ?? '', person, 'paid'),
  };
  return bench;
}
