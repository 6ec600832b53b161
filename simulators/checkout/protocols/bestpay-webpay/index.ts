import type { Millis } from '../../../kernel/time';
import { Unusable } from '../bill-file/unusable';
import {
  type BillResult,
  type ChargeRequest,
  type CloseResult,
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
} from '../protocol';
import {
  ABSENT,
  type Asked,
  chargeRefusedForGood,
  isUndone,
  queryResult,
  readStanding,
  readTaken,
  refundResult,
  refusedForGood,
  type Standing,
  unanswered,
} from './answers';
import { BILL_ASK, BILL_NAMES, billAnswer, billPath, NOT_YET, readBill } from './bills';
import { GatewayClient, type Reply, signedMembers } from './client';
import { type Connection, connectionSchema, keysOf } from './connection';
import { acknowledgement, readNotice } from './notices';
import { canBeRefundNumber, daysToAsk, dayText, requestNumber, voidNumber } from './numbers';
import { codeOrder, orderForm } from './orders';
import { isSealed, type SealedPairs, seal } from './seal';
import { Voids } from './voids';

const upper = (fields: Readonly<Record<string, string>>): SealedPairs =>
  Object.entries(fields).map(([name, value]) => [name.toUpperCase(), value]);

/** The refusal of a reversal on another day than the order's. */
const STAYS_OPEN = new Set(['BE301014']);

/** What a refund or a reversal is asked with, besides the merchant's keys. */
interface Back {
  readonly payee: string;
  readonly attemptNo: string;
  readonly refundReqNo: string;
  readonly amountFen: number;
}

/** The gateway of BestPay's first generation for a platform that keeps the keys of its merchants. */
export class BestPayWebpay implements PaymentProtocol {
  /** No message of this protocol names an application. */
  readonly application = '';
  readonly #connection: Connection;
  readonly #client: GatewayClient;
  readonly #voids = new Voids();

  constructor(
    connection: Readonly<Record<string, unknown>>,
    readonly now: () => Millis,
  ) {
    this.#connection = connectionSchema.parse(connection);
    this.#client = new GatewayClient(this.#connection.baseUrl, PATIENCE_MS);
  }

  /** No call is made: the order reaches BestPay with the payer's browser. */
  async start(request: StartRequest): Promise<StartResult> {
    return { kind: 'ready', handOff: orderForm(this.#connection, request), unasked: true };
  }

  /** A code that was taken need not have paid yet: the status says so, not that the call succeeded (requirement BP-02). */
  async charge(request: ChargeRequest): Promise<QueryResult | Refused> {
    const { attemptNo, payee } = request;
    const asked = { merchantId: payee, orderNo: attemptNo, orderReqNo: requestNumber(attemptNo) };
    try {
      const { key } = keysOf(this.#connection, payee);
      const reply = await this.#client.call('/barcode/placeOrder', codeOrder(this.#connection, request));
      if (reply.ok) {
        const standing = readStanding(reply.result, asked, key);
        if (standing.transStatus === 'C') return { kind: 'refused', code: 'C' };
        return queryResult(standing, this.application, this.now());
      }
      return chargeRefusedForGood(reply.code) ? { kind: 'refused', code: reply.code } : unanswered(reply.code);
    } catch (error) {
      return unanswered(error);
    }
  }

  async query(payment: PaymentRef): Promise<QueryResult> {
    try {
      const standing = await this.#standing(payment);
      if (standing && isUndone(standing)) this.#voids.undo(payment.attemptNo);
      return standing ? queryResult(standing, this.application, this.now()) : { kind: 'absent' };
    } catch (error) {
      return unanswered(error);
    }
  }

  /**
   * Makes an unpaid order void. The one call for that gives back what is paid, so the order is asked for first, and after
   * it once more: its answer is the same for both. What stays open is a payer who pays between question and call: his
   * money goes back at once, and the order is closed; it is never taken for a sale (see {@link Voids}). The call works on
   * the day of the order only; past midnight the order stays open until the provider itself ends it.
   */
  async close(payment: PaymentRef): Promise<CloseResult> {
    try {
      return await this.#voids.closing(payment.attemptNo, async (closing) => {
        const standing = await this.#standing(payment);
        // What has not reached the provider cannot be closed there; should it be paid later, the success is given back.
        if (!standing) return { kind: 'closed' };
        const before = ended(standing);
        if (before) return before;
        if (standing.transStatus !== 'A') return unanswered(`transStatus ${standing.transStatus}`);
        if (closing.notified) return { kind: 'paid' };
        closing.voiding = true;
        return this.#makeVoid(payment, standing.transAmt);
      });
    } catch (error) {
      return unanswered(error);
    }
  }

  async #makeVoid(payment: PaymentRef, amountFen: number): Promise<CloseResult> {
    const { attemptNo, payee } = payment;
    const refundReqNo = voidNumber(attemptNo);
    const reply = await this.#giveBack('/reverse/reverse', { payee, attemptNo, refundReqNo, amountFen });
    const after = await this.#standing(payment);
    if (after && isUndone(after)) this.#voids.undo(attemptNo);
    const over = after && ended(after);
    if (over) return over;
    return !reply.ok && STAYS_OPEN.has(reply.code)
      ? { kind: 'open' }
      : unanswered(reply.ok ? 'not void yet' : reply.code);
  }

