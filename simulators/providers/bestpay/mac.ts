import { createHash, timingSafeEqual } from 'node:crypto';

/** Gives a field of a message; undefined where it is not there. */
export type FieldOf = (name: string) => string | undefined;

/** One name in the text that is digested, and the field whose value stands behind it. */
type Part = readonly [name: string, field: string];

const upper = (...fields: readonly string[]): readonly Part[] => fields.map((field) => [field.toUpperCase(), field]);

/** The fixed orders of names over which messages are digested (sheet A1.3). The key always comes last. */
export const MAC_ORDERS = {
  placeOrder: upper('merchantId', 'orderNo', 'orderReqNo', 'orderDate', 'barcode', 'orderAmt'),
  queryOrder: upper('merchantId', 'orderNo', 'orderReqNo', 'orderDate'),
  commonRefund: upper(
    ...['merchantId', 'merchantPwd', 'oldOrderNo', 'oldOrderReqNo', 'refundReqNo', 'refundReqDate', 'transAmt'],
    'ledgerDetail',
  ),
  reverse: upper(
    ...['merchantId', 'merchantPwd', 'oldOrderNo', 'oldOrderReqNo', 'refundReqNo', 'refundReqDate', 'transAmt'],
  ),
  orderAnswer: upper(
    ...['merchantId', 'orderNo', 'orderReqNo', 'orderDate', 'ourTransNo', 'transAmt', 'transStatus', 'encodeType'],
  ),
  refundAnswer: upper('oldOrderNo', 'refundReqNo', 'transAmt'),
  cashier: upper('MERCHANTID', 'ORDERSEQ', 'ORDERDATE', 'ORDERAMOUNT'),
  cashierWithAddress: upper('MERCHANTID', 'ORDERSEQ', 'ORDERDATE', 'ORDERAMOUNT', 'CLIENTIP'),
  /** Notices of the web cashier and of payer codes sign three fields under other names. */
  payNotice: [
    ...upper('UPTRANSEQ', 'MERCHANTID'),
    ['ORDERID', 'ORDERSEQ'],
    ['PAYMENT', 'ORDERAMOUNT'],
    ...upper('RETNCODE', 'RETNINFO'),
    ['PAYDATE', 'TRANDATE'],
  ],
  wapNotice: upper('UPTRANSEQ', 'MERCHANTID', 'ORDERSEQ', 'ORDERAMOUNT', 'RETNCODE', 'RETNINFO', 'TRANDATE'),
  refundNotice: upper(
    ...['merchantCode', 'oldOrderNo', 'oldOrderReqNo', 'ourTransNo', 'refundReqNo', 'transAmt', 'transStatus'],
  ),
  /** The file for reconciliation is a profile of this project. */
  billAsk: upper('merchantId', 'billDate'),
  billAnswer: upper('merchantId', 'billDate', 'fileId', 'sha256'),
} as const satisfies Readonly<Record<string, readonly Part[]>>;

export type MacOrder = keyof typeof MAC_ORDERS;

/** The text of a message in its order, without the key: what a proof keeps. A field that is not there is empty. */
export const macText = (order: MacOrder, field: FieldOf): string =>
  MAC_ORDERS[order].map(([name, of]) => `${name}=${field(of) ?? ''}`).join('&');

/** The digest of a text with a key: MD5, in upper-case hexadecimal. */
export const digest = (text: string, key: string): string =>
  createHash('md5').update(`${text}&KEY=${key}`, 'utf8').digest('hex').toUpperCase();

/** The MAC or `sign` of a message. */
export const macOf = (order: MacOrder, field: FieldOf, key: string): string => digest(macText(order, field), key);

/** True when a given MAC is exactly that of the text; lower case is another MAC (requirement BP-01). */
export function fits(text: string, key: string, given: string): boolean {
  const [a, b] = [Buffer.from(digest(text, key)), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Reads the fields of an object; what is null is the word `null`, as answers sign it (requirement BP-03). */
export const fieldsOf =
  (values: Readonly<Record<string, string | null | undefined>>): FieldOf =>
  (name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === null ? 'null' : value;
  };
