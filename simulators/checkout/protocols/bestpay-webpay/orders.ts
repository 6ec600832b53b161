import { z } from 'zod';
import { yuanText } from '../../../kernel/money';
import { compactDateTime } from '../../../kernel/time';
import type { FormHandOff } from '../../core/order';
import type { ChargeRequest, StartRequest } from '../protocol';
import { type Connection, keysOf } from './connection';
import { requestNumber } from './numbers';
import { seal } from './seal';

/** The two cashiers: the web one counts in fen, the WAP one in yuan with two decimals (sheet A1.1). */
const CASHIERS = {
  web: { path: '/payWeb.do', amount: (fen: number) => String(fen) },
  wap: { path: '/payWap.do', amount: yuanText },
} as const;

const product = z.enum(['web', 'wap']);

/** A description that the cashier takes: one line, at most so many characters. */
const LONGEST_DESCRIPTION = 512;
const LONGEST_GOODS = 256;
const oneLine = (text: string) => [...text.replaceAll(/\s+/g, ' ')].slice(0, LONGEST_DESCRIPTION).join('');

/** What only one of the two cashiers wants to know. Payers are no business of the WAP cashier: it gets the number again. */
const ONLY = {
  web: ({ payerIp }: StartRequest) => ({ CLIENTIP: payerIp }),
  wap: ({ attemptNo }: StartRequest) => ({ TMNUM: '0001', CUSTOMERID: requestNumber(attemptNo) }),
} as const;

/** The till at which codes are read, where the connection names none: nobody asks which one it is (sheet A1.2). */
const STORE = '0001';

/** What a payment with a payer's code is asked with. */
export function codeOrder(connection: Connection, request: ChargeRequest): Record<string, string> {
  const { attemptNo, payee, amountFen, description, notifyUrl, payerCode, now } = request;
  const signed = {
    merchantId: payee,
    orderNo: attemptNo,
    orderReqNo: requestNumber(attemptNo),
    orderDate: compactDateTime(now),
    barcode: payerCode,
    orderAmt: String(amountFen),
  };
  const pairs = Object.entries(signed).map(([name, value]) => [name.toUpperCase(), value] as const);
  return {
    ...signed,
    channel: '05',
    busiType: '0000001',
    productAmt: String(amountFen),
    attachAmt: '0',
    goodsName: [...oneLine(description)].slice(0, LONGEST_GOODS).join(''),
    storeId: connection.storeId ?? STORE,
    backUrl: notifyUrl,
    mac: seal(pairs, keysOf(connection, payee).key),
  };
}

/** The form with which a payer's browser brings an order to BestPay. */
export function orderForm(connection: Connection, request: StartRequest): FormHandOff {
  const named = product.parse(request.product);
  const { path, amount } = CASHIERS[named];
  const { attemptNo, payee, amountFen, notifyUrl, returnUrl, payBy, now } = request;
  const fields: Record<string, string> = {
    MERCHANTID: payee,
    ORDERSEQ: attemptNo,
    ORDERREQTRANSEQ: requestNumber(attemptNo),
    ORDERDATE: compactDateTime(now),
    ORDERAMOUNT: amount(amountFen),
    PRODUCTAMOUNT: amount(amountFen),
    ATTACHAMOUNT: amount(0),
    CURTYPE: 'RMB',
    ENCODETYPE: '1',
    BUSICODE: '0001',
    PRODUCTID: '08',
    PRODUCTDESC: oneLine(request.description),
    MERCHANTURL: returnUrl,
    BACKMERCHANTURL: notifyUrl,
    ...ONLY[named](request),
  };
  const signed = ['MERCHANTID', 'ORDERSEQ', 'ORDERDATE', 'ORDERAMOUNT', ...(named === 'web' ? ['CLIENTIP'] : [])];
  const pairs = signed.map((name) => [name, fields[name] ?? ''] as const);
  const MAC = seal(pairs, keysOf(connection, payee).key);
  const origin = named === 'web' ? connection.webOrigin : connection.wapOrigin;
  return { type: 'form', url: `${origin}${path}`, fields: { ...fields, MAC }, until: payBy };
}
