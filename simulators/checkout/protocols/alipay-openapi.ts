import { z } from 'zod';
import { fenFromYuan, yuanText } from '../../kernel/money';
import { beijingDateTime, HOUR_MS, readBeijingDateTime } from '../../kernel/time';
import { GatewayClient, type GatewayResult } from './alipay-openapi-client';
import type {
  CloseResult,
  NoticeContent,
  NoticeReading,
  PaidFacts,
  PaymentProtocol,
  PaymentRef,
  ProtocolFactory,
  QueryResult,
  RawNotice,
  RefundRef,
  RefundResult,
  StartRequest,
  StartResult,
  Unanswered,
} from './protocol';

/** What Alipay issues to an application: certificates, or a public key (sheet 1.7). */
const connectionSchema = z
  .object({
    /** Only where it is not the production host. */
    baseUrl: z.string().default('https://openapi.alipay.com'),
    /** Where payers' browsers open the gateway; the same host unless told otherwise. */
    pageOrigin: z.string().optional(),
    appId: z.string(),
    privateKey: z.string(),
    keyType: z.enum(['PKCS1', 'PKCS8']),
    appCert: z.string().optional(),
    alipayCert: z.string().optional(),
    alipayRootCert: z.string().optional(),
    alipayPublicKey: z.string().optional(),
  })
  .refine(({ alipayPublicKey, appCert, alipayCert, alipayRootCert }) => {
    return alipayPublicKey !== undefined || [appCert, alipayCert, alipayRootCert].every((file) => file !== undefined);
  }, 'expected appCert, alipayCert and alipayRootCert, or alipayPublicKey');

const TIMEOUT_MS = 5_000;

/** The product codes, and the method for each way to pay (sheet 2.2, 2.3, 2.5). */
const PRODUCTS = {
  page: { method: 'alipay.trade.page.pay', code: 'FAST_INSTANT_TRADE_PAY' },
  wap: { method: 'alipay.trade.wap.pay', code: 'QUICK_WAP_WAY' },
  precreate: { method: 'alipay.trade.precreate', code: 'FACE_TO_FACE_PAYMENT' },
} as const;
const product = z.enum(['page', 'wap', 'precreate']);

const unanswered = (why: unknown): Unanswered => ({
  kind: 'unanswered',
  why: why instanceof Error ? why.message : String(why),
});

/** Codes of the gateway that say for good: this request will not be done (sheet 1.6). */
const FINAL_CODES = new Set(['40001', '40002', '40003', '40004', '40006']);

const codeOf = ({ code, sub_code: sub }: GatewayResult) => sub ?? code;

/** A business error that is an answer; 20000, a limit on calls and ACQ.SYSTEM_ERROR say nothing (requirement B10). */
function isFinal({ code, sub_code: sub }: GatewayResult): boolean {
  return FINAL_CODES.has(code) && !(sub ?? '').endsWith('SYSTEM_ERROR');
}

/** Codes that say of a close: the trade does not wait for its payer any more. */
const NOT_WAITING = new Set(['ACQ.TRADE_STATUS_ERROR', 'ACQ.REASON_TRADE_STATUS_INVALID', 'ACQ.REASON_ILLEGAL_STATUS']);

const precreateAnswer = z.object({ out_trade_no: z.string(), qr_code: z.string() });
const queryAnswer = z.object({
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: z.string(),
  total_amount: z.string(),
  send_pay_date: z.string().optional(),
});
const refundAnswer = z.object({ out_trade_no: z.string(), fund_change: z.string().optional() });
const refundQueryAnswer = z.object({
  out_request_no: z.string().optional(),
  refund_amount: z.string().optional(),
  refund_status: z.string().optional(),
});
const notice = z.object({
  notify_id: z.string(),
  notify_type: z.string(),
  app_id: z.string(),
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: z.string(),
  total_amount: z.string(),
  seller_id: z.string().optional(),
  gmt_payment: z.string().optional(),
  refund_fee: z.string().optional(),
  gmt_refund: z.string().optional(),
});

/** Alipay's gateway.do for a platform or a merchant, through the unmodified `alipay-sdk`. */
export class AlipayOpenApi implements PaymentProtocol {
  readonly application: string;
  readonly #client: GatewayClient;

