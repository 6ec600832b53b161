import type { Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames, formFieldNames, queryOf } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import { fileDigest } from './bills/links';
import { combinedFen, decoded, decrypted, digest, fact, inner, number, parse, partsOf, text, viewFacts } from './facts';
import type { Register } from './register';
import { checkAnswer, type RequestCheck } from './signature';
import type { Signers } from './signers';
import { isV2, readV2, readV2Answer } from './v2/reader';

const METHODS = { GET: true, POST: true } as const;
type Method = keyof typeof METHODS;

const ROUTES: ReadonlyArray<readonly [RegExp, Partial<Record<Method, string>>]> = [
  [/^\/v3\/pay\/(?:partner\/)?transactions\/(native|h5|jsapi|app|codepay)$/, { POST: 'payment.create' }],
  [/^\/v3\/pay\/(?:partner\/)?transactions\/(?:id|out-trade-no)\/([^/]+)$/, { GET: 'payment.query' }],
  [/^\/v3\/pay\/(?:partner\/)?transactions\/out-trade-no\/([^/]+)\/close$/, { POST: 'payment.close' }],
  [/^\/v3\/pay\/(?:partner\/)?transactions\/out-trade-no\/([^/]+)\/reverse$/, { POST: 'payment.cancel' }],
  [/^\/v3\/refund\/domestic\/refunds$/, { POST: 'refund.create' }],
  [/^\/v3\/refund\/domestic\/refunds\/([^/]+)$/, { GET: 'refund.query' }],
  [/^\/v3\/refund\/domestic\/refunds\/([^/]+)\/apply-abnormal-refund$/, { POST: 'refund.redirect' }],
  [/^\/v3\/combine-transactions\/(native|h5|jsapi|app)$/, { POST: 'payment.create' }],
  [/^\/v3\/combine-transactions\/out-trade-no\/([^/]+)$/, { GET: 'payment.query' }],
  [/^\/v3\/combine-transactions\/out-trade-no\/([^/]+)\/close$/, { POST: 'payment.close' }],
  [/^\/v3\/bill\/(tradebill|fundflowbill)$/, { GET: 'bill.ask' }],
  [/^\/v3\/billdownload\/file$/, { GET: 'bill.fetch' }],
  [/^\/v3\/certificates$/, { GET: 'keys.read' }],
];

/** Everything the harness needs to read WeChat Pay's messages, whoever handles them. */
export class WechatReader implements Reader {
  constructor(
    readonly provider: string,
    readonly register: Register,
    readonly signers: Signers,
    readonly tokens: Tokens,
    readonly check: RequestCheck,
    /** Whether a signature of the old protocol in small letters counts. */
    readonly smallLetters: boolean,
  ) {}

  request(message: Incoming): Reading {
    const path = message.target.split('?')[0] ?? '';
    for (const [pattern, kinds] of ROUTES) {
      const match = pattern.exec(path);
      const kind = Object.hasOwn(METHODS, message.method) ? kinds[message.method as Method] : undefined;
      if (match && kind) return this.#apiCall(message, kind, match[1]);
    }
    if (isV2(message)) return readV2(message, this.register, this.smallLetters);
    if (path.startsWith('/v3/')) return { from: 'stranger', kind: 'unknown', facts: {} };
    return { from: 'payer', kind: 'page.wallet', facts: { fields: formFieldNames(message) }, canonical: false };
  }

  #apiCall(message: Incoming, kind: string, matched: string | undefined): Reading {
    const { state, account: claimed } = this.check(message);
    // Who names a key that is not theirs, or an old time, has shown nothing.
    const account = state === 'valid' || state === 'invalid' ? claimed : undefined;
    const body = parse(message.body);
    const amount = inner(body, 'amount');
    const query = new URLSearchParams(message.target.split('?')[1] ?? '');
    const payee = fact(body['sub_mchid'] ?? query.get('sub_mchid') ?? body['mchid'] ?? query.get('mchid'));
    const parts = partsOf(body, this.register);
    const path = matched === undefined ? undefined : fact(decoded(matched));
    const creates = kind.endsWith('.create');
    const named = fact(body['out_trade_no']) ?? fact(body['combine_out_trade_no']);
    const trade = named ?? (kind.startsWith('payment.') && !creates ? path : undefined);
    const facts: Facts = {
      signature: state,
      caller: account?.owner,
      payee: parts ? undefined : payee ? this.register.owner(payee) : account?.owner,
      parts,
      product: creates && kind !== 'refund.create' ? path : undefined,
      amountFen: combinedFen(body) ?? number(kind === 'refund.create' ? amount['refund'] : amount['total']),
      totalFen: kind === 'refund.create' ? number(amount['total']) : undefined,
      currency: fact(amount['currency']),
      bill: kind === 'bill.ask' ? fact(query.get('bill_date')) : undefined,
      code: this.#token(inner(body, 'payer')['auth_code']),
      refund: kind === 'refund.query' ? path : fact(body['out_refund_no']),
      application: fact(body['sp_appid']) ?? fact(body['appid']) ?? fact(body['combine_appid']),
      // What is encrypted in it differs each time.
      content: message.body.length > 0 && kind !== 'refund.redirect' ? digest(message.body) : undefined,
      fields: fieldNames(queryOf(message), body),
    };
    return { from: account?.owner ?? 'stranger', kind, trade, facts };
  }

  answer(message: Incoming, reading: Reading, answer: Outgoing): Facts {
    if (isV2(message)) return readV2Answer(answer, this.register, this.tokens);
    if (reading.kind.startsWith('page.') || reading.kind === 'unknown') return {};
    // A file is never signed; its address came with a digest that is.
    if (reading.kind === 'bill.fetch' && answer.status < 400) return { file: fileDigest(answer.body) };
    const body = parse(answer.body);
    const signature = this.#signatureFacts(answer.headers, answer.body);
    const fields = fieldNames(body);
    if (answer.status >= 400) return { ...signature, error: text(body['code']), fields };
    const handedOut = text(body['code_url']) ?? text(body['prepay_id']) ?? text(body['h5_url']);
    return {
      ...signature,
      ...viewFacts(body, this.register, this.tokens),
      file: text(body['hash_value'])?.toLowerCase(),
      handedOut: handedOut === undefined ? undefined : digest(Buffer.from(handedOut)),
      fields,
    };
  }

  /** A payer's code is personal: equal codes, equal tokens. */
  #token(code: unknown): string | undefined {
    return typeof code === 'string' ? this.tokens.token(code) : undefined;
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
      const trade = text(plaintext?.['out_trade_no']) ?? text(plaintext?.['combine_out_trade_no']);
      const kind = text(body['event_type'])?.startsWith('REFUND.') ? 'notice.refund' : 'notice.payment';
      const facts: Facts = {
        ...this.#signatureFacts(message.headers, message.body),
        readable: plaintext !== undefined,
        notice: text(body['id']),
        fields: fieldNames(body, { content: plaintext }),
        ...(plaintext ? viewFacts(plaintext, this.register, this.tokens) : {}),
      };
      return { from: this.provider, kind, trade, facts };
    },
    answer: (_message, _reading, answer) => ({ acknowledged: answer.status === 200 || answer.status === 204 }),
  };
}
