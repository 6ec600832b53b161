import type { Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames } from '../../network/fields';
import type { Incoming } from '../../network/message';
import type { Reading } from '../../network/party';
import { charsetNamed, decodeText, encodeText, formPairs } from '../charset';
import type { SignatureState } from '../contract';
import { readPrice } from './fields';
import { noticeText, type SignatureDesk, signTypeRule, verify } from './signature';

const STATES: ReadonlyMap<string, string> = new Map([
  ['WAIT_BUYER_PAY', 'open'],
  ['TRADE_SUCCESS', 'paid'],
  ['TRADE_FINISHED', 'paid'],
]);

/** A neutral word for a trade's state; closed alone does not tell "never paid" from "given back" (sheet 4). */
export function stateWord(status: string | undefined, paidOnce: boolean): string | undefined {
  if (status === undefined) return undefined;
  if (status === 'TRADE_CLOSED') return paidOnce ? 'refunded' : 'closed';
  return STATES.get(status) ?? `unknown:${status}`;
}

type Values = ReadonlyMap<string, string>;

function readValues(message: Incoming): Values {
  const pairs = formPairs(message.body);
  const named = pairs.find(({ name }) => name === 'charset');
  const charset = charsetNamed(named && Buffer.from(named.value).toString('latin1')) ?? 'utf-8';
  return new Map(pairs.map(({ name, value }) => [name, decodeText(value, charset)]));
}

/** What the harness says about a notice's signature: nobody names a key in it, unless a certificate number is there. */
function signatureState(values: Values, desk: SignatureDesk): SignatureState {
  const [signature, named, type] = [values.get('sign'), values.get('alipay_cert_sn'), values.get('sign_type')];
  if (!signature) return 'missing';
  const signers = desk.signers.all().filter(({ sn }) => named === undefined || sn === named);
  if (signers.length === 0) return 'unknown-key';
  if (type !== 'RSA2' && type !== 'RSA') return 'invalid';
  const charset = charsetNamed(values.get('charset')) ?? 'utf-8';
  // Whether Alipay signs its certificate's number is not known, so both are read as genuine (sheet 3.3).
  const rule = signTypeRule(desk.profile);
  const unnamed = [...values].filter(([name]) => name !== 'alipay_cert_sn');
  const texts = [noticeText(values, rule), noticeText(unnamed, rule)];
  const fits = texts.some((text) =>
    signers.some(({ publicKey }) => verify(encodeText(text, charset), signature, publicKey, type)),
  );
  return fits ? 'valid' : 'invalid';
}

/** Reads a notice that Alipay, or a forger in its name, sends. */
export function noticeFacts(message: Incoming, provider: string, desk: SignatureDesk, tokens: Tokens): Reading {
  const values = readValues(message);
  const isRefund = ['refund_fee', 'gmt_refund', 'out_biz_no'].some((name) => values.has(name));
  const [payee, person] = [values.get('seller_id'), values.get('buyer_open_id') ?? values.get('buyer_id')];
  const amount = isRefund ? values.get('send_back_fee') : values.get('total_amount');
  const facts: Facts = {
    signature: signatureState(values, desk),
    readable: values.has('notify_id') && values.has('out_trade_no'),
    notice: values.get('notify_id'),
    fields: fieldNames(Object.fromEntries(values)),
    state: stateWord(values.get('trade_status'), values.has('gmt_payment')),
    refund: values.get('out_biz_no'),
    refundState: isRefund ? 'success' : undefined,
    refundedFen: isRefund ? readPrice(values.get('refund_fee')) : undefined,
    amountFen: readPrice(amount),
    amountText: amount,
    payee: payee === undefined ? undefined : desk.register.owner(payee),
    payer: person === undefined ? undefined : tokens.token(person),
    application: values.get('app_id'),
  };
  const kind = isRefund ? 'notice.refund' : 'notice.payment';
  return { from: provider, kind, trade: values.get('out_trade_no'), facts };
}
