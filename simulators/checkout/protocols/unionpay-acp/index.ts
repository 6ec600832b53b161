import { z } from 'zod';
import type { Millis } from '../../../kernel/time';
import type { BusinessDay } from '../../books/business-day';
import type { BillRow } from '../../books/entries';
import { Unusable } from '../bill-file/unusable';
import {
  type AppReady,
  type BillResult,
  type ChargeRequest,
  type CloseResult,
  type NoticeContent,
  type NoticeReading,
  PATIENCE_MS,
  type PaymentProtocol,
  type PaymentRef,
  type ProtocolFactory,
  type QueryResult,
  type RawNotice,
  type RefundRef,
  type RefundResult,
  type Refused,
  type StartRequest,
  type StartResult,
  type Unanswered,
} from '../protocol';
import {
  ABSENT,
  backView,
  DUPLICATE,
  isRefusal,
  isSuccess,
  isUnderWay,
  NO_FILE,
  paidFacts,
  txnTime,
  unanswered,
} from './answers';
import { readBill, settleDate } from './bills';
import { AcpClient, PATHS, PRODUCTION_GATEWAY } from './client';
import { type Fields, readForm } from './message';
import { Sealer } from './seal';

/** What UnionPay issues to a merchant or a platform (sheet 3). */
const connectionSchema = z.object({
  /** Only where it is not the production host. */
  baseUrl: z.string().default(PRODUCTION_GATEWAY),
  /** Where payers' browsers post orders; the same host unless told otherwise. */
  pageOrigin: z.string().optional(),
  /** The serial of the signing certificate, decimal. */
  certId: z.string(),
  /** The key of the signing certificate, PEM. */
  privateKey: z.string(),
  rootCertificate: z.string(),
  middleCertificate: z.string(),
  /** The merchant numbers for which the certificate signs; their files are read together. */
  merIds: z.array(z.string()).min(1),
});

/** Merchants deal with the gateway directly, not through an acquirer or as part of another merchant (sheet 3). */
const ACCESS_TYPE = '0';

/** A page on a computer, a page on a phone, a code (sheet 4). */
const product = z.enum(['page', 'wap', 'qr']);

const CONSUME: Fields = { txnType: '01', txnSubType: '01', bizType: '000201' };
const APP_CONSUME: Fields = { ...CONSUME, channelType: '08' };
const CODE_CONSUME: Fields = {
  txnType: '01',
  txnSubType: '06',
  bizType: '000000',
  channelType: '08',
  termId: '00000001',
};
const QR_APPLY: Fields = { txnType: '01', txnSubType: '07', bizType: '000000', channelType: '08' };
const QUERY: Fields = { txnType: '00', txnSubType: '00', bizType: '000000' };
const REFUND: Fields = { txnType: '04', txnSubType: '00', bizType: '000201', channelType: '07' };
const FILE: Fields = { txnType: '76', txnSubType: '01', bizType: '000000', fileType: '00' };

const LONGEST_DESCRIPTION = 32;

/** The time that belongs to a number. @throws Error where nobody kept it, because without it the number names nothing. */
function timeWith(number: string, at: Millis | undefined): string {
  if (at === undefined) throw new Error(`${number} has no time; expected the one at which the number was given`);
  return txnTime(at);
}

/** What every order says, by whichever way it is paid. */
function orderFields(request: Omit<StartRequest, 'returnUrl' | 'parts'>): Fields {
  const { attemptNo, payee, amountFen, payBy, notifyUrl } = request;
  return {
    merId: payee,
    orderId: attemptNo,
    txnTime: timeWith(attemptNo, request.numberedAt),
    txnAmt: String(amountFen),
    currencyCode: '156',
    orderDesc: [...request.description].slice(0, LONGEST_DESCRIPTION).join(''),
    payTimeout: txnTime(payBy),
    backUrl: notifyUrl,
  };
}

/** UnionPay's all-channel gateway, version 5.1.0, for a platform whose merchants each have a number of their own. */
export class UnionPayAcp implements PaymentProtocol {
  readonly application = ACCESS_TYPE;
  readonly #client: AcpClient;
  readonly #merIds: readonly string[];
  readonly #now: () => Millis;

  constructor(connection: Readonly<Record<string, unknown>>, now: () => Millis) {
    const { baseUrl, pageOrigin, merIds, ...keys } = connectionSchema.parse(connection);
    this.#client = new AcpClient(new Sealer(keys), baseUrl, pageOrigin ?? baseUrl, PATIENCE_MS);
    this.#merIds = merIds;
    this.#now = now;
  }

