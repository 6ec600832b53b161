import { z } from 'zod';
import { compactDateTime, MINUTE_MS } from '../../../kernel/time';
import type { BillRow } from '../../books/entries';
import { boundedBody } from '../bill-file/fetching';
import { Unusable } from '../bill-file/unusable';
import type {
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
import { readBill } from './bills';
import { GatewayClient } from './client';
import {
  BILL_EMPTY,
  BILL_NOT_READY,
  DONE,
  isOrderRefused,
  ORDER_UNKNOWN,
  PAID,
  REFUND_REFUSED,
  WAITING_CODES,
} from './codes';
import { readPayUrl } from './messages';
import { readNotice } from './notices';
import { queryResult, unanswered } from './results';
import { billAnswer, codeAnswer, orderAnswer, refundAnswer } from './shapes';

/** What HeBao issues: a number and a key to each merchant, which the platform keeps for its merchants. */
const connectionSchema = z.object({
  /** Only where it is not the production host. */
  baseUrl: z.string().default('https://ipos.10086.cn'),
  /** The key that each merchant shares with HeBao, by the merchant's number. */
  signKeys: z.record(z.string(), z.string()),
});

/** A page on a computer, and one on a phone (sheet B3). */
const TYPES = { direct: 'DirectPayConfirm', wap: 'WAPDirectPayConfirm' } as const;
const product = z.enum(['direct', 'wap']);

/** The longest period that three digits of minutes write. */
const LONGEST_MINUTES = 999;

const cut = (text: string, length: number) => [...text].slice(0, length).join('');

/** What every order says; what is left out is signed as an empty text in its place (requirement HB-01). */
function orderContent(request: Omit<StartRequest, 'returnUrl'>): Record<string, string> {
  const { numberedAt = request.now } = request;
  const minutes = Math.ceil((request.payBy - request.now) / MINUTE_MS);
  return {
    characterSet: '02',
    notifyUrl: request.notifyUrl,
    requestId: request.attemptNo,
    amount: String(request.amountFen),
    currency: '00',
    orderDate: compactDateTime(numberedAt).slice(0, 8),
    orderId: request.attemptNo,
    period: String(Math.min(LONGEST_MINUTES, Math.max(1, minutes))),
    periodUnit: '00',
    productName: cut(request.description, 128),
  };
}

/** An order that its payer finishes on a page. */
function pageContent(request: StartRequest): Record<string, string> {
  const { returnUrl: callbackUrl, payerIp: ipAddress } = request;
  const content = orderContent(request);
  return { ...content, callbackUrl, ipAddress, merAcDate: content['orderDate'] ?? '' };
}

/** HeBao's gateway for a platform that holds its merchants' keys. No client of it is on npm, so this is one. */
export class HebaoIps implements PaymentProtocol {
  /** No message of this protocol names an application. */
  readonly application = '';
  readonly #client: GatewayClient;

  constructor(connection: Readonly<Record<string, unknown>>) {
    const { baseUrl, signKeys } = connectionSchema.parse(connection);
    this.#client = new GatewayClient(baseUrl, new Map(Object.entries(signKeys)), PATIENCE_MS);
  }

  async start(request: StartRequest): Promise<StartResult> {
    const type = TYPES[product.parse(request.product)];
    try {
      const answer = await this.#client.call('DirectPayConfirm', request.payee, pageContent(request), type);
      const code = answer['returnCode'] ?? '';
      if (code !== DONE) return isOrderRefused(code) ? { kind: 'refused', code } : unanswered(code);
      const { requestId, payUrl } = orderAnswer.parse(answer);
      if (requestId !== request.attemptNo) return unanswered('the answer is about another request');
      const { url, method } = readPayUrl(payUrl);
      const until = request.payBy;
      if (method === 'GET') return { kind: 'ready', handOff: { type: 'redirect', url, until } };
      return { kind: 'ready', handOff: { type: 'form', url, fields: {}, until } };
    } catch (error) {
      return unanswered(error);
    }
  }

  /** A till has read a payer's code. The answer has neither time nor number of the payment, so that is asked for. */
  async charge(request: ChargeRequest): Promise<QueryResult | Refused> {
    const { attemptNo, payee, payerCode: userToken } = request;
    try {
      const answer = await this.#client.call('CloudQuickPay', payee, { ...orderContent(request), userToken });
      const code = answer['returnCode'] ?? '';
      if (WAITING_CODES.has(code)) return { kind: 'open' };
      if (code !== DONE) return isOrderRefused(code) ? { kind: 'refused', code } : unanswered(code);
      const { orderId, amount } = codeAnswer.parse(answer);
      const fits = orderId === attemptNo && amount === String(request.amountFen);
      return fits ? await this.query(request) : unanswered('the answer is about another order');
    } catch (error) {
      return unanswered(error);
    }
  }

  async query({ attemptNo, payee }: PaymentRef): Promise<QueryResult> {
    try {
      const answer = await this.#client.call('OrderQuery', payee, { orderId: attemptNo });
      const code = answer['returnCode'] ?? '';
      if (code === ORDER_UNKNOWN && answer['orderId'] === attemptNo) return { kind: 'absent' };
      return code === DONE ? queryResult(answer, attemptNo) : unanswered(code);
    } catch (error) {
      return unanswered(error);
    }
  }

  /**
   * The protocol has no message that closes an order of a page: what waits for its payer stays open, is asked about again,
   * and ends at HeBao with its period. Should its page be paid until then, the success is given back. What HeBao does not
   * know was never opened and counts as closed.
   */
  async close(payment: PaymentRef): Promise<CloseResult> {
    const result = await this.query(payment);
    if (result.kind === 'unanswered') return result;
    return { kind: result.kind === 'absent' ? 'closed' : result.kind };
  }

  async refund({ attemptNo, payee, refundNo, amountFen }: RefundRef): Promise<RefundResult> {
    const amount = String(amountFen);
    try {
      const answer = await this.#client.call('OrderRefund', payee, { requestId: refundNo, orderId: attemptNo, amount });
      const code = answer['returnCode'] ?? '';
      if (code !== DONE) return REFUND_REFUSED.has(code) ? { kind: 'refused', code } : unanswered(code);
      const said = refundAnswer.parse(answer);
      const fits = said.orderId === attemptNo && said.amount === amount;
      return fits && said.status === PAID ? { kind: 'done' } : unanswered('the answer is about another refund');
    } catch (error) {
      return unanswered(error);
    }
  }

  /** No message asks after a refund; the same request again replays its first result (requirement HB-08). */
  queryRefund(refund: RefundRef): Promise<RefundResult> {
    return this.refund(refund);
  }

  /** Each merchant has a file of its own: either all of them can be used, or nothing. */
  async bill(day: string): Promise<BillResult> {
    try {
      const rows: BillRow[] = [];
      let files = 0;
      for (const merchantId of this.#client.signKeys.keys()) {
        const answer = await this.#client.call('SIMReconQuery', merchantId, { billDate: day.replaceAll('-', '') });
        const code = answer['returnCode'] ?? '';
        if (code === BILL_NOT_READY) return { kind: 'not-yet' };
        if (code === BILL_EMPTY) continue;
        if (code !== DONE) return unanswered(code);
        rows.push(...(await this.#file(billAnswer.parse(answer), day)));
        files += 1;
      }
      return files === 0 ? { kind: 'empty' } : { kind: 'ready', rows };
    } catch (error) {
      if (error instanceof Unusable) return { kind: 'unusable', why: error.why, detail: error.detail };
      return unanswered(error);
    }
  }

  async #file({ merchantId, fileUrl, fileDigest }: z.infer<typeof billAnswer>, day: string): Promise<BillRow[]> {
    // Where the signed answer says, below the gateway's own address.
    const place = new URL(new URL(fileUrl).pathname, this.#client.baseUrl);
    const response = await fetch(place, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return readBill(await boundedBody(response), fileDigest, merchantId, day);
  }

  async readNotice({ body }: RawNotice): Promise<NoticeReading> {
    return readNotice(body, this.#client.signKeys);
  }

  noticeAnswer(heard: boolean): Response {
    return new Response(heard ? 'SUCCESS' : 'FAIL', { headers: { 'Content-Type': 'text/plain' } });
  }

  /** The keys are secrets that two share: no message of the protocol tells a new one. */
  async refreshKeys(): Promise<void> {}
}

export const protocol: ProtocolFactory = (connection) => new HebaoIps(connection);
