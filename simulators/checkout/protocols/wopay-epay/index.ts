import { z } from 'zod';
import { compactDateTime, type Millis } from '../../../kernel/time';
import type { BillRow } from '../../books/entries';
import { boundedBody } from '../bill-file/fetching';
import { Unusable } from '../bill-file/unusable';
import type {
  BillResult,
  CloseResult,
  NoticeReading,
  PaymentProtocol,
  PaymentRef,
  ProtocolFactory,
  QueryResult,
  RawNotice,
  RefundRef,
  RefundResult,
  StartRequest,
  StartResult,
} from '../protocol';
import { PATIENCE_MS } from '../protocol';
import { readBill } from './bills';
import { FILE_PATH, GatewayClient, ORDER_PATH, QUERY_PATH, REFUND_PATH } from './client';
import { sealed } from './messages';
import { readNotice } from './notices';
import {
  BILL_EMPTY,
  BILL_NOT_READY,
  billAnswer,
  ORDER_UNKNOWN,
  queryResult,
  REFUND_REFUSED,
  refundAnswer,
  SUCCESS,
  unanswered,
} from './results';

/** What WoPay issues: a number and a key to each merchant, which the platform keeps for its merchants. */
const connectionSchema = z.object({
  /** Only where it is not the production host. */
  baseUrl: z.string().default('https://epay.10010.com'),
  /** Where payers' browsers open the gateway; the same host unless told otherwise. */
  pageOrigin: z.string().optional(),
  /** The key that each merchant shares with WoPay, by the merchant's number. */
  keys: z.record(z.string(), z.string()),
});

/** A text as the gateway takes it: no bars, which are the signature's own. */
const cut = (text: string, length: number) => [...text.replaceAll('|', '｜')].slice(0, length).join('');

const dayOf = (at: Millis) => compactDateTime(at).slice(0, 8);

/** The day that names an order together with its number: that on which the number was given. */
const orderDay = ({ numberedAt }: PaymentRef, now: () => Millis): string => dayOf(numberedAt ?? now());

/** WoPay's gateway for a platform that holds its merchants' keys. No client of it is public, so this is one. */
export class WopayEpay implements PaymentProtocol {
  /** No message of this protocol names an application. */
  readonly application = '';
  readonly #client: GatewayClient;
  readonly #pages: string;

  constructor(
    connection: Readonly<Record<string, unknown>>,
    readonly now: () => Millis,
  ) {
    const { baseUrl, pageOrigin = baseUrl, keys } = connectionSchema.parse(connection);
    this.#client = new GatewayClient(baseUrl, new Map(Object.entries(keys)), PATIENCE_MS);
    this.#pages = pageOrigin;
  }