  constructor(connection: Readonly<Record<string, unknown>>) {
    const { baseUrl, pageOrigin, ...keys } = connectionSchema.parse(connection);
    this.application = keys.appId;
    const addresses = { api: `${baseUrl}/gateway.do`, pages: `${pageOrigin ?? baseUrl}/gateway.do` };
    this.#client = new GatewayClient(keys, addresses, TIMEOUT_MS);
  }

  async start(request: StartRequest): Promise<StartResult> {
    const named = product.parse(request.product);
    const { method } = PRODUCTS[named];
    const { notifyUrl, returnUrl } = request;
    const bizContent = orderContent(request, PRODUCTS[named].code);
    try {
      if (named !== 'precreate') {
        // No call is made: the order reaches Alipay with the payer's browser.
        const url = this.#client.pageAddress(method, { bizContent, notifyUrl, returnUrl });
        return { kind: 'ready', handOff: { type: 'redirect', url, until: request.payBy } };
      }
      const result = await this.#client.call(method, { bizContent, notifyUrl });
      if (result.code !== '10000') {
        return isFinal(result) ? { kind: 'refused', code: codeOf(result) } : unanswered(codeOf(result));
      }
      const { qr_code: content } = precreateAnswer.parse(result);
      const until = Math.min(request.payBy, request.now + 2 * HOUR_MS);
      return { kind: 'ready', handOff: { type: 'qr', content, until } };
    } catch (error) {
      return unanswered(error);
    }
  }

  async query({ attemptNo, payee }: PaymentRef): Promise<QueryResult> {
    try {
      const result = await this.#client.call('alipay.trade.query', { bizContent: { out_trade_no: attemptNo } });
      if (result.sub_code === 'ACQ.TRADE_NOT_EXIST') return { kind: 'absent' };
      if (result.code !== '10000') return unanswered(codeOf(result));
      return queryResult(queryAnswer.parse(result), payee, this.application);
    } catch (error) {
      return unanswered(error);
    }
  }

  /** A trade that does not exist counts as closed: should its page be paid later, the success is given back. */
  async close(payment: PaymentRef): Promise<CloseResult> {
    try {
      const parameters = { bizContent: { out_trade_no: payment.attemptNo } };
      const result = await this.#client.call('alipay.trade.close', parameters);
      if (result.code === '10000' || result.sub_code === 'ACQ.TRADE_NOT_EXIST') return { kind: 'closed' };
      if (!NOT_WAITING.has(codeOf(result))) return unanswered(codeOf(result));
      // Paid or closed already: the code is the same, so the trade itself is asked.
      const { kind } = await this.query(payment);
      return kind === 'paid' || kind === 'closed' ? { kind } : unanswered(codeOf(result));
    } catch (error) {
      return unanswered(error);
    }
  }

