import assert from 'node:assert/strict';
import { Activity } from '../../../kernel/activity';
import { VirtualClock } from '../../../kernel/clock';
import { FaultPlan } from '../../../kernel/faults';
import { History } from '../../../kernel/history';
import { processMint, Tokens } from '../../../kernel/keys';
import { Random } from '../../../kernel/random';
import { incoming } from '../../../network/message';
import { Network } from '../../../network/network';
import type { Party, Reader } from '../../../network/party';
import { type ProviderParts, providerParts } from '../../contract';
import type { Trade } from '../../engine/trade';
import { type JdPay, jdpayWith } from '..';
import { openDocument, seal, sealDocument } from '../container';
import { withSignature } from '../documents';
import type { MerchantKit } from '../enrolment';
import { formText, signText } from '../signature';
import { keyRole } from '../signers';
import { type Elements, type Members, readXml, writeXml } from '../xml';

const SILENT: Reader = { request: () => ({ from: 'provider', kind: 'notice', facts: {} }), answer: () => ({}) };

/** A merchant's server: keeps what it is told and answers as a test wants. */
export class Shop implements Party {
  readonly name = 'shop';
  readonly origins = ['https://shop.example'];
  readonly reader = SILENT;
  readonly heard: Array<{ readonly text: string; readonly at: number; readonly type: string | null }> = [];
  reply: () => Response = () => new Response('ok');

  constructor(readonly now: () => number) {}

  async fetch(request: Request): Promise<Response> {
    const { body, headers } = await incoming(request);
    const text = Buffer.from(body).toString('utf8');
    this.heard.push({ text, at: this.now(), type: headers.get('content-type') });
    return this.reply();
  }
}

/** What came back of a call. */
export interface Reply {
  readonly code: string;
  readonly desc: string;
  /** The inner document as it was received. */
  readonly inner?: string;
  readonly elements: Elements;
  readonly text: string;
  readonly response: Response;
}

/** JD Pay alone with one merchant and its server, for tests. */
export interface Bench {
  readonly provider: JdPay;
  readonly network: Network;
  readonly clock: VirtualClock;
  readonly history: History;
  readonly faults: FaultPlan;
  readonly shop: Shop;
  readonly kit: MerchantKit;
  readonly other: MerchantKit;
  /** Errors that nobody foresaw. */
  readonly troubles: readonly unknown[];
  /** Calls a service as the merchant; `inner` replaces the inner document, `outer` the body. */
  call(service: string, members: Members, more?: CallWish): Promise<Reply>;
  /** Posts a form as a payer's browser. */
  post(members: Members, more?: FormWish): Promise<Response>;
  get(url: string): Promise<Response>;
  /** Opens what the merchant's server was told. */
  told(index?: number): { readonly inner: string; readonly elements: Elements };
}

export interface CallWish {
  readonly inner?: (text: string, sign: (text: string) => string) => string;
  readonly outer?: (body: string) => string;
  readonly kit?: MerchantKit;
}

