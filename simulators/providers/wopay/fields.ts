import type { Values } from './signature';

type Form = (text: string) => boolean;

const like =
  (pattern: RegExp): Form =>
  (text) =>
    pattern.test(text);

/** Text of a length; a bar would stand where the signature puts its own. */
const upTo =
  (length: number): Form =>
  (text) =>
    [...text].length <= length && !/[\u0000-\u001f\u007f|]/.test(text);
const orNothing =
  (form: Form): Form =>
  (text) =>
    text === '' || form(text);

/** A day as `yyyyMMdd` that the calendar has. */
function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === `${year}-${month}-${day}`;
}

/** `yyyyMMddHHmmss`. */
const isMoment = (text: string): boolean =>
  /^\d{14}$/.test(text) && isDay(text.slice(0, 8)) && /^([01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(text.slice(8));

const isWebAddress: Form = (text) =>
  upTo(256)(text) && URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);

/** Whole fen above zero. */
export const isAmount: Form = like(/^[1-9]\d{0,12}$/);

/** Numbers of orders have no hyphen (requirement WO-04). */
const isOrderNo = like(/^[0-9A-Za-z_]{1,40}$/);

/** What each kind of request must and may carry; lengths are of the profile, for no public source has them. */
const FORMS: Readonly<Record<string, Form>> = {
  interfaceVersion: like(/^1\.0\.0\.0$/),
  tranType: like(/^2010[12]$/),
  bankCode: like(/^[0-9A-Z_]{0,20}$/),
  merNo: like(/^\d{15}$/),
  goodsName: (text) => text !== '' && upTo(128)(text),
  goodsDesc: upTo(256),
  orderDate: isDay,
  orderNo: isOrderNo,
  amount: isAmount,
  merExtend: upTo(256),
  charSet: like(/^(UTF-8|GBK)$/),
  tradeMode: like(/^0001$/),
  reqTime: isMoment,
  respMode: like(/^1$/),
  callbackUrl: orNothing(isWebAddress),
  serverCallUrl: isWebAddress,
  signType: like(/^(MD5|SHA-1)$/),
  refundReqJournl: like(/^[0-9A-Za-z_]{1,64}$/),
  payJournl: like(/^\d{20}$/),
  merReqTime: isMoment,
  reason: upTo(128),
  billDate: isDay,
};

/** The fields of each request (sheet C3); the request for a file is ours. */
export const ORDER_FIELDS = [
  'interfaceVersion',
  'tranType',
  'bankCode',
  'merNo',
  'goodsName',
  'goodsDesc',
  'orderDate',
  'orderNo',
  'amount',
  'merExtend',
  'charSet',
  'tradeMode',
  'reqTime',
  'respMode',
  'callbackUrl',
  'serverCallUrl',
  'signType',
] as const;
export const QUERY_FIELDS = ['merNo', 'orderDate', 'orderNo', 'charSet', 'signType'] as const;
export const REFUND_FIELDS = [
  'refundReqJournl',
  'merNo',
  'orderNo',
  'orderDate',
  'payJournl',
  'merReqTime',
  'amount',
  'reason',
  'signType',
] as const;
export const FILE_FIELDS = ['merNo', 'billDate', 'charSet', 'signType'] as const;

/** The first field of a request that is not of its form, or that has a bar in it; undefined when all are well. */
export function malformed(values: Values, fields: readonly string[]): string | undefined {
  const wrong = fields.find((name) => FORMS[name]?.(values[name] ?? '') === false);
  if (wrong !== undefined) return wrong;
  if (values['tranType'] === '20102' && !values['bankCode']) return 'bankCode';
  return Object.keys(values).find((name) => /[|=]/.test(name) || values[name]?.includes('|'));
}
