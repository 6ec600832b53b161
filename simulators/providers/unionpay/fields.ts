import type { Millis } from '../../kernel/time';
import { readBeijingDateTime } from '../../kernel/time';
import { refusals } from './refusals';
import { type Fields, survives } from './wire';

/** What a field must look like; a field that is not listed is taken as it is, up to a length (sheet 3). */
const FORMS: Readonly<Record<string, RegExp>> = {
  version: /^(5\.1\.0|5\.0\.0)$/,
  encoding: /^(utf-8|gbk)$/i,
  signMethod: /^(01|11|12)$/,
  certId: /^\d{1,40}$/,
  txnType: /^\d{2}$/,
  txnSubType: /^\d{2}$/,
  bizType: /^\d{6}$/,
  channelType: /^(05|07|08|16)$/,
  accessType: /^[012]$/,
  merId: /^[0-9A-Za-z]{15}$/,
  subMerId: /^[0-9A-Za-z]{5,15}$/,
  orderId: /^[0-9A-Za-z]{8,40}$/,
  txnTime: /^\d{14}$/,
  payTimeout: /^\d{14}$/,
  txnAmt: /^\d{1,12}$/,
  currencyCode: /^156$/,
  backUrl: /^https?:\/\/[\x21-\x7e]{1,248}$/,
  frontUrl: /^https?:\/\/[\x21-\x7e]{1,248}$/,
  frontFailUrl: /^https?:\/\/[\x21-\x7e]{1,248}$/,
  origQryId: /^\d{21}$/,
  qrNo: /^\d{14,24}$/,
  termId: /^[0-9A-Za-z]{1,8}$/,
  fileType: /^\d{2}$/,
  settleDate: /^(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/,
  certType: /^\d{2}$/,
  orderDesc: /^.{0,128}$/su,
};

/** No field is longer than this; the longest one that is known holds a file. */
const LONGEST = 4096;
const LONGEST_RESERVED = 1024;

/** Fields that every request has. */
const COMMON = ['version', 'encoding', 'signMethod', 'txnType', 'txnSubType', 'bizType', 'accessType', 'merId'];
/** Fields of a merchant on a platform, which accessType 2 asks for. */
const SUB_MERCHANT = ['subMerId', 'subMerAbbr', 'subMerName'];

const TIMES = ['txnTime', 'payTimeout'];

/** The instant of `YYYYMMDDhhmmss` in Beijing; undefined where no such time exists. */
export function readTime(text: string): Millis | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  return readBeijingDateTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
}

/**
 * Checks the fields of a request; empty ones count as absent.
 * @param required What this kind of request needs beside what all do.
 * @throws Refusal 10, naming the field.
 */
export function checkFields(fields: Fields, required: readonly string[], echoesReserved: boolean): void {
  const sub = fields['accessType'] === '2' ? SUB_MERCHANT : [];
  for (const name of [...COMMON, ...required, ...sub]) if (!fields[name]) throw refusals.format(`${name}不能为空`);
  for (const [name, value] of Object.entries(fields)) {
    if (value === '') continue;
    if (value.length > LONGEST || FORMS[name]?.test(value) === false) throw refusals.format(`${name}取值错误`);
    if (TIMES.includes(name) && readTime(value) === undefined) throw refusals.format(`${name}取值错误`);
  }
  const reserved = fields['reqReserved'] ?? '';
  const awkward = !echoesReserved && !survives(reserved);
  if (reserved.length > LONGEST_RESERVED || awkward) throw refusals.format('reqReserved取值错误');
}

/** A field that {@link checkFields} found to be there. */
export const fieldOf = (fields: Fields, name: string): string => fields[name] ?? '';
