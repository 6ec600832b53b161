import { createSign } from 'node:crypto';
import { AlipaySdk, type AlipaySdkConfig } from 'alipay-sdk';
import { Activity } from '../../kernel/activity';
import { VirtualClock } from '../../kernel/clock';
import { FaultPlan } from '../../kernel/faults';
import { History } from '../../kernel/history';
import { processMint, Tokens } from '../../kernel/keys';
import { Random } from '../../kernel/random';
import { beijingDateTime, signingNow } from '../../kernel/time';
import { LoopbackWire } from '../../network/loopback';
import { incoming } from '../../network/message';
import { Network } from '../../network/network';
import type { Party, Reader } from '../../network/party';
import { type ProviderParts, providerParts } from '../contract';
import type { Alipay } from '.';
import { alipayWith } from '.';
import { certificateSn, rootBundleSn } from './certificates';
import type { MerchantKit } from './enrolment';

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

/** Alipay alone on a socket, with one merchant's server, for tests. */
export interface Bench {
  readonly provider: Alipay;
  readonly clock: VirtualClock;
  readonly history: History;
  readonly faults: FaultPlan;
  readonly shop: Shop;
  readonly origin: string;
  /** Errors that nobody foresaw. */
  readonly troubles: readonly unknown[];
  close(): Promise<void>;
}

/** Opens a bench; settings choose other answers to the open questions of the profile. */
export async function openBench(
  settings: Readonly<Record<string, string>> = {},
  parts: Partial<ProviderParts> = {},
): Promise<Bench> {
  const activity = new Activity();
  const clock = new VirtualClock(Date.parse('2026-11-24T09:00:00+08:00'), activity);
  const history = new History(() => clock.now());
  const faults = new FaultPlan();
  const wire = new LoopbackWire();
  const network = new Network(clock, history, faults, activity, wire.transport);
  const troubles: unknown[] = [];
  const provider = (await alipayWith(settings)(
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
  )) as Alipay;
  const shop = new Shop(() => clock.now());
  network.register(provider);
  network.register(shop);
  await wire.attach(network);
  const origin = wire.originFor(provider);
  return { provider, clock, history, faults, shop, origin, troubles, close: () => wire.close() };
}

/** The unmodified SDK with a kit's settings. */
export function sdkFor(
  kit: MerchantKit,
  origin: string,
  keyType: 'PKCS1' | 'PKCS8' = 'PKCS8',
  more: Partial<AlipaySdkConfig> = {},
): AlipaySdk {
  const { certificates: files, alipayPublicKey } = kit;
  return new AlipaySdk({
    appId: kit.app.appId,
    privateKey: keyType === 'PKCS1' ? kit.privateKeyPkcs1 : kit.privateKeyPkcs8,
    keyType,
    gateway: `${origin}/gateway.do`,
    ...(files
      ? {
          appCertContent: files.appCert,
          alipayPublicCertContent: files.alipayCert,
          alipayRootCertContent: files.alipayRootCert,
        }
      : { alipayPublicKey }),
    ...more,
  });
}

type Values = Readonly<Record<string, string>>;

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
    ...(files
      ? { app_cert_sn: certificateSn(files.appCert), alipay_root_cert_sn: rootBundleSn(files.alipayRootCert) }
      : {}),
    ...change,
  };
  return { ...values, sign: signatureOf(kit, values) };
}

/** The signature over values as they stand, empty ones left out. */
export function signatureOf(kit: MerchantKit, values: Values): string {
  const text = Object.entries(values)
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const algorithm = values['sign_type'] === 'RSA' ? 'RSA-SHA1' : 'RSA-SHA256';
  return createSign(algorithm).update(text).sign(kit.privateKeyPkcs8, 'base64');
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

/** Sends parameters in any split between query and body. */
export function send(origin: string, query: Values, body?: Values, headers: Values = FORM): Promise<Response> {
  const search = new URLSearchParams(query).toString();
  const url = `${origin}/gateway.do${search === '' ? '' : `?${search}`}`;
  if (!body) return fetch(url, { redirect: 'manual' });
  return fetch(url, { method: 'POST', headers, body: new URLSearchParams(body).toString(), redirect: 'manual' });
}

/** Sends everything in the body, as one client does, and reads the answer. */
export const call = async (origin: string, values: Values): Promise<Reply> => readReply(await send(origin, {}, values));
