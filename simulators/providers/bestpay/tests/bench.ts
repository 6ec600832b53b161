import { createHash } from 'node:crypto';
import { Activity } from '../../../kernel/activity';
import { VirtualClock } from '../../../kernel/clock';
import { FaultPlan } from '../../../kernel/faults';
import { History } from '../../../kernel/history';
import { processMint, Tokens } from '../../../kernel/keys';
import { Random } from '../../../kernel/random';
import { incoming } from '../../../network/message';
import { Network } from '../../../network/network';
import type { Party, Reader } from '../../../network/party';
import { providerParts } from '../../contract';
import { type BestPay, bestpayWith } from '..';
import type { Merchant } from '../register';

const SILENT: Reader = { request: () => ({ from: 'provider', kind: 'notice', facts: {} }), answer: () => ({}) };

export type Values = Readonly<Record<string, string>>;

/** A merchant's server: keeps what it is told and answers as a test wants. */
export class Shop implements Party {
  readonly name = 'shop';
  readonly origins = ['https://shop.example'];
  readonly reader = SILENT;
  readonly heard: Array<{ readonly body: string; readonly values: Values; readonly at: number }> = [];
  /** What it answers; by default what says that it has heard. */
  reply: (values: Values) => string = (values) =>
    values['UPTRANSEQ'] === undefined ? (values['ourTransNo'] ?? '') : `UPTRANSEQ_${values['UPTRANSEQ']}`;

  constructor(readonly now: () => number) {}

  async fetch(request: Request): Promise<Response> {
    const message = await incoming(request);
    const body = Buffer.from(message.body).toString('utf8');
    const values = Object.fromEntries(new URLSearchParams(body));
    this.heard.push({ body, values, at: this.now() });
    return new Response(this.reply(values));
  }
}

/** BestPay alone with one merchant and its server. */
export interface Bench {
  readonly provider: BestPay;
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly shop: Shop;
  readonly merchant: Merchant;
  readonly troubles: readonly unknown[];
}

export const WEB = 'https://webpaywg.bestpay.com.cn';
export const WAP = 'https://wappaywg.bestpay.com.cn';
export const NOTIFY = 'https://shop.example/notify';

/** Opens a bench with its own clock and books; `settings` are other answers to the open questions of the profile. */
export async function openBench(settings: Values = {}): Promise<Bench> {
  const activity = new Activity();
  const clock = new VirtualClock(Date.parse('2026-11-24T09:00:00+08:00'), activity);
  const history = new History(() => clock.now());
  // Both are called directly: nothing here needs a socket.
  const network = new Network(clock, history, new FaultPlan(), activity, async (party, request) =>
    party.fetch(request),
  );
  const troubles: unknown[] = [];
  const provider = await bestpayWith(settings)(
    {
      clock,
      history,
      random: new Random('bestpay-bench'),
      keys: processMint,
      tokens: new Tokens('bestpay-bench'),
      people: ['li-na', 'wang-wei'],
      send: (request, reader) => network.send(request, { from: 'bestpay', reader }),
      pageOrigin: (origin) => origin,
      report: (error) => void troubles.push(error),
    },
    providerParts,
  );
  const shop = new Shop(() => clock.now());
  network.register(provider);
  network.register(shop);
  const platform = { owner: 'platform', name: '平台', domains: [] };
  await provider.enrolPlatform(platform, [{ owner: 'merchant:tea', name: '清风茶馆', domains: [] }]);
  const { merchant } = await provider.enrolDirect({ owner: 'merchant:direct', name: '直连商户', domains: [] });
  return { provider, clock, network, shop, merchant, troubles };
}

/** MD5 in upper case over `NAME=value&…`, written here once more, so that a mistake in one does not hide in the other. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase();

/** The MAC over named fields in an order; the name of a field stands in upper case. */
export const sealed = (values: Values, order: readonly string[], key: string): string =>
  md5(`${order.map((name) => `${name.toUpperCase()}=${values[name] ?? ''}`).join('&')}&KEY=${key}`);

export const PLACE = ['merchantId', 'orderNo', 'orderReqNo', 'orderDate', 'barcode', 'orderAmt'];
export const QUERY = ['merchantId', 'orderNo', 'orderReqNo', 'orderDate'];
export const REVERSE = [
  ...['merchantId', 'merchantPwd', 'oldOrderNo', 'oldOrderReqNo', 'refundReqNo', 'refundReqDate', 'transAmt'],
];
export const REFUND = [...REVERSE, 'ledgerDetail'];
export const ANSWER = [...QUERY, 'ourTransNo', 'transAmt', 'transStatus', 'encodeType'];

