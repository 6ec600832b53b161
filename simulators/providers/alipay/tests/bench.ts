import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Activity } from '../../../kernel/activity';
import { VirtualClock } from '../../../kernel/clock';
import { FaultPlan } from '../../../kernel/faults';
import { History } from '../../../kernel/history';
import { processMint, signRsa, Tokens, verifyRsa } from '../../../kernel/keys';
import { Random } from '../../../kernel/random';
import { beijingDateTime, signingNow } from '../../../kernel/time';
import { LoopbackWire } from '../../../network/loopback';
import { incoming } from '../../../network/message';
import { Network } from '../../../network/network';
import type { Party, Reader } from '../../../network/party';
import { type Applicant, type ProviderParts, providerParts } from '../../contract';
import { type Alipay, alipayWith } from '..';
import { signedObject } from '../answers';
import { certificateSn, rootBundleSn } from '../certificates';
import type { CertificateFiles, MerchantKit } from '../enrolment';

const SILENT: Reader = { request: () => ({ from: 'provider', kind: 'notice', facts: {} }), answer: () => ({}) };

/** A merchant's server: keeps what it is told and answers as a test wants. */
export class Shop implements Party {
  readonly name = 'shop';
  readonly origins = ['https://shop.example'];
  readonly reader = SILENT;
  readonly heard: Array<{ readonly values: Record<string, string>; readonly type: string; readonly at: number }> = [];
  reply: () => Response = () => new Response('success');

  constructor(readonly now: () => number) {}

  async fetch(request: Request): Promise<Response> {
    const { body, headers } = await incoming(request);
    const values = Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8')));
    this.heard.push({ values, type: headers.get('content-type') ?? '', at: this.now() });
    return this.reply();
  }
}

/** Alipay alone with one merchant's server, for tests. */
export interface Bench {
  readonly provider: Alipay;
  readonly network: Network;
  readonly clock: VirtualClock;
  readonly history: History;
  readonly faults: FaultPlan;
  readonly shop: Shop;
  /** Where an SDK reaches it: a port of this machine, or, without sockets, the production host. */
  readonly origin: string;
  /** Errors that nobody foresaw. */
  readonly troubles: readonly unknown[];
  close(): Promise<void>;
}

/** What a bench is opened with. */
export interface BenchWish {
  /** Other answers to the open questions of the profile. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly parts?: Partial<ProviderParts>;
  /** Sockets are for SDKs; without them requests go straight to the seam. */
  readonly sockets?: boolean;
}

/** Opens a bench with its own clock, books and history. */
export async function openBench({ settings = {}, parts = {}, sockets = false }: BenchWish = {}): Promise<Bench> {
  const activity = new Activity();
  const clock = new VirtualClock(Date.parse('2026-11-24T09:00:00+08:00'), activity);
  const history = new History(() => clock.now());
  const faults = new FaultPlan();
  const wire = new LoopbackWire();
  const network = new Network(clock, history, faults, activity, wire.transport);
  const troubles: unknown[] = [];
  const provider = await alipayWith(settings)(
    {
      clock,
      history,
      random: new Random('alipay-bench'),
      keys: processMint,
      tokens: new Tokens('alipay-bench'),
      people: ['li-na', 'wang-wei'],
      send: (request, reader) => network.send(request, { from: 'alipay', reader }),
      pageOrigin: (origin) => origin,
      report: (error) => void troubles.push(error),
    },
    { ...providerParts, ...parts },
  );
  const shop = new Shop(() => clock.now());
  network.register(provider);
  network.register(shop);
  if (sockets) await wire.attach(network);
  const origin = sockets ? wire.originFor(provider) : (provider.origins[0] ?? '');
  return { provider, network, clock, history, faults, shop, origin, troubles, close: () => wire.close() };
}

export type Values = Readonly<Record<string, string>>;

const numbersOf = new Map<CertificateFiles, Values>();

/** What certificate mode adds to the common parameters; computed once for the same files. */
function serialNumbers(files: CertificateFiles): Values {
  const numbers = numbersOf.get(files) ?? {
    app_cert_sn: certificateSn(files.appCert),
    alipay_root_cert_sn: rootBundleSn(files.alipayRootCert),
  };
  numbersOf.set(files, numbers);
  return numbers;
}

/** Common parameters and signature made by hand, for what an SDK would never send. */
export function signedByHand(kit: MerchantKit, method: string, content: unknown, change: Values = {}): Values {
  const files = kit.certificates;
  const values: Record<string, string> = {
    app_id: kit.app.appId,
    method,
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: beijingDateTime(signingNow()),
    version: '1.0',
    biz_content: typeof content === 'string' ? content : JSON.stringify(content),
    ...(files ? serialNumbers(files) : {}),
    ...change,
  };
  return { ...values, sign: signatureOf(kit, values) };
}

const privateKeys = new Map<string, KeyObject>();

/** The key of a kit, parsed once. */
export function privateKeyOf({ privateKeyPkcs8: text }: MerchantKit): KeyObject {
  const key = privateKeys.get(text) ?? createPrivateKey(text);
  privateKeys.set(text, key);
  return key;
}

