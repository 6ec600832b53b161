import { AxiosError, type AxiosInstance } from 'axios';
import { Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { z } from 'zod';
import { BILL_LIMIT_BYTES, Unusable } from '../bill-file/unusable';
import type {
  AppReady,
  BillResult,
  ChargeRequest,
  CloseResult,
  NoticeReading,
  PayerCard,
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
import { errorCode, isOneOf, noticeContent, paymentResult, refundResult, unanswered, unverifiedKey } from './answers';
import { billAnswer, filePlace, readTradeBill, TRADE_BILL } from './bills';
import { addressOf, COMBINED, combinedBody, combinedCloseBody, combinedResult } from './combined';
import { distrusted, envelope, type Keys, knows, open, openCertificates } from './keys';
import {
  appInvocation,
  type Connection,
  codeBody,
  connectionSchema,
  handOffOf,
  orderBody,
  PAYMENTS,
  REFUNDS,
  redirectBody,
  refundBody,
  refundIdOf,
} from './requests';

/** WeChat Pay APIv3 for a service provider, through the unmodified `wechatpay-axios-plugin`. */
export class WechatPayV3 implements PaymentProtocol {
  readonly #connection: Connection;
  #http: AxiosInstance;
  protected keys: Keys;

  constructor(connection: Readonly<Record<string, unknown>>) {
    this.#connection = connectionSchema.parse(connection);
    this.keys = this.#connection.platformKeys;
    this.#http = this.#connect();
  }

  get application(): string {
    return this.#connection.appid;
  }

  async start(request: StartRequest): Promise<StartResult> {
    const { product, parts } = request;
    const [path, body] = parts
      ? [COMBINED, combinedBody(this.#connection, request, parts)]
      : [PAYMENTS, orderBody(this.#connection, request)];
    try {
      const data = await this.#ask((http) => http.post(`${path}/${product}`, body));
      return { kind: 'ready', handOff: handOffOf(product, data, request) };
    } catch (error) {
      return refusedOr(error);
    }
  }

  async startInApp(request: StartRequest): Promise<AppReady | Refused | Unanswered> {
    try {
      const data = await this.#ask((http) => http.post(`${PAYMENTS}/app`, orderBody(this.#connection, request)));
      return { kind: 'ready', invocation: appInvocation(this.#connection, data) };
    } catch (error) {
      return refusedOr(error);
    }
  }

  async charge(request: ChargeRequest): Promise<QueryResult | Refused> {
    try {
      const body = codeBody(this.#connection, request);
      return paymentResult(await this.#ask((http) => http.post(`${PAYMENTS}/codepay`, body)));
    } catch (error) {
      return refusedOr(error);
    }
  }

  async undo({ attemptNo, payee }: PaymentRef): Promise<CloseResult> {
    try {
      const body = this.#parties(payee);
      await this.#ask((http) => http.post(`${PAYMENTS}/out-trade-no/${attemptNo}/reverse`, body));
      return { kind: 'closed' };
    } catch (error) {
      return isOneOf(errorCode(error), 'ORDER_NOT_EXIST') ? { kind: 'closed' } : unanswered(error);
    }
  }

  async query(payment: PaymentRef): Promise<QueryResult> {
    const { attemptNo, payee, parts } = payment;
    try {
      if (parts) return combinedResult(await this.#ask((http) => http.get(addressOf(payment))));
      const params = this.#parties(payee);
      return paymentResult(await this.#ask((http) => http.get(`${PAYMENTS}/out-trade-no/${attemptNo}`, { params })));
    } catch (error) {
      return isOneOf(errorCode(error), 'ORDER_NOT_EXIST') ? { kind: 'absent' } : unanswered(error);
    }
  }

  async close(payment: PaymentRef): Promise<CloseResult> {
    const { attemptNo, payee, parts } = payment;
    const [address, body] = parts
      ? [addressOf(payment), combinedCloseBody(this.#connection, parts)]
      : [`${PAYMENTS}/out-trade-no/${attemptNo}`, this.#parties(payee)];
    try {
      await this.#ask((http) => http.post(`${address}/close`, body));
      return { kind: 'closed' };
    } catch (error) {
      const code = errorCode(error);
      if (isOneOf(code, 'ORDER_NOT_EXIST', 'ORDER_CLOSED')) return { kind: 'closed' };
      // Each of these may mean that the order is paid; the caller asks before it believes so.
      return isOneOf(code, 'ORDER_PAID', 'TRADE_ERROR', 'RULE_LIMIT') ? { kind: 'paid' } : unanswered(error);
    }
  }

  async refund(refund: RefundRef): Promise<RefundResult> {
    try {
      return refundResult(await this.#ask((http) => http.post(REFUNDS, refundBody(refund))));
    } catch (error) {
      return refusedOr(error);
    }
  }

  async queryRefund({ refundNo, payee }: RefundRef): Promise<RefundResult> {
    try {
      const params = { sub_mchid: payee };
      return refundResult(await this.#ask((http) => http.get(`${REFUNDS}/${refundNo}`, { params })));
    } catch (error) {
      return isOneOf(errorCode(error), 'RESOURCE_NOT_EXISTS') ? { kind: 'absent' } : unanswered(error);
    }
  }

  async redirectRefund({ refundNo, payee }: RefundRef, card: PayerCard): Promise<RefundResult> {
    try {
      const params = { sub_mchid: payee };
      const known = await this.#ask((http) => http.get(`${REFUNDS}/${refundNo}`, { params }));
      const [serial = '', key = ''] = Object.entries(this.keys).at(-1) ?? [];
      const body = redirectBody({ refundNo, payee }, card, (text) => Rsa.encrypt(text, key));
      const headers = { 'Wechatpay-Serial': serial };
      const path = `${REFUNDS}/${refundIdOf(known)}/apply-abnormal-refund`;
      return refundResult(await this.#ask((http) => http.post(path, body, { headers })));
    } catch (error) {
      return refusedOr(error);
    }
  }

  async bill(day: string): Promise<BillResult> {
    try {
      const params = { bill_date: day, bill_type: 'ALL' };
      const answer = billAnswer.parse(await this.#ask((http) => http.get(TRADE_BILL, { params })));
      const { path, params: token } = filePlace(answer);
      const options = { params: token, responseType: 'arraybuffer', maxContentLength: BILL_LIMIT_BYTES } as const;
      const file = Buffer.from(z.instanceof(Uint8Array).parse((await this.#http.get(path, options)).data));
      return { kind: 'ready', rows: readTradeBill(file, answer, this.#connection.mchid, day) };
    } catch (error) {
      return noBill(error);
    }
  }

  async readNotice({ headers, body }: RawNotice): Promise<NoticeReading> {
    const serial = headers.get('wechatpay-serial') ?? '';
    // A rotated certificate is fetched once; a serial that is still unknown then is refused.
    if (serial !== '' && !knows(this.keys, serial)) await this.refreshKeys().catch(() => undefined);
    const reason = this.distrust(headers, body);
    if (reason !== undefined) return { ok: false, reason };
    try {
      const { mchid, apiV3Key } = this.#connection;
      const { id, event_type: event, resource } = envelope.parse(JSON.parse(body));
      return { ok: true, noticeId: id, content: noticeContent(event, JSON.parse(open(resource, apiV3Key)), mchid) };
    } catch (error) {
      return { ok: false, reason: `unreadable: ${error instanceof Error ? error.message : error}` };
    }
  }

  noticeAnswer(heard: boolean): Response {
    if (heard) return new Response(null, { status: 204 });
    return Response.json({ code: 'FAIL', message: '失败' }, { status: 400 });
  }

  /** Fetches the platform certificates. */
  async refreshKeys(): Promise<void> {
    const { data } = await this.#http.get('/v3/certificates', { transformResponse: [(raw: unknown) => raw] });
    this.keys = { ...this.keys, ...openCertificates(String(data), this.#connection.apiV3Key) };
    this.#http = this.#connect();
  }

  /** The last hand on the client before it is used: none is needed. */
  protected prepared(http: AxiosInstance): AxiosInstance {
    return http;
  }

  /** Why a notice is not believed; undefined when its signature is good. */
  protected distrust(headers: Headers, body: string): string | undefined {
    return distrusted(this.keys, headers, body);
  }

  #parties(payee: string): Record<string, string> {
    return { sp_mchid: this.#connection.mchid, sub_mchid: payee };
  }

  /**
   * Asks, and asks once more with fresh keys when the answer names one that is not known. Every request of this
   * protocol may be repeated: it carries its own number.
   */
  async #ask(work: (http: AxiosInstance) => Promise<{ data: unknown }>): Promise<unknown> {
    try {
      return (await work(this.#http)).data;
    } catch (error) {
      const named = unverifiedKey(error);
      if (named === undefined || knows(this.keys, named)) throw error;
      await this.refreshKeys();
      if (!knows(this.keys, named)) throw error;
      return (await work(this.#http)).data;
    }
  }

  #connect(): AxiosInstance {
    const { mchid, merchantSerial: serial, merchantPrivateKey: privateKey, baseUrl } = this.#connection;
    const { client } = new Wechatpay({
      mchid,
      serial,
      privateKey,
      certs: { ...this.keys },
      timeout: PATIENCE_MS,
      ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    });
    return this.prepared(client.v3);
  }
}

function refusedOr(error: unknown): Refused | Unanswered {
  const code = errorCode(error);
  return code === undefined ? unanswered(error) : { kind: 'refused', code };
}

/** Why there is no bill: none for a day without trades, not made yet, unusable, or nothing is known. */
function noBill(error: unknown): BillResult {
  if (error instanceof Unusable) return { kind: 'unusable', why: error.why, detail: error.detail };
  const tooLarge = error instanceof AxiosError && /maxContentLength/.test(error.message);
  if (tooLarge) return { kind: 'unusable', why: 'too-large', detail: error.message };
  const code = errorCode(error);
  if (isOneOf(code, 'NO_STATEMENT_EXIST')) return { kind: 'empty' };
  if (isOneOf(code, 'STATEMENT_CREATING')) return { kind: 'not-yet' };
  return code === undefined ? unanswered(error) : { kind: 'refused', code };
}

export const protocol: ProtocolFactory = (connection) => new WechatPayV3(connection);
