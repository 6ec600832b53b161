import { createVerify } from 'node:crypto';
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
import type { Account } from '../register';
import { type Caller, type Change, ORIGIN, request } from './by-hand';

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

/** A service provider with two sub-merchants. */
export interface Partner extends Caller {
  readonly appid: string;
  readonly apiV2Key: string;
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
  readonly direct: Caller & { readonly appid: string; readonly apiV2Key: string; readonly certificate: string };
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

/** Opens a bench; settings choose other answers to the open questions of the profile. */
export async function openBench(
  settings: Readonly<Record<string, string>> = {},
  parts: Partial<ProviderParts> = {},
  /** Where the gateway says that it is; its production origins unless told otherwise. */
  pageOrigin: (productionOrigin: string) => string = (origin) => origin,
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
      pageOrigin,
      report: (error) => void troubles.push(error),
    },
    { ...providerParts, ...parts },
  )) as WechatPay;
  const shop = new Shop(() => clock.now());
  network.register(provider);
  network.register(shop);
  const { direct, partner } = await enrolled(provider);
  return {
    provider,
    network,
    clock,
    history,
    faults,
    shop,
    timeouts,
    troubles,
    direct,
    partner,
    call: async (caller, method, target, body, change = {}) =>
      reply(await network.receive(provider, request(caller, method, target, body, change), target)),
    open: async (target, headers = {}, form) => {
      const sent = form ? { method: 'POST', body: new URLSearchParams(form).toString() } : {};
      return reply(await network.receive(provider, new Request(`${ORIGIN}${target}`, { headers, ...sent }), target));
    },
  };
}

interface Merchants {
  readonly direct: Bench['direct'];
  readonly partner: Partner;
  readonly accounts: readonly Account[];
}

let merchants: Promise<Merchants> | undefined;

async function enrol(provider: WechatPay): Promise<Merchants> {
  const kit = await provider.enrolDirect({ owner: 'merchant:direct', name: '直连商户', domains: ['shop.example'] });
  const partner = await enrolPartner(provider);
  const direct = { ...kit, mchid: kit.account.mchid, appid: kit.account.appids[0] ?? '' };
  return { direct, partner, accounts: provider.register.accounts() };
}

/** The merchants of every bench; their certificates are minted once, and each further bench registers them again. */
async function enrolled(provider: WechatPay): Promise<Merchants> {
  merchants ??= enrol(provider);
  const known = await merchants;
  for (const account of known.accounts) provider.register.add(account);
  return known;
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
    apiV2Key: text('apiV2Key'),
    appid: text('appid'),
    subs: [payees['merchant:tea'] ?? '', payees['merchant:books'] ?? ''],
  };
}
