import { z } from 'zod';
import type { Facts } from '../../../kernel/history';
import { fieldNames } from '../../../network/fields';
import type { Incoming } from '../../../network/message';
import type { Reading } from '../../../network/party';
import { readAmount } from '../fields';
import type { Register } from '../register';
import { MAPI_CALLS } from './calls';
import { checkMembers, looseContent, readMembers, SDK_PATH } from './envelope';

export const isMapi = ({ target }: Pick<Incoming, 'target'>): boolean => target.split('?')[0] === SDK_PATH;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value.slice(0, 128) : undefined);

/** Reads a request of the newer platform. */
export function mapiReading(message: Incoming, register: Register): Reading {
  const members = readMembers(message);
  const method = members && Object.hasOwn(MAPI_CALLS, members.path) ? MAPI_CALLS[members.path] : undefined;
  if (!members || !method) return { from: 'stranger', kind: 'unknown', facts: {} };
  const { state, merchant } = checkMembers(members, register);
  const content = looseContent(members.bizContent);
  const { tradeAmt, refundAmt, outTradeNo, outRequestNo } = content;
  const isQuery = method.kind === 'refund.query';
  const facts: Facts = {
    signature: state,
    caller: merchant?.owner,
    payee: merchant?.owner,
    product: method.kind === 'payment.create' ? 'h5' : undefined,
    amountFen: readAmount(String(tradeAmt ?? refundAmt ?? '')),
    refund: isQuery ? text(outTradeNo) : text(outRequestNo),
    fields: fieldNames({ path: '', commonParams: '', sign: '' }, { bizContent: content }),
  };
  const trade = isQuery ? undefined : text(outTradeNo);
  return { from: merchant?.owner ?? 'stranger', kind: method.kind, trade, facts };
}

const envelope = z.object({
  success: z.boolean(),
  errorCode: z.string().nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
});

const STATES: Readonly<Record<string, string>> = {
  WAITFORPAY: 'open',
  SUCCESS: 'paid',
  FAIL: 'failed',
  CLOSE: 'closed',
};

/** Reads its answer. Whose key has signed is not looked at: no part of the market speaks this protocol. */
export function mapiAnswerFacts(body: Uint8Array): Facts {
  try {
    const { success, errorCode, result } = envelope.parse(JSON.parse(Buffer.from(body).toString('utf8')));
    if (!success || !result) return { error: text(errorCode) ?? 'unreadable' };
    return { state: STATES[String(result['tradeStatus'])], fields: fieldNames(result) };
  } catch {
    return { error: 'unreadable' };
  }
}

/** Reads a notice of the newer platform. */
export function mapiNoticeReading(message: Incoming, register: Register): Omit<Reading, 'from'> {
  const content = looseContent(Buffer.from(message.body).toString('utf8'));
  const { merchantNo, outTradeNo, totalAmt, tradeStatus } = content;
  const owner = register.institution(text(merchantNo))?.owner;
  const facts: Facts = {
    readable: text(outTradeNo) !== undefined,
    state: STATES[String(tradeStatus)],
    amountFen: readAmount(text(totalAmt)),
    payee: owner,
    fields: fieldNames(content),
  };
  return { kind: 'notice.payment', trade: text(outTradeNo), facts };
}
