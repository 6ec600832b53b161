import { createHmac, timingSafeEqual } from 'node:crypto';

/** The values of a message by name. */
export type Values = Readonly<Record<string, string>>;

const START = ['merchantId', 'requestId', 'signType', 'type', 'version'];
const TOLD = ['merchantId', 'payNo', 'returnCode', 'message', 'signType', 'type', 'version', 'amount'];
const RESULT = [...START, 'returnCode', 'message'];

/** What each request signs, value after value (sheet B3). */
export const REQUESTS = {
  DirectPayConfirm: [
    'characterSet',
    'callbackUrl',
    'notifyUrl',
    'ipAddress',
    ...START,
    'amount',
    'bankAbbr',
    'currency',
    'orderDate',
    'orderId',
    'merAcDate',
    'period',
    'periodUnit',
    'merchantAbbr',
    'productDesc',
    'productId',
    'productName',
    'productNum',
    'reserved1',
    'reserved2',
    'userToken',
    'showUrl',
    'couponsFlag',
  ],
  CloudQuickPay: [
    'characterSet',
    'notifyUrl',
    ...START,
    'amount',
    'currency',
    'orderDate',
    'orderId',
    'period',
    'periodUnit',
    'productName',
    'reserved1',
    'reserved2',
    'userToken',
    'couFlag',
    'vchFlag',
    'cashFlag',
  ],
  OrderQuery: [...START, 'orderId'],
  OrderRefund: [...START, 'orderId', 'amount'],
  SIMReconQuery: [...START, 'billDate'],
} as const satisfies Record<string, readonly string[]>;

/** What each answer signs (sheet B3); failures are signed in the same order. */
export const ANSWERS: Readonly<Record<keyof typeof REQUESTS, readonly string[]>> = {
  DirectPayConfirm: [...RESULT, 'payUrl'],
  CloudQuickPay: [...RESULT, 'orderId', 'amount', 'coupAmt', 'vchAmt', 'cashAmt', 'reserved1', 'reserved2'],
  OrderQuery: [
    ...TOLD,
    'amtItem',
    'bankAbbr',
    'mobile',
    'orderId',
    'payDate',
    'reserved1',
    'reserved2',
    'status',
    'orderDate',
    'fee',
  ],
  OrderRefund: [...TOLD, 'orderId', 'status'],
  SIMReconQuery: [...RESULT, 'fileUrl', 'fileDigest'],
};

/** What a notice signs; `payType` may arrive and is not signed, so it is never read (requirement HB-05). */
export const NOTICE: readonly string[] = [
  ...TOLD,
  'amtItem',
  'bankAbbr',
  'mobile',
  'orderId',
  'payDate',
  'accountDate',
  'reserved1',
  'reserved2',
  'status',
  'orderDate',
  'fee',
];

const hmac = (key: string, text: string) => createHmac('md5', key).update(text).digest('hex');

/** The signature of values in an order: an HMAC with an empty key, and one of that with the merchant's key (sheet B2). */
export function seal(values: Values, order: readonly string[], key: string): string {
  const text = order.map((name) => values[name] ?? '').join('');
  return hmac(key, hmac('', text));
}

/** True when values carry the signature of whoever shares the key. */
export function isSealed(values: Values, order: readonly string[], key: string): boolean {
  const [expected, given] = [Buffer.from(seal(values, order, key)), Buffer.from(values['hmac'] ?? '')];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Texts that an answer escapes; they are signed as they were before (requirement HB-10). */
const ESCAPED = ['message', 'reserved1', 'reserved2'];

/** Reads the one line of an answer. @throws URIError for an escape that is none. */
export function readLine(line: string): Values {
  const pairs = line.split('&').map((pair): [string, string] => {
    const end = pair.indexOf('=');
    const [name, text] = end < 0 ? [pair, ''] : [pair.slice(0, end), pair.slice(end + 1)];
    return [name, ESCAPED.includes(name) ? decodeURIComponent(text) : text];
  });
  const values = Object.fromEntries(pairs);
  if (Object.keys(values).length !== pairs.length) throw new Error('a member is repeated');
  return values;
}

/** Where the payer goes: `url`, `method` and `sessionId`, packed into one value (sheet B3). */
export function readPayUrl(packed: string): { readonly url: string; readonly method: string } {
  const parts = Object.fromEntries(packed.split('<hi:$$>').map((part) => part.split('<hi:=>')));
  const { url = '', method = '', sessionId = '' } = parts as Record<string, string>;
  const address = new URL(url);
  if (!['http:', 'https:'].includes(address.protocol)) throw new Error(`found payUrl "${url}", expected a web address`);
  if (!['GET', 'POST'].includes(method) || sessionId === '') throw new Error('payUrl without method or session');
  address.searchParams.set('SESSIONID', sessionId);
  return { url: address.href, method };
}
