import { createHash } from 'node:crypto';
import type { Fact, Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { decrypt } from './encryption';
import type { Register } from './register';

export type Json = Record<string, unknown>;

/** Neutral words for WeChat Pay's states. */
const STATES: Readonly<Record<string, string>> = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  NOTPAY: 'open',
  CLOSED: 'closed',
  REVOKED: 'reversed',
  USERPAYING: 'paying',
  PAYERROR: 'failed',
};
const REFUND_STATES: Readonly<Record<string, string>> = {
  SUCCESS: 'success',
  PROCESSING: 'processing',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
};

/** A body as JSON; an empty object when it is none. */
export function parse(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** Longer texts are nobody's number or name; the history keeps their beginning. */
const LONGEST_FACT = 128;

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const fact = (value: unknown): string | undefined => text(value)?.slice(0, LONGEST_FACT);
export const number = (value: unknown): Fact => (typeof value === 'number' ? value : fact(value));
export const inner = (body: Json, name: string): Json => (body[name] ?? {}) as Json;

/** What the orders of a combined order come to; undefined where one has no whole amount, or there are none. */
export function combinedFen(body: Json): number | undefined {
  const subs: unknown = body['sub_orders'];
  if (!Array.isArray(subs) || subs.length === 0) return undefined;
  const amounts: unknown[] = subs.map((sub) => inner(inner({ sub }, 'sub'), 'amount')['total_amount']);
  const sum = amounts.reduce<number>((total, amount) => total + (typeof amount === 'number' ? amount : Number.NaN), 0);
  return Number.isSafeInteger(sum) ? sum : undefined;
}

/** A path segment as it was meant; one that is not properly encoded stays as it is. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A short digest of content, so that judges can tell same from other without seeing it. */
export const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** The content of a notice, under whichever merchant's key it opens. */
export function decrypted(body: Json, register: Register): Json | undefined {
  const { ciphertext, nonce, associated_data: aad } = inner(body, 'resource');
  if (typeof ciphertext !== 'string' || typeof nonce !== 'string' || ciphertext === '' || nonce === '')
    return undefined;
  for (const { apiV3Key } of register.accounts()) {
    const opened = apiV3Key && decrypt({ ciphertext, nonce, associated_data: text(aad) }, apiV3Key);
    if (opened) return parse(opened);
  }
  return undefined;
}

/** The neutral facts that a trade or refund view carries. */
export function viewFacts(view: Json, register: Register, tokens: Tokens): Facts {
  const amount = inner(view, 'amount');
  const payer = inner(view, 'payer');
  const together = inner(view, 'combine_payer_info');
  const person = text(payer['openid']) ?? text(payer['sp_openid']) ?? text(together['openid']);
  const payee = text(view['sub_mchid']) ?? text(view['mchid']);
  const refund = text(view['out_refund_no']);
  const [first]: unknown[] = Array.isArray(view['sub_orders']) ? view['sub_orders'] : [];
  const state = text(view['trade_state']) ?? text(inner({ first }, 'first')['trade_state']);
  const refundState = text(view['refund_status']) ?? (refund === undefined ? undefined : text(view['status']));
  return {
    state: state === undefined ? undefined : (STATES[state] ?? `unknown:${state}`),
    refund,
    refundState: refundState === undefined ? undefined : (REFUND_STATES[refundState] ?? `unknown:${refundState}`),
    amountFen: combinedFen(view) ?? number(refund === undefined ? amount['total'] : amount['refund']),
    payee: payee === undefined ? undefined : register.owner(payee),
    payer: person === undefined ? undefined : tokens.token(person),
    application: text(view['sp_appid']) ?? text(view['appid']) ?? text(view['combine_appid']),
  };
}