  async start(request: StartRequest): Promise<StartResult> {
    const named = product.parse(request.product);
    const { payBy, returnUrl } = request;
    const fields = orderFields(request);
    if (named !== 'qr') {
      // No call is made: the order reaches the gateway with the payer's browser.
      const channelType = named === 'wap' ? '08' : '07';
      const form = this.#client.form({ ...fields, ...CONSUME, channelType, frontUrl: returnUrl });
      return { kind: 'ready', handOff: { type: 'form', ...form, until: payBy }, unasked: true };
    }
    try {
      const { respCode = '', qrCode } = await this.#client.ask(PATHS.back, { ...fields, ...QR_APPLY });
      if (isSuccess(respCode) && qrCode)
        return { kind: 'ready', handOff: { type: 'qr', content: qrCode, until: payBy } };
      return isRefusal(respCode) ? { kind: 'refused', code: respCode } : unanswered(respCode);
    } catch (error) {
      return unanswered(error);
    }
  }

  /** The number that an app of the platform hands to the wallet's app (sheet 1). */
  async startInApp(request: StartRequest): Promise<AppReady | Refused | Unanswered> {
    try {
      const { respCode = '', tn } = await this.#client.ask(PATHS.app, { ...orderFields(request), ...APP_CONSUME });
      if (isSuccess(respCode) && tn) return { kind: 'ready', invocation: tn };
      return isRefusal(respCode) ? { kind: 'refused', code: respCode } : unanswered(respCode);
    } catch (error) {
      return unanswered(error);
    }
  }

  /** 00 is accepted, not paid: how it stands is asked at once (sheet 7). */
  async charge(request: ChargeRequest): Promise<QueryResult | Refused> {
    const { payTimeout: _, ...fields } = orderFields(request);
    try {
      const sent = { ...fields, ...CODE_CONSUME, qrNo: request.payerCode };
      const { respCode = '' } = await this.#client.ask(PATHS.back, sent);
      if (isRefusal(respCode)) return { kind: 'refused', code: respCode };
      if (!isSuccess(respCode) && !isUnderWay(respCode)) return unanswered(respCode);
      return await this.query(request);
    } catch (error) {
      return unanswered(error);
    }
  }

  /**
   * `respCode` judges the query, `origRespCode` the order. Until the order's own deadline nothing but success is final: not
   * found, in progress and failure alike may still turn (sheet 8, UP-06).
   */
  async query({ attemptNo, payee, numberedAt, payBy }: PaymentRef): Promise<QueryResult> {
    try {
      const answer = await this.#ask(payee, attemptNo, numberedAt);
      const { respCode = '', origRespCode } = answer;
      const isOver = payBy !== undefined && this.#now() > payBy;
      if (respCode === ABSENT) return { kind: isOver ? 'closed' : 'absent' };
      if (!isSuccess(respCode) || origRespCode === undefined) return unanswered(respCode);
      if (isSuccess(origRespCode)) return paidFacts(answer);
      return { kind: isOver ? 'closed' : 'open' };
    } catch (error) {
      return unanswered(error);
    }
  }

  /** The protocol closes nothing: an order ends by its own deadline, until which it is asked about. */
  async close(payment: PaymentRef): Promise<CloseResult> {
    const result = await this.query(payment);
    if (result.kind === 'unanswered') return result;
    return { kind: result.kind === 'absent' ? 'open' : result.kind };
  }