  async refund(refund: RefundRef): Promise<RefundResult> {
    const { attemptNo, payee, refundNo: refundReqNo, amountFen, notifyUrl } = refund;
    if (!canBeRefundNumber(refundReqNo)) return { kind: 'refused', code: 'refund-number-too-long' };
    try {
      const back = { payee, attemptNo, refundReqNo, amountFen };
      const reply = await this.#giveBack('/refund/commonRefund', back, { ledgerDetail: '', bgUrl: notifyUrl });
      if (reply.ok) return { kind: 'accepted' };
      return refusedForGood(reply.code) ? { kind: 'refused', code: reply.code } : unanswered(reply.code);
    } catch (error) {
      return unanswered(error);
    }
  }

  /** A refund is asked for as a payment is, by its own number (BP-DOC 6.4). */
  async queryRefund({ attemptNo, payee, refundNo, amountFen, refundNumberedAt }: RefundRef): Promise<RefundResult> {
    try {
      const asked = { merchantId: payee, orderNo: attemptNo, orderReqNo: refundNo };
      const standing = await this.#ask(asked, refundNumberedAt);
      return standing ? refundResult(standing, amountFen) : { kind: 'absent' };
    } catch (error) {
      return unanswered(error);
    }
  }

  async bill(day: string): Promise<BillResult> {
    const { merchantId } = this.#connection;
    try {
      const { key } = keysOf(this.#connection, merchantId);
      const fields = { merchantId, billDate: day.replaceAll('-', '') };
      const reply = await this.#client.call(BILL_ASK, { ...fields, mac: seal(upper(fields), key) });
      if (!reply.ok) return noBill(reply.code);
      if (!isSealed(signedMembers(reply.result, BILL_NAMES), key, reply.result['sign']))
        return unanswered('the sign does not fit');
      const { fileId, sha256, billDate, merchantId: named } = billAnswer.parse(reply.result);
      if (billDate !== fields.billDate || named !== merchantId) return unanswered('the answer is about another file');
      const bytes = await this.#client.file(billPath(fileId));
      return { kind: 'ready', rows: readBill(bytes, sha256, merchantId, day) };
    } catch (error) {
      if (error instanceof Unusable) return { kind: 'unusable', why: error.why, detail: error.detail };
      return unanswered(error);
    }
  }

  async readNotice({ body }: RawNotice): Promise<NoticeReading> {
    const reading = readNotice(body, this.#connection, this.application, this.now());
    if (!reading.ok || reading.content.kind !== 'paid') return reading;
    const { attemptNo } = reading.content;
    switch (this.#voids.heard(attemptNo)) {
      case 'counts':
        return reading;
      case 'undone':
        return { ...reading, content: { kind: 'nothing-new', attemptNo } };
      case 'again':
        return { ok: false, reason: 'it is being closed' };
    }
  }

  /** Heard is the number of the notice; anything else has it sent again (requirement BP-04). */
  noticeAnswer(heard: boolean, notice?: RawNotice): Response {
    const text = heard && notice ? acknowledgement(notice.body) : 'FAIL';
    return new Response(text, { headers: { 'Content-Type': 'text/plain;charset=UTF-8' } });
  }

  /** Keys of this protocol are agreed by hand; none is published. */
  async refreshKeys(): Promise<void> {}

  /** How a payment stands; undefined where the provider knows no such order. */
  #standing({ attemptNo, payee, numberedAt }: PaymentRef): Promise<Standing | undefined> {
    return this.#ask({ merchantId: payee, orderNo: attemptNo, orderReqNo: requestNumber(attemptNo) }, numberedAt);
  }

  /** Asks near the day on which it began, and near today where that is another. @throws Error where nothing is known. */
  async #ask(asked: Asked, beganAt: Millis | undefined): Promise<Standing | undefined> {
    const { key } = keysOf(this.#connection, asked.merchantId);
    for (const orderDate of daysToAsk(beganAt, this.now())) {
      const fields = { ...asked, orderDate };
      const reply = await this.#client.call('/query/queryOrder', { ...fields, mac: seal(upper(fields), key) });
      if (reply.ok) return readStanding(reply.result, asked, key);
      if (reply.code !== ABSENT) throw new Error(reply.code);
    }
    return undefined;
  }

  /** Asks for money back; an answer that succeeded has been found to be about this. @throws Error where it is not. */
  async #giveBack(path: string, back: Back, more: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const { payee, attemptNo, refundReqNo, amountFen } = back;
    const { key, merchantPwd } = keysOf(this.#connection, payee);
    const { ledgerDetail, ...unsigned } = more;
    const signed = {
      merchantId: payee,
      merchantPwd,
      oldOrderNo: attemptNo,
      oldOrderReqNo: requestNumber(attemptNo),
      refundReqNo,
      refundReqDate: dayText(this.now()),
      transAmt: String(amountFen),
      ...(ledgerDetail === undefined ? {} : { ledgerDetail }),
    };
    const fields = { ...signed, ...unsigned, channel: '05', mac: seal(upper(signed), key) };
    const reply = await this.#client.call(path, fields);
    if (reply.ok) readTaken(reply.result, { oldOrderNo: attemptNo, refundReqNo, amountFen }, key);
    return reply;
  }
}

/** What a close need not wait for: paid, or over. */
function ended(standing: Standing): CloseResult | undefined {
  const { kind } = queryResult(standing, '', 0);
  return kind === 'paid' || kind === 'closed' ? { kind } : undefined;
}

/** A file that is not written yet is not one without rows. */
const noBill = (code: string): BillResult => (code === NOT_YET ? { kind: 'not-yet' } : { kind: 'refused', code });

export const protocol: ProtocolFactory = (connection, now) => new BestPayWebpay(connection, now);
