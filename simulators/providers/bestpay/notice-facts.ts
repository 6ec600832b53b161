import type { Facts } from '../../kernel/history';
import { fieldNames } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reading } from '../../network/party';
import type { SignatureState } from '../contract';
import { readAmount } from './fields';
import { readForm } from './form';
import { type FieldOf, fits, type MacOrder, macText } from './mac';
import { isMapiAcknowledged } from './mapi/notices';
import { mapiNoticeReading } from './mapi/reader';
import { isAcknowledged } from './notices';
import type { Register } from './register';

type Values = ReadonlyMap<string, string>;

/** Notices of the newer platform are JSON, those of the first generation forms. */
const isJson = ({ headers }: Incoming): boolean => /^application\/json\b/i.test(headers.get('content-type') ?? '');

/** What a notice says about its signature: the merchant that it names has the key. */
function signatureState(register: Register, values: Values, orders: readonly MacOrder[]): SignatureState {
  const merchant = register.merchant(values.get('MERCHANTID') ?? values.get('merchantCode'));
  const given = values.get('SIGN') ?? values.get('mac') ?? '';
  if (!merchant) return 'unknown-key';
  if (given === '') return 'missing';
  const field: FieldOf = (name) => values.get(name);
  return orders.some((order) => fits(macText(order, field), merchant.key, given)) ? 'valid' : 'invalid';
}

const REFUND_STATES: Readonly<Record<string, string>> = { B: 'success', C: 'closed' };
/** What a payment that is not reported as paid is called: the code says no more than that it did not succeed. */
const NOT_PAID: Readonly<Record<string, string>> = { '0001': 'open', '0002': 'closed' };

function payFacts(values: Values, register: Register): Facts {
  const code = values.get('RETNCODE') ?? '';
  const amount = values.get('ORDERAMOUNT');
  return {
    signature: signatureState(register, values, ['payNotice', 'wapNotice']),
    readable: values.has('UPTRANSEQ') && values.has('ORDERSEQ'),
    notice: values.get('UPTRANSEQ'),
    state: code === '0000' ? 'paid' : (NOT_PAID[code] ?? 'failed'),
    amountFen: readAmount(amount),
    amountText: amount?.includes('.') ? amount : undefined,
    payee: register.owner(values.get('MERCHANTID') ?? ''),
    // No message of this protocol names an application.
    application: '',
  };
}

const refundFacts = (values: Values, register: Register): Facts => ({
  signature: signatureState(register, values, ['refundNotice']),
  readable: values.has('refundReqNo') && values.has('oldOrderNo'),
  notice: values.get('ourTransNo'),
  refund: values.get('refundReqNo'),
  refundState: REFUND_STATES[values.get('transStatus') ?? ''],
  amountFen: readAmount(values.get('transAmt')),
  payee: register.owner(values.get('merchantCode') ?? ''),
});

/** Reads a notice that BestPay, or a forger in its name, sends. */
export function noticeFacts(message: Incoming, provider: string, register: Register): Reading {
  if (isJson(message)) return { from: provider, ...mapiNoticeReading(message, register) };
  const { values } = readForm(message);
  const isRefund = values.has('refundReqNo');
  const facts = isRefund ? refundFacts(values, register) : payFacts(values, register);
  const fields = fieldNames(Object.fromEntries([...values.keys()].map((name) => [name, ''])));
  const trade = values.get(isRefund ? 'oldOrderNo' : 'ORDERSEQ');
  const kind = isRefund ? 'notice.refund' : 'notice.payment';
  return { from: provider, kind, trade, facts: { ...facts, fields } };
}

/** True when the merchant's answer is exactly what says that it has heard. */
export function noticeAnswered(message: Incoming, { status, body }: Outgoing): Facts {
  if (isJson(message)) return { acknowledged: isMapiAcknowledged(status, body) };
  const values = Object.fromEntries(readForm(message).values);
  return { acknowledged: isAcknowledged(values, status, body) };
}