export interface FormWish {
  readonly fields?: (fields: Record<string, string>) => Record<string, string>;
  readonly host?: string;
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

export interface BenchWish {
  /** Other answers to the open questions of the profile. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly parts?: Partial<ProviderParts>;
}

const same = (text: string) => text;
const unchanged = (fields: Record<string, string>) => fields;

const privateKeyOf = async (kit: MerchantKit) => (await processMint.rsa(keyRole(kit.account.owner), 1024)).privateKey;

/** Reads an answer, sealed or not. */
export async function readReply(response: Response, kit: MerchantKit): Promise<Reply> {
  const text = await response.text();
  const outer = readXml(text) ?? {};
  const { code, desc } = (outer['result'] ?? {}) as Record<string, string>;
  const encrypt = outer['encrypt'];
  const inner = typeof encrypt === 'string' ? openDocument(kit.account.desKey, encrypt) : undefined;
  const elements = (inner === undefined ? undefined : readXml(inner)) ?? {};
  return { code: code ?? '', desc: desc ?? '', inner, elements, text, response };
}

/** Opens a bench with its own clock, books and history. */
export async function openBench({ settings = {}, parts = {} }: BenchWish = {}): Promise<Bench> {
  const activity = new Activity();
  const clock = new VirtualClock(Date.parse('2026-11-24T09:00:00+08:00'), activity);
  const history = new History(() => clock.now());
  const faults = new FaultPlan();
  const network = new Network(clock, history, faults, activity, async (party, request) => party.fetch(request));
  const troubles: unknown[] = [];
  const written = new Map<string, Trade>();
  const provider = await jdpayWith(settings)(
    {
      clock,
      history,
      random: new Random('jdpay-bench'),
      keys: processMint,
      tokens: new Tokens('jdpay-bench'),
      people: ['li-na', 'wang-wei'],
      send: (request, reader) => network.send(request, { from: 'jdpay', reader }),
      pageOrigin: (origin) => origin,
      report: (error) => void troubles.push(error),
      memory: {
        keepTrades: Number.POSITIVE_INFINITY,
        kept: (trade) => void written.set(trade.tradeNo, trade),
        written: () => written.values(),
      },
    },
    { ...providerParts, ...parts },
  );
  const shop = new Shop(() => clock.now());
  network.register(provider);
  network.register(shop);
  const [kit, other] = await Promise.all(
    ['tea', 'book'].map((owner) =>
      provider.enrolDirect({ owner: `merchant:${owner}`, name: `${owner}店`, domains: [] }),
    ),
  );
  assert.ok(kit && other);

  const send = (url: string, init: RequestInit) => network.receive(provider, new Request(url, init));
  const call: Bench['call'] = async (service, members, { inner = same, outer = same, kit: by = kit } = {}) => {
    const key = await privateKeyOf(by);
    const { merchant, desKey } = by.account;
    const text = writeXml({ version: 'V2.0', merchant, ...members });
    const document = inner(withSignature(text, signText(text, key)), (changed) => signText(changed, key));
    const body = writeXml({ version: 'V2.0', merchant, encrypt: sealDocument(desKey, document) });
    const url = `https://paygate.jd.com${service.startsWith('/') ? service : `/service/${service}`}`;
    const headers = { 'content-type': 'application/xml' };
    return readReply(await send(url, { method: 'POST', headers, body: outer(body) }), by);
  };
  const post: Bench['post'] = async (
    members,
    { fields = unchanged, host = 'h5pay.jd.com', headers = {}, path = '/jdpay/saveOrder' } = {},
  ) => {
    const { merchant, desKey } = kit.account;
    const all: Record<string, string> = { version: 'V2.0', merchant, ...members };
    const sign = signText(formText(all), await privateKeyOf(kit));
    const sealed = Object.entries(all).map(([name, value]) => [
      name,
      name === 'version' || name === 'merchant' ? value : seal(desKey, value),
    ]);
    const body = new URLSearchParams(fields({ ...Object.fromEntries(sealed), sign })).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return send(`https://${host}${path}`, { method: 'POST', headers: { ...type, ...headers }, body });
  };
  return {
    provider,
    network,
    clock,
    history,
    faults,
    shop,
    kit,
    other,
    troubles,
    call,
    post,
    get: (url) => send(url, {}),
    told(index = -1) {
      const outer = readXml(shop.heard.at(index)?.text ?? '');
      const inner = openDocument(kit.account.desKey, String(outer?.['encrypt'])) ?? '';
      return { inner, elements: readXml(inner) ?? {} };
    },
  };
}

/** An order as the unified service takes it. */
export const ORDER: Members = {
  tradeNum: 'HARNESS0001',
  tradeName: '一壶龙井',
  tradeTime: '20261124090000',
  amount: '12850',
  orderType: '0',
  currency: 'CNY',
  notifyUrl: 'https://shop.example/notify',
};

/** The same as a form has it. */
export const FORM: Members = { ...ORDER, callbackUrl: 'https://shop.example/back' };

export const REFUND: Members = {
  tradeNum: 'HARNESS0001R1',
  oTradeNum: 'HARNESS0001',
  amount: '2850',
  currency: 'CNY',
  notifyUrl: 'https://shop.example/refunds',
};

/** How a payment stands. */
export const stateOf = async ({ call }: Bench, tradeNum = 'HARNESS0001'): Promise<unknown> =>
  (await call('query', { tradeNum, tradeType: '0' })).elements['status'];

/** A payer pays an order at the wallet; everything that is due happens. */
export async function pay(bench: Bench, tradeNum = 'HARNESS0001', payer = 'li-na'): Promise<void> {
  const trade = bench.provider.book.byOutTradeNo(bench.kit.account.merchant, tradeNum);
  assert.equal(await bench.provider.pay(trade?.credential ?? '', payer, 'paid'), undefined);
  await bench.clock.settle();
}

/** An order that is taken and paid. */
export async function paidOrder(wish: BenchWish = {}): Promise<Bench> {
  const bench = await openBench(wish);
  assert.equal((await bench.call('uniorder', ORDER)).code, '000000');
  await pay(bench);
  return bench;
}
