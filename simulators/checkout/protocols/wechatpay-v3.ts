import { AxiosError, type AxiosInstance } from 'axios';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { z } from 'zod';
import { fen } from '../../kernel/money';
import { HOUR_MS, MINUTE_MS, readRfc3339, rfc3339, signingNow } from '../../kernel/time';
import type { HandOff } from '../core/order';
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

/** What WeChat Pay issues to a service provider. */
const connectionSchema = z.object({
  /** Only where it is not the production host. */
  baseUrl: z.string().optional(),
  appid: z.string(),
  mchid: z.string(),
  merchantSerial: z.string(),
  merchantPrivateKey: z.string(),
  apiV3Key: z.string().length(32),
  platformKeys: z.record(z.string(), z.string()),
});
type Connection = z.infer<typeof connectionSchema>;

const PAYMENTS = '/v3/pay/partner/transactions';
const REFUNDS = '/v3/refund/domestic/refunds';
const TIMEOUT_MS = 5_000;
/** A notice dated further off is refused (sheet, requirement M4). */
const NOTICE_WINDOW_SECONDS = 300;

const payment = z.object({
  sp_appid: z.string(),
  sp_mchid: z.string(),
  sub_mchid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.string(),
  transaction_id: z.string().optional(),
  success_time: z.string().optional(),
  amount: z.object({ total: z.number() }).optional(),
});
const refundAnswer = z.object({ status: z.string() });
const refundNotice = z.object({
  sub_mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  refund_status: z.string(),
  amount: z.object({ refund: z.number() }),
});
const envelope = z.object({
  id: z.string(),
  event_type: z.string(),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().optional(),
  }),
});
const certificates = z.object({
  data: z.array(
    z.object({
      serial_no: z.string(),
      encrypt_certificate: z.object({ nonce: z.string(), associated_data: z.string(), ciphertext: z.string() }),
    }),
  ),
});

/** An answer that the provider gave and signed as an error; 5xx and 429 say nothing about the outcome (sheet 5.3). */
function errorCode(error: unknown): string | undefined {
  if (!(error instanceof AxiosError) || !error.response) return undefined;
  const { status, data } = error.response;
  if (status < 400 || status >= 500 || status === 429) return undefined;
  return String((data as { code?: unknown } | undefined)?.code ?? `HTTP_${status}`);
}

const unanswered = (error: unknown): Unanswered => ({
  kind: 'unanswered',
  why: error instanceof Error ? error.message : String(error),
});

/** Codes that say "this order is paid" when a close is refused. */
const PAID_CODES = new Set(['ORDER_PAID', 'ORDERPAID', 'TRADE_ERROR', 'RULE_LIMIT']);

/** WeChat Pay APIv3 for a service provider, through the unmodified `wechatpay-axios-plugin`. */
export class WechatPayV3 implements PaymentProtocol {
  readonly #connection: Connection;
  #http: AxiosInstance;
  /** Verifying keys by the serial that the protocol names. */
  protected keys: Record<string, string>;

  constructor(connection: Readonly<Record<string, unknown>>) {
    this.#connection = connectionSchema.parse(connection);
    this.keys = this.#connection.platformKeys;
    this.#http = this.connect();
  }

  get application(): string {
    return this.#connection.appid;
  }

  async start(request: StartRequest): Promise<StartResult> {
    const { product } = request;
    try {
      const { data } = await this.#http.post(`${PAYMENTS}/${product}`, this.#orderBody(request));
      return { kind: 'ready', handOff: handOffOf(product, data, request) };
    } catch (error) {
      const code = errorCode(error);
      return code === undefined ? unanswered(error) : { kind: 'refused', code };
    }
  }