  /** No call is made: the order reaches WoPay with the payer's browser, as a signed form. */
  async start(request: StartRequest): Promise<StartResult> {
    const { attemptNo, payee: merNo, amountFen, description, notifyUrl, returnUrl, payBy, now } = request;
    const { numberedAt = now } = request;
    const values = {
      interfaceVersion: '1.0.0.0',
      tranType: '20101',
      merNo,
      goodsName: cut(description, 128),
      orderDate: dayOf(numberedAt),
      orderNo: attemptNo,
      amount: String(amountFen),
      charSet: 'UTF-8',
      tradeMode: '0001',
      reqTime: compactDateTime(numberedAt),
      respMode: '1',
      callbackUrl: returnUrl,
      serverCallUrl: notifyUrl,
      signType: 'MD5',
    };
    try {
      const fields = sealed(values, this.#client.keyOf(merNo));
      const url = `${this.#pages}${ORDER_PATH}`;
      return { kind: 'ready', handOff: { type: 'form', url, fields, until: payBy }, unasked: true };
    } catch (error) {
      return unanswered(error);
    }
  }

  async query(payment: PaymentRef): Promise<QueryResult> {
    const { attemptNo, payee } = payment;
    try {
      const content = { orderDate: orderDay(payment, this.now), orderNo: attemptNo, charSet: 'UTF-8' };
      const answer = await this.#client.call(QUERY_PATH, payee, content);
      const result = answer['queryResult'] ?? '';
      if (result === ORDER_UNKNOWN && answer['orderNo'] === attemptNo) return { kind: 'absent' };
      return result === SUCCESS ? queryResult(answer, attemptNo, payee) : unanswered(result);
    } catch (error) {
      return unanswered(error);
    }
  }

  /**
   * The protocol has no message that closes an order: what waits for its payer stays open and is asked about again. What
   * WoPay does not know counts as closed: should its form be sent later and paid, the success is given back.
   */
  async close(payment: PaymentRef): Promise<CloseResult> {
    const result = await this.query(payment);
    if (result.kind === 'unanswered') return result;
    return { kind: result.kind === 'absent' ? 'closed' : result.kind };
  }

  /** A refund names the payment by WoPay's own number as well; where that is not known yet, it is asked for first. */
  async refund(refund: RefundRef): Promise<RefundResult> {
    const { attemptNo, payee, refundNo, amountFen, refundNumberedAt = this.now() } = refund;
    try {
      const payJournl = refund.tradeNo ?? (await this.#journalOf(refund));
      if (payJournl === undefined) return unanswered('the payment is not found');
      const amount = String(amountFen);
      const answer = await this.#client.call(REFUND_PATH, payee, {
        refundReqJournl: refundNo,
        orderNo: attemptNo,
        orderDate: orderDay(refund, this.now),
        payJournl,
        merReqTime: compactDateTime(refundNumberedAt),
        amount,
        reason: '退款',
      });
      const result = answer['refundResult'] ?? '';
      if (result !== SUCCESS) {
        return REFUND_REFUSED.has(result) ? { kind: 'refused', code: result } : unanswered(result);
      }
      const said = refundAnswer.parse(answer);
      const fits = said.orderNo === attemptNo && said.merNo === payee && said.amount === amount;
      return fits && said.refundReqJournl === refundNo
        ? { kind: 'done' }
        : unanswered('the answer is about another refund');
    } catch (error) {
      return unanswered(error);
    }
  }

  /** No message asks after a refund; the same request again replays its first result (requirement WO-07). */
  queryRefund(refund: RefundRef): Promise<RefundResult> {
    return this.refund(refund);
  }

  async #journalOf(payment: PaymentRef): Promise<string | undefined> {
    const result = await this.query(payment);
    return result.kind === 'paid' ? result.tradeNo : undefined;
  }

  /** Each merchant has a file of its own: either all of them can be used, or nothing. */
  async bill(day: string): Promise<BillResult> {
    try {
      const rows: BillRow[] = [];
      let files = 0;
      for (const merNo of this.#client.keys.keys()) {
        const content = { billDate: day.replaceAll('-', ''), charSet: 'UTF-8' };
        const answer = await this.#client.call(FILE_PATH, merNo, content);
        const result = answer['billResult'] ?? '';
        if (result === BILL_NOT_READY) return { kind: 'not-yet' };
        if (result === BILL_EMPTY) continue;
        if (result !== SUCCESS) return unanswered(result);
        const said = billAnswer.parse(answer);
        if (said.merNo !== merNo || said.billDate !== content.billDate) return unanswered('another file');
        rows.push(...(await this.#file(said, day)));
        files += 1;
      }
      return files === 0 ? { kind: 'empty' } : { kind: 'ready', rows };
    } catch (error) {
      if (error instanceof Unusable) return { kind: 'unusable', why: error.why, detail: error.detail };
      return unanswered(error);
    }
  }

  async #file({ merNo, fileUrl, fileDigest }: z.infer<typeof billAnswer>, day: string): Promise<BillRow[]> {
    // Where the signed answer says, below the gateway's own address.
    const place = new URL(new URL(fileUrl).pathname, this.#client.baseUrl);
    const response = await fetch(place, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return readBill(await boundedBody(response), fileDigest, merNo, day);
  }

  async readNotice({ body }: RawNotice): Promise<NoticeReading> {
    return readNotice(body, this.#client.keys);
  }

  noticeAnswer(heard: boolean): Response {
    return new Response(heard ? 'SUCCESS' : 'FAIL', { headers: { 'Content-Type': 'text/plain' } });
  }

  /** The keys are secrets that two share: no message of the protocol tells a new one. */
  async refreshKeys(): Promise<void> {}
}

export const protocol: ProtocolFactory = (connection, now) => new WopayEpay(connection, now);