/** The signature over values as they stand, empty ones left out. */
export function signatureOf(kit: MerchantKit, values: Values): string {
  const text = Object.entries(values)
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return signRsa(text, privateKeyOf(kit), values['sign_type'] === 'RSA' ? 'sha1' : 'sha256');
}

/** The answer of the gateway, parsed; whatever its envelope is called. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly sign: string | undefined;
  readonly certSn: string | undefined;
  readonly body: Record<string, string>;
  readonly envelope: string;
}

export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const { sign, alipay_cert_sn: certSn, ...rest } = JSON.parse(text);
  const [envelope = ''] = Object.keys(rest);
  return { status: response.status, text, headers: response.headers, sign, certSn, body: rest[envelope], envelope };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };

/** One request as it stands on the wire. */
export interface RawRequest {
  /** What follows the question mark, already encoded. */
  readonly query?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Values;
  readonly path?: string;
  readonly method?: string;
}

/** Sends a request to the provider, past the seam that reads it, without a socket. */
export function sendRaw(bench: Bench, { query = '', body, headers, path, method }: RawRequest): Promise<Response> {
  const url = `${bench.provider.origins[0]}${path ?? '/gateway.do'}${query === '' ? '' : `?${query}`}`;
  const verb = method ?? (body === undefined ? 'GET' : 'POST');
  return bench.network.receive(bench.provider, new Request(url, { method: verb, body, headers: headers ?? FORM }));
}

export const encoded = (values: Values): string => new URLSearchParams(values).toString();

/** Sends parameters in any split between query and body. */
export const send = (bench: Bench, query: Values, body?: Values): Promise<Response> =>
  sendRaw(bench, { query: encoded(query), ...(body ? { body: encoded(body) } : {}) });

/** Sends everything in the body, as one client does, and reads the answer. */
export const call = async (bench: Bench, values: Values): Promise<Reply> => readReply(await send(bench, {}, values));

/** True when Alipay's signature covers exactly the bytes of the answer's object, cut as a careful client cuts. */
export function isSealed(bench: Bench, kit: MerchantKit, { text, sign, envelope }: Reply): boolean {
  const object = signedObject(text, envelope);
  const signer = bench.provider.signers.signerFor(kit.app);
  return sign !== undefined && object !== undefined && verifyRsa(object, sign, signer.publicKey);
}

/** Everything that a refused request must leave as it was. */
export function stateOf({ provider, clock }: Bench): string {
  const balances = [...provider.ledger.balances()].map(([account, sum]) => `${account}=${sum}`);
  return JSON.stringify([clock.now(), provider.book.trades(), balances]);
}

export const DIRECT = { owner: 'merchant:direct', name: '直连商户', domains: ['shop.example'] };
export const NOTIFY_URL = 'https://shop.example/notify';

/** A payer scans the code of an order and pays it; the parties settle. */
export async function paidOrder(bench: Bench, kit: MerchantKit, content: object, change: Values = {}): Promise<Reply> {
  const order = { total_amount: '128.50', subject: '一壶龙井', ...content };
  const addressed = { notify_url: NOTIFY_URL, ...change };
  const reply = await call(bench, signedByHand(kit, 'alipay.trade.precreate', order, addressed));
  await bench.provider.pay(reply.body['qr_code'] ?? '', 'li-na', 'paid');
  await bench.clock.settle();
  return reply;
}

/** Sends a browser to a page method; returns what the cashier is opened with. */
export async function openedPage(
  bench: Bench,
  kit: MerchantKit,
  content: object,
  change: Values = {},
): Promise<string> {
  const { method = 'alipay.trade.wap.pay', ...rest } = change;
  const code = method === 'alipay.trade.wap.pay' ? 'QUICK_WAP_WAY' : 'FAST_INSTANT_TRADE_PAY';
  const order = { total_amount: '128.50', subject: '一壶龙井', product_code: code, ...content };
  const response = await send(bench, signedByHand(kit, method, order, { notify_url: NOTIFY_URL, ...rest }));
  const location = response.headers.get('location') ?? '';
  return new URL(location, bench.origin).searchParams.get('code') ?? '';
}

/** A platform with its sub-merchants, and what it needs to sign by hand. */
export async function platformKit(
  { provider }: Bench,
  shops: readonly Applicant[],
): Promise<{ readonly platform: MerchantKit; readonly payees: Readonly<Record<string, string>> }> {
  const { connection, payees } = await provider.enrolPlatform({ ...DIRECT, owner: 'platform' }, shops);
  const text = (name: string) => String(connection[name]);
  const app = provider.register.app(text('appId'));
  if (!app) throw new Error('the platform is not registered');
  const certificates = {
    appCert: text('appCert'),
    alipayCert: text('alipayCert'),
    alipayRootCert: text('alipayRootCert'),
  };
  return { platform: { app, privateKeyPkcs1: '', privateKeyPkcs8: text('privateKey'), certificates }, payees };
}
