import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Activity } from '../kernel/activity';
import { VirtualClock } from '../kernel/clock';
import { fen } from '../kernel/money';
import { Random } from '../kernel/random';
import { HOUR_MS, type Millis } from '../kernel/time';
import { Checkout } from '.';
import { MIDNIGHT } from './books/business-day';
import { type CheckoutConfig, type CheckoutParts, checkoutParts } from './config';
import type {
  BillResult,
  CloseResult,
  NoticeReading,
  PaymentProtocol,
  PaymentRef,
  QueryResult,
  RawNotice,
  RefundRef,
  RefundResult,
  StartRequest,
  StartResult,
} from './protocols/protocol';
import { confirmationOf } from './web/confirmation';

/** One call that the checkout made of a provider, and when. */
export interface Call {
  readonly call: 'start' | 'query' | 'close' | 'refund' | 'queryRefund' | 'bill';
  readonly number: string;
  readonly at: Millis;
}

/** A provider without a wire, for tests of the checkout alone: it answers as it is told and keeps what it was asked. */
export class ScriptedProtocol implements PaymentProtocol {
  readonly application = 'app';
  readonly calls: Call[] = [];
  readonly started: StartRequest[] = [];
  readonly refunds: RefundRef[] = [];
  onStart: (request: StartRequest) => StartResult = ({ now }) => ({
    kind: 'ready',
    handOff: { type: 'qr', content: 'code://pay', until: now + HOUR_MS },
  });
  onQuery: (payment: PaymentRef) => QueryResult = () => ({ kind: 'open' });
  onClose: (payment: PaymentRef) => CloseResult = () => ({ kind: 'closed' });
  onRefund: (refund: RefundRef) => RefundResult = () => ({ kind: 'done' });
  onBill: (day: string) => BillResult = () => ({ kind: 'empty' });
  onNotice: (notice: RawNotice) => NoticeReading = () => ({ ok: false, reason: 'unsigned' });

  constructor(readonly now: () => Millis) {}

  async start(request: StartRequest): Promise<StartResult> {
    this.#note('start', request.attemptNo);
    this.started.push(request);
    return this.onStart(request);
  }

  async query(payment: PaymentRef): Promise<QueryResult> {
    this.#note('query', payment.attemptNo);
    return this.onQuery(payment);
  }

  async close(payment: PaymentRef): Promise<CloseResult> {
    this.#note('close', payment.attemptNo);
    return this.onClose(payment);
  }

  async refund(refund: RefundRef): Promise<RefundResult> {
    this.#note('refund', refund.refundNo);
    this.refunds.push(refund);
    return this.onRefund(refund);
  }

  async queryRefund(refund: RefundRef): Promise<RefundResult> {
    this.#note('queryRefund', refund.refundNo);
    return this.onRefund(refund);
  }

  async bill(day: string): Promise<BillResult> {
    this.#note('bill', day);
    return this.onBill(day);
  }

  async readNotice(notice: RawNotice): Promise<NoticeReading> {
    return this.onNotice(notice);
  }

  noticeAnswer(heard: boolean): Response {
    return new Response(heard ? 'heard' : 'not accepted', { status: heard ? 200 : 400 });
  }

  async refreshKeys(): Promise<void> {
    // A scripted provider has no keys.
  }

  #note(call: Call['call'], number: string): void {
    this.calls.push({ call, number, at: this.now() });
  }
}

/** Asked 5 s, 30 s and 3 min after the attempt. */
export const QUERY_AFTER_MS = [5_000, 30_000, 180_000];
export const ORIGIN = 'https://pay.platform.example';
export const MERCHANT_KEY = 'merchant-key';
export const OTHER_KEY = 'other-key';
export const OPERATOR_KEY = 'operator-key';
export const START = Date.parse('2026-11-24T09:00:00+08:00');

