import { createPrivateKey, createSign, createVerify, type KeyObject, randomBytes } from 'node:crypto';
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
import type { WechatPay } from '..';
import { wechatpayWith } from '..';
import { decrypt } from '../encryption';
import type { MerchantKit } from '../enrolment';

export const ORIGIN = 'https://api.mch.weixin.qq.com';
export const START = Date.parse('2026-11-24T09:00:00+08:00');

const SILENT: Reader = { request: () => ({ from: 'provider', kind: 'notice', facts: {} }), answer: () => ({}) };

/** What a merchant's server heard. */
export interface Heard {
  readonly headers: Headers;
  readonly text: string;
  /** Business time. */
  readonly at: number;
}

/** A merchant's server: keeps what it is told and answers as a test wants. */
export class Shop implements Party {
  readonly name = 'shop';
  readonly origins = ['https://shop.example'];
  readonly reader = SILENT;
  readonly heard: Heard[] = [];
  reply: () => Response = () => new Response(null, { status: 204 });

  constructor(readonly now: () => number) {}

  async fetch(request: Request): Promise<Response> {
    const { body, headers } = await incoming(request);
    this.heard.push({ headers, text: Buffer.from(body).toString('utf8'), at: this.now() });
    return this.reply();
  }
}

/** Who signs a request, and with what. */
export type Caller = Pick<MerchantKit, 'privateKey' | 'serial' | 'apiV3Key'> & { readonly mchid: string };

/** A service provider with two sub-merchants. */
export interface Partner extends Caller {
  readonly appid: string;
  readonly subs: readonly [string, string];
}

