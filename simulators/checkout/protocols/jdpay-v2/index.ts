import { compactDateTime, type Millis } from '../../../kernel/time';
import type { BillRow } from '../../books/entries';
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
  Unanswered,
} from '../protocol';
import { PATIENCE_MS } from '../protocol';
import {
  ANOTHER_TRADE,
  chargeSchema,
  isFinal,
  orderSchema,
  type PaymentView,
  paymentSchema,
  queryResult,
  refundResult,
  refundSchema,
  UNKNOWN_REFUND,
  UNKNOWN_TRADE,
  unanswered,
} from './answers';
import { fileSchema, NOT_YET, RECON_PATH, readBill } from './bills';
import { connectionSchema, JdClient, VERSION } from './client';
import { readOpened } from './notices';
import { chargeMembers, formMembers, product, revocationNumber, uniorderMembers } from './orders';

const ALREADY_ASKED = 'RFND000001';
const TOO_MUCH = 'RFND000002';
const UNDER_WAY = 'JPGT200000';

interface Ordered {
  readonly kind: 'ordered';
  readonly orderId: string;
  readonly qrCode?: string;
}

/** A code that says no for good, or one that leaves the end open. */
const refusal = (code: string): Refused | Unanswered => (isFinal(code) ? { kind: 'refused', code } : unanswered(code));

type Looked = { readonly result: QueryResult; readonly view?: PaymentView };

/** JD Pay 2.0 for a platform that holds the keys of each of its merchants; there is no public SDK for Node to build on. */
export class JdPayV2 implements PaymentProtocol {
  /** No application is named in this protocol; what both sides agreed on is the version of the interface. */
  readonly application = VERSION;
  readonly #client: JdClient;

  constructor(
    connection: Readonly<Record<string, unknown>>,
    readonly now: () => Millis,
  ) {
    this.#client = new JdClient(connectionSchema.parse(connection), PATIENCE_MS);
  }

  async start(request: StartRequest): Promise<StartResult> {
    const named = product.parse(request.product);
    const { payee, payBy: until } = request;
    try {
      if (named !== 'qr') {
        // No call is made: the order reaches JD Pay with the payer's browser.
        const url = `${this.#client.connection.cashiers[named]}/jdpay/saveOrder`;
        const fields = this.#client.form(payee, formMembers(request));
        return { kind: 'ready', handOff: { type: 'form', url, fields, until }, unasked: true };
      }
      const order = await this.#order(request, 'QR');
      if (order.kind !== 'ordered') return order;
      const { qrCode: content } = order;
      if (content === undefined) return unanswered('an order without a code');
      return { kind: 'ready', handOff: { type: 'qr', content, until } };
    } catch (error) {
      return unanswered(error);
    }
  }

  async startInApp(request: StartRequest): Promise<AppReady | Refused | Unanswered> {
    try {
      const order = await this.#order(request, 'GEN');
      if (order.kind !== 'ordered') return order;
      return { kind: 'ready', invocation: this.#client.invocation(request.payee, order.orderId) };
    } catch (error) {
      return unanswered(error);
    }
  }

  /** Paid at once, or waiting for its payer; everything that is not final is asked about (sheet 3.3 and 8). */
  async charge(request: ChargeRequest): Promise<QueryResult | Refused> {
    try {
      const answer = await this.#client.call('/service/fkmPay', request.payee, chargeMembers(request));
      if (!answer.ok) return refusal(answer.code);
      const view = chargeSchema.parse(answer.elements);
      return view.tradeNum === request.attemptNo ? queryResult(view) : unanswered(ANOTHER_TRADE);
    } catch (error) {
      return unanswered(error);
    }
  }

  async query(payment: PaymentRef): Promise<QueryResult> {
    return (await this.#look(payment)).result;
  }

  /**
   * What comes nearest is a revocation, which gives the money of a paid order back. So it is asked first how the payment
   * stands, and only what waits for its payer is revoked; whatever cannot be asked about stays as it is.
   */
  async close(payment: PaymentRef): Promise<CloseResult> {
    const { result, view } = await this.#look(payment);
    if (result.kind === 'unanswered') return result;
    if (result.kind === 'paid') return { kind: 'paid' };
    // Should the form of an order that does not exist be posted later, its success is given back.
    if (result.kind !== 'open' || !view) return { kind: 'closed' };
    try {
      const number = revocationNumber(payment.attemptNo);
      const answer = await this.#client.call('/service/revoke', payment.payee, {
        tradeNum: number,
        oTradeNum: payment.attemptNo,
        amount: String(view.amount),
        currency: 'CNY',
        tradeTime: compactDateTime(this.now()),
      });
      if (!answer.ok) return unanswered(answer.code);
      const { tradeNum, oTradeNum } = refundSchema.parse(answer.elements);
      const fits = tradeNum === number && oTradeNum === payment.attemptNo;
      return fits ? { kind: 'closed' } : unanswered(ANOTHER_TRADE);
    } catch (error) {
      return unanswered(error);
    }
  }

