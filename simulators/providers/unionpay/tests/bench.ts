import { createHash, sign, verify, X509Certificate } from 'node:crypto';
import { Activity } from '../../../kernel/activity';
import { VirtualClock } from '../../../kernel/clock';
import { FaultPlan } from '../../../kernel/faults';
import { History } from '../../../kernel/history';
import { processMint, Tokens } from '../../../kernel/keys';
import { Random } from '../../../kernel/random';
import { compactDateTime } from '../../../kernel/time';
import { LoopbackWire } from '../../../network/loopback';
import { incoming } from '../../../network/message';
import { Network } from '../../../network/network';
import type { Party, Reader } from '../../../network/party';
import { type ProviderParts, providerParts } from '../../contract';
import { type UnionPay, unionpayWith } from '..';
import type { MerchantKit } from '../enrolment';
import { PATHS, type Place } from '../gateway';

const SILENT: Reader = { request: () => ({ from: 'provider', kind: 'notice', facts: {} }), answer: () => ({}) };

export type Values = Readonly<Record<string, string>>;

/** A merchant's server: keeps what it is told and answers as a test wants. */
export class Shop implements Party {
  readonly name = 'shop';
  readonly origins = ['https://shop.example'];
  readonly reader = SILENT;
  readonly heard: Array<{ readonly values: Values; readonly type: string; readonly at: number }> = [];
  reply: () => Response = () => new Response('ok');

  constructor(readonly now: () => number) {}

  async fetch(request: Request): Promise<Response> {
    const { body, headers } = await incoming(request);
    const values = Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8')));
    this.heard.push({ values, type: headers.get('content-type') ?? '', at: this.now() });
    return this.reply();
  }
}

/** The house alone with one merchant and its server, for tests. */
export interface Bench {
  readonly provider: UnionPay;
  readonly kit: MerchantKit;
  readonly network: Network;
  readonly clock: VirtualClock;
  readonly shop: Shop;
  /** Errors that nobody foresaw. */
  readonly troubles: readonly unknown[];
}

export const START = Date.parse('2026-11-24T09:00:00+08:00');

/** Opens a bench with its own clock, books and history. */
export async function openBench(settings: Values = {}, parts: Partial<ProviderParts> = {}): Promise<Bench> {
  const activity = new Activity();
  const clock = new VirtualClock(START, activity);
  const history = new History(() => clock.now());
  const network = new Network(clock, history, new FaultPlan(), activity, new LoopbackWire().transport);
  const troubles: unknown[] = [];
  const provider = await unionpayWith(settings)(
    {
      clock,
      history,
      random: new Random('unionpay-bench'),
      keys: processMint,
      tokens: new Tokens('unionpay-bench'),
      people: ['li-na', 'wang-wei'],
      send: (request, reader) => network.send(request, { from: 'unionpay', reader }),
      pageOrigin: (origin) => origin,
      report: (error) => void troubles.push(error),
    },
    { ...providerParts, ...parts },
  );
  const shop = new Shop(() => clock.now());
  network.register(provider);
  network.register(shop);
  const kit = await provider.enrolDirect({ owner: 'merchant:direct', name: '直连商户', domains: [] });
  return { provider, kit, network, clock, shop, troubles };
}

/** The text that is signed, written anew for the tests: sorted, not empty, without the signature. */
export const textOf = (values: Values): string =>
  Object.keys(values)
    .filter((name) => name !== 'signature' && values[name] !== '')
    .sort()
    .map((name) => `${name}=${values[name]}`)
    .join('&');

export const hashed = (text: string, hash = 'sha256'): string => createHash(hash).update(text).digest('hex');

/** Signs as a merchant with the certificate of its kit. */
export function signed({ holder }: MerchantKit, values: Values): Values {
  const hash = values['version'] === '5.0.0' ? 'sha1' : 'sha256';
  const named = { certId: holder.certId, ...values };
  const signature = sign(hash, Buffer.from(hashed(textOf(named), hash)), holder.pair.privateKey).toString('base64');
  return { ...named, signature };
}

/** What every request of the tests' merchant says. */
export const commonOf = ({ kit, clock }: Bench): Values => ({
  version: '5.1.0',
  encoding: 'UTF-8',
  signMethod: '01',
  bizType: '000201',
  accessType: '0',
  channelType: '07',
  merId: kit.merchant.merId,
  txnTime: compactDateTime(clock.now()),
});

