import { createHmac } from 'node:crypto';
import { Activity } from '../../../kernel/activity';
import { VirtualClock } from '../../../kernel/clock';
import { FaultPlan } from '../../../kernel/faults';
import { History } from '../../../kernel/history';
import { processMint, Tokens } from '../../../kernel/keys';
import { Random } from '../../../kernel/random';
import { incoming, outgoing } from '../../../network/message';
import { Network } from '../../../network/network';
import type { Party, Reader } from '../../../network/party';
import { decodeText } from '../../charset';
import { type ProviderParts, providerParts } from '../../contract';
import { type Hebao, hebaoWith } from '..';
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

/** HeBao alone with one merchant and its server. */
export interface Bench {
  readonly provider: Hebao;
  readonly merchant: Merchant;
  readonly clock: VirtualClock;
  readonly history: History;
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
  const network = new Network(clock, history, new FaultPlan(), activity, async (party, request) =>
    party.fetch(request),
  );
  const troubles: unknown[] = [];
  const written = new Map();
  const provider = await hebaoWith(settings)(
    {
      clock,
      history,
      random: new Random('hebao-bench'),
      keys: processMint,
      tokens: new Tokens('hebao-bench'),
      people: ['li-na', 'wang-wei'],
      send: (request, reader) => network.send(request, { from: 'hebao', reader }),
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
  return { provider, merchant, clock, history, network, shop, troubles };
}

const mac = (key: string, text: string) => createHmac('md5', key).update(text).digest('hex');

/** The signature of a text, written here once more from the sheet (B2). */
export const doubleHmac = (text: string, key: string): string => mac(key, mac('', text));

/** What the web order signs, in its order (sheet B3). */
const ORDER = [
  'characterSet callbackUrl notifyUrl ipAddress merchantId requestId signType type version amount bankAbbr currency',
  'orderDate orderId merAcDate period periodUnit merchantAbbr productDesc productId productName productNum reserved1',
  'reserved2 userToken showUrl couponsFlag',
].flatMap((names) => names.split(' '));
const CODE =
  'characterSet notifyUrl merchantId requestId signType type version amount currency orderDate orderId period periodUnit productName reserved1';
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  DirectPayConfirm: ORDER,
  WAPDirectPayConfirm: ORDER,
  CloudQuickPay: `${CODE} reserved2 userToken couFlag vchFlag cashFlag`.split(' '),
  CloudTxnCancel: 'characterSet merchantId requestId signType type version orequestId oorderDate'.split(' '),
  OrderQuery: 'merchantId requestId signType type version orderId'.split(' '),
  OrderQueryCPS: 'merchantId requestId signType type version orderId'.split(' '),
  OrderQueryByYPOS: 'characterSet merchantId requestId signType type version orderDate orderId'.split(' '),
  OrderRefund: 'merchantId requestId signType type version orderId amount'.split(' '),
  SIMReconQuery: 'merchantId requestId signType type version billDate'.split(' '),
};

let requests = 0;

/** The values of a message of a type, whole and unsigned; what a test changes wins. */
export function valuesOf({ merchant }: Bench, type: string, change: Values = {}): Values {
  requests += 1;
  const head = { merchantId: merchant.merchantId, requestId: `R${requests}`, signType: 'MD5', type, version: '2.0.0' };
  const order = {
    characterSet: '02',
    callbackUrl: 'https://shop.example/back',
    notifyUrl: 'https://shop.example/notify',
    ipAddress: '203.0.113.7',
    amount: '12850',
    currency: '00',
    orderDate: '20261124',
    orderId: `O${requests}`,
    merAcDate: '20261124',
    period: '30',
    periodUnit: '00',
    productName: '一壶龙井',
  };
  const all: Values = { ...(type.includes('Pay') ? order : { characterSet: '02' }), ...head, ...change };
  const names = ORDERS[type] ?? Object.keys(all);
  return Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
}

/** Signs values as they stand, in the order in which they stand. */
export const signed = ({ merchant }: Bench, values: Values, key = merchant.signKeys.at(-1) ?? ''): Values => ({
  ...values,
  hmac: doubleHmac(Object.values(values).join(''), key),
});

/** The answer of a gateway, taken apart as a client does. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
  readonly values: Values;
}

const CODE_TYPES = ['CloudQuickPay', 'CloudTxnCancel', 'OrderQueryByYPOS', 'OrderQueryCPS', 'OrderRefundCPS'];

/** Sends bytes to a gateway. */
export async function sendRaw(
  bench: Bench,
  body: string | Uint8Array<ArrayBuffer> | undefined,
  path = '/ips/cmpayService',
): Promise<Reply> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const init = body === undefined ? {} : { method: 'POST', body, headers };
  const response = await bench.network.receive(bench.provider, new Request(`https://ipos.10086.cn${path}`, init));
  const { status, body: bytes } = await outgoing(response);
  const text = decodeText(bytes, response.headers.get('content-type')?.endsWith('GBK') ? 'gbk' : 'utf-8');
  const values = Object.fromEntries(text.split('&').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
  return { status, text, bytes, headers: response.headers, values };
}

/** Sends values to the gateway of their type. */
export const send = (bench: Bench, values: Values): Promise<Reply> =>
  sendRaw(
    bench,
    new URLSearchParams(values).toString(),
    CODE_TYPES.includes(values['type'] ?? '') ? '/cps/cmpayService' : '/ips/cmpayService',
  );

/** Signs and sends a message of a type. */
export const call = (bench: Bench, type: string, change: Values = {}): Promise<Reply> =>
  send(bench, signed(bench, valuesOf(bench, type, change)));

/** The name of the cashier's session in the answer to an order. */
export const sessionOf = ({ values }: Reply): string => values['payUrl']?.split('sessionId<hi:=>')[1] ?? '';

/** An order that its payer has paid, and that the merchant knows of. */
export async function paidOrder(bench: Bench, orderId: string, change: Values = {}): Promise<Reply> {
  const reply = await call(bench, 'DirectPayConfirm', { orderId, ...change });
  await bench.provider.pay(sessionOf(reply), 'li-na', 'paid');
  await bench.clock.settle();
  return reply;
}

/** Everything that a refused request must leave as it was. */
export function stateOf({ provider, clock }: Bench): string {
  const balances = [...provider.ledger.balances()].map(([account, sum]) => `${account}=${sum}`);
  return JSON.stringify([clock.now(), provider.book.trades(), balances]);
}