  async query({ attemptNo, payee }: PaymentRef): Promise<QueryResult> {
    try {
      const { data } = await this.#http.get(`${PAYMENTS}/out-trade-no/${attemptNo}`, {
        params: { sp_mchid: this.#connection.mchid, sub_mchid: payee },
      });
      return paymentResult(payment.parse(data));
    } catch (error) {
      const code = errorCode(error);
      return code === 'ORDER_NOT_EXIST' || code === 'ORDERNOTEXIST' ? { kind: 'absent' } : unanswered(error);
    }
  }

  async close({ attemptNo, payee }: PaymentRef): Promise<CloseResult> {
    try {
      await this.#http.post(`${PAYMENTS}/out-trade-no/${attemptNo}/close`, {
        sp_mchid: this.#connection.mchid,
        sub_mchid: payee,
      });
      return { kind: 'closed' };
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ORDER_NOT_EXIST' || code === 'ORDER_CLOSED') return { kind: 'closed' };
      return code !== undefined && PAID_CODES.has(code) ? { kind: 'paid' } : unanswered(error);
    }
  }

  async refund(refund: RefundRef): Promise<RefundResult> {
    try {
      const { data } = await this.#http.post(REFUNDS, {
        sub_mchid: refund.payee,
        out_trade_no: refund.attemptNo,
        out_refund_no: refund.refundNo,
        notify_url: refund.notifyUrl,
        amount: { refund: refund.amountFen, total: refund.totalFen, currency: 'CNY' },
      });
      return refundResult(refundAnswer.parse(data).status);
    } catch (error) {
      const code = errorCode(error);
      return code === undefined ? unanswered(error) : { kind: 'refused', code };
    }
  }

  async queryRefund(refund: RefundRef): Promise<RefundResult> {
    try {
      const { data } = await this.#http.get(`${REFUNDS}/${refund.refundNo}`, { params: { sub_mchid: refund.payee } });
      return refundResult(refundAnswer.parse(data).status);
    } catch (error) {
      return errorCode(error) === 'RESOURCE_NOT_EXISTS' ? { kind: 'absent' } : unanswered(error);
    }
  }

  async readNotice({ headers, body }: RawNotice): Promise<NoticeReading> {
    const serial = headers.get('wechatpay-serial') ?? '';
    // A rotated certificate is fetched once; a serial that is still unknown then is refused.
    if (this.keys[serial] === undefined && serial !== '') await this.refreshKeys().catch(() => undefined);
    const reason = this.distrust(headers, body);
    if (reason !== undefined) return { ok: false, reason };
    try {
      const { id, event_type: event, resource } = envelope.parse(JSON.parse(body));
      const { ciphertext, nonce, associated_data: aad } = resource;
      const plaintext = JSON.parse(Aes.AesGcm.decrypt(ciphertext, this.#connection.apiV3Key, nonce, aad));
      return { ok: true, noticeId: id, content: noticeContent(event, plaintext) };
    } catch (error) {
      return { ok: false, reason: `unreadable: ${error instanceof Error ? error.message : error}` };
    }
  }

  noticeAnswer(heard: boolean): Response {
    if (heard) return new Response(null, { status: 204 });
    return Response.json({ code: 'FAIL', message: '失败' }, { status: 400 });
  }

  /** Fetches the platform certificates; they are believed because only the holder of the APIv3 key can make them. */
  async refreshKeys(): Promise<void> {
    const { data } = await this.#http.get('/v3/certificates', { transformResponse: [(raw: unknown) => raw] });
    const entries = certificates
      .parse(JSON.parse(String(data)))
      .data.map(({ serial_no: serial, encrypt_certificate: e }) => {
        return [
          serial,
          Aes.AesGcm.decrypt(e.ciphertext, this.#connection.apiV3Key, e.nonce, e.associated_data),
        ] as const;
      });
    this.keys = { ...this.keys, ...Object.fromEntries(entries) };
    this.#http = this.connect();
  }

  /** The public SDK's client with the keys at hand; it verifies every answer. */
  protected connect(): AxiosInstance {
    const { mchid, merchantSerial: serial, merchantPrivateKey: privateKey, baseUrl } = this.#connection;
    return new Wechatpay({
      mchid,
      serial,
      privateKey,
      certs: { ...this.keys },
      timeout: TIMEOUT_MS,
      ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    }).client.v3;
  }

  /** Why a notice is not believed; undefined when its signature is good. */
  protected distrust(headers: Headers, body: string): string | undefined {
    const [timestamp, nonce] = [headers.get('wechatpay-timestamp'), headers.get('wechatpay-nonce')];
    const [serial, signature] = [headers.get('wechatpay-serial'), headers.get('wechatpay-signature')];
    if (!timestamp || !nonce || !serial || !signature) return 'unsigned';
    if (!(Math.abs(signingNow() / 1000 - Number(timestamp)) <= NOTICE_WINDOW_SECONDS)) return 'stale';
    const key = this.keys[serial];
    if (key === undefined) return 'unknown key';
    try {
      if (Rsa.verify(Formatter.response(timestamp, nonce, body), signature, key)) return undefined;
    } catch {
      // Text that is not a signature at all counts as one that does not fit.
    }
    return 'signature does not fit';
  }

  #orderBody(request: StartRequest): Record<string, unknown> {
    const { appid, mchid } = this.#connection;
    const scene = { payer_client_ip: request.payerIp };
    return {
      sp_appid: appid,
      sp_mchid: mchid,
      sub_mchid: request.payee,
      description: request.description,
      out_trade_no: request.attemptNo,
      time_expire: rfc3339(request.payBy),
      notify_url: request.notifyUrl,
      amount: { total: request.amountFen, currency: 'CNY' },
      scene_info: request.product === 'h5' ? { ...scene, h5_info: { type: 'Wap' } } : scene,
    };
  }
}

const nativeAnswer = z.object({ code_url: z.string() });
const h5Answer = z.object({ h5_url: z.string() });

function handOffOf(product: string, data: unknown, request: StartRequest): HandOff {
  if (product === 'native')
    return { type: 'qr', content: nativeAnswer.parse(data).code_url, until: request.now + 2 * HOUR_MS };
  const url = new URL(h5Answer.parse(data).h5_url);
  url.searchParams.set('redirect_url', request.returnUrl);
  return { type: 'redirect', url: url.href, until: request.now + 5 * MINUTE_MS };
}

function paidFacts(view: z.infer<typeof payment>): PaidFacts {
  const paidAt = readRfc3339(view.success_time ?? '');
  if (view.transaction_id === undefined || paidAt === undefined) throw new Error('a paid order without number or time');
  return {
    kind: 'paid',
    attemptNo: view.out_trade_no,
    tradeNo: view.transaction_id,
    amountFen: fen(view.amount?.total),
    payee: view.sub_mchid,
    application: view.sp_appid,
    paidAt,
  };
}

/** REFUND is a paid order with refunds, never an unpaid one; NOTPAY is open, not failed. */
function paymentResult(view: z.infer<typeof payment>): QueryResult {
  if (view.trade_state === 'SUCCESS' || view.trade_state === 'REFUND') return paidFacts(view);
  if (view.trade_state === 'CLOSED' || view.trade_state === 'REVOKED') return { kind: 'closed' };
  return { kind: 'open' };
}

/** 200 to a refund means accepted; only SUCCESS says that the money is back. */
function refundResult(status: string): RefundResult {
  switch (status) {
    case 'SUCCESS':
      return { kind: 'done' };
    case 'ABNORMAL':
      return { kind: 'abnormal' };
    case 'CLOSED':
      return { kind: 'refused', code: status };
    default:
      return { kind: 'accepted' };
  }
}

const REFUND_NOTICES = { SUCCESS: 'done', ABNORMAL: 'abnormal', CLOSED: 'failed' } as const;

function noticeContent(event: string, plaintext: unknown): NoticeContent {
  if (event.startsWith('REFUND.')) {
    const view = refundNotice.parse(plaintext);
    const state = REFUND_NOTICES[view.refund_status as keyof typeof REFUND_NOTICES];
    if (!state) return { kind: 'nothing-new', attemptNo: view.out_trade_no };
    return {
      kind: 'refund',
      refundNo: view.out_refund_no,
      attemptNo: view.out_trade_no,
      amountFen: view.amount.refund,
      payee: view.sub_mchid,
      state,
    };
  }
  const view = payment.parse(plaintext);
  return event === 'TRANSACTION.SUCCESS' ? paidFacts(view) : { kind: 'nothing-new', attemptNo: view.out_trade_no };
}

export const wechatpayV3: ProtocolFactory = (connection) => new WechatPayV3(connection);
