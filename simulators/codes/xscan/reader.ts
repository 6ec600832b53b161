import type { Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames, formFieldNames, queryOf } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import { checkSeal, isSealed, type SecretOf } from './wire';

type Json = Readonly<Record<string, unknown>>;

function parsed(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 128) : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** The kind of each message by method and path, at the switch and at members alike. */
const KINDS: ReadonlyArray<readonly [method: string, path: RegExp, kind: string]> = [
  ['POST', /^\/v0\/look$/, 'scan.look'],
  ['POST', /^\/v0\/payments$/, 'scan.pay'],
  ['POST', /^\/v0\/charges$/, 'scan.charge'],
  ['POST', /^\/v0\/credits$/, 'scan.credit'],
  ['POST', /^\/v0\/debits$/, 'scan.debit'],
  ['POST', /^\/v0\/results$/, 'scan.result'],
  ['POST', /^\/v0\/reversals$/, 'scan.reverse'],
  ['POST', /^\/v0\/refunds$/, 'scan.refund'],
  ['POST', /^\/v0\/returns$/, 'scan.return'],
  ['GET', /^\/v0\/(?:payments|parts)\/([^/]+)$/, 'scan.query'],
  ['GET', /^\/v0\/reconciliation$/, 'scan.rows'],
];

/** Reads the messages of the cross-scan profile, and what payers open in a member's wallet. */
export class ScanReader implements Reader {
  constructor(
    readonly secretOf: SecretOf,
    readonly tokens: Tokens,
    /** The name under which a member stands in the history. */
    readonly partyOf: (member: string) => string,
  ) {}

  request(message: Incoming): Reading {
    const path = message.target.split('?')[0] ?? '';
    const found = KINDS.find(([method, pattern]) => method === message.method && pattern.test(path));
    if (!found && path.startsWith('/sim/')) {
      const kind = `page.${path.slice('/sim/'.length) || 'wallet'}`;
      return { from: 'payer', kind, facts: { fields: formFieldNames(message) }, canonical: false };
    }
    const { state, member } = checkSeal(message, this.secretOf);
    const kind = found?.[2] ?? 'unknown';
    const body = parsed(message.body);
    const facts: Facts = { signature: state, ...this.#seen(body), fields: fieldNames(queryOf(message), body) };
    return { from: member === undefined ? 'stranger' : this.partyOf(member), kind, facts };
  }

  answer(message: Incoming, reading: Reading, { status, headers, body: bytes }: Outgoing): Facts {
    if (reading.kind.startsWith('page.')) return {};
    const body = parsed(bytes);
    const { member } = checkSeal(message, this.secretOf);
    const secret = member === undefined ? undefined : this.secretOf(member);
    const sealed = secret !== undefined && isSealed(status, headers, Buffer.from(bytes).toString('utf8'), secret);
    const error = (body['error'] ?? {}) as Json;
    const signature = sealed ? 'valid' : 'missing';
    return { signature, ...this.#seen(body), error: text(error['code']), fields: fieldNames(body) };
  }

  #seen(body: Json): Facts {
    const code = text(body['code']);
    return {
      switchTxn: text(body['switchTxnId']) ?? text(body['refundOf']),
      scanOrder: text(body['orderRef']),
      payerScheme: text(body['payerScheme']),
      payeeScheme: text(body['payeeScheme']),
      amountFen: number(body['amountFen']),
      state: text(body['state']),
      refund: text(body['refundNo']),
      code: code === undefined ? undefined : this.tokens.token(code),
    };
  }
}
