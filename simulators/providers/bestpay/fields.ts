import type { Fen } from '../../kernel/money';
import { fen, MoneyError } from '../../kernel/money';
import { readBeijingDateTime } from '../../kernel/time';
import { errors } from './errors';

/** One field of a message: how long it may be, and what it must look like. */
export interface Field {
  readonly name: string;
  readonly max: number;
  readonly required?: true;
  readonly form?: RegExp;
}

export type Values = ReadonlyMap<string, string>;

/** Whole fen without leading zeros, at most ten digits. */
const FEN = /^(0|[1-9]\d{0,9})$/;
/** Yuan with exactly two decimals, as the WAP cashier wants them (requirement BP-10). */
const YUAN = /^(0|[1-9]\d{0,7})\.\d{2}$/;
/** Letters and digits, which every order number is made of. */
const NUMBER = /^[0-9A-Za-z]+$/;
const ADDRESS = /^https?:\/\/\S+$/;

const field = (name: string, max: number, form?: RegExp): Field => ({ name, max, ...(form ? { form } : {}) });
const must = (name: string, max: number, form?: RegExp): Field => ({ ...field(name, max, form), required: true });

/** A payment with a payer's code (sheet A1.2). */
export const placeOrderFields: readonly Field[] = [
  must('merchantId', 30, NUMBER),
  must('orderNo', 30, NUMBER),
  must('orderReqNo', 30, NUMBER),
  must('barcode', 30),
  must('channel', 2, /^05$/),
  // The manual names 0000001, and its own example sends 0001.
  must('busiType', 7, /^(0000001|0001)$/),
  must('orderDate', 14, /^\d{14}$/),
  must('orderAmt', 10, FEN),
  must('productAmt', 10, FEN),
  must('attachAmt', 10, FEN),
  field('storeId', 10),
  field('subMerchantId', 30),
  field('goodsName', 256),
  field('backUrl', 255, ADDRESS),
  field('ledgerDetail', 256),
  field('attach', 128),
  field('mchntTmNum', 50),
  field('deviceTmNum', 50),
  field('erpNo', 64),
  field('goodsDetail', 4000),
];

/** The number of a refund, whose form is a setting. */
const REFUND_NUMBER = /^[0-9A-Za-z_-]+$/;

/** A question how a payment or, by its own number, a refund stands. */
export const queryOrderFields: readonly Field[] = [
  must('merchantId', 30, NUMBER),
  must('orderNo', 30, NUMBER),
  must('orderReqNo', 30, REFUND_NUMBER),
  must('orderDate', 14, /^\d{8}(\d{6})?$/),
];

const BACK = [
  must('merchantId', 20, NUMBER),
  must('merchantPwd', 20),
  must('oldOrderNo', 30, NUMBER),
  must('oldOrderReqNo', 30, NUMBER),
  must('refundReqNo', 30, REFUND_NUMBER),
  must('refundReqDate', 14, /^\d{8}$/),
  must('transAmt', 12, FEN),
  must('channel', 5),
  field('subMerchantId', 20),
] as const;

export const commonRefundFields: readonly Field[] = [
  ...BACK,
  field('ledgerDetail', 1024),
  field('bgUrl', 256, ADDRESS),
];

export const reverseFields: readonly Field[] = BACK;

const cashier = (amount: RegExp): readonly Field[] => [
  must('MERCHANTID', 30, NUMBER),
  field('SUBMERCHANTID', 30),
  must('ORDERSEQ', 30, NUMBER),
  must('ORDERREQTRANSEQ', 30, NUMBER),
  must('ORDERDATE', 14, /^\d{8}(\d{6})?$/),
  must('ORDERAMOUNT', 11, amount),
  must('PRODUCTAMOUNT', 11, amount),
  must('ATTACHAMOUNT', 11, amount),
  must('CURTYPE', 3, /^RMB$/),
  must('ENCODETYPE', 1, /^1$/),
  must('MERCHANTURL', 255, ADDRESS),
  must('BACKMERCHANTURL', 255, ADDRESS),
  must('BUSICODE', 4, /^0001$/),
  must('PRODUCTDESC', 512),
  field('PRODUCTID', 10),
  field('ATTACH', 128),
  field('DIVDETAILS', 256),
];

/** The web cashier takes fen (sheet A1.1). */
export const webFields: readonly Field[] = [...cashier(FEN), field('CLIENTIP', 64), field('TMNUM', 40)];

/** The WAP cashier takes yuan, and wants to know the payer as the merchant calls him. */
export const wapFields: readonly Field[] = [
  ...cashier(YUAN),
  must('TMNUM', 40),
  must('CUSTOMERID', 40),
  field('CLIENTIP', 64),
];

/** The same with a bank that the payer has chosen already. */
export const wapDirectFields: readonly Field[] = [...wapFields, must('BANKID', 64)];

/** The file for reconciliation: a profile of this project. */
export const billFields: readonly Field[] = [must('merchantId', 30, NUMBER), must('billDate', 8, /^\d{8}$/)];

/** Checks a message's fields. @throws BestPayError BE199999 that names the first field that is not as it must be. */
export function checkFields(fields: readonly Field[], values: Values): void {
  for (const { name, max, required, form } of fields) {
    const value = values.get(name) ?? '';
    if (value === '' && required) throw errors.parameters(`${name}不能为空`);
    if ([...value].length > max) throw errors.parameters(`${name}超长`);
    if (value !== '' && form && !form.test(value)) throw errors.parameters(`${name}格式有误`);
  }
}

/** An amount as a cashier or a call writes it, in fen; undefined for anything else, zero included. */
export function readAmount(text: string | undefined): Fen | undefined {
  const digits = YUAN.test(text ?? '') ? text?.replace('.', '') : FEN.test(text ?? '') ? text : undefined;
  try {
    return digits === undefined ? undefined : fen(Number(digits));
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

/** The parts of an amount must add up to it. @throws BestPayError -302 */
export function checkSum(total: string, parts: readonly [string, string]): Fen {
  const amountFen = readAmount(total);
  if (amountFen === undefined) throw errors.order('订单金额有误');
  const [product, attach] = parts.map((part) => Number(part.replace('.', '')));
  if ((product ?? 0) + (attach ?? 0) !== amountFen) throw errors.order('检查订单金额');
  return amountFen;
}

/** Beijing midnight of the day that a date begins with, `yyyyMMdd…`. @throws BestPayError BE199999 for a day that there is not. */
export function dayOf(text: string, name: string): string {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  const time = text.length === 14 ? `${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12)}` : '00:00:00';
  if (readBeijingDateTime(`${day} ${time}`) === undefined) throw errors.parameters(`${name}格式有误`);
  return day;
}