let orders = 0;
/** An order number that no test has used. */
export const nextOrder = (): string => {
  orders += 1;
  return `ORDER${String(orders).padStart(5, '0')}`;
};

/** An order of ¥128.50, which is told to the shop. */
export const orderOf = (bench: Bench, more: Values = {}): Values => ({
  ...commonOf(bench),
  txnType: '01',
  txnSubType: '01',
  orderId: nextOrder(),
  txnAmt: '12850',
  currencyCode: '156',
  orderDesc: '一壶龙井',
  backUrl: 'https://shop.example/notify',
  frontUrl: 'https://shop.example/back',
  ...more,
});

/** Sends a body to an address of the gateway, past the seam's senders. */
export function post(
  bench: Bench,
  place: Place,
  body: string | Uint8Array,
  type = 'application/x-www-form-urlencoded',
) {
  const host = place === 'file' ? 'https://filedownload.95516.com' : 'https://gateway.95516.com';
  const init = { method: 'POST', headers: { 'content-type': type }, body: body as string };
  return bench.network.receive(bench.provider, new Request(`${host}${PATHS[place]}`, init));
}

/** The fields of a raw answer, cut as the simplest clients cut: where a name and an equals sign follow an ampersand. */
export const cut = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(/&(?=[A-Za-z]+=)/).map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  );

/** Sends fields exactly as they are and reads the answer. */
export async function sent(bench: Bench, place: Place, values: Values): Promise<Record<string, string>> {
  return cut(await (await post(bench, place, new URLSearchParams(values).toString())).text());
}

/** Signs fields, sends them and reads the answer. */
export const ask = (bench: Bench, place: Place, values: Values) => sent(bench, place, signed(bench.kit, values));

/** How something stands. */
export const query = (bench: Bench, { orderId = '', txnTime = '' }: Values) =>
  ask(bench, 'query', { ...commonOf(bench), bizType: '000000', txnType: '00', txnSubType: '00', orderId, txnTime });

/** True when an answer's signature fits the certificate that it carries, and that certificate leads to the root (UP-03). */
export function isSealed({ provider }: Bench, told: Values): boolean {
  const { root, middle } = provider.signers.authority;
  const [top, between] = [new X509Certificate(root.certificate.pem), new X509Certificate(middle.certificate.pem)];
  const own = new X509Certificate(told['signPubKeyCert'] ?? '');
  const chain = between.verify(top.publicKey) && own.verify(between.publicKey) && own.checkIssued(between);
  const signature = Buffer.from(told['signature'] ?? '', 'base64');
  return chain && verify('sha256', Buffer.from(hashed(textOf(told))), own.publicKey, signature);
}

/** A browser posts an order; what the cashier is opened with. */
export async function openedPage(bench: Bench, values: Values): Promise<string> {
  const response = await post(bench, 'front', new URLSearchParams(signed(bench.kit, values)).toString());
  return new URL(response.headers.get('location') ?? '', 'https://none.example').searchParams.get('tn') ?? '';
}

/** An order that was placed by page and paid; the parties settle. */
export async function paidOrder(bench: Bench, more: Values = {}): Promise<Values> {
  const order = orderOf(bench, more);
  await bench.provider.pay(await openedPage(bench, order), 'li-na', 'paid');
  await bench.clock.settle();
  return order;
}

/** The house's number of a payment. */
export async function queryIdOf(bench: Bench, order: Values): Promise<string> {
  const { queryId = '' } = await query(bench, order);
  return queryId;
}

/** Asks for money back. */
export const refundOf = (bench: Bench, origQryId: string, txnAmt: string, more: Values = {}): Values => ({
  ...commonOf(bench),
  txnType: '04',
  txnSubType: '00',
  orderId: nextOrder(),
  origQryId,
  txnAmt,
  backUrl: 'https://shop.example/notify',
  ...more,
});

/** Everything that a refused request must leave as it was. */
export const stateOf = ({ provider, clock }: Bench): string =>
  JSON.stringify([clock.now(), provider.book.trades(), [...provider.ledger.balances()].map(String)]);