  /** 00 means accepted; the refund is done when a query or a notice says so (sheet 9). */
  async refund(refund: RefundRef): Promise<RefundResult> {
    const { attemptNo, payee, refundNo, amountFen, notifyUrl } = refund;
    try {
      const origQryId = refund.tradeNo ?? (await this.#tradeNo(refund));
      if (origQryId === undefined) return unanswered('the payment is not known to be paid');
      const { respCode = '' } = await this.#client.ask(PATHS.back, {
        ...REFUND,
        merId: payee,
        orderId: refundNo,
        txnTime: timeWith(refundNo, refund.refundNumberedAt),
        txnAmt: String(amountFen),
        origQryId,
        backUrl: notifyUrl,
        // Notices repeat it; they name the payment by the house's number only.
        reqReserved: attemptNo,
      });
      if (isSuccess(respCode)) return { kind: 'accepted' };
      if (respCode === DUPLICATE || isUnderWay(respCode)) return await this.queryRefund(refund);
      return isRefusal(respCode) ? { kind: 'refused', code: respCode } : unanswered(respCode);
    } catch (error) {
      return unanswered(error);
    }
  }

  async queryRefund({ payee, refundNo, refundNumberedAt, amountFen }: RefundRef): Promise<RefundResult> {
    try {
      const answer = await this.#ask(payee, refundNo, refundNumberedAt);
      const { respCode = '', origRespCode } = answer;
      if (respCode === ABSENT) return { kind: 'absent' };
      if (!isSuccess(respCode) || origRespCode === undefined) return unanswered(respCode);
      if (backView.parse(answer).txnAmt !== amountFen) return unanswered('the answer is about another amount');
      if (isSuccess(origRespCode)) return { kind: 'done' };
      return isUnderWay(origRespCode) ? { kind: 'accepted' } : { kind: 'refused', code: origRespCode };
    } catch (error) {
      return unanswered(error);
    }
  }

  /** Every merchant has a file of its own; all of them can be used, or none. */
  async bill(day: BusinessDay): Promise<BillResult> {
    const rows: BillRow[] = [];
    try {
      for (const merId of this.#merIds) {
        const fields = { ...FILE, merId, txnTime: txnTime(this.#now()), settleDate: settleDate(day) };
        const { respCode = '', fileName = '', fileContent = '' } = await this.#client.file(fields);
        if (respCode === NO_FILE) return { kind: 'not-yet' };
        if (!isSuccess(respCode)) return unanswered(respCode);
        rows.push(...readBill(fileName, fileContent, merId, day));
      }
      return { kind: 'ready', rows };
    } catch (error) {
      if (error instanceof Unusable) return { kind: 'unusable', why: error.why, detail: error.detail };
      return unanswered(error);
    }
  }

  async readNotice({ body }: RawNotice): Promise<NoticeReading> {
    const fields = readForm(body);
    if (!fields) return { ok: false, reason: 'a field is repeated' };
    if (!fields['signature']) return { ok: false, reason: 'unsigned' };
    if (!this.#client.sealer.verifies(fields)) return { ok: false, reason: 'signature does not fit' };
    try {
      const { queryId = '', respCode = '' } = fields;
      return { ok: true, noticeId: `${queryId}/${respCode}`, content: contentOf(fields) };
    } catch (error) {
      return { ok: false, reason: `unreadable: ${error instanceof Error ? error.message : error}` };
    }
  }

  /** Only the status counts (sheet 7). */
  noticeAnswer(heard: boolean): Response {
    return new Response(heard ? 'ok' : 'fail', {
      status: heard ? 200 : 500,
      headers: { 'Content-Type': 'text/plain' },
    });
  }

  /** Nothing to fetch: every message brings the certificate that has signed it. */
  async refreshKeys(): Promise<void> {}

  /** Asks how something stands that the platform's number and its time name together. */
  #ask(merId: string, orderId: string, at: Millis | undefined): Promise<Fields> {
    return this.#client.ask(PATHS.query, { ...QUERY, merId, orderId, txnTime: timeWith(orderId, at) });
  }

  async #tradeNo(payment: PaymentRef): Promise<string | undefined> {
    const result = await this.query(payment);
    return result.kind === 'paid' ? result.tradeNo : undefined;
  }
}

/** What a notice says whose signature was found good. @throws Error when it does not say all that it must. */
function contentOf(fields: Fields): NoticeContent {
  const { txnType, respCode, reqReserved } = fields;
  if (txnType === '01') {
    if (isSuccess(respCode)) return paidFacts(fields);
    return { kind: 'nothing-new', attemptNo: fields['orderId'] ?? '' };
  }
  if (txnType !== '04' || !reqReserved) return { kind: 'nothing-new', attemptNo: reqReserved ?? '' };
  if (isUnderWay(respCode)) return { kind: 'nothing-new', attemptNo: reqReserved };
  const { orderId: refundNo, txnAmt: amountFen, merId: payee } = backView.parse(fields);
  return {
    kind: 'refund',
    refundNo,
    attemptNo: reqReserved,
    amountFen,
    payee,
    state: isSuccess(respCode) ? 'done' : 'failed',
  };
}

export const protocol: ProtocolFactory = (connection, now) => new UnionPayAcp(connection, now);
