import { z } from 'zod';
import { fenFromYuan, yuanText } from '../../../kernel/money';
import { HOUR_MS } from '../../../kernel/time';
import { boundedBody } from '../bill-file/fetching';
import { Unusable } from '../bill-file/unusable';
import type {
  AppReady,
  BillResult,
  ChargeRequest,
  CloseResult,
  NoticeReading,
  PaymentProtocol,
  PaymentRef,
  ProtocolFactory,
  QueryResult,
  RawNotice,
  RefundRef,
  RefundResult,
  Refused,
  StartRequest,
  StartResult,
} from '../protocol';
import { PATIENCE_MS } from '../protocol';
import {
  codeOf,
  type GatewayResult,
  isFinal,
  payAnswer,
  precreateAnswer,
  queryAnswer,
  queryResult,
  refundAnswer,
  refundQueryAnswer,
  saysNotWaiting,
  unanswered,
} from './answers';
import { BILL_METHOD, billAnswer, filePlace, readBillArchive } from './bills';
import { GatewayClient } from './client';
import { noticeParameters, readVerified } from './notices';
import { orderContent, otherContent, PRODUCTS, product } from './orders';

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

/** Answers carry no nonce: one that was given to another question must not be taken for this one's. */
const ANOTHER_TRADE = 'the answer is about another trade or refund';

/** Alipay's gateway.do for a platform or a merchant, through the unmodified `alipay-sdk`. */
export class AlipayOpenApi implements PaymentProtocol {
  readonly application: string;
  readonly #client: GatewayClient;

  constructor(connection: Readonly<Record<string, unknown>>) {
    const { baseUrl, pageOrigin, ...keys } = connectionSchema.parse(connection);
    this.application = keys.appId;
    const addresses = { api: `${baseUrl}/gateway.do`, pages: `${pageOrigin ?? baseUrl}/gateway.do` };
    this.#client = new GatewayClient(keys, addresses, PATIENCE_MS);
  }

  async start(request: StartRequest): Promise<StartResult> {
    const named = product.parse(request.product);
    const { method } = PRODUCTS[named];
    const { notifyUrl, returnUrl } = request;
    const bizContent = orderContent(request, named);
    try {
      if (named !== 'precreate') {
        // No call is made: the order reaches Alipay with the payer's browser.
        const url = this.#client.pageAddress(method, { bizContent, notifyUrl, returnUrl });
        return { kind: 'ready', handOff: { type: 'redirect', url, until: request.payBy }, unasked: true };
      }
      const result = await this.#client.call(method, { bizContent, notifyUrl });
      if (result.code !== '10000') {
        return isFinal(result) ? { kind: 'refused', code: codeOf(result) } : unanswered(codeOf(result));
      }
      const { qr_code: content, out_trade_no: answered } = precreateAnswer.parse(result);
      if (answered !== request.attemptNo) return unanswered(ANOTHER_TRADE);
      const until = Math.min(request.payBy, request.now + 2 * HOUR_MS);
      return { kind: 'ready', handOff: { type: 'qr', content, until } };
    } catch (error) {
      return unanswered(error);
    }
  }

  async startInApp(request: StartRequest): Promise<AppReady> {
    const { notifyUrl } = request;
    const bizContent = otherContent(request, 'app');
    // No call is made: the order reaches Alipay with the payer's app.
    return { kind: 'ready', invocation: this.#client.appOrder('alipay.trade.app.pay', { bizContent, notifyUrl }) };
  }

  /** 10000 is paid, 10003 waits for the payer; everything that is not final is asked about (sheet 1.6). */
  async charge(request: ChargeRequest): Promise<QueryResult | Refused> {
    const { attemptNo, payee, payerCode, notifyUrl } = request;
    const bizContent = otherContent({ ...request, returnUrl: '' }, 'pay', payerCode);
    try {
      const result = await this.#client.call('alipay.trade.pay', { bizContent, notifyUrl });
      if (result.code === '10003') return { kind: 'open' };
      if (result.code !== '10000') {
        return isFinal(result) ? { kind: 'refused', code: codeOf(result) } : unanswered(codeOf(result));
      }
      const { gmt_payment: send_pay_date, ...view } = payAnswer.parse(result);
      if (view.out_trade_no !== attemptNo) return unanswered(ANOTHER_TRADE);
      return queryResult({ ...view, trade_status: 'TRADE_SUCCESS', send_pay_date }, payee, this.application);
    } catch (error) {
      return unanswered(error);
    }
  }

  async undo({ attemptNo }: PaymentRef): Promise<CloseResult> {
    try {
      const result = await this.#client.call('alipay.trade.cancel', { bizContent: { out_trade_no: attemptNo } });
      return result.code === '10000' ? { kind: 'closed' } : unanswered(codeOf(result));
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
      if (!saysNotWaiting(result)) return unanswered(codeOf(result));
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
      const { out_trade_no: answered, fund_change: moved } = refundAnswer.parse(result);
      if (answered !== attemptNo) return unanswered(ANOTHER_TRADE);
      return moved === 'Y' ? { kind: 'done' } : await this.queryRefund(refund);
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
      return fits && view.out_trade_no === attemptNo ? { kind: 'done' } : unanswered(ANOTHER_TRADE);
    } catch (error) {
      return unanswered(error);
    }
  }

  /** The address comes in a signed answer and lives for half a minute; the file itself is not signed (sheet 5). */
  async bill(day: string): Promise<BillResult> {
    try {
      const content = { bill_type: 'trade', bill_date: day };
      const result = await this.#client.call(BILL_METHOD, { bizContent: content });
      if (result.code !== '10000') return noBill(result);
      const url = billAnswer.parse(result).bill_download_url;
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(filePlace(url, this.#client.addresses.api), { redirect: 'error', signal });
      if (!response.ok) return unanswered(`HTTP ${response.status}`);
      const account = new URL(url).searchParams.get('userId') ?? '';
      return { kind: 'ready', rows: readBillArchive(await boundedBody(response), account, day) };
    } catch (error) {
      if (error instanceof Unusable) return { kind: 'unusable', why: error.why, detail: error.detail };
      return unanswered(error);
    }
  }

  async readNotice({ body }: RawNotice): Promise<NoticeReading> {
    const read = noticeParameters(body);
    if ('reason' in read) return { ok: false, reason: read.reason };
    if (!(await this.#client.verifies(read.values))) return { ok: false, reason: 'signature does not fit' };
    return readVerified(read.values);
  }

  noticeAnswer(heard: boolean): Response {
    return new Response(heard ? 'success' : 'fail', { headers: { 'Content-Type': 'text/plain' } });
  }

  async refreshKeys(): Promise<void> {
    await this.#client.refresh();
  }
}

/** A bill that does not exist yet is not one without rows (sheet 2.13). */
function noBill(result: GatewayResult): BillResult {
  if (result.sub_code === 'NO_BILL_DATA') return { kind: 'empty' };
  if (result.sub_code === 'BILL_NOT_EXIST') return { kind: 'not-yet' };
  return isFinal(result) ? { kind: 'refused', code: codeOf(result) } : unanswered(codeOf(result));
}

export const protocol: ProtocolFactory = (connection) => new AlipayOpenApi(connection);
