import { readRfc3339 } from '../../../kernel/time';
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
import {
  CONTRARY,
  ContraryNotice,
  noticeContent,
  orderResult,
  parseNotice,
  parseOrder,
  parseRefund,
  type RefundAnswer,
  refundResult,
  unanswered,
} from './answers';
import { listedFiles, readFile } from './bills';
import { GatewayClient, Refusal } from './client';
import { connectionSchema } from './connection';
import { chargeBody, orderBody, productNamed, refundBody } from './requests';

/** Refusals that the same request will meet again. Everything else says nothing about the outcome. */
const FINAL = [
  /^PARAM_ERROR$|^NO_RIGHT$|^DUPLICATE$|^NOT_PAID$|^NOT_FOUND$/,
  /^ORDER_(CLOSED|FAILED)$|^REFUND_(EXCEEDS|OVERDUE|TOO_MANY|TOO_SOON)$/,
  /^LIMIT_(SINGLE|DAY|YEAR|BALANCE)$|^WALLET_(FROZEN|CLOSED)$/,
];

/** Refusals of one code or its payer; the order can be paid with another code. */
const CODE_REFUSED = /^CODE_(UNKNOWN|EXPIRED|USED)$|^INSUFFICIENT$|^DECLINED$/;

/** The code of a refusal that is final; undefined for everything else. */
const finalCode = (error: unknown): string | undefined =>
  error instanceof Refusal && FINAL.some((form) => form.test(error.code)) ? error.code : undefined;

const saysNotFound = (error: unknown) => error instanceof Refusal && error.code === 'NOT_FOUND';

/** A provider whose wire is a profile of ours: signed JSON over HTTP, in the words of that profile. */
export class SimProfileProtocol implements PaymentProtocol {
  readonly application: string;
  readonly #client: GatewayClient;
  readonly #payee: string;

  constructor(connection: Readonly<Record<string, unknown>>) {
    const read = connectionSchema.parse(connection);
    this.application = read.appId;
    this.#payee = read.words.payee;
    this.#client = new GatewayClient(read);
  }

