import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fen } from '../../../../kernel/money';
import { HOUR_MS } from '../../../../kernel/time';
import type { RefundRef, StartRequest } from '../../protocol';
import { BestPayWebpay } from '..';

export const MERCHANT = '043101180050000';
export const OTHER = '043101180050001';
export const KEYS: Readonly<Record<string, string>> = { [MERCHANT]: 'first-key', [OTHER]: 'second-key' };
export const NOW = Date.parse('2026-11-24T09:00:00+08:00');
export const PAYMENT = { attemptNo: '2026112409000012345678A1', payee: MERCHANT, numberedAt: NOW };
export const REFUND: RefundRef = {
  ...PAYMENT,
  refundNo: '2026112409000012345678RR1',
  refundNumberedAt: NOW,
  amountFen: 100 as Fen,
  totalFen: 12850 as Fen,
  notifyUrl: 'https://pay.example/notify',
};
export const START: StartRequest = {
  ...PAYMENT,
  product: 'web',
  amountFen: 12850 as Fen,
  description: '一壶龙井\n上等',
  payBy: NOW + HOUR_MS,
  notifyUrl: 'https://pay.example/notify',
  returnUrl: 'https://pay.example/return',
  payerIp: '203.0.113.7',
  now: NOW,
};

export type Values = Readonly<Record<string, string | null>>;

/** MD5 over a text and a key, in upper case. */
export const md5 = (text: string, key = KEYS[MERCHANT]): string =>
  createHash('md5').update(`${text}&KEY=${key}`).digest('hex').toUpperCase();

/** The text of named members in an order. */
export const textOf = (values: Values, names: readonly string[]): string =>
  names.map((name) => `${name.toUpperCase()}=${values[name] ?? 'null'}`).join('&');

const ORDER = [
  'merchantId',
  'orderNo',
  'orderReqNo',
  'orderDate',
  'ourTransNo',
  'transAmt',
  'transStatus',
  'encodeType',
];

/** An answer about a payment; `change` is signed, `after` is not. */
export function standing(change: Values = {}, after: Values = {}): object {
  const values: Values = {
    merchantId: MERCHANT,
    orderNo: PAYMENT.attemptNo,
    orderReqNo: PAYMENT.attemptNo,
    orderDate: '20261124090000',
    transStatus: 'B',
    transAmt: '12850',
    ourTransNo: '2026112400000923157471',
    encodeType: '1',
    refundFlag: '0',
    ...change,
  };
  return {
    success: true,
    result: { ...values, sign: md5(textOf(values, ORDER)), ...after },
    errorCode: null,
    errorMsg: null,
  };
}

/** An answer to a refund or a reversal. */
export function taken(change: Values = {}, after: Values = {}): object {
  const values: Values = {
    oldOrderNo: PAYMENT.attemptNo,
    refundReqNo: REFUND.refundNo,
    transAmt: String(REFUND.amountFen),
    ...change,
  };
  const sign = md5(textOf(values, ['oldOrderNo', 'refundReqNo', 'transAmt']));
  return { success: true, result: { ...values, sign, ...after }, errorCode: null, errorMsg: null };
}

export const refusal = (errorCode: string): object => ({ success: false, result: null, errorCode, errorMsg: '…' });

/** What the gateway answers next: JSON, bytes, or a status without anything. */
export type Answer = object | string | number;

/** A notice of the payment, as BestPay would send it. */
export function genuineNotice(): string {
  const text =
    `UPTRANSEQ=2026112400000923157471&MERCHANTID=${MERCHANT}&ORDERID=${PAYMENT.attemptNo}&PAYMENT=12850` +
    '&RETNCODE=0000&RETNINFO=0000&PAYDATE=20261124';
  const body = text.replace('ORDERID', 'ORDERSEQ').replace('PAYMENT', 'ORDERAMOUNT').replace('PAYDATE', 'TRANDATE');
  return `${body}&ORDERREQTRANSEQ=${PAYMENT.attemptNo}&CURTYPE=RMB&ENCODETYPE=1&SIGN=${md5(text)}`;
}

/** A gateway that says what a test wants, right or wrong, and the adapter that is pointed at it. */
export class ScriptedGateway {
  readonly asked: Array<{ readonly path: string; readonly fields: Record<string, string> }> = [];
  answers: Answer[] = [];
  /** What happens while the next request of a path is under way. */
  readonly during: Record<string, () => Promise<void>> = {};
  now = NOW;
  readonly #servers: Server[] = [];

  async open(): Promise<BestPayWebpay> {
    const server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(pieces).toString('utf8')));
      this.asked.push({ path: request.url ?? '', fields });
      const happens = this.during[request.url ?? ''];
      delete this.during[request.url ?? ''];
      await happens?.();
      const answer = this.answers.shift() ?? 500;
      if (typeof answer === 'number') {
        response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
        return;
      }
      response.writeHead(200).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const merchants = Object.fromEntries(Object.entries(KEYS).map(([id, key]) => [id, { key, merchantPwd: 'pwd' }]));
    return new BestPayWebpay({ baseUrl, merchantId: MERCHANT, merchants }, () => this.now);
  }

  /** Forgets what was asked, and answers with these from now on. */
  script(...answers: readonly Answer[]): void {
    this.asked.length = 0;
    this.answers = [...answers];
  }

  close(): void {
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}
