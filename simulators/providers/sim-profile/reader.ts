import { createHash } from 'node:crypto';
import type { Fact, Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames, formFieldNames, queryOf } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import type { SimDesign } from './design';
import { signatureOf } from './gate';
import { fileDigest } from './recon';
import type { Register } from './register';
import type { Signers } from './signers';
import { checkSignature, HEADERS, NOTICE } from './wire';

type Json = Readonly<Record<string, unknown>>;

/** The calls of every profile: their paths, and what each is in neutral words. */
const ROUTES: ReadonlyArray<readonly [string, RegExp, string]> = [
  ['POST', /^\/v0\/orders$/, 'payment.create'],
  ['GET', /^\/v0\/orders\/([^/]+)$/, 'payment.query'],
  ['POST', /^\/v0\/orders\/([^/]+)\/close$/, 'payment.close'],
  ['POST', /^\/v0\/refunds$/, 'refund.create'],
  ['GET', /^\/v0\/refunds\/([^/]+)$/, 'refund.query'],
  ['GET', /^\/v0\/keys$/, 'keys.read'],
  ['GET', /^\/v0\/recon$/, 'bill.ask'],
  ['GET', /^\/v0\/recon\/files\/[^/]+$/, 'bill.fetch'],
];

const STATES: Readonly<Record<string, string>> = {
  CREATED: 'open',
  PAYING: 'open',
  SUCCESS: 'paid',
  FAILED: 'failed',
  CLOSED: 'closed',
};
const REFUND_STATES: Readonly<Record<string, string>> = {
  PROCESSING: 'processing',
  SUCCESS: 'success',
  FAILED: 'closed',
};

/** Longer texts are nobody's number or name; the history keeps their beginning. */
const LONGEST_FACT = 128;
const fact = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, LONGEST_FACT) : undefined;
const number = (value: unknown): Fact => (typeof value === 'number' ? value : fact(value));
const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

function parse(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** Reads the messages of one provider of this ground, whoever handles them. */
export class SimReader implements Reader {
  constructor(
    readonly provider: string,
    readonly design: Pick<SimDesign, 'words' | 'presents'>,
    readonly register: Register,
    readonly signers: Signers,
    readonly tokens: Tokens,
  ) {}

  request(message: Incoming): Reading {
    const path = message.target.split('?')[0] ?? '';
    for (const [method, pattern, kind] of ROUTES) {
      const match = message.method === method ? pattern.exec(path) : null;
      if (match) return this.#apiCall(message, kind, fact(match[1]));
    }
    if (path.startsWith('/v0/')) return { from: 'stranger', kind: 'unknown', facts: {} };
    return { from: 'payer', kind: 'page.wallet', facts: { fields: formFieldNames(message) }, canonical: false };
  }

  #apiCall(message: Incoming, kind: string, named: string | undefined): Reading {
    const { state, app: claimed } = signatureOf(this, message);
    // Who names a key that is not theirs, or an old time, has shown nothing.
    const app = state === 'valid' || state === 'invalid' ? claimed : undefined;
    const { words } = this.design;
    const [body, query] = [parse(message.body), queryOf(message)];
    const payee = fact(body[words.payee] ?? query[words.payee]);
    const present = this.design.presents.find((each) => each.present === body['present']);
    const ofRefund = kind.startsWith('refund.');
    const facts: Facts = {
      signature: state,
      caller: app?.owner,
      payee: payee === undefined ? undefined : this.register.owner(payee),
      product: kind === 'payment.create' ? (present?.product ?? fact(body['present'])) : undefined,
      amountFen: number(body['amount']),
      currency: fact(body['currency']),
      bill: kind === 'bill.ask' ? fact(query['date']) : undefined,
      refund: kind === 'refund.query' ? named : fact(body['outRefundNo']),
      application: fact(message.headers.get(HEADERS.app)),
      code: typeof body['payerCode'] === 'string' ? this.tokens.token(body['payerCode']) : undefined,
      content: message.body.length > 0 ? digest(message.body) : undefined,
      fields: fieldNames(query, body),
    };
    const trade = fact(body['outTradeNo']) ?? (ofRefund ? undefined : named);
    return { from: app?.owner ?? 'stranger', kind, trade, facts };
  }

  answer(message: Incoming, reading: Reading, answer: Outgoing): Facts {
    if (reading.kind.startsWith('page.') || reading.kind === 'unknown') return {};
    // A file is not signed; its digest came in an answer that is.
    if (reading.kind === 'bill.fetch' && answer.status < 400) return { file: fileDigest(answer.body) };
    const subject = { verb: message.method, target: message.target };
    const signature = this.#signatureFacts(answer.headers, subject, answer.body);
    const body = parse(answer.body);
    const fields = fieldNames(body);
    if (answer.status >= 400) return { ...signature, error: fact(body['code']), fields };
    const handedOut = fact(body['codeUrl'] ?? body['payUrl']);
    return {
      ...signature,
      ...this.#viewFacts(body),
      handedOut: handedOut === undefined ? undefined : digest(handedOut),
      fields,
    };
  }

  #signatureFacts(headers: Headers, subject: { verb: string; target: string }, body: Uint8Array): Facts {
    const signature = checkSignature(headers, subject, body, (key) => this.signers.publicKey(key));
    return signature === 'missing' ? { signature } : { signature, key: 'signing-key' };
  }

  #viewFacts(view: Json): Facts {
    const { words } = this.design;
    const payee = fact(view[words.payee]);
    const payer = fact(view[words.payer]);
    const refund = fact(view['outRefundNo']);
    const state = fact(view['state']);
    const neutral = refund === undefined ? STATES : REFUND_STATES;
    const known = state === undefined ? undefined : (neutral[state] ?? `unknown:${state}`);
    return {
      ...(refund === undefined ? { state: known } : { refund, refundState: known }),
      amountFen: number(view['amount']),
      currency: fact(view['currency']),
      payee: payee === undefined ? undefined : this.register.owner(payee),
      payer: payer === undefined ? undefined : this.tokens.token(payer),
      application: fact(view['appId']),
    };
  }

  /** Reads the notices that this provider, or a forger in its name, sends. */
  readonly notices: Reader = {
    request: (message) => {
      const body = parse(message.body);
      const kind = fact(body['event'])?.startsWith('REFUND.') ? 'notice.refund' : 'notice.payment';
      const facts: Facts = {
        ...this.#signatureFacts(message.headers, NOTICE, message.body),
        notice: fact(body['noticeId']),
        fields: fieldNames(body),
        ...this.#viewFacts(body),
      };
      return { from: this.provider, kind, trade: fact(body['outTradeNo']), facts };
    },
    answer: (_message, _reading, answer) => ({
      acknowledged: answer.status === 200 && parse(answer.body)['code'] === 'SUCCESS',
    }),
  };
}