/** An answer of a call. */
export interface Reply {
  readonly success: boolean;
  readonly result: Readonly<Record<string, string | null>> | null;
  readonly errorCode: string | null;
  readonly errorMsg: string | null;
}

/** Sends a form past the seam that reads it. */
export function post(bench: Bench, url: string, body: string, type = 'application/x-www-form-urlencoded') {
  const request = new Request(url, { method: 'POST', body, headers: { 'content-type': type } });
  return bench.network.receive(bench.provider, request);
}

export async function call(bench: Bench, path: string, values: Values): Promise<Reply> {
  const response = await post(bench, `${WEB}${path}`, new URLSearchParams(values).toString());
  return (await response.json()) as Reply;
}

/** A call with its MAC, made over the fields as they are then sent. */
export const signedCall = (bench: Bench, path: string, values: Values, order: readonly string[]): Promise<Reply> =>
  call(bench, path, { ...values, mac: sealed(values, order, bench.merchant.key) });

/** An order for the web cashier; `change` replaces fields before the MAC is made. */
export function webOrder({ merchant }: Bench, orderNo: string, amount: string, change: Values = {}): Values {
  const values: Record<string, string> = {
    MERCHANTID: merchant.merchantId,
    ORDERSEQ: orderNo,
    ORDERREQTRANSEQ: `${orderNo}00`,
    ORDERDATE: '20261124090000',
    ORDERAMOUNT: amount,
    PRODUCTAMOUNT: amount,
    ATTACHAMOUNT: amount.includes('.') ? '0.00' : '0',
    CURTYPE: 'RMB',
    ENCODETYPE: '1',
    MERCHANTURL: 'https://shop.example/back',
    BACKMERCHANTURL: NOTIFY,
    BUSICODE: '0001',
    PRODUCTDESC: '一壶龙井',
    ...change,
  };
  const order = ['MERCHANTID', 'ORDERSEQ', 'ORDERDATE', 'ORDERAMOUNT', ...('CLIENTIP' in change ? ['CLIENTIP'] : [])];
  return { ...values, MAC: sealed(values, order, merchant.key) };
}

/** What only the WAP cashier wants besides. */
export const WAP_ONLY = { TMNUM: '0001', CUSTOMERID: 'someone' };

/** Brings an order to a cashier, as a browser does. */
export const bring = (bench: Bench, url: string, values: Values): Promise<Response> =>
  post(bench, url, new URLSearchParams(values).toString());

/** Where a cashier sends the browser, as the name of the payment; undefined where it refuses. */
export const codeIn = (response: Response): string | undefined =>
  new URL(response.headers.get('location') ?? '/', WEB).searchParams.get('code') ?? undefined;

/** An order that was brought to the web cashier and paid by its payer. */
export async function paidOrder(bench: Bench, orderNo: string, amount = '12850'): Promise<void> {
  const code = codeIn(await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, orderNo, amount))) ?? '';
  await bench.provider.pay(code, 'li-na', 'paid');
  await bench.clock.settle();
}

/** Asks how a payment or a refund stands. */
export const ask = (bench: Bench, orderNo: string, orderReqNo: string, orderDate = '20261124'): Promise<Reply> => {
  const values = { merchantId: bench.merchant.merchantId, orderNo, orderReqNo, orderDate };
  return signedCall(bench, '/query/queryOrder', values, QUERY);
};

/** Asks for money back, or for a reversal. */
export function back(bench: Bench, orderNo: string, refundReqNo: string, transAmt: string, change: Values = {}) {
  const { merchantId, password } = bench.merchant;
  const values = {
    merchantId,
    merchantPwd: password,
    oldOrderNo: orderNo,
    oldOrderReqNo: `${orderNo}00`,
    refundReqNo,
    refundReqDate: '20261124',
    transAmt,
    channel: '05',
    ...change,
  };
  return {
    refund: () => signedCall(bench, '/refund/commonRefund', { ...values, bgUrl: NOTIFY }, REFUND),
    reverse: () => signedCall(bench, '/reverse/reverse', values, REVERSE),
  };
}

/** Everything that a refused request must leave as it was. */
export function stateOf({ provider, clock }: Bench): string {
  const balances = [...provider.ledger.balances()].map(([account, sum]) => `${account}=${sum}`);
  return JSON.stringify([clock.now(), provider.book.trades(), balances]);
}