  async refund(refund: RefundRef): Promise<RefundResult> {
    try {
      const result = await this.#ask(refund);
      if (result.kind !== 'refused') return result.kind === 'absent' ? unanswered('to be sent again') : result;
      if (result.code === ALREADY_ASKED) return await this.queryRefund(refund);
      if (result.code === TOO_MUCH && (await this.#wasRevoked(refund))) return { kind: 'done' };
      return result;
    } catch (error) {
      return unanswered(error);
    }
  }

  /** A refund that has failed and wants its number once more is sent again at once (requirement JD-10). */
  async queryRefund(refund: RefundRef): Promise<RefundResult> {
    try {
      const { result, failed } = await this.#lookAtRefund(refund);
      if (!failed) return result;
      const again = await this.#ask(refund);
      return again.kind === 'refused' && again.code === ALREADY_ASKED ? unanswered(ALREADY_ASKED) : again;
    } catch (error) {
      return unanswered(error);
    }
  }

  /** Every merchant has a bill of its own; only where all can be used is any of them. */
  async bill(day: string): Promise<BillResult> {
    const rows: BillRow[] = [];
    for (const merchant of this.#client.merchants()) {
      const result = await this.#billOf(merchant, day);
      if (result.kind !== 'ready') return result;
      rows.push(...result.rows);
    }
    return { kind: 'ready', rows };
  }

  async readNotice({ body }: RawNotice): Promise<NoticeReading> {
    try {
      return readOpened(this.#client.open(body));
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  noticeAnswer(heard: boolean): Response {
    return new Response(heard ? 'ok' : 'fail', { headers: { 'Content-Type': 'text/plain' } });
  }

  /** JD Pay publishes no keys: the one that is printed in its document counts until somebody changes the settings. */
  async refreshKeys(): Promise<void> {}

  /** The unified order, whatever its payer is then handed. */
  async #order(request: StartRequest, tradeType: 'QR' | 'GEN'): Promise<Ordered | Refused | Unanswered> {
    const answer = await this.#client.call('/service/uniorder', request.payee, uniorderMembers(request, tradeType));
    if (!answer.ok) return refusal(answer.code);
    const { tradeNum, amount, ...order } = orderSchema.parse(answer.elements);
    const fits = tradeNum === request.attemptNo && amount === request.amountFen;
    return fits ? { kind: 'ordered', ...order } : unanswered(ANOTHER_TRADE);
  }

  async #look({ attemptNo, payee }: PaymentRef): Promise<Looked> {
    try {
      const answer = await this.#client.call('/service/query', payee, { tradeNum: attemptNo, tradeType: '0' });
      if (!answer.ok) return { result: answer.code === UNKNOWN_TRADE ? { kind: 'absent' } : unanswered(answer.code) };
      const view = paymentSchema.parse(answer.elements);
      return view.tradeNum === attemptNo ? { result: queryResult(view), view } : { result: unanswered(ANOTHER_TRADE) };
    } catch (error) {
      return { result: unanswered(error) };
    }
  }

  /** Asks for a refund, once. */
  async #ask(refund: RefundRef): Promise<RefundResult> {
    const answer = await this.#client.call('/service/refund', refund.payee, {
      tradeNum: refund.refundNo,
      oTradeNum: refund.attemptNo,
      amount: String(refund.amountFen),
      currency: 'CNY',
      tradeTime: compactDateTime(this.now()),
      notifyUrl: refund.notifyUrl,
    });
    if (answer.ok) return refundResult(refundSchema.parse(answer.elements), refund);
    if (answer.code === UNDER_WAY) return { kind: 'accepted' };
    return refusal(answer.code);
  }

  /** How a refund stands, and whether it has failed and is to be sent again. */
  async #lookAtRefund(refund: RefundRef): Promise<{ readonly result: RefundResult; readonly failed?: boolean }> {
    const members = { tradeNum: refund.refundNo, oTradeNum: refund.attemptNo, tradeType: '1' };
    const answer = await this.#client.call('/service/query', refund.payee, members);
    if (answer.ok) {
      const result = refundResult(refundSchema.parse(answer.elements), refund);
      return { result, failed: result.kind === 'absent' };
    }
    if (answer.code === UNDER_WAY) return { result: { kind: 'accepted' } };
    const absent = answer.code === UNKNOWN_REFUND || answer.code === UNKNOWN_TRADE;
    return { result: absent ? { kind: 'absent' } : unanswered(answer.code) };
  }

  /** True where the payer paid in the very moment of a revocation, which gave all of it back. */
  async #wasRevoked(refund: RefundRef): Promise<boolean> {
    const revoked = { ...refund, refundNo: revocationNumber(refund.attemptNo) };
    return (await this.#lookAtRefund(revoked)).result.kind === 'done';
  }

  async #billOf(merchant: string, day: string): Promise<BillResult> {
    try {
      const answer = await this.#client.call(RECON_PATH, merchant, { billDate: day.replaceAll('-', '') });
      if (!answer.ok) return answer.code === NOT_YET ? { kind: 'not-yet' } : { kind: 'refused', code: answer.code };
      const told = fileSchema.parse(answer.elements);
      const { pathname, search } = new URL(told.url);
      const signal = AbortSignal.timeout(PATIENCE_MS);
      // Wherever the signed answer says it is, the file is fetched from the house that was asked.
      const place = new URL(`${pathname}${search}`, this.#client.connection.baseUrl);
      const response = await fetch(place, { redirect: 'error', signal });
      if (!response.ok) return unanswered(`HTTP ${response.status}`);
      return { kind: 'ready', rows: readBill(await boundedBody(response), told, merchant, day) };
    } catch (error) {
      if (error instanceof Unusable) return { kind: 'unusable', why: error.why, detail: error.detail };
      return unanswered(error);
    }
  }
}

export const protocol: ProtocolFactory = (connection, now) => new JdPayV2(connection, now);
