import { randomUUID } from 'node:crypto';
import { randomHex } from '../../../kernel/keys';
import { signingNow } from '../../../kernel/time';
import { answer } from '../../../network/message';
import { type Profile, setting } from '../../profile';
import { encryptContent } from '../content-encryption';
import { type Body, compactJson, ordered, type Seal, type Value } from '../envelope';
import type { AlipayError } from '../errors';
import { sign } from '../signature';

/** The text that an answer signs (sheet 7.3). */
export const answerText = (timestamp: string, nonce: string, body: string): string =>
  `${timestamp}\n${nonce}\n${body}\n`;

/** What the gateway says in its codes the HTTP style says in its status: done, or accepted and not over (sheet 7.4). */
const statusOfSuccess = (code: Body[string]): number => (code === undefined || code === '10000' ? 200 : 202);

/** A success: signed over time, nonce and body; header names in lower case, because one client looks for those only. */
export function success({ code, msg: _msg, ...body }: Body, { signer, withCertificate, encryptWith }: Seal): Response {
  const plain = compactJson(ordered(body));
  const text = encryptWith === undefined ? plain : encryptContent(plain, encryptWith);
  const [timestamp, nonce] = [String(signingNow()), randomUUID()];
  if (!signer) throw new Error('nobody signs for an application that nobody knows');
  return answer(
    statusOfSuccess(code),
    {
      'content-type': encryptWith === undefined ? 'application/json;charset=utf-8' : 'text/plain;charset=utf-8',
      'alipay-trace-id': randomHex(16),
      'alipay-timestamp': timestamp,
      'alipay-nonce': nonce,
      'alipay-signature': sign(answerText(timestamp, nonce, text), signer, 'RSA2', 'utf-8'),
      ...(withCertificate && signer.sn !== undefined ? { 'alipay-sn': signer.sn } : {}),
    },
    text,
  );
}

/** The codes of the gateway without what they begin with; those of trades keep it (sheet 7.4). */
export const v3Code = (subCode: string): string => subCode.replace(/^(isv|aop|isp)\./, '');

const STATUS: Readonly<Record<AlipayError['code'], number>> = {
  '20000': 500,
  '20001': 401,
  '40001': 400,
  '40002': 400,
  '40003': 400,
  '40004': 400,
  '40006': 403,
};

function statusOf({ code, subCode }: AlipayError, profile: Profile): number {
  return subCode === 'isv.invalid-signature' ? Number(setting(profile, 'v3SignatureStatus')) : STATUS[code];
}

function linksTo(traceId: string, profile: Profile): Value {
  const link = `https://open.alipay.com/api/errCheck?traceId=${traceId}`;
  return setting(profile, 'v3Links') === 'list' ? [{ link, desc: '解决方案' }] : link;
}

/** A refusal: unsigned, with the status of its kind (sheet 7.4). */
export function failure(error: AlipayError, profile: Profile): Response {
  const traceId = randomHex(16);
  const headers = { 'content-type': 'application/json;charset=utf-8', 'alipay-trace-id': traceId };
  const body = { code: v3Code(error.subCode), message: error.subMsg, links: linksTo(traceId, profile) };
  return answer(statusOf(error, profile), headers, compactJson(body));
}