/** A checkout alone, with two scripted providers and two merchants who accept both. */
export interface CheckoutBench {
  readonly checkout: Checkout;
  readonly clock: VirtualClock;
  readonly providers: Readonly<Record<'first' | 'second', ScriptedProtocol>>;
  /** Errors that nobody foresaw. */
  readonly troubles: unknown[];
  /** Calls the checkout as a merchant, an operator or a browser would. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Places an order of ¥128.50 as the first merchant; returns its number and its page. */
  place(merchantOrderNo: string, more?: Record<string, unknown>): Promise<{ orderNo: string; page: string }>;
  /** Opens a page of an order as a payer, and confirms a method on it. */
  choose(page: string, method: string): Promise<Response>;
  close(): void;
}

export async function openCheckoutBench(
  parts: Partial<CheckoutParts> = {},
  settings: Partial<CheckoutConfig> = {},
): Promise<CheckoutBench> {
  const folder = mkdtempSync(join(tmpdir(), 'hutong-'));
  const clock = new VirtualClock(START, new Activity());
  const troubles: unknown[] = [];
  const now = () => clock.now();
  const providers = { first: new ScriptedProtocol(now), second: new ScriptedProtocol(now) };
  const names = ['first', 'second'] as const;
  const config: CheckoutConfig = {
    name: { en: 'Platform', zh: '平台' },
    publicOrigin: ORIGIN,
    databaseFile: join(folder, 'checkout.db'),
    orderLifeMs: HOUR_MS,
    payerIpWhenLocal: '203.0.113.7',
    operatorKey: OPERATOR_KEY,
    providers: names.map((id) => ({
      id,
      protocol: 'scripted',
      name: { en: `The ${id}`, zh: `${id}支付` },
      connection: { id },
      payees: { shop: `shop-at-${id}`, other: `other-at-${id}` },
      products: { desktop: 'native', phone: 'native' },
      // Only the first pays several merchants in one go.
      ...(id === 'first' ? { combinedProducts: { desktop: 'native', phone: 'native' } } : {}),
      minFen: 1,
      maxFen: fen(5_000_000),
      queryAfterMs: QUERY_AFTER_MS,
      books: { cutOff: MIDNIGHT, readyAfterMs: 9 * HOUR_MS, feePerMillion: 6_000 },
    })),
    merchants: [
      { id: 'shop', name: { en: 'Tea <House>', zh: '茶馆' }, apiKey: MERCHANT_KEY },
      { id: 'other', name: { en: 'Other', zh: '别家' }, apiKey: OTHER_KEY },
    ],
    ...settings,
  };
  const scripted = (connection: Readonly<Record<string, unknown>>) =>
    connection['id'] === 'first' ? providers.first : providers.second;
  const checkout = new Checkout(
    config,
    { clock, random: new Random('checkout-bench'), report: (error) => void troubles.push(error) },
    { ...checkoutParts, protocols: { scripted }, ...parts },
  );

  const call: CheckoutBench['call'] = async (method, path, body, headers = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return checkout.fetch(
      new Request(`${ORIGIN}${path}`, { method, headers, ...(text === undefined ? {} : { body: text }) }),
    );
  };
  for (const id of names) {
    await call('PUT', `/api/providers/${id}`, { platformOptedIn: true, providerOptedIn: true }, bearer(OPERATOR_KEY));
    for (const key of [MERCHANT_KEY, OTHER_KEY])
      await call('PUT', `/api/methods/${id}`, { enabled: true }, bearer(key));
  }
  return {
    checkout,
    clock,
    providers,
    troubles,
    call,
    async place(merchantOrderNo, more = {}) {
      const order = { merchantOrderNo, amountFen: 12_850, currency: 'CNY', description: '一壶龙井', ...more };
      const reply = (await (await call('POST', '/api/orders', order, bearer(MERCHANT_KEY))).json()) as {
        orderNo: string;
        cashierUrl: string;
      };
      return { orderNo: reply.orderNo, page: new URL(reply.cashierUrl).pathname };
    },
    async choose(page, method) {
      const shown = await (await call('GET', page)).text();
      return call('POST', `${page}/choose`, confirmationOf(shown, method), FORM);
    },
    close() {
      checkout.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
