import { isIP } from 'node:net';
import type { Values } from './hmac';

type Form = (text: string) => boolean;

const like =
  (pattern: RegExp): Form =>
  (text) =>
    pattern.test(text);
const upTo =
  (length: number): Form =>
  (text) =>
    [...text].length <= length && !/[\u0000-\u001f\u007f]/.test(text);
const orNothing =
  (form: Form): Form =>
  (text) =>
    text === '' || form(text);

/** A day as `yyyyMMdd` that the calendar has. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === `${year}-${month}-${day}`;
}

function isWebAddress(text: string): boolean {
  return text.length <= 256 && URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

/** Whole fen above zero, as the messages write amounts: no sign, no point, no zero in front. */
export const isAmount: Form = like(/^[1-9]\d{0,12}$/);
const wholeFen = like(/^(0|[1-9]\d{0,12})$/);

/**
 * The form of each field. Forms belong to the signature: values are signed without anything between them, so that a
 * boundary could be shifted (requirement HB-03). No public source has lengths; these are of the profile hebao-sim-profile.
 */
const FORMS: Readonly<Record<string, Form>> = {
  characterSet: like(/^0[0-2]$/),
  callbackUrl: isWebAddress,
  notifyUrl: isWebAddress,
  ipAddress: (text) => isIP(text) !== 0,
  merchantId: like(/^\d{15}$/),
  requestId: like(/^[0-9A-Za-z_-]{1,50}$/),
  signType: like(/^(MD5|RSA)$/),
  type: like(/^[A-Za-z]{1,32}$/),
  version: like(/^2\.0\.[01]$/),
  amount: isAmount,
  bankAbbr: like(/^[A-Z]{0,8}$/),
  currency: like(/^00$/),
  orderDate: isDay,
  orderId: like(/^[0-9A-Za-z_-]{1,50}$/),
  merAcDate: isDay,
  period: like(/^[1-9]\d{0,2}$/),
  periodUnit: like(/^0[0-3]$/),
  merchantAbbr: upTo(64),
  productDesc: upTo(256),
  productId: upTo(32),
  productName: (text) => text !== '' && upTo(128)(text),
  productNum: like(/^\d{0,6}$/),
  reserved1: upTo(256),
  reserved2: upTo(256),
  userToken: upTo(32),
  showUrl: orNothing(isWebAddress),
  couponsFlag: like(/^(\d\d)?$/),
  couFlag: like(/^\d{0,2}$/),
  vchFlag: like(/^\d{0,2}$/),
  cashFlag: like(/^\d{0,2}$/),
  pikFlag: like(/^\d{0,2}$/),
  oprId: upTo(16),
  orequestId: like(/^[0-9A-Za-z_-]{1,50}$/),
  oorderDate: isDay,
  billDate: isDay,
  // Of notices.
  payNo: like(/^\d{18}$/),
  returnCode: like(/^[0-9A-Z]{6,8}$/),
  message: upTo(256),
  amtItem: like(/^[A-Z_]+=\d+(#[A-Z_]+=\d+)*$/),
  mobile: like(/^(1\d\d\*{4}\d{4})?$/),
  payDate: like(/^(\d{14})?$/),
  accountDate: orNothing(isDay),
  status: like(/^[A-Z_]{1,20}$/),
  fee: wholeFen,
};

/** The first field of a message that is not of its form; undefined when all are. */
export const malformed = (values: Values, order: readonly string[]): string | undefined =>
  order.find((name) => FORMS[name]?.(values[name] ?? '') === false);