/** An answer, read. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many forms.
  readonly json: any;
}

/** What a hand-made request has that the usual one has not. */
export interface Change {
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly serial?: string;
  readonly mchid?: string;
  readonly signature?: string;
  /** The whole header; null leaves it out. */
  readonly authorization?: string | null;
  /** What is signed where it is not what is sent. */
  readonly signedTarget?: string;
  readonly signedBody?: string;
  /** Further headers; null takes one away. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** WeChat Pay alone, reached past any wire, with one merchant's server. */
export interface Bench {
  readonly provider: WechatPay;
  readonly network: Network;
  readonly clock: VirtualClock;
  readonly history: History;
  readonly faults: FaultPlan;
  readonly shop: Shop;
  /** How long each of its own requests was given, in milliseconds. */
  readonly timeouts: ReadonlyArray<number | undefined>;
  readonly direct: Caller & { readonly appid: string };
  readonly partner: Partner;
  /** Errors that nobody foresaw. */
  readonly troubles: readonly unknown[];
  /** Sends a request that the caller signed by hand. */
  call(caller: Caller, method: string, target: string, body?: unknown, change?: Change): Promise<Reply>;
  /** Opens a page as a browser does. */
  open(
    target: string,
    headers?: Readonly<Record<string, string>>,
    form?: Readonly<Record<string, string>>,
  ): Promise<Reply>;
}

const parsed = new Map<string, KeyObject>();

/** The signature that a merchant makes, without any code of the simulator; each key is parsed once. */
export function signature(caller: Caller, text: string | Uint8Array): string {
  const key = parsed.get(caller.privateKey) ?? createPrivateKey(caller.privateKey);
  parsed.set(caller.privateKey, key);
  return createSign('RSA-SHA256').update(text).sign(key, 'base64');
}

/** A notice as its merchant reads it: the envelope, and what was encrypted in it. */
export function opened(heard: Heard | undefined, apiV3Key: string) {
  const { resource, ...rest } = JSON.parse(heard?.text ?? '{}');
  const plaintext = decrypt(resource, apiV3Key);
  if (!plaintext) throw new Error('the merchant cannot open the notice');
  return { ...rest, resource, content: JSON.parse(plaintext.toString('utf8')) };
}

/** True when an answer or a notice is signed by the key that it names, over exactly its bytes. */
export function isSigned(provider: WechatPay, { headers, text }: Pick<Reply, 'headers' | 'text'>): boolean {
  const named = provider.signers.all().find(({ serial }) => serial === headers.get('wechatpay-serial'));
  const [timestamp, nonce] = [headers.get('wechatpay-timestamp'), headers.get('wechatpay-nonce')];
  const verify = createVerify('RSA-SHA256').update(`${timestamp}\n${nonce}\n${text}\n`);
  return named !== undefined && verify.verify(named.publicKey, headers.get('wechatpay-signature') ?? '', 'base64');
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function reply(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: read(text) };
}

/** The header of a request, made by hand. */
export function authorize(
  caller: Caller,
  method: string,
  target: string,
  body: string | Uint8Array,
  change: Change = {},
) {
  const timestamp = change.timestamp ?? String(Math.floor(Date.now() / 1000));
  const nonce = change.nonce ?? randomBytes(16).toString('hex');
  const head = Buffer.from(`${method}\n${change.signedTarget ?? target}\n${timestamp}\n${nonce}\n`);
  const signed = Buffer.concat([head, Buffer.from(change.signedBody ?? body), Buffer.from('\n')]);
  const values = {
    mchid: change.mchid ?? caller.mchid,
    nonce_str: nonce,
    timestamp,
    serial_no: change.serial ?? caller.serial,
    signature: change.signature ?? signature(caller, signed),
  };
  const pairs = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${pairs.join(',')}`;
}

function request(caller: Caller, method: string, target: string, body: unknown, change: Change): Request {
  const bytes =
    body === undefined ? '' : body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body);
  const headers = new Headers({
    Accept: 'application/json',
    'User-Agent': 'bench/1.0',
    ...(bytes.length > 0 ? { 'Content-Type': 'application/json' } : {}),
  });
  const { authorization = authorize(caller, method, target, bytes, change) } = change;
  if (authorization !== null) headers.set('Authorization', authorization);
  for (const [name, value] of Object.entries(change.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const withBody = method === 'GET' || method === 'HEAD' ? {} : { body: bytes as string | Uint8Array<ArrayBuffer> };
  return new Request(`${ORIGIN}${target}`, { method, headers, ...withBody });
}

/** Opens a bench; settings choose other answers to the open questions of the profile. */
export async function openBench(
  settings: Readonly<Record<string, string>> = {},
  parts: Partial<ProviderParts> = {},
): Promise<Bench> {
  const activity = new Activity();
  const clock = new VirtualClock(START, activity);
  const history = new History(() => clock.now());
  const faults = new FaultPlan();
  const network = new Network(clock, history, faults, activity, async (party, sent) => party.fetch(sent));
  const troubles: unknown[] = [];
  const timeouts: Array<number | undefined> = [];
  const provider = (await wechatpayWith(settings)(
    {
      clock,
      history,
      random: new Random('wechatpay-bench'),
      keys: processMint,
      tokens: new Tokens('wechatpay-bench'),
      people: ['li-na', 'wang-wei'],
      send: (sent, reader, timeoutMs) => {
        timeouts.push(timeoutMs);
        return network.send(sent, { from: 'wechatpay', reader, timeoutMs });
      },
      pageOrigin: (origin) => origin,
      report: (error) => void troubles.push(error),
    },
    { ...providerParts, ...parts },
  )) as WechatPay;
  const shop = new Shop(() => clock.now());
  network.register(provider);
  network.register(shop);
  const kit = await provider.enrolDirect({ owner: 'merchant:direct', name: '直连商户', domains: ['shop.example'] });
  return {
    provider,
    network,
    clock,
    history,
    faults,
    shop,
    timeouts,
    troubles,
    direct: { ...kit, mchid: kit.account.mchid, appid: kit.account.appids[0] ?? '' },
    partner: await enrolPartner(provider),
    call: async (caller, method, target, body, change = {}) =>
      reply(await network.receive(provider, request(caller, method, target, body, change), target)),
    open: async (target, headers = {}, form) => {
      const sent = form ? { method: 'POST', body: new URLSearchParams(form).toString() } : {};
      return reply(await network.receive(provider, new Request(`${ORIGIN}${target}`, { headers, ...sent }), target));
    },
  };
}

async function enrolPartner(provider: WechatPay): Promise<Partner> {
  const shop = (owner: string) => ({ owner, name: owner, domains: [] });
  const platform = { owner: 'platform', name: '平台', domains: ['pay.example'] };
  const { connection, payees } = await provider.enrolPlatform(platform, [shop('merchant:tea'), shop('merchant:books')]);
  const text = (name: string) => String(connection[name]);
  return {
    mchid: text('mchid'),
    serial: text('merchantSerial'),
    privateKey: text('merchantPrivateKey'),
    apiV3Key: text('apiV3Key'),
    appid: text('appid'),
    subs: [payees['merchant:tea'] ?? '', payees['merchant:books'] ?? ''],
  };
}

type Json = Readonly<Record<string, unknown>>;

export const H5_SCENE = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } };

/** The body of an order as a direct merchant sends it. */
export const order = (bench: Bench, number: string, more: Json = {}): Json => ({
  appid: bench.direct.appid,
  mchid: bench.direct.mchid,
  description: '一壶龙井',
  out_trade_no: number,
  notify_url: 'https://shop.example/notify',
  amount: { total: 12850, currency: 'CNY' },
  ...more,
});

/** The body of an order as a service provider sends it for its first sub-merchant. */
export const partnerOrder = (bench: Bench, number: string, more: Json = {}): Json => {
  const { appid: _, mchid: __, ...rest } = order(bench, number);
  const { partner } = bench;
  return { sp_appid: partner.appid, sp_mchid: partner.mchid, sub_mchid: partner.subs[0], ...rest, ...more };
};

/** The body of a refund of an order of 128.50 yuan. */
export const refund = (number: string, refundNumber: string, fen: number, more: Json = {}): Json => ({
  out_trade_no: number,
  out_refund_no: refundNumber,
  notify_url: 'https://shop.example/refund',
  amount: { refund: fen, total: 12850, currency: 'CNY' },
  ...more,
});

/** Orders by native as the direct merchant, has it paid, and gives the code. */
export async function paid(bench: Bench, number: string, payer = 'li-na'): Promise<string> {
  const { json } = await bench.call(bench.direct, 'POST', '/v3/pay/transactions/native', order(bench, number));
  const refusal = bench.provider.pay(json.code_url, payer, 'paid');
  if (refusal !== undefined) throw new Error(`the bench could not pay ${number}: ${refusal}`);
  return json.code_url;
}

const DIRECT = '/v3/pay/transactions';
const PARTNER = '/v3/pay/partner/transactions';

/** An order of the direct merchant. */
export const place = (bench: Bench, product: string, body: unknown): Promise<Reply> =>
  bench.call(bench.direct, 'POST', `${DIRECT}/${product}`, body);

/** An order of the service provider. */
export const placeAsPartner = (bench: Bench, product: string, body: unknown): Promise<Reply> =>
  bench.call(bench.partner, 'POST', `${PARTNER}/${product}`, body);

/** The direct merchant asks after its order. */
export const query = (bench: Bench, number: string): Promise<Reply> =>
  bench.call(bench.direct, 'GET', `${DIRECT}/out-trade-no/${number}?mchid=${bench.direct.mchid}`);

/** What a refusal says, for comparison. */
export const refusal = ({ status, json }: Reply): unknown[] => [status, json.code, json.message];