  async start(request: StartRequest): Promise<StartResult> {
    const { hands } = productNamed(request.product);
    try {
      const answer = parseOrder(await this.#client.call('POST', '/v0/orders', orderBody(request, this.#payee)));
      this.#check(answer, request);
      const [content, until] = [answer[hands], readRfc3339(answer.expireAt ?? '')];
      // Whoever asks again finds out how an order stands that is no longer to be paid.
      if (content === undefined || until === undefined) return unanswered(`nothing to hand out, state ${answer.state}`);
      if (hands === 'codeUrl') return { kind: 'ready', handOff: { type: 'qr', content, until } };
      return { kind: 'ready', handOff: { type: 'redirect', url: content, until } };
    } catch (error) {
      const code = finalCode(error);
      return code === undefined ? unanswered(error) : { kind: 'refused', code };
    }
  }

  /** The app of the platform opens the wallet's app with the address that the wallet gave. */
  async startInApp(request: StartRequest): Promise<AppReady | Refused | Unanswered> {
    const started = await this.start(request);
    if (started.kind !== 'ready') return started;
    const { handOff } = started;
    return { kind: 'ready', invocation: handOff.type === 'qr' ? handOff.content : handOff.url };
  }

  async charge(request: ChargeRequest): Promise<QueryResult | Refused> {
    try {
      const answer = parseOrder(await this.#client.call('POST', '/v0/orders', chargeBody(request, this.#payee)));
      this.#check(answer, request);
      return orderResult(answer, this.#payee, this.application);
    } catch (error) {
      const code =
        finalCode(error) ?? (error instanceof Refusal && CODE_REFUSED.test(error.code) ? error.code : undefined);
      return code === undefined ? unanswered(error) : { kind: 'refused', code };
    }
  }

  async query(payment: PaymentRef): Promise<QueryResult> {
    try {
      const answer = parseOrder(await this.#client.call('GET', this.#address('orders', payment.attemptNo, payment)));
      this.#check(answer, payment);
      return orderResult(answer, this.#payee, this.application);
    } catch (error) {
      return saysNotFound(error) ? { kind: 'absent' } : unanswered(error);
    }
  }

  async close({ attemptNo, payee }: PaymentRef): Promise<CloseResult> {
    try {
      const path = `/v0/orders/${encodeURIComponent(attemptNo)}/close`;
      const answer = parseOrder(await this.#client.call('POST', path, { [this.#payee]: payee }));
      this.#check(answer, { attemptNo, payee });
      return answer.state === 'CLOSED' ? { kind: 'closed' } : unanswered(`state ${answer.state} after closing`);
    } catch (error) {
      if (!(error instanceof Refusal)) return unanswered(error);
      if (error.code === 'NOT_FOUND' || error.code === 'ORDER_CLOSED') return { kind: 'closed' };
      // The caller asks before it believes that the order is paid.
      return error.code === 'ORDER_PAID' ? { kind: 'paid' } : unanswered(error);
    }
  }

  async refund(refund: RefundRef): Promise<RefundResult> {
    try {
      return this.#refundResult(
        await this.#client.call('POST', '/v0/refunds', refundBody(refund, this.#payee)),
        refund,
      );
    } catch (error) {
      const code = finalCode(error);
      return code === undefined ? unanswered(error) : { kind: 'refused', code };
    }
  }

  async queryRefund(refund: RefundRef): Promise<RefundResult> {
    try {
      return this.#refundResult(
        await this.#client.call('GET', this.#address('refunds', refund.refundNo, refund)),
        refund,
      );
    } catch (error) {
      return saysNotFound(error) ? { kind: 'absent' } : unanswered(error);
    }
  }

  /** A day's files, one for each account; the digest of each comes in the signed listing. */
  async bill(day: string): Promise<BillResult> {
    try {
      const answer = await this.#client.call('GET', `/v0/recon?${new URLSearchParams({ date: day })}`);
      const files = listedFiles(answer, this.#payee, day);
      const rows = [];
      for (const file of files) rows.push(...readFile(await this.#client.file(file.path), file, day));
      return files.length === 0 ? { kind: 'empty' } : { kind: 'ready', rows };
    } catch (error) {
      if (error instanceof Unusable) return { kind: 'unusable', why: error.why, detail: error.detail };
      if (error instanceof Refusal && error.code === 'RECON_NOT_READY') return { kind: 'not-yet' };
      const code = error instanceof Refusal && error.code === 'RECON_TOO_OLD' ? error.code : finalCode(error);
      return code === undefined ? unanswered(error) : { kind: 'refused', code };
    }
  }

  async readNotice({ headers, body }: RawNotice): Promise<NoticeReading> {
    const reason = await this.#client.distrust(headers, body);
    if (reason !== undefined) return { ok: false, reason };
    try {
      const said = parseNotice(body);
      return { ok: true, noticeId: said.noticeId, content: noticeContent(said, this.#payee) };
    } catch (error) {
      return { ok: false, reason: error instanceof ContraryNotice ? CONTRARY : 'not of the form' };
    }
  }

  noticeAnswer(heard: boolean): Response {
    return heard ? Response.json({ code: 'SUCCESS' }) : Response.json({ code: 'FAIL' }, { status: 400 });
  }

  refreshKeys(): Promise<void> {
    return this.#client.refresh();
  }

  #address(what: 'orders' | 'refunds', number: string, { payee }: Pick<PaymentRef, 'payee'>): string {
    return `/v0/${what}/${encodeURIComponent(number)}?${new URLSearchParams({ [this.#payee]: payee })}`;
  }

  /** An answer that was given to another question must not be taken for this one's. */
  #check(answer: Readonly<Record<string, unknown>>, asked: PaymentRef & { amountFen?: number }): void {
    const { outTradeNo, amount } = answer;
    const same = outTradeNo === asked.attemptNo && answer[this.#payee] === asked.payee;
    if (!same || (asked.amountFen !== undefined && amount !== asked.amountFen))
      throw new Error('the answer is about another order');
  }

  #refundResult(answer: unknown, { attemptNo, refundNo, amountFen, payee }: RefundRef): RefundResult {
    const view: RefundAnswer = parseRefund(answer);
    const same = view.outTradeNo === attemptNo && view.outRefundNo === refundNo && view[this.#payee] === payee;
    if (!same || view.amount !== amountFen) throw new Error('the answer is about another refund');
    return refundResult(view);
  }
}

export const protocol: ProtocolFactory = (connection) => new SimProfileProtocol(connection);
