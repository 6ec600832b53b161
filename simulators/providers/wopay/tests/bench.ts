import { createHash } from 'node:crypto';
import { Activity } from '../../../kernel/activity';
import { VirtualClock } from '../../../kernel/clock';
import { FaultPlan } from '../../../kernel/faults';
import { History } from '../../../kernel/history';
import { processMint, Tokens } from '../../../kernel/keys';
import { Random } from '../../../kernel/random';
import { incoming, outgoing } from '../../../network/message';
import { Network } from '../../../network/network';
import type { Party, Reader } from '../../../network/party';
import { type ProviderParts, providerParts } from '../../contract';
import { type Wopay, wopayWith } from '..';
import { PATHS } from '../gate';
import type { Merchant } from '../register';

const SILENT: Reader = { request: () => ({ from: 'provider', kind: 'notice', facts: {} }), answer: () => ({}) };

export type Values = Readonly<Record<string, string>>;

/** A merchant's server: keeps what it is told and answers as a test wants. */
export class Shop implements Party {
  readonly name = 'shop';
  readonly origins = ['https://shop.example'];
  readonly reader = SILENT;
  readonly heard: Array<{ readonly body: string; readonly values: Values; readonly at: number }> = [];
  reply: () => Response = () => new Response('SUCCESS');

  constructor(readonly now: () => number) {}

  async fetch(request: Request): Promise<Response> {
    const body = Buffer.from((await incoming(request)).body).toString('utf8');
    this.heard.push({ body, values: Object.fromEntries(new URLSearchParams(body)), at: this.now() });
    return this.reply();
  }
}

/** WoPay alone with one merchant and its server. */
export interface Bench {
  readonly provider: Wopay;
  readonly merchant: Merchant;
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly shop: Shop;
  readonly troubles: readonly unknown[];
}

export async function openBench(
  settings: Readonly<Record<string, string>> = {},
  parts: Partial<ProviderParts> = {},
): Promise<Bench> {
  const activity = new Activity();
  const clock = new VirtualClock(Date.parse('2026-11-24T09:00:00+08:00'), activity);
  const history = new History(() => clock.now());
  const transport = async (party: Party, request: Request) => party.fetch(request);
  const network = new Network(clock, history, new FaultPlan(), activity, transport);
  const troubles: unknown[] = [];
  const written = new Map();
  const provider = await wopayWith(settings)(
    {
      clock,
      history,
      random: new Random('wopay-bench'),
      keys: processMint,
      tokens: new Tokens('wopay-bench'),
      people: ['li-na', 'wang-wei'],
      send: (request, reader) => network.send(request, { from: 'wopay', reader }),
      pageOrigin: (origin) => origin,
      report: (error) => void troubles.push(error),
      memory: {
        keepTrades: 10_000,
        kept: (trade) => void written.set(trade.tradeNo, trade),
        written: () => written.values(),
      },
    },
    { ...providerParts, ...parts },
  );
  const shop = new Shop(() => clock.now());
  network.register(provider);
  network.register(shop);
  const merchant = provider.enrolDirect({ owner: 'merchant:direct', name: '直连商户', domains: [] });
  return { provider, merchant, clock, network, shop, troubles };
}

/** The signature of values, written here once more from the sheet (C2). */
export function signMsg(values: Values, key: string): string {
  const text = Object.keys(values)
    .filter((name) => values[name] !== '' && !['hmac', 'signMsg', 'cert'].includes(name))
    .sort()
    .map((name) => `${name}=${values[name]}`);
  return createHash(values['signType'] === 'SHA-1' ? 'sha1' : 'md5')
    .update(`${text.join('|')}|key=${key}`)
    .digest('hex');
}

/** The values of an order of the public example, whole and unsigned. */
export const orderOf = ({ merchant }: Bench, orderNo: string): Values => ({
  interfaceVersion: '1.0.0.0',
  tranType: '20101',
  merNo: merchant.merNo,
  goodsName: '一壶龙井',
  goodsDesc: '',
  orderDate: '20261124',
  orderNo,
  amount: '12850',
  merExtend: '',
  charSet: 'UTF-8',
  tradeMode: '0001',
  reqTime: '20261124090000',
  respMode: '1',
  callbackUrl: 'https://shop.example/back',
  serverCallUrl: 'https://shop.example/notify',
  signType: 'MD5',
});

export const queryOf = ({ merchant }: Bench, orderNo: string): Values => ({
  merNo: merchant.merNo,
  orderDate: '20261124',
  orderNo,
  charSet: 'UTF-8',
  signType: 'MD5',
});

/** Signs values as they stand. */
export const signed = ({ merchant }: Bench, values: Values, key = merchant.keys.at(-1) ?? ''): Values => ({
  ...values,
  signMsg: signMsg(values, key),
});

/** What came back: a page or lines. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly values: Values;
}

export async function sendRaw(bench: Bench, path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Reply> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = new Request(`https://epay.10010.com${path}`, { method: 'POST', body, headers });
  const response = await bench.network.receive(bench.provider, request);
  const text = Buffer.from((await outgoing(response)).body).toString('utf8');
  const lines = text.split(/\r?\n/).filter((line) => line.includes('='));
  const values = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  return { status: response.status, text, headers: response.headers, values };
}

/** Sends values to one of the gateway's addresses. */
export const send = (bench: Bench, call: keyof typeof PATHS, values: Values): Promise<Reply> =>
  sendRaw(bench, `${PATHS[call]}?reqCharSet=UTF-8`, new URLSearchParams(values).toString());

/** A browser brings a signed order. */
export const order = (bench: Bench, orderNo: string, change: Values = {}): Promise<Reply> =>
  send(bench, 'order', signed(bench, { ...orderOf(bench, orderNo), ...change }));

/** Asks how an order stands. */
export const ask = (bench: Bench, orderNo: string, change: Values = {}): Promise<Reply> =>
  send(bench, 'query', signed(bench, { ...queryOf(bench, orderNo), ...change }));

/** The session to which a browser was led. */
export const sessionOf = ({ headers }: Reply): string => headers.get('location')?.split('code=')[1] ?? '';

/** An order that its payer has paid, and WoPay's number of the payment. */
export async function paidOrder(bench: Bench, orderNo: string, change: Values = {}): Promise<string> {
  await bench.provider.pay(sessionOf(await order(bench, orderNo, change)), 'li-na', 'paid');
  await bench.clock.settle();
  return bench.provider.book.byOutTradeNo(bench.merchant.merNo, orderNo)?.tradeNo ?? '';
}

/** Asks for a refund. */
export const refund = (bench: Bench, orderNo: string, refundReqJournl: string, amount: string, more: Values) =>
  send(
    bench,
    'refund',
    signed(bench, {
      refundReqJournl,
      merNo: bench.merchant.merNo,
      orderNo,
      orderDate: '20261124',
      merReqTime: '20261124100000',
      amount,
      reason: '退款',
      signType: 'MD5',
      ...more,
    }),
  );

/** Everything that a refused request must leave as it was. */
export function stateOf({ provider, clock }: Bench): string {
  const balances = [...provider.ledger.balances()].map(([account, sum]) => `${account}=${sum}`);
  return JSON.stringify([clock.now(), provider.book.trades(), balances]);
}