  async refund(refund: RefundRef): Promise<RefundResult> {
    const { attemptNo, refundNo, amountFen } = refund;
    try {
      const result = await this.#client.call('alipay.trade.refund', {
        bizContent: { out_trade_no: attemptNo, out_request_no: refundNo, refund_amount: yuanText(amountFen) },
      });
      if (result.code === '40004' && isFinal(result)) return { kind: 'refused', code: codeOf(result) };
      if (result.code !== '10000') return unanswered(codeOf(result));
      // refund_fee counts all refunds of the trade, so only the flag tells about this one (requirements B15, B16).
      return refundAnswer.parse(result).fund_change === 'Y' ? { kind: 'done' } : await this.queryRefund(refund);
    } catch (error) {
      return unanswered(error);
    }
  }

  async queryRefund({ attemptNo, refundNo, amountFen }: RefundRef): Promise<RefundResult> {
    try {
      const result = await this.#client.call('alipay.trade.fastpay.refund.query', {
        bizContent: { out_trade_no: attemptNo, out_request_no: refundNo },
      });
      if (codeOf(result).endsWith('TRADE_NOT_EXIST')) return { kind: 'absent' };
      if (result.code !== '10000') return unanswered(codeOf(result));
      const view = refundQueryAnswer.parse(result);
      // Success without a status is how an unknown number looks (requirement B15).
      if (view.refund_status !== 'REFUND_SUCCESS') return { kind: 'absent' };
      const fits = view.out_request_no === refundNo && fenFromYuan(view.refund_amount ?? '') === amountFen;
      return fits ? { kind: 'done' } : unanswered('the answer is about another refund');
    } catch (error) {
      return unanswered(error);
    }
  }

  async readNotice({ body }: RawNotice): Promise<NoticeReading> {
    const pairs = [...new URLSearchParams(body)];
    const values = Object.fromEntries(pairs);
    if (Object.keys(values).length !== pairs.length) return { ok: false, reason: 'a parameter is repeated' };
    if (!values['sign']) return { ok: false, reason: 'unsigned' };
    // Old algorithms are not taken for an application that never used them.
    if (values['sign_type'] !== 'RSA2') return { ok: false, reason: 'signature type' };
    if (!(await this.#client.verifies(values))) return { ok: false, reason: 'signature does not fit' };
    try {
      const view = notice.parse(values);
      return { ok: true, noticeId: view.notify_id, content: noticeContent(view) };
    } catch (error) {
      return { ok: false, reason: `unreadable: ${error instanceof Error ? error.message : error}` };
    }
  }

  noticeAnswer(heard: boolean): Response {
    return new Response(heard ? 'success' : 'fail', { headers: { 'Content-Type': 'text/plain' } });
  }

  async refreshKeys(): Promise<void> {
    await this.#client.refresh();
  }
}

/** Characters that the gateway forbids in a subject are written wide (requirement B20). */
const WIDE: Readonly<Record<string, string>> = { '/': '／', '=': '＝', '&': '＆' };
const subjectOf = (description: string) =>
  [...description.replace(/[/=&]/g, (found) => WIDE[found] ?? ' ')].slice(0, 256).join('');

/** The order of one sub-merchant, settled to it as a whole (sheet 2.1). */
function orderContent(request: StartRequest, code: string): Record<string, unknown> {
  const amount = yuanText(request.amountFen);
  return {
    out_trade_no: request.attemptNo,
    total_amount: amount,
    subject: subjectOf(request.description),
    product_code: code,
    time_expire: beijingDateTime(request.payBy),
    sub_merchant: { merchant_id: request.payee, merchant_type: 'alipay' },
    settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount }] },
    business_params: { mc_create_trade_ip: request.payerIp },
    ...(code === PRODUCTS.wap.code ? { quit_url: request.returnUrl } : {}),
  };
}

function paidAt(text: string | undefined): number {
  const at = readBeijingDateTime(text ?? '');
  if (at === undefined) throw new Error('a paid trade without its time');
  return at;
}

/**
 * Closed after a payment is a trade that was given back, so it was paid; closed without one never was (requirement B7).
 * The answer names neither payee nor application: it is verified, and it answers this application's own number.
 */
function queryResult(view: z.infer<typeof queryAnswer>, payee: string, application: string): QueryResult {
  const { trade_status: status, send_pay_date: payDate } = view;
  if (status === 'WAIT_BUYER_PAY') return { kind: 'open' };
  if (status === 'TRADE_CLOSED' && payDate === undefined) return { kind: 'closed' };
  if (!['TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'].includes(status)) return unanswered(`status ${status}`);
  return {
    kind: 'paid',
    attemptNo: view.out_trade_no,
    tradeNo: view.trade_no,
    amountFen: fenFromYuan(view.total_amount),
    payee,
    application,
    paidAt: paidAt(payDate),
  };
}

/**
 * A notice with refund members reports a refund, not a second payment (requirement B6). `seller_id` is the account that
 * gets the money: for a platform its sub-merchant's, from memory.
 */
function noticeContent(view: z.infer<typeof notice>): NoticeContent {
  const { out_trade_no: attemptNo, trade_status: status } = view;
  const isPaid = status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED';
  const isRefund = view.refund_fee !== undefined || view.gmt_refund !== undefined;
  if (view.notify_type !== 'trade_status_sync' || !isPaid || isRefund) return { kind: 'nothing-new', attemptNo };
  const facts: PaidFacts = {
    kind: 'paid',
    attemptNo,
    tradeNo: view.trade_no,
    amountFen: fenFromYuan(view.total_amount),
    payee: view.seller_id ?? '',
    application: view.app_id,
    paidAt: paidAt(view.gmt_payment),
  };
  return facts;
}

export const alipayOpenApi: ProtocolFactory = (connection) => new AlipayOpenApi(connection);
