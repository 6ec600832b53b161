import type { Field } from './fields';

type More = Pick<Field, 'pattern' | 'oneOf'>;
const must = (name: string, max: number, more: More = {}): Field => ({ name, max, required: true, ...more });
const may = (name: string, max: number, more: More = {}): Field => ({ name, max, ...more });

const TIME = /^\d{14}$/;
const DIGITS = /^\d+$/;
const ADDRESS = /^https?:\/\/\S+$/;

/** Who calls: in every request. */
const CALLER: readonly Field[] = [must('version', 10, { oneOf: ['V2.0'] }), must('merchant', 32)];
const CNY = must('currency', 8, { oneOf: ['CNY'] });
/** The merchant's own certificate, base64; keys are registered here, so it is not looked at. */
const CERT = may('cert', 4096);
/** Amounts are read where they are used; here only that one is there. */
const AMOUNT = must('amount', 20);

/** Kinds of orders: goods, virtual, shop, service, food, factory, own, warehouse (sheet 3.1). */
const ORDER_TYPES = ['0', '1', '10', '11', '12', '13', '14', '15'];

/** What all orders may say (sheet 3.1); the objects are JSON in a form and are not looked into. */
const ORDER: readonly Field[] = [
  ...CALLER,
  may('device', 32),
  must('tradeNum', 32),
  must('tradeName', 128),
  may('tradeDesc', 1024),
  may('tradeTime', 14, { pattern: TIME }),
  AMOUNT,
  must('orderType', 3, { oneOf: ORDER_TYPES }),
  may('industryCategoryCode', 32),
  CNY,
  may('note', 256),
  may('ip', 64),
  may('userType', 5, { oneOf: ['BIZ', 'JD'] }),
  may('userId', 64),
  may('expireTime', 9, { pattern: DIGITS }),
  may('orderGoodsNum', 3, { pattern: DIGITS }),
  may('vendorId', 20),
  may('specCardNo', 64),
  may('specId', 64),
  may('specName', 64),
  must('notifyUrl', 256, { pattern: ADDRESS }),
  CERT,
];

/** The form that the payer's browser posts (sheet 3.1). */
export const saveOrderFields: readonly Field[] = [...ORDER, must('callbackUrl', 256, { pattern: ADDRESS })];

/** The unified order: for an app, or for a code that the payer scans (sheet 3.2). */
export const uniorderFields: readonly Field[] = [
  ...ORDER,
  may('callbackUrl', 256, { pattern: ADDRESS }),
  may('tradeType', 8, { oneOf: ['GEN', 'QR', 'CUST'] }),
];

/** A payment with a code that the payer shows (sheet 3.3). */
export const fkmPayFields: readonly Field[] = [
  ...CALLER,
  may('device', 32),
  must('token', 64),
  must('tradeNum', 32),
  must('tradeName', 128),
  may('tradeDesc', 1024),
  may('tradeTime', 14, { pattern: TIME }),
  AMOUNT,
  may('orderType', 3, { oneOf: ORDER_TYPES }),
  may('industryCategoryCode', 32),
  CNY,
  may('note', 256),
  may('notifyUrl', 256, { pattern: ADDRESS }),
];

/** `0` asks for a payment, `1` for a refund (sheet 3.4). */
export const queryFields: readonly Field[] = [
  ...CALLER,
  must('tradeNum', 32),
  may('oTradeNum', 32),
  must('tradeType', 1, { oneOf: ['0', '1'] }),
  CERT,
];

/** All refunds of one payment (sheet 3.4, DEMOJ). */
export const queryRefundFields: readonly Field[] = [
  ...CALLER,
  must('oTradeNum', 32),
  may('tradeType', 1, { oneOf: ['1'] }),
  CERT,
];

export const refundFields: readonly Field[] = [
  ...CALLER,
  may('device', 32),
  must('tradeNum', 32),
  must('oTradeNum', 32),
  AMOUNT,
  CNY,
  may('tradeTime', 14, { pattern: TIME }),
  may('notifyUrl', 256, { pattern: ADDRESS }),
  may('note', 256),
  CERT,
];

export const revokeFields: readonly Field[] = refundFields.filter(({ name }) => name !== 'notifyUrl');

export const userFields: readonly Field[] = [...CALLER, must('userId', 64)];

export const instalmentFields: readonly Field[] = [...CALLER, must('tradeNum', 32), AMOUNT];

/** Our own: which bill of which day. */
export const reconFields: readonly Field[] = [...CALLER, must('billDate', 8, { pattern: /^\d{8}$/ })];
