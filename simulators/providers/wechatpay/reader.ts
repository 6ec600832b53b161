import { createDecipheriv, createHash } from 'node:crypto';
import type { Fact, Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import type { Register } from './register';
import { checkAnswer, checkRequest } from './signature';
import type { Signers } from './signers';

type Json = Record<string, unknown>;

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

const ROUTES: ReadonlyArray<readonly [RegExp, Record<string, string>]> = [
  [/^\/v3\/pay\/(?:partner\/)?transactions\/(native|h5|jsapi|app)$/, { POST: 'payment.create' }],
  [/^\/v3\/pay\/(?:partner\/)?transactions\/(?:id|out-trade-no)\/([^/]+)$/, { GET: 'payment.query' }],
  [/^\/v3\/pay\/(?:partner\/)?transactions\/out-trade-no\/([^/]+)\/close$/, { POST: 'payment.close' }],
  [/^\/v3\/refund\/domestic\/refunds$/, { POST: 'refund.create' }],
  [/^\/v3\/refund\/domestic\/refunds\/([^/]+)$/, { GET: 'refund.query' }],
  [/^\/v3\/certificates$/, { GET: 'keys.read' }],
];

function parse(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): Fact => (typeof value === 'number' || typeof value === 'string' ? value : undefined);
const inner = (body: Json, name: string): Json => (body[name] ?? {}) as Json;

/** A short digest of content, so that judges can tell same from other without seeing it. */
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

function decrypted(body: Json, register: Register): Json | undefined {
  const { ciphertext, nonce, associated_data: aad } = inner(body, 'resource') as Record<string, string>;
  if (!ciphertext || !nonce) return undefined;
  const bytes = Buffer.from(ciphertext, 'base64');
  for (const { apiV3Key } of register.accounts()) {
    if (!apiV3Key) continue;
    try {
      const cipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
      cipher.setAuthTag(bytes.subarray(-16)).setAAD(Buffer.from(aad ?? ''));
      return parse(Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()]));
    } catch {
      // Another merchant's key, or not what it claims to be: the next key decides.
    }
  }
  return undefined;
}

/** The neutral facts that a trade or refund view carries. */
function viewFacts(view: Json, register: Register, tokens: Tokens): Facts {
  const amount = inner(view, 'amount');
  const payer = inner(view, 'payer');
  const person = text(payer['openid']) ?? text(payer['sp_openid']);
  const payee = text(view['sub_mchid']) ?? text(view['mchid']);
  const refund = text(view['out_refund_no']);
  const state = text(view['trade_state']);
  const refundState = text(view['refund_status']) ?? (refund === undefined ? undefined : text(view['status']));
  return {
    state: state === undefined ? undefined : (STATES[state] ?? `unknown:${state}`),
    refund,
    refundState: refundState === undefined ? undefined : (REFUND_STATES[refundState] ?? `unknown:${refundState}`),
    amountFen: number(refund === undefined ? amount['total'] : amount['refund']),
    payee: payee === undefined ? undefined : register.owner(payee),
    payer: person === undefined ? undefined : tokens.token(person),
    application: text(view['sp_appid']) ?? text(view['appid']),
  };
}

/** Everything the harness needs to read WeChat Pay's messages, whoever handles them. */
export class WechatReader implements Reader {
  constructor(
    readonly provider: string,
    readonly register: Register,
    readonly signers: Signers,
    readonly tokens: Tokens,
  ) {}

  request(message: Incoming): Reading {
    const path = message.target.split('?')[0] ?? '';
    for (const [pattern, kinds] of ROUTES) {
      const match = pattern.exec(path);
      const kind = kinds[message.method];
      if (match && kind) return this.#apiCall(message, kind, match[1]);
    }
    if (path.startsWith('/v3/')) return { from: 'stranger', kind: 'unknown', facts: {} };
    return { from: 'payer', kind: 'page.wallet', facts: {}, canonical: false };
  }

  #apiCall(message: Incoming, kind: string, matched: string | undefined): Reading {
    const { state, account } = checkRequest(message, this.register);
    const body = parse(message.body);
    const amount = inner(body, 'amount');
    const query = new URLSearchParams(message.target.split('?')[1] ?? '');
    const payee = text(body['sub_mchid']) ?? query.get('sub_mchid') ?? text(body['mchid']) ?? query.get('mchid');
    const path = matched === undefined ? undefined : decodeURIComponent(matched);
    const trade =
      text(body['out_trade_no']) ?? (kind.startsWith('payment.') && kind !== 'payment.create' ? path : undefined);
    const facts: Facts = {
      signature: state,
      caller: account?.owner,
      payee: payee ? this.register.owner(payee) : account?.owner,
      product: kind === 'payment.create' ? path : undefined,
      amountFen: number(kind === 'refund.create' ? amount['refund'] : amount['total']),
      totalFen: kind === 'refund.create' ? number(amount['total']) : undefined,
      currency: text(amount['currency']),
      refund: kind === 'refund.query' ? path : text(body['out_refund_no']),
      application: text(body['sp_appid']) ?? text(body['appid']),
      content: message.body.length > 0 ? digest(message.body) : undefined,
    };
    return { from: account?.owner ?? 'stranger', kind, trade, facts };
  }

  answer(_message: Incoming, reading: Reading, answer: Outgoing): Facts {
    if (reading.kind.startsWith('page.') || reading.kind === 'unknown') return {};
    const body = parse(answer.body);
    const signature = this.#signatureFacts(answer.headers, answer.body);
    if (answer.status >= 400) return { ...signature, error: text(body['code']) };
    const handedOut = text(body['code_url']) ?? text(body['prepay_id']) ?? text(body['h5_url']);
    return {
      ...signature,
      ...viewFacts(body, this.register, this.tokens),
      handedOut: handedOut === undefined ? undefined : digest(Buffer.from(handedOut)),
    };
  }

  #signatureFacts(headers: Headers, body: Uint8Array): Facts {
    const { state, serial } = checkAnswer(headers, body, this.signers.all());
    if (serial === undefined) return { signature: state };
    return { signature: state, key: serial.startsWith('PUB_KEY_ID_') ? 'public-key' : 'platform-certificate' };
  }

  /** Reads the notices that this provider, or a forger in its name, sends. */
  readonly notices: Reader = {
    request: (message) => {
      const body = parse(message.body);
      const plaintext = decrypted(body, this.register);
      const trade = text(plaintext?.['out_trade_no']);
      const kind = text(body['event_type'])?.startsWith('REFUND.') ? 'notice.refund' : 'notice.payment';
      const facts: Facts = {
        ...this.#signatureFacts(message.headers, message.body),
        readable: plaintext !== undefined,
        notice: text(body['id']),
        ...(plaintext ? viewFacts(plaintext, this.register, this.tokens) : {}),
      };
      return { from: this.provider, kind, trade, facts };
    },
    answer: (_message, _reading, answer) => ({ acknowledged: answer.status === 200 || answer.status === 204 }),
  };
}
