import type { Facts } from '../../../kernel/history';
import type { Tokens } from '../../../kernel/keys';
import type { Incoming, Outgoing } from '../../../network/message';
import type { Reading } from '../../../network/party';
import { digest, fact, STATES } from '../facts';
import type { Register } from '../register';
import { CODE_PRODUCT } from '../tables';
import { checkV2 } from './gate';
import { isSignedV2, signedText } from './sign';
import { type Members, readXml } from './xml';

const KINDS: Readonly<Record<string, string>> = {
  '/pay/micropay': 'payment.create',
  '/pay/orderquery': 'payment.query',
  '/pay/closeorder': 'payment.close',
  '/pay/refundquery': 'refund.query',
  '/secapi/pay/reverse': 'payment.cancel',
  '/secapi/pay/refund': 'refund.create',
};

const pathOf = ({ target }: Incoming) => target.split('?')[0] ?? '';

/** True for a message of the old XML protocol. */
export const isV2 = (message: Incoming): boolean => Object.hasOwn(KINDS, pathOf(message));

/** Whole fen; what is no number stays as it came. */
const fenOf = (text: string | undefined) => (text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : fact(text));

/** A digest of what is asked for, without what differs each time. */
function contentOf({ nonce_str: _, ...members }: Members): string | undefined {
  const text = signedText(members);
  return text === '' ? undefined : digest(Buffer.from(text));
}

/** What a request of the old protocol says, in neutral words. */
export function readV2(message: Incoming, register: Register, smallLetters: boolean): Reading {
  const kind = KINDS[pathOf(message)] ?? 'unknown';
  const { state, members = {}, account: named } = checkV2(message, register, smallLetters);
  // Who shows no signature at all has shown nothing.
  const account = state === 'valid' || state === 'invalid' ? named : undefined;
  const payee = fact(members['sub_mch_id'] || members['mch_id']);
  const facts: Facts = {
    signature: state,
    caller: account?.owner,
    payee: payee ? register.owner(payee) : undefined,
    product: kind === 'payment.create' ? CODE_PRODUCT : undefined,
    amountFen: fenOf(kind === 'refund.create' ? members['refund_fee'] : members['total_fee']),
    totalFen: kind === 'refund.create' ? fenOf(members['total_fee']) : undefined,
    refund: fact(members['out_refund_no']),
    application: fact(members['appid']),
    content: contentOf(members),
  };
  return { from: account?.owner ?? 'stranger', kind, trade: fact(members['out_trade_no']), facts };
}

/** Under whose key an answer is signed, if under anybody's. */
function signatureState(members: Members, register: Register): string {
  const { sign, mch_id = '' } = members;
  const key = register.account(mch_id)?.apiV2Key;
  if (!sign || key === undefined) return 'missing';
  return isSignedV2(members, key, sign.length === 64 ? 'HMAC-SHA256' : 'MD5', false) ? 'valid' : 'invalid';
}

/** What an answer of the old protocol says, in neutral words. */
export function readV2Answer(answer: Outgoing, register: Register, tokens: Tokens): Facts {
  const members = readXml(answer.body) ?? {};
  const { return_code, return_msg, err_code, openid, trade_state: state } = members;
  const payee = members['sub_mch_id'] ?? members['mch_id'];
  return {
    signature: signatureState(members, register),
    error: return_code === 'SUCCESS' ? err_code : fact(return_msg),
    state: state === undefined ? undefined : (STATES[state] ?? `unknown:${state}`),
    amountFen: fenOf(members['refund_fee'] ?? members['total_fee']),
    refund: fact(members['out_refund_no']),
    payee: payee === undefined ? undefined : register.owner(payee),
    payer: openid === undefined ? undefined : tokens.token(openid),
    application: fact(members['appid']),
  };
}
